"""What a table said is not kept longer than it is needed; the marks stay, so that no row is ever taken twice."""

import json
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.intake.enums import WORKING, BatchState
from payvand.intake.models import Batch, Chunk, Taken, UploadPart
from payvand.intake.queries import rows_of
from payvand.intake.services.acts import record_batch_act

KEPT = timedelta(days=30)
"""So long can wrong rows be fetched and corrected, and an unfinished table be gone on with."""

_DELETED_AT_ONCE = 50


def empty_old_tables() -> int:
    """Delete the rows of tables that were discarded, or were not touched for a month; return of how many."""
    old = Q(updated_at__lt=timezone.now() - KEPT) | Q(state=BatchState.DISCARDED)
    due = list(Batch.objects.filter(old, emptied_at=None).exclude(state__in=WORKING))
    for batch in due:
        _empty(batch)
    return len(due)


def _empty(batch: Batch) -> None:
    for model in (UploadPart, Chunk):
        rows = model.objects.filter(batch=batch)
        while some := list(rows.values_list("pk", flat=True)[:_DELETED_AT_ONCE]):
            model.objects.filter(pk__in=some).delete()
    gives_up = batch.state in (BatchState.TO_MAP, BatchState.CHECKED, BatchState.FAILED)
    with transaction.atomic():
        batch.emptied_at = timezone.now()
        batch.state = BatchState.DISCARDED if gives_up else batch.state
        batch.words = "{}"
        batch.save_changes("emptied_at", "state", "words")
        record_batch_act(Scope.system("intake"), "empty_table", batch)


@transaction.atomic
def forget_subjects(*, subject_ids: Iterable[UUID]) -> int:
    """Delete what tables still say of these records, as an erasure needs it; return how many rows were emptied.

    The mark stays: it is a keyed hash, and keeps the same row from being taken again.
    """
    marks = list(Taken.objects.filter(subject_id__in=list(subject_ids)).values_list("batch_id", "line"))
    lines: dict[UUID, set[int]] = {}
    for batch_id, line in marks:
        lines.setdefault(batch_id, set()).add(line)
    emptied = 0
    for batch_id, wanted in lines.items():
        for chunk in Chunk.objects.filter(batch=batch_id):
            rows = rows_of(chunk)
            if not wanted & {row.line for row in rows}:
                continue
            kept = [(row.line, [] if row.line in wanted else list(row.cells)) for row in rows]
            chunk.rows = json.dumps(kept, ensure_ascii=False)
            chunk.save(update_fields=["rows"])
            emptied += len(wanted & {row.line for row in rows})
        UploadPart.objects.filter(batch=batch_id).delete()
    return emptied
