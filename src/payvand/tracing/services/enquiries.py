"""One enquiry for each partner asked: written, sent, acknowledged, reminded, answered."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.network.models import Organisation
from payvand.people.consent import standing_of
from payvand.people.enums import ConsentScope
from payvand.tracing import policies, queries
from payvand.tracing.enums import EnquiryState, EnquiryStep, HistoryKind
from payvand.tracing.models import Enquiry, TracingRequest
from payvand.tracing.services.disclosing import disclose_file
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.stepping import locked, require_working
from payvand.tracing.services.timing import (
    time_acted,
    time_enquiry_ended,
    time_enquiry_reminded,
    time_enquiry_sent,
)

_ENDED = frozenset({EnquiryState.POSITIVE, EnquiryState.NEGATIVE, EnquiryState.WITHDRAWN})
_LONGEST_NUMBER = 60


@transaction.atomic
def write_enquiry(*, scope: Scope, request: TracingRequest, partner: Organisation, question: str) -> Enquiry:
    """Write an enquiry to one partner, as a draft with its number; nothing leaves before it is sent.

    Raises:
        Refused: the file is not worked on, this partner is no member of the Movement, or it is being asked already.
        InvalidInput: nothing is asked.
    """
    current = locked(scope, request, policies.ENQUIRE)
    require_working(current)
    if partner.is_self or partner.kind not in policies.PARTNER_KINDS:
        raise Refused(_("Choose a National Society, the ICRC or the IFRC; authorities are asked by an action."))
    if not question.strip():
        raise InvalidInput({"question": _("Write what the partner is asked to do.")})
    if queries.enquiries_of(current).filter(partner=partner).exclude(state__in=_ENDED).exists():
        raise Refused(_("This partner is being asked already; go on with that enquiry."))
    running = (queries.enquiries_of(current).aggregate(last=Max("running"))["last"] or 0) + 1
    enquiry = Enquiry.objects.create(
        request=current,
        partner=partner,
        number=f"{current.number}/{running}",
        running=running,
        question=question.strip(),
        written_by_id=scope.user_id,
    )
    _tell(scope, enquiry, "write")
    return enquiry


@transaction.atomic
def step_enquiry(
    *,
    scope: Scope,
    enquiry: Enquiry,
    step: EnquiryStep,
    text: str = "",
    their_number: str = "",
    on: date | None = None,
) -> Enquiry:
    """Take one step of an enquiry; which may be taken from where is the table `policies.ENQUIRY_TRANSITIONS`.

    Args:
        scope: who acts.
        enquiry: to one partner.
        step: which one.
        text: what the partner said, or why.
        their_number: the partner's own number, where they gave one.
        on: the day, today by default.

    Raises:
        Refused: the enquiry stands elsewhere, or it may not be sent.
        InvalidInput: the table asks for words, or the day has not come.
    """
    current = _locked(scope, enquiry)
    way = policies.ENQUIRY_TRANSITIONS[step]
    if current.state not in way.sources:
        raise Refused(
            _("“%(step)s” cannot be done now: the enquiry stands at “%(state)s”.")
            % {"step": step.label, "state": current.get_state_display()}
        )
    day = on or timezone.localdate()
    _check(way, text, their_number, day)
    if step == EnquiryStep.SEND:
        _check_sending(scope, current)
    changes = _changes(current, step, text.strip(), their_number.strip(), day)
    if way.target:
        changes |= {"state": way.target, "state_since": timezone.now()}
    for name, value in changes.items():
        setattr(current, name, value)
    current.save_changes(*changes)
    _tell(scope, current, step, text)
    _time(scope, current, step)
    return current


def _check(way: policies.EnquiryTransition, text: str, their_number: str, day: date) -> None:
    problems = {}
    if way.needs_text and not text.strip():
        problems["text"] = _("Write what they said, or why.")
    if day > timezone.localdate():
        problems["on"] = _("This day has not come yet.")
    if len(their_number) > _LONGEST_NUMBER:
        problems["their_number"] = _("Write their number in at most 60 characters.")
    if problems:
        raise InvalidInput(problems)


def _check_sending(scope: Scope, enquiry: Enquiry) -> None:
    """Raise unless the file is worked on and the enquirer's answer reaches this partner, now."""
    require_working(enquiry.request)
    recipient = enquiry.partner.code or str(enquiry.partner)
    standing = standing_of(enquiry.request.enquirer, ConsentScope.SHARE_MOVEMENT, recipient=recipient)
    if not standing.allowed:
        raise Refused(
            _("The enquirer has not agreed that the file is shared with other Societies and the ICRC. Ask them first.")
        )
    disclose_file(scope, enquiry, basis=standing.basis)


def _changes(enquiry: Enquiry, step: EnquiryStep, text: str, their_number: str, day: date) -> dict[str, Any]:
    days: Mapping[EnquiryStep, dict[str, Any]] = {
        EnquiryStep.SEND: {"sent_on": day},
        EnquiryStep.ACKNOWLEDGE: {"acknowledged_on": day},
        EnquiryStep.REMIND: {"reminded_on": day, "reminders": enquiry.reminders + 1},
        EnquiryStep.PROGRESS: {"answer": text},
        EnquiryStep.ANSWER_POSITIVE: {"answer": text, "answered_on": day},
        EnquiryStep.ANSWER_NEGATIVE: {"answer": text, "answered_on": day},
        EnquiryStep.WITHDRAW: {},
    }
    return {**days[step], **({"their_number": their_number} if their_number else {})}


def _time(scope: Scope, enquiry: Enquiry, step: EnquiryStep) -> None:
    if step == EnquiryStep.SEND:
        time_enquiry_sent(scope, enquiry)
        time_acted(scope, enquiry.request)
    elif step == EnquiryStep.REMIND:
        time_enquiry_reminded(scope, enquiry)
    elif enquiry.state in _ENDED:
        time_enquiry_ended(scope, enquiry)


def _locked(scope: Scope, enquiry: Enquiry) -> Enquiry:
    scope.require(policies.ENQUIRE)
    found = Enquiry.objects.select_for_update(of=("self",)).select_related("partner", "request__sought")
    current = found.filter(pk=enquiry.pk, request__in=queries.visible_requests(scope)).first()
    if current is None:
        raise NotAllowed(policies.ENQUIRE)
    return current


def _tell(scope: Scope, enquiry: Enquiry, step: str, note: str = "") -> None:
    facts = {
        "enquiry": str(enquiry.pk),
        "enquiry_number": enquiry.number,
        "partner": str(enquiry.partner_id),
        "partner_name": enquiry.partner.name,
        "step": str(step),
        "after": enquiry.state,
    }
    request = enquiry.request
    tell(scope=scope, sought=request.sought, request=request, kind=HistoryKind.ENQUIRY, facts=facts, note=note)
    audited = {name: value for name, value in facts.items() if name != "partner_name"}
    record_request_act(scope, f"enquiry_{step}", request, audited)
