"""The pages that belong to no room: the style page, the list of shortcuts, and what is shown when something fails."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language
from django.views.decorators.csrf import requires_csrf_token
from django.views.i18n import set_language

from payvand.core.http import public
from payvand.pages import samples


def style_page(request: HttpRequest) -> HttpResponse:
    """Show every component with much, one, none, an error, and right to left."""
    return render(request, "pages/style.html", samples.style_context(request))


def shortcuts(request: HttpRequest) -> HttpResponse:
    """List what the keyboard can do; the `?` key shows the list alone in a dialog over the page."""
    return render(request, "pages/shortcuts.html#list" if "part" in request.GET else "pages/shortcuts.html")


@public("the sign-in page offers the languages too")
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the language that the person chose."""
    return set_language(request)


def _error_page(name: str, status: int, request_id: str = "") -> HttpResponse:
    """Render an error page without the request (no session, no query) in every language, the person's first."""
    mine = get_language() or settings.LANGUAGE_CODE
    context = {
        "message_template": f"pages/errors/{name}.html",
        "error_languages": sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != mine),
        "status": status,
        "request_id": request_id,
    }
    return HttpResponse(loader.get_template("pages/errors/_page.html").render(context), status=status)


@requires_csrf_token
def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django names it
    """Say that the browser sent what cannot be read."""
    return _error_page("400", 400)


@requires_csrf_token
def permission_denied(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django names it
    """Say that this person may not do this here."""
    return _error_page("403", 403)


@requires_csrf_token
def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 — Django names it
    """Say that there is nothing here, or nothing for this person: the two look alike."""
    return _error_page("404", 404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the node failed, with the number under which the log knows it; asks the database nothing."""
    return _error_page("500", 500, getattr(request, "request_id", ""))


@requires_csrf_token
def csrf_failure(_request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — Django names it
    """Say that the form was too old, and how not to lose what was written."""
    return _error_page("csrf", 403)


def locked_out(_request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Say that sign-in rests after too many wrong passwords."""
    return _error_page("locked_out", 429)
