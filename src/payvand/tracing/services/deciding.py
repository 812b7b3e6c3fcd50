"""People decide about hints: each decision is a row that can be undone; none merges or discloses anything."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.tracing import policies, queries
from payvand.tracing.enums import OPEN_HINT_STATES, HintState, HistoryKind, RefusalReason
from payvand.tracing.models import Hint, HintDecision, TracingRequest
from payvand.tracing.services.comparing import compare_hint
from payvand.tracing.services.history import record_hint_act, tell
from payvand.tracing.services.stepping import locked

_KINDS = {
    HintState.CONFIRMED: HistoryKind.HINT_CONFIRMED,
    HintState.REFUSED: HistoryKind.HINT_REFUSED,
    HintState.UNDECIDED: HistoryKind.HINT_UNDECIDED,
}


def confirm_hint(
    *, scope: Scope, request: TracingRequest, hint: Hint, seen_version: int | None = None, note: str = ""
) -> Hint:
    """Record that both are the same person; the file moves and the enquirer hears only by steps of their own."""
    return _decide(scope, request, hint, HintState.CONFIRMED, seen_version=seen_version, note=note)


def refuse_hint(
    *,
    scope: Scope,
    request: TracingRequest,
    hint: Hint,
    reason: RefusalReason,
    seen_version: int | None = None,
    note: str = "",
) -> Hint:
    """Record that they are not the same person; the hint is not shown again unless a fact changes.

    Raises:
        InvalidInput: the reason is "other" and the note does not say which.
    """
    if reason == RefusalReason.OTHER and not note.strip():
        raise InvalidInput({"note": _("Write the reason in your own words.")})
    return _decide(scope, request, hint, HintState.REFUSED, seen_version=seen_version, reason=reason, note=note)


def set_hint_aside(
    *, scope: Scope, request: TracingRequest, hint: Hint, seen_version: int | None = None, note: str = ""
) -> Hint:
    """Record that it cannot be told yet; the hint stays with the file and no longer calls."""
    return _decide(scope, request, hint, HintState.UNDECIDED, seen_version=seen_version, note=note)


@transaction.atomic
def _decide(
    scope: Scope,
    request: TracingRequest,
    hint: Hint,
    state: HintState,
    *,
    seen_version: int | None,
    reason: str = "",
    note: str = "",
) -> Hint:
    file = _file_of_decision(scope, request)
    current = _hint_of(scope, file, hint.pk)
    if seen_version is not None and current.version != seen_version:
        raise Conflict(_("Someone decided about this hint, or a fact changed, since you opened it. Look at it again."))
    if current.state not in OPEN_HINT_STATES:
        raise Refused(_("This hint has been decided. Undo the decision first if it was wrong."))
    decision = HintDecision.objects.create(
        hint=current,
        state=state,
        reason=reason,
        note=note.strip(),
        by_id=scope.user_id,
        before={"state": current.state, "changed": current.changed},
        weight=current.weight,
        evidence=current.evidence,
        fingerprint=current.fingerprint,
    )
    current.state, current.changed = state, []
    current.save_changes("state", "changed")
    facts = {"weight": round(current.weight, 1), "decision": str(decision.pk), "reason": reason}
    tell(scope=scope, sought=file.sought, hint=current, kind=_KINDS[state], facts=facts, note=note)
    record_hint_act(scope, _KINDS[state], current, {"number": file.number, "reason": reason})
    return current


@transaction.atomic
def undo_decision(*, scope: Scope, request: TracingRequest, hint: Hint, seen_version: int | None = None) -> Hint:
    """Take the last decision on a hint back: the hint is exactly as it was before it.

    Raises:
        Refused: there is nothing to undo, or the file stands as located because of this hint.
        Conflict: the hint has changed since the person saw it.
    """
    file = _file_of_decision(scope, request)
    current = _hint_of(scope, file, hint.pk)
    if seen_version is not None and current.version != seen_version:
        raise Conflict(_("Someone decided about this hint, or a fact changed, since you opened it. Look at it again."))
    decision = queries.last_decision(current)
    if decision is None or current.state != decision.state:
        raise Refused(_("There is no decision on this hint to undo."))
    if TracingRequest.objects.filter(located_by=current).exists():
        raise Refused(
            _("The file stands as located because of this hint. Take that step back first, then undo the decision.")
        )
    decision.undone_at, decision.undone_by_id = timezone.now(), scope.user_id
    decision.save_changes("undone_at", "undone_by_id")
    current.state, current.changed = decision.before["state"], decision.before["changed"]
    current.save_changes("state", "changed")
    tell(
        scope=scope,
        sought=file.sought,
        hint=current,
        kind=HistoryKind.HINT_UNDONE,
        facts={"undone": decision.state, "decision": str(decision.pk)},
    )
    record_hint_act(scope, HistoryKind.HINT_UNDONE, current, {"number": file.number, "undone": decision.state})
    return current


@transaction.atomic
def compare_hint_again(*, scope: Scope, request: TracingRequest, hint: Hint, seen_version: int | None = None) -> Hint:
    """Compare both records of a hint as the facts, the names on record and the way of comparing are today.

    The hint states what was found; what people decided about it stays, with the weight that they saw.

    Raises:
        Conflict: someone decided about the hint, or a fact changed, since the person saw it.
    """
    file = _file_of_decision(scope, request)
    current = _hint_of(scope, file, hint.pk)
    if seen_version is not None and current.version != seen_version:
        raise Conflict(_("Someone decided about this hint, or a fact changed, since you opened it. Look at it again."))
    before = current.weight
    compare_hint(current)
    current.save_changes("weight", "probability", "evidence", "fingerprint")
    facts = {"number": file.number, "bits_before": round(before), "bits_now": round(current.weight)}
    record_hint_act(scope, "compared_hint_again", current, facts)
    return current


def _file_of_decision(scope: Scope, request: TracingRequest) -> TracingRequest:
    file = locked(scope, request, policies.DECIDE)
    if not policies.may_decide(scope, file):
        raise Refused(_("The file is closed. Reopen it before deciding about its hints."))
    return file


def _hint_of(scope: Scope, file: TracingRequest, hint_id: UUID) -> Hint:
    """Return the hint as the database has it, locked; a candidate that the Scope may not know is not decided about."""
    current = queries.hints_of(file).select_for_update(of=("self",)).filter(pk=hint_id).first()
    if current is None or current.candidate_id not in queries.visible_candidates(scope, [current.candidate_id]):
        raise NotAllowed(policies.DECIDE)
    return current
