"""The addresses of reunification files and of children without their parents."""

from django.urls import path

from payvand.families.views import children, reunion

_FILE = "reunification/<family_number:number>/"
_CHILD = "children/<family_number:number>/"

urlpatterns = [
    path("reunification/", reunion.reunion_list, name="reunions"),
    path("reunification/new/", reunion.open_reunion, name="open_reunion"),
    path("reunification/for/<file_number:file_number>/", reunion.reunion_for_file, name="reunion_for_file"),
    path(_FILE, reunion.reunion, name="reunion"),
    path(f"{_FILE}steps/<slug:step>/", reunion.reunion_step, name="reunion_step"),
    path(f"{_FILE}change/", reunion.change_reunion, name="change_reunion"),
    path(f"{_FILE}decisions/", reunion.add_decision, name="add_decision"),
    path(f"{_FILE}decisions/<uuid:decision_id>/", reunion.decision, name="decision"),
    path("children/", children.child_list, name="children"),
    path("children/new/", children.register_child, name="register_child"),
    path("children/vetting/", children.vettings, name="vettings"),
    path("children/vetting/<uuid:vetting_id>/end/", children.end_vetting, name="end_vetting"),
    path(_CHILD, children.child, name="child"),
    path(f"{_CHILD}close/", children.close_child, name="close_child"),
]
