"""What was erased, by whose decision, and which backups still hold it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.people.enums import RemovalReason
from payvand.people.models import Person
from payvand.people.queries import visible_people
from payvand.protection.enums import ErasureState
from payvand.protection.models import Erasure
from payvand.protection.policies import OVERSEE, PROPOSE_ERASURE


@dataclass(frozen=True, slots=True)
class BackupCopy:
    """A backup in the node's folder from before an erasure: it holds what was erased until it is deleted."""

    name: str
    made_at: datetime
    until: date


def erasures(scope: Scope) -> QuerySet[Erasure]:
    """Return erasures, proposed and decided, the latest first: all for oversight, else those that the user proposed.

    Raises:
        NotAllowed: the Scope has nothing to do with erasure.
    """
    scope.require(PROPOSE_ERASURE)
    found = Erasure.objects.select_related("proposed_by", "decided_by")
    return found if scope.may(OVERSEE) else found.filter(proposed_by_id=scope.user_id)


def may_propose(scope: Scope, person_id: UUID) -> bool:
    """Say whether this Scope may propose that this person is erased: it sees them, or oversees data protection."""
    if not scope.may(PROPOSE_ERASURE):
        return False
    people = Person.objects.filter(mentioned_by=None) if scope.may(OVERSEE) else visible_people(scope)
    return people.filter(pk=person_id).exclude(removal_reason=RemovalReason.ERASED).exists()


def erasures_done(ids: Collection[UUID]) -> int:
    """Return how many of these erasures this database has carried out."""
    return Erasure.objects.filter(pk__in=list(ids), state=ErasureState.DONE).count()


def last_day_in_backups(erasure: Erasure) -> date | None:
    """Return the day by which every backup from before an erasure is deleted, by the node's setting; or None."""
    if erasure.decided_at is None or erasure.state != ErasureState.DONE:
        return None
    days = timedelta(days=settings.NODE_SETTINGS.protection.backup_days)
    return timezone.localdate(erasure.decided_at + days)


def backups_holding(erasure: Erasure) -> list[BackupCopy]:
    """Return the backups in the node's folder that still hold what was erased, the oldest first."""
    if settings.NODE is None or erasure.decided_at is None or erasure.state != ErasureState.DONE:
        return []
    days = timedelta(days=settings.NODE_SETTINGS.protection.backup_days)
    made = {
        path.name: datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for path in settings.NODE.backups.glob("*.payvand-backup")
    }
    return [
        BackupCopy(name, at, timezone.localdate(at + days))
        for name, at in sorted(made.items(), key=lambda item: item[1])
        if at < erasure.decided_at
    ]
