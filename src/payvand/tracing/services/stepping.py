"""How a request takes a step: the rules of the table, the new state, its line of history, its row of the audit."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.tracing import policies, queries
from payvand.tracing.enums import HistoryKind, RequestState, Step
from payvand.tracing.models import TracingRequest
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.timing import time_after


@transaction.atomic
def take_step(
    scope: Scope,
    request: TracingRequest,
    step: Step,
    values: Mapping[str, Any] | None = None,
    *,
    note: str = "",
    facts: Mapping[str, Any] | None = None,
) -> TracingRequest:
    """Take one step: the new state, its line of history, its row of the audit and its deadlines, or nothing of it.

    Args:
        scope: who acts.
        request: the file.
        step: which one.
        values: further columns that change with it; a `state` among them is where a step without a target leads.
        note: why, where the table asks for it.
        facts: further codes and ids for history and audit.

    Raises:
        NotAllowed: the file is not visible, or the right is missing.
        Refused: the file stands elsewhere.
        InvalidInput: the table asks for a note and there is none.
    """
    transition = policies.TRANSITIONS[step]
    current = locked(scope, request, transition.right)
    if current.state not in transition.sources:
        raise Refused(
            _("“%(step)s” cannot be done now: the file stands at “%(state)s”.")
            % {"step": step.label, "state": current.get_state_display()}
        )
    if transition.needs_note:
        require_note(note, _("Write a sentence that says why; colleagues will read it in the history."))
    before = current.state
    changes = {**({"state": transition.target} if transition.target else {}), **(values or {})}
    if changes.get("state", before) != before:
        changes["state_since"] = timezone.now()
        changes.setdefault("suspended_for", "")
    for name, value in changes.items():
        setattr(current, name, value)
    if changes:
        current.save_changes(*changes)
    told = {"step": step, "before": before, "after": current.state, **(facts or {})}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.STEP, facts=told, note=note)
    record_request_act(scope, step, current, told)
    time_after(scope, current, step)
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


def require_working(request: TracingRequest) -> None:
    """Raise Refused unless the file has been accepted and is not at rest."""
    waiting = {RequestState.DRAFT, RequestState.SUBMITTED, RequestState.RETURNED}
    if policies.is_at_rest(request) or request.state in waiting:
        raise Refused(
            _("The file stands at “%(state)s”: work is recorded on accepted files that are open.")
            % {"state": request.get_state_display()}
        )


def require_note(note: str, sentence: str) -> None:
    """Raise InvalidInput with the sentence unless something was written."""
    if not note.strip():
        raise InvalidInput({"note": sentence})
