"""What the views of the room share: the file that an address names, and errors of a service at the fields of a form."""

from django import forms
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from payvand.core.errors import InvalidInput
from payvand.core.http import ScopedRequest
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests


def file_or_404(request: ScopedRequest, number: str) -> TracingRequest:
    """Return the visible file of this number; for all others there is none."""
    return get_object_or_404(visible_requests(request.scope), number=number)


def sent(request: ScopedRequest) -> QueryDict | None:
    """Return what a form sent, though it be empty; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def show_problems(form: forms.Form, error: InvalidInput, places: dict[str, str] | None = None) -> None:
    """Put what a service could not keep at the fields of the form, `places` naming those that are called otherwise."""
    for name, problem in error.problems.items():
        field = (places or {}).get(name, name)
        form.add_error(field if field in form.fields else None, problem)
