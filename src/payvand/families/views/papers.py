"""Papers of messages as PDF: the form of a message with its reply half, empty or filled, and the list of a pouch."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.policies import messages as policies
from payvand.families.queries import messages as queries
from payvand.families.queries.papers import LANGUAGES_OF_PAPERS, message_paper, pouch_paper
from payvand.families.views.messages import MESSAGE, message_or_404
from payvand.pages.pdf import render


@require_GET
@requires(policies.READ)
def print_message(request: ScopedRequest, number: str) -> HttpResponse:
    """Give the message on its form, with the half for the reply."""
    found = message_or_404(request, number)
    record_read(scope=request.scope, subject_type=MESSAGE, subject_ids=[found.pk], reason="print")
    return paper("families/red_cross_message", message_paper(request.scope, found, language_of(request)), found.number)


@require_GET
@requires(policies.COLLECT)
def blank_form(request: ScopedRequest) -> HttpResponse:
    """Give the empty form of a message, to be written on by hand."""
    data = message_paper(request.scope, None, language_of(request))
    return paper("families/red_cross_message", data, "message-form")


@require_GET
@requires(policies.READ)
def print_pouch(request: ScopedRequest, number: str) -> HttpResponse:
    """Give the list that travels with the pouch."""
    found = get_object_or_404(queries.visible_pouches(request.scope), number=number)
    rows = queries.pouch_messages(request.scope, found).values_list("pk", flat=True)
    record_read(scope=request.scope, subject_type=MESSAGE, subject_ids=rows, reason="print")
    return paper("families/pouch_list", pouch_paper(request.scope, found, language_of(request)), found.number)


def language_of(request: ScopedRequest) -> str:
    """Return the language that the paper is asked for in: ``?in=ru``, or that of the page."""
    wanted = request.GET.get("in", request.scope.language[:2])
    return wanted if wanted in LANGUAGES_OF_PAPERS else LANGUAGES_OF_PAPERS[0]


def paper(template: str, data: Mapping[str, object], name: str) -> HttpResponse:
    """Return a paper as an attachment."""
    response = HttpResponse(render(template, data), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
