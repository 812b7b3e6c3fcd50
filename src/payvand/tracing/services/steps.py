"""The steps of a request, one service for each; which may be taken from where is the table in `policies`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.tracing import policies, queries
from payvand.tracing.enums import CloseReason, HintState, HistoryKind, Step
from payvand.tracing.models import Hint, TracingRequest
from payvand.tracing.services.comparing import note_change
from payvand.tracing.services.history import record_request_act, tell


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
    return _step(scope, request, Step.SUBMIT, note=note)


@transaction.atomic
def accept_request(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Open the file; whoever accepts it becomes its officer unless it has one."""
    current = locked(scope, request, policies.REVIEW)
    values = {} if current.officer_id else {"officer_id": scope.user_id}
    return _step(scope, current, Step.ACCEPT, values, note=note)


def return_request(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Give a submitted request back to be completed; the note says what is missing."""
    return _step(scope, request, Step.RETURN, note=note)


def reject_request(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Do not accept a submitted request; the note says why and where the family was sent instead."""
    return _step(scope, request, Step.REJECT, note=note)


def begin_search(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Begin the search of an accepted or reopened file."""
    return _step(scope, request, Step.BEGIN, note=note)


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
        _require(note, _("Write how the person was located."))
    elif not queries.hints_of(request).filter(pk=hint.pk, state=HintState.CONFIRMED).exists():
        raise Refused(_("Confirm the hint first: a file stands as located on a decision, not on a likeness."))
    return _step(scope, request, Step.LOCATE, {"located_by": hint}, note=note)


def take_back_located(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Go back to the search: the located person is not the one sought, or was lost again."""
    return _step(scope, request, Step.NOT_LOCATED, {"located_by": None}, note=note)


def record_fate_known(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Record that the fate is established; the family is told in person before the file is closed."""
    return _step(scope, request, Step.FATE_KNOWN, note=note)


def suspend_search(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Suspend the search; the note says what is waited for."""
    return _step(scope, request, Step.SUSPEND, note=note)


def resume_search(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Take a suspended search up again."""
    return _step(scope, request, Step.RESUME, note=note)


@transaction.atomic
def close_request(*, scope: Scope, request: TracingRequest, reason: CloseReason, note: str) -> TracingRequest:
    """Close a file by a person's decision; nothing closes by itself.

    Raises:
        InvalidInput: the reason does not fit what is known, or the note is missing.
    """
    current = locked(scope, request, policies.CLOSE)
    if reason not in policies.close_reasons(current.state):
        raise InvalidInput({"reason": _("Choose a reason that fits where the file stands.")})
    values = {"close_reason": reason, "closed_at": timezone.now()}
    return _step(scope, current, Step.CLOSE, values, note=note, facts={"reason": reason})


@transaction.atomic
def reopen_request(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Reopen a file; the note says what is new. Whoever was registered meanwhile is compared."""
    note_change([request.sought.person_id])
    return _step(scope, request, Step.REOPEN, {"close_reason": "", "closed_at": None, "located_by": None}, note=note)


@transaction.atomic
def _step(
    scope: Scope,
    request: TracingRequest,
    step: Step,
    values: Mapping[str, Any] | None = None,
    *,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
) -> TracingRequest:
    """Take one step: the new state, its line of history and its row of the audit, or nothing of it."""
    transition = policies.TRANSITIONS[step]
    current = locked(scope, request, transition.right)
    if current.state not in transition.sources:
        raise Refused(
            _("“%(step)s” cannot be done now: the file stands at “%(state)s”.")
            % {"step": step.label, "state": current.get_state_display()}
        )
    if transition.needs_note:
        _require(note, _("Write a sentence that says why; colleagues will read it in the history."))
    before = current.state
    changes: dict[str, Any] = {"state": transition.target, "state_since": timezone.now(), **(values or {})}
    for name, value in changes.items():
        setattr(current, name, value)
    current.save_changes(*changes)
    told = {"step": step, "before": before, "after": current.state, **(facts or {})}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.STEP, facts=told, note=note)
    record_request_act(scope, step, current, told)
    return current


def locked(scope: Scope, request: TracingRequest, right: str) -> TracingRequest:
    """Return the request as the database has it now, locked for a change.

    Raises:
        NotAllowed: it is not visible to this Scope, or the right is missing.
    """
    scope.require(right)
    current = queries.visible_requests(scope).select_for_update(of=("self",)).filter(pk=request.pk).first()
    if current is None:
        raise NotAllowed(right)
    return current


def _require(note: str, sentence: str) -> None:
    if not note.strip():
        raise InvalidInput({"note": sentence})


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
    Step.CLOSE: close_request,
    Step.REOPEN: reopen_request,
}
