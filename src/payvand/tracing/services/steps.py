"""The steps of a request, one service for each; which may be taken from where is the table in `policies`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.tracing import policies, queries
from payvand.tracing.enums import HintState, Step, SuspendReason
from payvand.tracing.models import Hint, TracingRequest
from payvand.tracing.services.closing import (
    approve_closing,
    archive_request,
    decline_closing,
    propose_closing,
    reopen_request,
)
from payvand.tracing.services.merging import merge_request, undo_merging
from payvand.tracing.services.stepping import locked, require_note, take_step


def submit_request(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Hand a draft to the tracing service for acceptance.

    Raises:
        Refused: the enquirer has not agreed that this Society searches.
    """
    if not queries.may_search(request):
        raise Refused(
            _(
                "Ask the enquirer whether this Society may search, and record the answer; "
                "without a yes the request cannot be submitted."
            )
        )
    return take_step(scope, request, Step.SUBMIT, note=note)


@transaction.atomic
def accept_request(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Open the file; whoever accepts it becomes its officer unless it has one."""
    current = locked(scope, request, policies.REVIEW)
    values = {} if current.officer_id else {"officer_id": scope.user_id}
    return take_step(scope, current, Step.ACCEPT, values, note=note)


def return_request(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Give a submitted request back to be completed; the note says what is missing."""
    return take_step(scope, request, Step.RETURN, note=note)


def reject_request(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Do not accept a submitted request; the note says why and where the family was sent instead."""
    return take_step(scope, request, Step.REJECT, note=note)


def begin_search(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Begin the search of an accepted or reopened file."""
    return take_step(scope, request, Step.BEGIN, note=note)


def record_located(
    *, scope: Scope, request: TracingRequest, hint: Hint | None = None, note: str = ""
) -> TracingRequest:
    """Record that the sought person is located; what the family hears is for the found person to choose.

    Args:
        scope: who acts.
        request: the file.
        hint: the confirmed hint that it rests on, if one led there; otherwise the note says how.
        note: what is known.

    Raises:
        Refused: the hint is not a confirmed one of this file.
        InvalidInput: neither a hint nor a note.
    """
    if hint is None:
        require_note(note, _("Write how the person was located."))
    elif not queries.hints_of(request).filter(pk=hint.pk, state=HintState.CONFIRMED).exists():
        raise Refused(_("Confirm the hint first: a file stands as located on a decision, not on a likeness."))
    return take_step(scope, request, Step.LOCATE, {"located_by": hint}, note=note)


def take_back_located(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Go back to the search: the located person is not the one sought, or was lost again."""
    return take_step(scope, request, Step.NOT_LOCATED, {"located_by": None}, note=note)


def record_fate_known(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Record that the fate is established; the family is told in person before the file is closed."""
    return take_step(scope, request, Step.FATE_KNOWN, note=note)


def suspend_search(
    *, scope: Scope, request: TracingRequest, note: str, waits_for: str = SuspendReason.INFORMATION
) -> TracingRequest:
    """Suspend the search; the note says what is waited for. Hints keep coming, whatever the reason.

    Raises:
        InvalidInput: no such reason, or no note.
    """
    if waits_for not in SuspendReason.values:
        raise InvalidInput({"waits_for": _("Choose from the list what the search waits for.")})
    facts = {"waits_for": waits_for}
    return take_step(scope, request, Step.SUSPEND, {"suspended_for": waits_for}, note=note, facts=facts)


def resume_search(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Take a suspended search up again."""
    return take_step(scope, request, Step.RESUME, note=note)


STEPS: Mapping[Step, Any] = {
    Step.SUBMIT: submit_request,
    Step.ACCEPT: accept_request,
    Step.RETURN: return_request,
    Step.REJECT: reject_request,
    Step.BEGIN: begin_search,
    Step.LOCATE: record_located,
    Step.NOT_LOCATED: take_back_located,
    Step.FATE_KNOWN: record_fate_known,
    Step.SUSPEND: suspend_search,
    Step.RESUME: resume_search,
    Step.PROPOSE_CLOSING: propose_closing,
    Step.CLOSE: approve_closing,
    Step.DECLINE_CLOSING: decline_closing,
    Step.ARCHIVE: archive_request,
    Step.REOPEN: reopen_request,
    Step.MERGE: merge_request,
    Step.UNMERGE: undo_merging,
}
