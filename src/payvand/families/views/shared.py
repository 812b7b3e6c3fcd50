"""What the views of the room share."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from payvand.core.errors import Conflict, InvalidInput, Refused
from payvand.core.http import ScopedRequest
from payvand.pages.services import clear_draft

Made = TypeVar("Made")


def sent(request: ScopedRequest) -> QueryDict | None:
    """Return what a form sent, though it be empty; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, action: Callable[[], Made]) -> Made | None:
    """Return what a service gives, or None with its complaint at the field of the form where it belongs."""
    try:
        return action()
    except InvalidInput as error:
        for name, problem in error.problems.items():
            form.add_error(name if name in form.fields else None, problem)
    except Refused as error:
        form.add_error(None, str(error))
    return None


def draft_key(request: ScopedRequest) -> str:
    """Return under which key what is written in the form of this page is kept until it is sent."""
    match = request.resolver_match
    assert match is not None
    return ":".join((f"families.{match.url_name}", *(str(value) for value in match.kwargs.values())))


def taken(request: ScopedRequest, form: forms.Form, action: Callable[[], Made]) -> Made | None:
    """Call a service as `attempt` does; once it has taken the form, its draft is forgotten."""
    made = attempt(form, action)
    if made is not None:
        clear_draft(scope=request.scope, key=draft_key(request))
    return made


def check_version(seen: int, now: int) -> None:
    """Refuse what was decided on an old version of a row.

    Raises:
        Conflict: somebody changed it meanwhile.
    """
    if seen != now:
        raise Conflict(_("Someone else changed this meanwhile. Look at it again, then decide."))


def answer(request: ScopedRequest, template: str, form: forms.Form, **context: Any) -> HttpResponse:
    """Show a page with its form; a form that came back with errors says so in its status."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, "draft": draft_key(request), **context}, status=status)
