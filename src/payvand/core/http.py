"""How a view says who may enter it. Everything needs sign-in unless its view says why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

from payvand.core.scope import Scope

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class ScopedRequest(HttpRequest):
    """A request as a room's view gets it: with the Scope of the person behind it."""

    scope: Scope
    request_id: str


def public(reason: str) -> Callable[[View], View]:
    """Open a view to people who have not signed in; `reason` says why that is right, and a test asks for it."""
    if not reason.strip():
        raise ValueError("say why this view is open to all")

    def mark(view: View) -> View:
        opened = login_not_required(view)
        opened.__dict__["public_reason"] = reason
        return opened

    return mark


def requires(right: str) -> Callable[[View], View]:
    """Let only holders of a right into a view; for all others the page does not exist (404)."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: ScopedRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.scope.require(right)
            return view(request, *args, **kwargs)

        return cast("View", guarded)

    return guard
