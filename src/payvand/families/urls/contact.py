"""The addresses of safe and well and of calls."""

from django.urls import path

from payvand.families.views import calls, safe

_SAFE = "safe/<family_number:number>/"

urlpatterns = [
    path("safe/", safe.safe_list, name="safe_list"),
    path("safe/new/", safe.register_safe, name="register_safe"),
    path(_SAFE, safe.safe, name="safe"),
    path(f"{_SAFE}told/", safe.tell, name="tell_relative"),
    path(f"{_SAFE}end/", safe.end, name="end_safe"),
    path("calls/", calls.call_list, name="calls"),
    path("calls/new/", calls.record_call, name="record_call"),
    path("calls/for/<file_number:file_number>/", calls.call_for_file, name="call_for_file"),
]
