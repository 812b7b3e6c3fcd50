"""Taking a message: from its sender, from a partner, as a reply."""

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from payvand.core.http import ScopedRequest, requires
from payvand.families.forms.messages import MessageForm, NewsForm, PartnerMessageForm
from payvand.families.models import RedCrossMessage
from payvand.families.policies.messages import COLLECT
from payvand.families.services import messages as services
from payvand.families.services.inputs import Known
from payvand.families.views.messages import message_or_404
from payvand.families.views.shared import answer, sent, taken
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests


@require_http_methods(["GET", "POST"])
@requires(COLLECT)
def collect(request: ScopedRequest) -> HttpResponse:
    """Take a message from somebody who is not known here yet."""
    return _collected(request, MessageForm(sent(request), scope=request.scope))


@require_http_methods(["GET", "POST"])
@requires(COLLECT)
def collect_for_file(request: ScopedRequest, file_number: str) -> HttpResponse:
    """Take a message between the two people of a tracing file; ``?from=sought`` lets the found person write."""
    file = get_object_or_404(visible_requests(request.scope), number=file_number)
    writer, reader = file.enquirer, file.sought.person
    if request.GET.get("from") == "sought":
        writer, reader = reader, writer
    known: dict[str, Known] = {"sender": writer, "addressee": reader}
    initial = {"sender_contact": file.contact} if writer == file.enquirer else {"addressee_contact": file.contact}
    form = MessageForm(sent(request), scope=request.scope, known=known, initial={**initial, "unit": file.unit_id})
    return _collected(request, form, file)


def _collected(request: ScopedRequest, form: MessageForm, file: TracingRequest | None = None) -> HttpResponse:
    if form.is_valid():
        made = taken(
            request,
            form,
            lambda: services.collect_message(
                scope=request.scope,
                unit=form.cleaned_data["unit"],
                ends=form.ends(),
                news=form.news(),
                agreed=form.cleaned_data["agreed"],
                request=file,
                form_token=form.cleaned_data["form_token"],
            ),
        )
        if made:
            return _on(request, made)
    return answer(request, "families/messages/collect.html", form, file=file, known=form.known)


@require_http_methods(["GET", "POST"])
@requires(COLLECT)
def receive(request: ScopedRequest) -> HttpResponse:
    """Register a message that a partner sent here; ``?answers=NUMBER`` makes it the reply to one of ours."""
    answers = message_or_404(request, request.GET["answers"]) if "answers" in request.GET else None
    known: dict[str, Known] = {"sender": answers.addressee, "addressee": answers.sender} if answers else {}
    initial = {"from_partner": answers.sent_to_id, "addressee_contact": answers.sender_contact} if answers else None
    form = PartnerMessageForm(sent(request), scope=request.scope, known=known, initial=initial)
    if form.is_valid():
        made = taken(
            request,
            form,
            lambda: services.receive_message(
                scope=request.scope,
                unit=form.cleaned_data["unit"],
                partner=form.partner(),
                ends=form.ends(),
                news=form.news(),
                answers=answers,
                form_token=form.cleaned_data["form_token"],
            ),
        )
        if made:
            return _on(request, made)
    return answer(request, "families/messages/collect.html", form, known=form.known, answers=answers, incoming=True)


@require_http_methods(["GET", "POST"])
@requires(COLLECT)
def reply(request: ScopedRequest, number: str) -> HttpResponse:
    """Take the reply of the addressee, a message of its own that goes back."""
    found = message_or_404(request, number)
    form = NewsForm(sent(request), initial={"language": found.language})
    if form.is_valid():
        made = taken(
            request,
            form,
            lambda: services.collect_reply(
                scope=request.scope,
                message=found,
                news=form.news(),
                agreed=form.cleaned_data["agreed"],
                form_token=form.cleaned_data["form_token"],
            ),
        )
        if made:
            return _on(request, made)
    return answer(request, "families/messages/reply.html", form, message=found)


def _on(request: ScopedRequest, made: RedCrossMessage) -> HttpResponse:
    """Go on to the message that was taken."""
    notes.success(request, _("The message has the number %(number)s.") % {"number": made.number})
    return redirect("families:message", made.number)
