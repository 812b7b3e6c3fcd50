"""Who works on a table: one worker at a time, for as long as it is heard of.

A worker that is killed is not heard of any more, and the next one goes on where the last transaction ended. Every
transaction of the work moves the table's position on the condition that this worker still has it, so that two can
never write the same rows.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from payvand.intake.enums import WORKING
from payvand.intake.models import Batch

LEASE = timedelta(seconds=30)
"""So long may one transaction of the work take at the very most."""

MOST_ATTEMPTS = 10
"""A table that ends its worker so often is given up."""


class LostLease(Exception):  # noqa: N818 — reads as the sentence it states
    """Another worker has the table now, or a person has stopped it; nothing of this transaction may stand."""


def claim(worker: str) -> Batch | None:
    """Return the table that waits longest for work, now of this worker; None where there is none."""
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Batch.objects.filter(free, state__in=WORKING).order_by("updated_at", "id")
    for batch in due.select_related("unit", "asked_by")[:5]:
        mine = Batch.objects.filter(free, pk=batch.pk, state=batch.state, position=batch.position).update(
            lease_by=worker, lease_until=now + LEASE, attempts=batch.attempts + 1
        )
        if mine:
            batch.lease_by, batch.attempts = worker, batch.attempts + 1
            return batch
    return None


def move(batch: Batch, **values: Any) -> None:
    """Write how far the work is, inside its transaction, and be heard of.

    Raises:
        LostLease: the table is not this worker's any more.
    """
    now = timezone.now()
    values = {"lease_until": now + LEASE, "updated_at": now, **values}
    held = Batch.objects.filter(pk=batch.pk, state=batch.state, position=batch.position, lease_by=batch.lease_by)
    if not held.update(**values):
        raise LostLease
    for name, value in values.items():
        setattr(batch, name, value)


def let_go(batch: Batch) -> None:
    """Leave the table to the next worker at once."""
    Batch.objects.filter(pk=batch.pk, lease_by=batch.lease_by).update(lease_until=None, lease_by="")
