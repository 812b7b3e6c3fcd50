"""The times of tracing: what each step makes due, and what it ends. The days are the node's (`deadlines`)."""

from collections.abc import Callable, Mapping

from django.utils import timezone

from payvand.core.scope import Scope
from payvand.deadlines.services import assign_deadlines, drop_deadlines, meet_deadline, set_deadline
from payvand.tracing.enums import Step
from payvand.tracing.models import Enquiry, TracingAction, TracingRequest

REQUEST_SUBJECT = "tracing.request"
ENQUIRY_SUBJECT = "tracing.enquiry"
ACTION_SUBJECT = "tracing.action"

ACKNOWLEDGE_PARTNER = "tracing.acknowledge_partner"
FIRST_ACTION = "tracing.first_action"
URGENT_ACTION = "tracing.urgent_action"
TELL_PARTNER = "tracing.tell_partner"
CONTACT_ENQUIRER = "tracing.contact_enquirer"
REVIEW = "tracing.review"
DECIDE_CLOSING = "tracing.decide_closing"
REVIEW_ARCHIVE = "tracing.review_archive"
REMIND_PARTNER = "tracing.remind_partner"
DO_ACTION = "tracing.do_action"


def _set(scope: Scope, request: TracingRequest, *kinds: str) -> None:
    for kind in kinds:
        set_deadline(
            scope=scope,
            subject=(REQUEST_SUBJECT, request.pk),
            kind=kind,
            number=request.number,
            unit_id=request.unit_id,
            officer_id=request.officer_id,
            start=timezone.localdate(),
        )


def _end(scope: Scope, request: TracingRequest) -> None:
    drop_deadlines(scope=scope, subject=(REQUEST_SUBJECT, request.pk))
    for enquiry in request.enquiries.all():
        drop_deadlines(scope=scope, subject=(ENQUIRY_SUBJECT, enquiry.pk))


def _accepted(scope: Scope, request: TracingRequest) -> None:
    _set(scope, request, URGENT_ACTION if request.is_urgent else FIRST_ACTION, CONTACT_ENQUIRER, REVIEW)
    if request.received_from_id:
        meet_deadline(scope=scope, subject=(REQUEST_SUBJECT, request.pk), kind=ACKNOWLEDGE_PARTNER)
        _set(scope, request, TELL_PARTNER)


def _open_again(scope: Scope, request: TracingRequest) -> None:
    _end(scope, request)
    _set(scope, request, URGENT_ACTION if request.is_urgent else FIRST_ACTION, CONTACT_ENQUIRER, REVIEW)


def _closed(scope: Scope, request: TracingRequest) -> None:
    _end(scope, request)
    _set(scope, request, REVIEW_ARCHIVE)


_AFTER: Mapping[Step, Callable[[Scope, TracingRequest], None]] = {
    Step.ACCEPT: _accepted,
    Step.REJECT: _end,
    Step.SUSPEND: lambda scope, request: _set(scope, request, REVIEW),
    Step.PROPOSE_CLOSING: lambda scope, request: _set(scope, request, DECIDE_CLOSING),
    Step.DECLINE_CLOSING: lambda scope, request: _met(scope, request, DECIDE_CLOSING),
    Step.CLOSE: _closed,
    Step.ARCHIVE: _end,
    Step.REOPEN: _open_again,
    Step.MERGE: _end,
    Step.UNMERGE: lambda scope, request: _set(scope, request, CONTACT_ENQUIRER, REVIEW),
}


def time_after(scope: Scope, request: TracingRequest, step: Step) -> None:
    """Set and end the deadlines that follow from a step."""
    if step in _AFTER:
        _AFTER[step](scope, request)


def _met(scope: Scope, request: TracingRequest, kind: str) -> None:
    meet_deadline(scope=scope, subject=(REQUEST_SUBJECT, request.pk), kind=kind)


def time_received(scope: Scope, request: TracingRequest) -> None:
    """A partner waits to hear that its request has arrived."""
    if request.received_from_id:
        set_deadline(
            scope=scope,
            subject=(REQUEST_SUBJECT, request.pk),
            kind=ACKNOWLEDGE_PARTNER,
            number=request.number,
            unit_id=request.unit_id,
            start=request.received_on,
        )


def time_acted(scope: Scope, request: TracingRequest) -> None:
    """Something was done for the first time, or again."""
    _met(scope, request, FIRST_ACTION)
    _met(scope, request, URGENT_ACTION)


def time_contacted(scope: Scope, request: TracingRequest) -> None:
    """The enquirer heard from us; the next time counts from today."""
    _met(scope, request, CONTACT_ENQUIRER)
    _set(scope, request, CONTACT_ENQUIRER)


def time_partner_told(scope: Scope, request: TracingRequest) -> None:
    """The partner who sent us the request has heard how it goes."""
    _met(scope, request, ACKNOWLEDGE_PARTNER)
    _met(scope, request, TELL_PARTNER)


def time_reviewed(scope: Scope, request: TracingRequest) -> None:
    """The file was looked through and goes on."""
    _met(scope, request, REVIEW)
    _set(scope, request, REVIEW)


def time_handed_over(scope: Scope, request: TracingRequest) -> None:
    """Another unit or officer carries the file."""
    subjects = [(REQUEST_SUBJECT, request.pk), *((ENQUIRY_SUBJECT, enquiry.pk) for enquiry in request.enquiries.all())]
    for subject in subjects:
        assign_deadlines(scope=scope, subject=subject, unit_id=request.unit_id, officer_id=request.officer_id)


def time_enquiry_sent(scope: Scope, enquiry: Enquiry) -> None:
    """The partner is reminded after some months, and again."""
    set_deadline(
        scope=scope,
        subject=(ENQUIRY_SUBJECT, enquiry.pk),
        kind=REMIND_PARTNER,
        number=enquiry.number,
        unit_id=enquiry.request.unit_id,
        officer_id=enquiry.request.officer_id,
        start=enquiry.sent_on,
    )


def time_enquiry_reminded(scope: Scope, enquiry: Enquiry) -> None:
    """The partner was reminded; the next reminder opens."""
    meet_deadline(scope=scope, subject=(ENQUIRY_SUBJECT, enquiry.pk), kind=REMIND_PARTNER)


def time_enquiry_ended(scope: Scope, enquiry: Enquiry) -> None:
    """The partner answered, or is asked no more."""
    drop_deadlines(scope=scope, subject=(ENQUIRY_SUBJECT, enquiry.pk))


def time_action_planned(scope: Scope, action: TracingAction) -> None:
    """An action with a day is due on that day."""
    if action.planned_for:
        set_deadline(
            scope=scope,
            subject=(ACTION_SUBJECT, action.pk),
            kind=DO_ACTION,
            number=action.request.number,
            unit_id=action.unit_id,
            officer_id=action.given_to_id,
            due=action.planned_for,
        )


def time_action_done(scope: Scope, action: TracingAction) -> None:
    """An action was done."""
    meet_deadline(scope=scope, subject=(ACTION_SUBJECT, action.pk), kind=DO_ACTION)


def time_action_dropped(scope: Scope, action: TracingAction) -> None:
    """An action is not to be done any more."""
    drop_deadlines(scope=scope, subject=(ACTION_SUBJECT, action.pk))
