"""Which tables a Scope may see, and what their rows say."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from payvand.core.scope import Scope
from payvand.intake import policies
from payvand.intake.enums import OPEN, BatchState
from payvand.intake.matching_columns import Guess, guess_columns
from payvand.intake.models import Batch, Chunk, Taken
from payvand.intake.targets import Target, allowed_targets, target_of


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line it begins on, counted from 1 as a spreadsheet counts, and its cells as texts."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Return the cell at a place; a row may be shorter than its header."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is said of one row.

    Attributes:
        line: where it stands.
        verdict: a `Verdict`.
        complaints: (the column's place or -1 for the whole row, a sentence).
    """

    line: int
    verdict: str
    complaints: tuple[tuple[int, str], ...] = ()


def visible_batches(scope: Scope) -> QuerySet[Batch]:
    """Return the tables that this Scope may see: of its units, of kinds that it may send."""
    if not scope.may(policies.USE):
        return Batch.objects.none()
    codes = [target.code for target in allowed_targets(scope)]
    batches = Batch.objects.filter(target__in=codes).select_related("unit", "sent_by")
    return batches if scope.all_units else batches.filter(unit_id__in=scope.unit_ids)


def waiting_count(scope: Scope) -> int:
    """Return how many visible tables wait for a person."""
    return visible_batches(scope).filter(state__in=OPEN).exclude(state=BatchState.FAILED).count()


def rows_of(chunk: Chunk) -> list[Row]:
    """Return the rows of a chunk."""
    return [Row(line, tuple(cells)) for line, cells in json.loads(chunk.rows)]


def problems_of(chunk: Chunk) -> list[Problem]:
    """Return what is said of the rows of a chunk."""
    return [
        Problem(line, verdict, tuple((place, sentence) for place, sentence in complaints))
        for line, verdict, complaints in json.loads(chunk.problems)
    ]


def chunk_of(batch: Batch, number: int) -> Chunk | None:
    """Return one chunk of a table, or None."""
    return Chunk.objects.filter(batch=batch, number=number).first()


def header_of(batch: Batch) -> tuple[str, ...]:
    """Return the names of the columns as the table writes them, one for every column that has cells."""
    rows = first_rows(batch, batch.header_line + 8)
    named = next((row.cells for row in rows if row.line == batch.header_line), ())
    width = max((len(row.cells) for row in rows if row.line >= batch.header_line), default=0)
    return (*named, *[""] * (width - len(named)))


def first_rows(batch: Batch, count: int) -> list[Row]:
    """Return the first rows of a table, those above its header too."""
    chunk = chunk_of(batch, 0)
    return rows_of(chunk)[:count] if chunk else []


def samples(batch: Batch) -> list[Row]:
    """Return some rows below the header, from which columns are guessed."""
    return [row for row in first_rows(batch, 100_000) if row.line > batch.header_line]


def guessed_columns(batch: Batch) -> list[Guess]:
    """Return what each column of a table probably holds: as named before, else as its header and cells say."""
    header = header_of(batch)
    if batch.columns:
        return [Guess(code, "named") for code in (*batch.columns, *[""] * (len(header) - len(batch.columns)))]
    target = target_of(batch.target)
    return guess_columns(target, header, [row.cells for row in samples(batch)])


def told_rows(batch: Batch, *, wrong_only: bool = True) -> Iterator[tuple[Row, Problem]]:
    """Yield the rows of which something is said, chunk by chunk."""
    chunks = Chunk.objects.filter(batch=batch).order_by("number")
    if wrong_only:
        chunks = chunks.filter(wrong__gt=0)
    for number in chunks.values_list("number", flat=True):
        chunk = chunk_of(batch, number)
        if chunk is None:
            return
        rows = {row.line: row for row in rows_of(chunk)}
        for problem in problems_of(chunk):
            if problem.complaints and problem.line in rows:
                yield rows[problem.line], problem


def marks_of(keys: Iterable[str]) -> dict[str, Taken]:
    """Return the marks of the rows with these keys that were taken before, by key."""
    return {mark.key: mark for mark in Taken.objects.filter(key__in=list(keys)).select_related("batch")}


def subjects_of(batch: Batch, *, after: int = 0, most: int = 100) -> list[tuple[int, UUID]]:
    """Return (mark, subject) of what was made of a table, some after others."""
    marks = Taken.objects.filter(batch=batch, pk__gt=after).order_by("pk")
    return list(marks.values_list("pk", "subject_id")[:most])


def batch_that_made(subject_id: UUID) -> Batch | None:
    """Return the table that a record came from, or None."""
    mark = Taken.objects.filter(subject_id=subject_id).select_related("batch").first()
    return mark.batch if mark else None


def same_form(target: Target, header_key: str, scope: Scope) -> Batch | None:
    """Return the latest table with exactly this header whose columns somebody named."""
    known = visible_batches(scope).filter(target=target.code, header_key=header_key)
    return known.filter(state__in=[BatchState.TAKEN, BatchState.CHECKED]).first()
