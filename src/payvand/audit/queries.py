"""Reading the chain."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from payvand.audit.models import Act
from payvand.audit.reads import PREFIX, SUFFIX, reads_folder
from payvand.core.scope import Scope


def acts_on(scope: Scope, subject_type: str, subject_id: object) -> QuerySet[Act]:  # noqa: ARG001 — who may see the thing may see its acts
    """Return what was done to one thing, oldest first; the caller has shown that the Scope may see the thing."""
    return Act.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("number")


@dataclass(frozen=True, slots=True)
class Read:
    """Someone read a record: when, who, for what, in which request."""

    at: datetime
    user_id: UUID | None
    actor: str
    reason: str
    request_id: str


def reads_of(scope: Scope, subject_type: str, subject_id: UUID, *, limit: int = 500) -> list[Read]:  # noqa: ARG001 — who may oversee reads is decided above
    """Return who read one record, the latest first; the caller has shown that the Scope may know.

    The read files are searched from the newest back: a line names the ids of all that one page showed.
    """
    wanted, found = f'"{subject_id}"', []
    for path in sorted(reads_folder().glob(f"{PREFIX}*{SUFFIX}"), reverse=True):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if wanted in line]
        for line in reversed(lines):
            try:
                said = json.loads(line)
            except ValueError:
                continue  # a line torn by a full disk
            if said.get("type") == subject_type and str(subject_id) in said.get("ids", ()):
                found.append(_read(said))
        if len(found) >= limit:
            break
    return found[:limit]


def _read(said: dict[str, Any]) -> Read:
    user = said.get("user")
    return Read(
        at=datetime.fromisoformat(said["at"]),
        user_id=UUID(user) if user else None,
        actor=said.get("actor", ""),
        reason=said.get("reason", ""),
        request_id=said.get("request", ""),
    )
