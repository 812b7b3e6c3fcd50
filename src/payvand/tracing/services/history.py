"""What every act on a file leaves behind: a line that colleagues read, and a row of the audit."""

from collections.abc import Mapping
from typing import Any

from payvand.audit.services import record_act
from payvand.core.scope import Scope
from payvand.tracing.enums import HistoryKind
from payvand.tracing.models import FoundRecord, Hint, HistoryEntry, SoughtPerson, TracingRequest

REQUEST = "tracing.request"
HINT = "tracing.hint"


def tell(
    *,
    scope: Scope,
    sought: SoughtPerson,
    kind: HistoryKind,
    request: TracingRequest | None = None,
    hint: Hint | None = None,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
) -> HistoryEntry:
    """Write a line of history; without `request` it concerns every request for the sought person."""
    return HistoryEntry.objects.create(
        sought=sought,
        request=request,
        hint=hint,
        kind=kind,
        actor_id=scope.user_id,
        facts=dict(facts or {}),
        note=note.strip(),
    )


def record_request_act(
    scope: Scope, action: str, request: TracingRequest, facts: Mapping[str, Any] | None = None
) -> None:
    """Write the audit's row of an act on a request: codes and ids, never what was written."""
    record_act(
        scope=scope,
        action=f"tracing.{action}",
        subject_type=REQUEST,
        subject_id=request.pk,
        facts={"number": request.number, **(facts or {})},
    )


def record_hint_act(scope: Scope, action: str, hint: Hint, facts: Mapping[str, Any] | None = None) -> None:
    """Write the audit's row of an act on a hint."""
    record_act(
        scope=scope,
        action=f"tracing.{action}",
        subject_type=HINT,
        subject_id=hint.pk,
        facts={"sought": str(hint.sought_id), "candidate": str(hint.candidate_id), **(facts or {})},
    )


def record_found_act(scope: Scope, record: FoundRecord) -> None:
    """Write the audit's row of a found person's registration."""
    record_act(
        scope=scope,
        action="tracing.register_found_person",
        subject_type="tracing.found_record",
        subject_id=record.pk,
        facts={"person": str(record.person_id), "source": record.source},
    )
