"""The node's own work on tables: reading, checking, taking, undoing, each step in a short transaction.

Killed at any moment, the next worker goes on: the rows, their marks and the position are written together.
"""

import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import DatabaseError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from payvand.access.scopes import scope_of
from payvand.core.encryption import blind_index
from payvand.core.errors import NotAllowed, PayvandError
from payvand.core.scope import Scope
from payvand.intake import queries
from payvand.intake.enums import BatchState, TableKind, Verdict
from payvand.intake.matching_columns import guess_header
from payvand.intake.models import Batch, Chunk, Taken
from payvand.intake.reading import Unreadable, open_table, recognise
from payvand.intake.reading.recognising import Found, Line
from payvand.intake.services.acts import record_batch_act
from payvand.intake.services.judging import Judge, Judged, told
from payvand.intake.services.leasing import MOST_ATTEMPTS, LostLease, claim, let_go, move
from payvand.intake.services.receiving import opened
from payvand.intake.targets import target_of

CHUNK = 100
"""Rows that are sealed together."""

AT_ONCE = 5
"""Chunks that are read or checked in one transaction: 500 rows, about 30 ms."""

MOST_LINES = 500_000
"""Rows of one table; a larger one is sent in parts."""

_UNDONE_AT_ONCE = 50
_COMPLAINED = (Verdict.WRONG, Verdict.CHANGED)
_log = logging.getLogger(__name__)

Going = Callable[[], bool]
"""Says whether the worker may go on; False when the node is told to stop."""


def work_once(*, worker: str, going: Going = lambda: True) -> bool:
    """Do what one table waits for, until it is done or the node is told to stop.

    Args:
        worker: a name that no other worker has.
        going: asked before every transaction.

    Returns:
        Whether there was a table that waited.

    Raises:
        DatabaseError: the database does not answer; the work goes on where it was, when the lease is over.
    """
    batch = claim(worker)
    if batch is None:
        return False
    try:
        with translation.override(batch.language):
            _work(batch, going)
    except LostLease:
        _log.info("a table was taken over or stopped", extra={"codes": {"batch": str(batch.pk)}})
    else:
        let_go(batch)
    return True


def _work(batch: Batch, going: Going) -> None:
    if batch.attempts > MOST_ATTEMPTS:
        _stop(batch, _("The node stopped several times over this table. Tell the administrator."))
        return
    try:
        _STEPS[BatchState(batch.state)](batch, going)
    except NotAllowed:
        _stop(batch, _("Whoever sent the table may not do this any more."))
    except PayvandError as error:
        _stop(batch, str(error))
    except (LostLease, DatabaseError):
        raise
    except Exception as error:  # noqa: BLE001 — what a table says must not reach the log by way of a traceback
        _log.warning("a table could not be worked on", extra={"codes": {"error": type(error).__name__}})
        _stop(batch, _("The table could not be worked on (%(error)s).") % {"error": type(error).__name__})


def _stop(batch: Batch, why: str) -> None:
    state = _AFTER_A_STOP[BatchState(batch.state)]
    with transaction.atomic():
        move(batch, state=state, failure=why[:300], lease_until=None, finished_at=timezone.now())
        record_batch_act(_own_scope(), "stop_table", batch, {"state": str(state)})


def _own_scope() -> Scope:
    return Scope.system("intake")


def _read(batch: Batch, going: Going) -> None:
    """Stage the rows; what a killed worker staged is read anew."""
    with transaction.atomic():
        move(batch, position=0, lines=0)
        Chunk.objects.filter(batch=batch).delete()
    found = recognise(lambda: opened(batch), encoding=batch.encoding)
    if batch.delimiter and found.kind == TableKind.DELIMITED:
        found = Found(found.kind, found.encoding, batch.delimiter)
    chunks = _in_chunks(open_table(lambda: opened(batch), found))
    while some := list(islice(chunks, AT_ONCE)):
        if not going():
            return
        lines = batch.lines + sum(map(len, some))
        if lines > MOST_LINES:
            limit = MOST_LINES
            raise Unreadable(_("The table has more than %(limit)s rows. Send it in parts.") % {"limit": limit})
        first = batch.lines // CHUNK
        rows = [
            Chunk(batch=batch, number=first + place, rows=json.dumps(chunk, ensure_ascii=False))
            for place, chunk in enumerate(some)
        ]
        with transaction.atomic():
            move(batch, lines=lines, position=lines)
            Chunk.objects.bulk_create(rows)
    if not batch.lines:
        raise Unreadable(_("The table has no rows."))
    _have_read(batch, found)


def _in_chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    while chunk := list(islice(lines, CHUNK)):
        yield chunk


def _have_read(batch: Batch, found: Found) -> None:
    rows = queries.first_rows(batch, 20)
    by_format = found.kind == TableKind.PFIF
    header_line = 1 if by_format else guess_header(target_of(batch.target), [(row.line, row.cells) for row in rows])
    header = next((row.cells for row in rows if row.line == header_line), ())
    with transaction.atomic():
        move(
            batch,
            kind=found.kind,
            encoding=found.encoding,
            delimiter=found.delimiter,
            header_line=header_line,
            header_key=blind_index(json.dumps(header), domain="intake.header"),
            state=BatchState.TO_MAP,
            lease_until=None,
            attempts=0,
            columns=[],
        )


def _check(batch: Batch, going: Going) -> None:
    """Judge every row and write what is to be said of it; from the beginning, since it writes no records."""
    move(batch, position=0, counts={})
    judge, counts = Judge.of(batch), Counter[str]()
    for column in judge.words.values():
        for word in column.values():
            word[1] = 0
    while batch.position < batch.lines:
        if not going():
            return
        first = batch.position // CHUNK
        chunks = list(Chunk.objects.filter(batch=batch, number__gte=first, number__lt=first + AT_ONCE))
        done = batch.position
        for chunk in chunks:
            rows = queries.rows_of(chunk)
            done += len(rows)
            judged = judge.judge([row for row in rows if row.line > batch.header_line])
            counts.update(str(one.verdict) for one in judged)
            _keep_told(chunk, judged)
        with transaction.atomic():
            move(batch, position=done, counts=dict(counts))
            for chunk in chunks:
                chunk.save(update_fields=["problems", "wrong"])
    with transaction.atomic():
        batch.words = json.dumps(judge.words, ensure_ascii=False)
        batch.save(update_fields=["words"])
        move(batch, state=BatchState.CHECKED, lease_until=None, attempts=0)
        record_batch_act(_own_scope(), "check_table", batch, dict(counts))


def _keep_told(chunk: Chunk, judged: list[Judged]) -> None:
    chunk.problems = json.dumps(told(judged), ensure_ascii=False)
    chunk.wrong = sum(one.verdict in _COMPLAINED for one in judged)


def _take(batch: Batch, going: Going) -> None:
    """Write the right rows; every transaction writes some rows, their marks, and how far it is."""
    target = target_of(batch.target)
    scope = scope_of(batch.asked_by, language=batch.language)
    scope.require(target.right)
    judge = Judge.of(batch)
    while batch.position < batch.lines:
        while not target.may_go_on():
            if not _rest(batch, going):
                return
        if not going():
            return
        chunk = queries.chunk_of(batch, batch.position // CHUNK)
        assert chunk is not None
        start = batch.position % CHUNK
        _take_some(batch, judge, scope, chunk, queries.rows_of(chunk)[start : start + target.batch])
    with transaction.atomic():
        move(batch, state=BatchState.TAKEN, lease_until=None, attempts=0, finished_at=timezone.now(), failure="")
        record_batch_act(scope, "take_rows", batch, {**batch.counts, "taken": batch.taken})


def _take_some(batch: Batch, judge: Judge, scope: Scope, chunk: Chunk, rows: list[queries.Row]) -> None:
    below = [row for row in rows if row.line > batch.header_line]
    with transaction.atomic():
        before = batch.position
        move(batch, position=before + len(rows))
        judge.seen.clear()  # rows taken before are known by their marks
        judged = judge.judge(below)
        new = [one for one in judged if one.read is not None and one.verdict == Verdict.NEW]
        subjects = judge.target.write(scope, judge.about, [one.read for one in new if one.read]) if new else []
        Taken.objects.bulk_create(
            Taken(batch=batch, key=one.key, content=one.content, line=one.row.line, subject_id=subject)
            for one, subject in zip(new, subjects, strict=True)
        )
        counts = Counter(batch.counts)
        counts.update(str(one.verdict) for one in judged)
        move(batch, counts=dict(counts), taken=batch.taken + len(new))
        _tell_anew(chunk, judged)


def _tell_anew(chunk: Chunk, judged: list[Judged]) -> None:
    """Write what is said of these rows where it is another than the check said."""
    lines = {one.row.line for one in judged}
    before = json.loads(chunk.problems)
    others = [problem for problem in before if problem[0] not in lines]
    now = sorted([*others, *json.loads(json.dumps(told(judged)))], key=lambda problem: int(problem[0]))
    if now != before:
        chunk.problems = json.dumps(now, ensure_ascii=False)
        chunk.wrong = sum(problem[1] in _COMPLAINED for problem in now)
        chunk.save(update_fields=["problems", "wrong"])


def _rest(batch: Batch, going: Going) -> bool:
    """Wait a moment for what the node must do first, such as indexing, and be heard of; False when it is to stop."""
    time.sleep(_REST_SECONDS)
    move(batch)
    return going()


def _undo(batch: Batch, going: Going) -> None:
    """Take back what was made, except where somebody has decided something meanwhile."""
    target = target_of(batch.target)
    scope = scope_of(batch.asked_by, language=batch.language)
    scope.require(target.right)
    after = 0
    while marks := queries.subjects_of(batch, after=after, most=_UNDONE_AT_ONCE):
        if not going():
            return
        after = marks[-1][0]
        with transaction.atomic():
            kept = set(target.in_the_way([subject for _mark, subject in marks]))
            undone = [(mark, subject) for mark, subject in marks if subject not in kept]
            move(batch, position=batch.position + len(marks), taken=batch.taken - len(undone))
            target.undo(scope, [subject for _mark, subject in undone])
            Taken.objects.filter(pk__in=[mark for mark, _subject in undone]).delete()
    state = BatchState.TAKEN if batch.taken else BatchState.UNDONE
    with transaction.atomic():
        move(batch, state=state, lease_until=None, attempts=0, finished_at=timezone.now())
        record_batch_act(scope, "undo_table", batch, {"left": batch.taken})


_REST_SECONDS = 0.5
_AFTER_A_STOP = {
    BatchState.READING: BatchState.FAILED,
    BatchState.CHECKING: BatchState.TO_MAP,
    BatchState.TAKING: BatchState.STOPPED,
    BatchState.UNDOING: BatchState.TAKEN,
}
_STEPS: dict[BatchState, Callable[[Batch, Going], None]] = {
    BatchState.READING: _read,
    BatchState.CHECKING: _check,
    BatchState.TAKING: _take,
    BatchState.UNDOING: _undo,
}
