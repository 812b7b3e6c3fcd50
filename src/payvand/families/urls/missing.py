"""The addresses of the work with families of the missing."""

from django.urls import path

from payvand.families.views import missing

_ONE = "missing/<family_number:number>/"

urlpatterns = [
    path("missing/", missing.families, name="missing"),
    path("missing/for/<file_number:file_number>/", missing.open_for_file, name="missing_for_file"),
    path(_ONE, missing.family, name="missing_family"),
    path(f"{_ONE}assess/", missing.assess, name="missing_assess"),
    path(f"{_ONE}needs/<uuid:need_id>/", missing.refer, name="missing_refer"),
    path(f"{_ONE}accompany/", missing.accompany, name="missing_accompany"),
    path(f"{_ONE}end/", missing.end, name="missing_end"),
    path(f"{_ONE}sessions/", missing.session, name="missing_session"),
    path(f"{_ONE}law/", missing.add_step, name="missing_add_step"),
    path(f"{_ONE}law/<uuid:step_id>/", missing.change_step, name="missing_step"),
]
