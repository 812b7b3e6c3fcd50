"""The desk of Red Cross messages, and one message with its steps."""

from typing import Any

from django.contrib import messages as notes
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from payvand.audit.reads import record_read
from payvand.core.http import ScopedRequest, requires
from payvand.families.enums.messages import MessageStep
from payvand.families.forms.message_steps import STEP_FORMS, StepForm
from payvand.families.forms.messages import DeskForm
from payvand.families.models import RedCrossMessage
from payvand.families.policies import messages as policies
from payvand.families.queries import message_cards as cards
from payvand.families.queries import messages as queries
from payvand.families.services.messages import check_messages
from payvand.families.services.messages.table import STEPS
from payvand.families.views.shared import answer, check_version, sent, taken

ROWS_ON_A_PAGE = 50
MESSAGE = "families.message"


@require_GET
@requires(policies.READ)
def desk(request: ScopedRequest) -> HttpResponse:
    """Show one queue of the desk, filtered, in pages; names, states and dates, never what is written."""
    form = DeskForm(request.GET, scope=request.scope)
    chosen = form.chosen()
    page = Paginator(queries.listed_messages(request.scope, chosen), ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_read(scope=request.scope, subject_type=MESSAGE, subject_ids=[row.pk for row in page], reason="list")
    context = {
        "form": form,
        "page": page,
        "queues": cards.queues(request.scope, chosen),
        "chosen": chosen,
        "is_narrowed": form.is_narrowed(),
        "may": cards.desk_rights(request.scope, chosen),
    }
    return render(request, "families/messages/desk.html", context)


@require_GET
@requires(policies.READ)
def message(request: ScopedRequest, number: str) -> HttpResponse:
    """Show a message; that it was read is written down before it is shown."""
    found = message_or_404(request, number)
    record_read(scope=request.scope, subject_type=MESSAGE, subject_ids=[found.pk], reason="message")
    context = {"message": found, "card": cards.message_card(request.scope, found)}
    return render(request, "families/messages/message.html", context)


@require_http_methods(["GET", "POST"])
@requires(policies.READ)
def step(request: ScopedRequest, number: str, step: str) -> HttpResponse:
    """Take one step of a message, with what belongs to it."""
    found = message_or_404(request, number)
    wanted = _step(step)
    request.scope.require(policies.TRANSITIONS[wanted].right)
    form = step_form(request, found, wanted)
    if form.is_valid():
        check_version(form.cleaned_data["seen"], found.version)
        if taken(request, form, lambda: STEPS[wanted](scope=request.scope, message=found, **form.told())):
            notes.success(request, _("Done: %(step)s.") % {"step": wanted.label})
            return redirect("families:message", number)
    record_read(scope=request.scope, subject_type=MESSAGE, subject_ids=[found.pk], reason="step")
    return answer(request, "families/messages/step.html", form, message=found, step=wanted)


@require_POST
@requires(policies.CHECK)
def check_chosen(request: ScopedRequest) -> HttpResponse:
    """Record of the chosen messages, each of which was read, that they hold family news only."""
    chosen = chosen_messages(request)
    done = check_messages(scope=request.scope, messages=chosen)
    said = ngettext("%(number)s message was checked.", "%(number)s messages were checked.", done)
    notes.success(request, said % {"number": done})
    return redirect("families:desk")


def message_or_404(request: ScopedRequest, number: str) -> RedCrossMessage:
    """Return the visible message of this number; for all others there is none."""
    return get_object_or_404(queries.visible_messages(request.scope), number=number)


def chosen_messages(request: ScopedRequest) -> list[RedCrossMessage]:
    """Return the visible messages whose numbers were ticked on the desk."""
    numbers = request.POST.getlist("message")[:500]
    return list(queries.visible_messages(request.scope).filter(number__in=numbers).order_by("year", "running"))


def step_form(request: ScopedRequest, found: RedCrossMessage, step: MessageStep, data: Any = None) -> StepForm:
    """Return the form of a step, filled with what was sent."""
    form = STEP_FORMS.get(step, StepForm)
    return form(data or sent(request), scope=request.scope, message=found, step=step)


def _step(name: str) -> MessageStep:
    if name not in STEPS:
        raise Http404(name)
    return MessageStep(name)
