"""How a view says who may enter it. Everything needs sign-in unless its view says why not."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase

from payvand.core.scope import Scope

Parameters = ParamSpec("Parameters")
Response = TypeVar("Response", bound=HttpResponseBase)
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class ScopedRequest(HttpRequest):
    """A request as a room's view gets it: with the Scope of the person behind it."""

    scope: Scope
    request_id: str


def public(reason: str) -> Callable[[View], View]:
    """Open a view to people who have not signed in; `reason` says why that is right."""
    if not reason.strip():
        raise ValueError("say why this view is open to all")

    def mark(view: View) -> View:
        opened = login_not_required(view)
        opened.public_reason = reason  # type: ignore[attr-defined] — read by the rights table test
        return opened

    return mark


def requires(
    right: str,
) -> Callable[
    [Callable[Concatenate[ScopedRequest, Parameters], Response]],
    Callable[Concatenate[ScopedRequest, Parameters], Response],
]:
    """Let only holders of a right into a view; for all others the page does not exist (404)."""

    def guard(
        view: Callable[Concatenate[ScopedRequest, Parameters], Response],
    ) -> Callable[Concatenate[ScopedRequest, Parameters], Response]:
        @wraps(view)
        def guarded(request: ScopedRequest, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Response:
            request.scope.require(right)
            return view(request, *args, **kwargs)

        guarded.required_right = right  # type: ignore[attr-defined] — read by the rights table test
        return guarded

    return guard
