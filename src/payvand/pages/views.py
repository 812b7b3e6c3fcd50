"""The pages that belong to no room: style, shortcuts, the door for drafts, and what is shown when something fails."""

import json
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import get_language
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_http_methods
from django.views.i18n import set_language

from payvand.core.errors import InvalidInput
from payvand.core.http import ScopedRequest, public
from payvand.pages import queries, samples, services


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


@require_http_methods(["GET", "POST"])
def draft(request: ScopedRequest, key: str) -> HttpResponse:
    """Give the draft of a form (204 where there is none), keep it, or forget it.

    Answers to a POST: 204 kept, 205 the form has been sent meanwhile, 400 not fields of a form, 409 the page belongs to
    another person than the one who is signed in now.
    """
    if request.method == "POST":
        return _changed(request, key)
    found = queries.draft_of(request.scope, key)
    if found is None:
        return HttpResponse(status=204)
    return JsonResponse({"fields": found.fields, "saved_at": found.saved_at.isoformat(timespec="seconds")})


def _changed(request: ScopedRequest, key: str) -> HttpResponse:
    try:
        said = json.loads(request.body)
        writer, visit = UUID(said["writer"]), UUID(said["visit"])
        fields = said["fields"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return HttpResponse(status=400)
    if writer != request.scope.user_id:
        return HttpResponse(status=409)
    if fields is None:
        services.clear_draft(scope=request.scope, key=key)
        return HttpResponse(status=204)
    try:
        kept = services.save_draft(scope=request.scope, key=key, fields=fields, visit=visit)
    except InvalidInput:
        return HttpResponse(status=400)
    return HttpResponse(status=204 if kept else 205)


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
