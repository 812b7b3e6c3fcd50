"""The public pages: what this organisation's tracing service does and how to reach it."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import translation

from payvand.core.http import public
from payvand.portal import answers
from payvand.portal.publication import FILE, LANGUAGES, NotPublished, Publication

_FOR_ALL = "the public pages are for everyone and hold no person"


def _folder() -> Path:
    return Path(getattr(settings, "PORTAL_FOLDER"))  # noqa: B009 — casework's settings, which types are from, lack it


def _publication() -> Publication:
    return Publication.read(_folder() / FILE)


@public(_FOR_ALL)
def choose_language(request: HttpRequest) -> HttpResponse:
    """Lead to the page in the language that the browser asks for."""
    return redirect("portal_tracing_service", language=translation.get_language_from_request(request))


@public(_FOR_ALL)
def tracing_service(request: HttpRequest, language: str) -> HttpResponse:
    """Show what the tracing service does, where to go and whom to call."""
    if language not in LANGUAGES:
        raise Http404
    try:
        publication = _publication()
    except NotPublished:
        publication = None
    with translation.override(language):
        branches = [
            {"branch": branch, "place": branch.place.get(language, "")}
            for branch in (publication.branches if publication else ())
        ]
        context = {
            "publication": publication,
            "country": publication.country.get(language, "") if publication else "",
            "branches": branches,
            "languages": settings.LANGUAGES,
            "language": language,
            "has_answers": (_folder() / answers.FILE).exists(),
        }
        status = 200 if publication else 503
        return render(request, "portal/tracing_service.html", context, status=status)


@public(_FOR_ALL)
def health(_request: HttpRequest) -> JsonResponse:
    """Say in one word whether there is something to show."""
    try:
        _publication()
    except NotPublished:
        return JsonResponse({"publication": "fails"}, status=503)
    return JsonResponse({"publication": "ok"})
