"""What people do with a table: name its columns, explain its words, have its rows taken, give it up, undo it."""

import json
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.intake import policies
from payvand.intake.enums import BatchState
from payvand.intake.models import Batch
from payvand.intake.queries import subjects_of, visible_batches
from payvand.intake.reading.delimited import ENCODINGS
from payvand.intake.services.acts import record_batch_act
from payvand.intake.targets import Target, target_of

_ASKED_AT_ONCE = 500


@transaction.atomic
def name_columns(*, scope: Scope, batch: Batch, columns: Sequence[str], header_line: int) -> Batch:
    """Say what each column of a table holds, and have every row checked.

    Args:
        scope: who says it.
        batch: the table.
        columns: for each column of the table in order, a column of the target, or an empty text for none.
        header_line: the line that names the columns; 0 where none does.

    Raises:
        InvalidInput: a column is named twice, is not known, or one that no row can do without is missing.
        Refused: the rows are taken already, or the node is at work on them.
    """
    current = _own(scope, batch)
    if not policies.may_name_columns(current):
        raise Refused(_("The columns of this table cannot be named now."))
    target = target_of(current.target)
    _check_columns(target, columns)
    if not 0 <= header_line <= current.lines:
        raise InvalidInput({"header_line": _("There is no such line.")})
    _set_going(scope, current, BatchState.CHECKING, columns=list(columns), header_line=header_line)
    record_batch_act(scope, "name_columns", current, {"columns": sum(map(bool, columns)), "header_line": header_line})
    return current


def _check_columns(target: Target, columns: Sequence[str]) -> None:
    named = [code for code in columns if code]
    for code in named:
        column = target.column(code)
        if column is None:
            raise InvalidInput({"columns": _("Choose each column from the list.")})
        if named.count(code) > 1 and not column.several:
            what = _("“%(column)s” stands at more than one column; leave it at one.") % {"column": column.label}
            raise InvalidInput({"columns": what})
    missing = [str(column.label) for column in target.columns if column.required and column.code not in named]
    if missing:
        raise InvalidInput({"columns": _("Say which column holds: %(missing)s.") % {"missing": ", ".join(missing)}})
    if target.one_of and not set(target.one_of) & set(named):
        offered = ", ".join(str(column.label) for column in target.columns if column.code in target.one_of)
        what = _("Say which column holds at least one of: %(offered)s.") % {"offered": offered}
        raise InvalidInput({"columns": what})


@transaction.atomic
def explain_words(*, scope: Scope, batch: Batch, words: Mapping[str, Mapping[str, str]]) -> Batch:
    """Say what the table's own words stand for, and have every row checked again.

    Args:
        scope: who says it.
        batch: the table.
        words: by column and folded word, the code that it stands for; empty for not known.

    Raises:
        InvalidInput: a code is none of its column.
        Refused: the rows are taken already, or the node is at work on them.
    """
    current = _own(scope, batch)
    if not policies.may_name_columns(current):
        raise Refused(_("The words of this table cannot be explained now."))
    target = target_of(current.target)
    known = json.loads(current.words)
    for code, meanings in words.items():
        column = target.column(code)
        for word, meaning in meanings.items():
            if column is None or word not in known.get(code, {}) or (meaning and meaning not in column.words):
                raise InvalidInput({"words": _("Choose what each word means from the list.")})
            known[code][word][2] = meaning
    current.words = json.dumps(known, ensure_ascii=False)
    current.save(update_fields=["words"])
    _set_going(scope, current, BatchState.CHECKING)
    record_batch_act(scope, "explain_words", current, {"words": sum(map(len, words.values()))})
    return current


@transaction.atomic
def read_again(*, scope: Scope, batch: Batch, encoding: str, delimiter: str) -> Batch:
    """Read a text table anew in another encoding or with another separator; empty finds it out.

    Raises:
        InvalidInput: no such encoding or separator.
        Refused: the rows are taken already, or the node is at work on them.
    """
    current = _own(scope, batch)
    if current.state not in (BatchState.TO_MAP, BatchState.CHECKED, BatchState.FAILED):
        raise Refused(_("This table cannot be read again."))
    if (encoding and encoding not in ENCODINGS) or delimiter not in ("", ",", ";", "\t", "|"):
        raise InvalidInput({"encoding": _("Choose from the list.")})
    _set_going(scope, current, BatchState.READING, encoding=encoding, delimiter=delimiter, failure="")
    record_batch_act(scope, "read_again", current)
    return current


@transaction.atomic
def take_rows(*, scope: Scope, batch: Batch) -> Batch:
    """Have the right rows of a checked table taken, or go on where the taking was stopped.

    Raises:
        Refused: it is not checked, holds nothing to take, or is being taken already.
    """
    current = _own(scope, batch)
    if not policies.may_take(current):
        raise Refused(_("There is nothing to take: check the table first, or correct its rows."))
    goes_on = current.state == BatchState.STOPPED
    counts = current.counts if goes_on else {}
    position = current.position if goes_on else 0
    _set_going(scope, current, BatchState.TAKING, counts=counts, position=position, failure="")
    record_batch_act(scope, "begin_taking", current)
    return current


@transaction.atomic
def discard_table(*, scope: Scope, batch: Batch) -> Batch:
    """Give a table up before anything was taken; what it said is deleted by the node at once.

    Raises:
        Refused: rows of it were taken: undo it instead.
    """
    current = _own(scope, batch)
    if not policies.may_discard(current):
        raise Refused(_("This table cannot be discarded now."))
    current.state, current.finished_at, current.lease_until = BatchState.DISCARDED, timezone.now(), None
    current.save_changes("state", "finished_at", "lease_until")
    record_batch_act(scope, "discard_table", current)
    return current


@transaction.atomic
def begin_undo(*, scope: Scope, batch: Batch) -> Batch:
    """Have everything taken back that was made of a table, while nobody has decided on any of it.

    Raises:
        Refused: somebody has decided something, or the table cannot be undone now.
    """
    current = _own(scope, batch)
    if not policies.may_undo(current):
        raise Refused(_("This table cannot be undone now."))
    decided = in_the_way(current)
    if decided:
        what = ngettext(
            "Somebody has already worked on %(number)s record of this table, so that it cannot be undone as a whole.",
            "Somebody has already worked on %(number)s records of this table, so that it cannot be undone as a whole.",
            decided,
        )
        raise Refused(what % {"number": decided})
    _set_going(scope, current, BatchState.UNDOING, position=0, failure="")
    record_batch_act(scope, "begin_undo", current, {"records": current.taken})
    return current


def in_the_way(batch: Batch) -> int:
    """Return on how many records that were made of a table somebody has decided something."""
    target, after, found = target_of(batch.target), 0, 0
    while marks := subjects_of(batch, after=after, most=_ASKED_AT_ONCE):
        after = marks[-1][0]
        found += len(target.in_the_way([subject for _mark, subject in marks]))
    return found


def _own(scope: Scope, batch: Batch) -> Batch:
    """Return the table as it is now, locked for the change."""
    scope.require(policies.USE)
    current = visible_batches(scope).select_for_update(of=("self",)).filter(pk=batch.pk).first()
    if current is None:
        raise NotAllowed(policies.USE)
    return current


def _set_going(scope: Scope, batch: Batch, state: BatchState, **values: object) -> None:
    now = {"state": state, "asked_by_id": scope.user_id, "language": scope.language, "attempts": 0, "failure": ""}
    values = {"position": 0, **now, "lease_by": "", "lease_until": None, **values}
    for name, value in values.items():
        setattr(batch, name, value)
    batch.save_changes(*(name.removesuffix("_id") for name in values))
