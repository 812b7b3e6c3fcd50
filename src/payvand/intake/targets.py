"""What a table may become: rooms above register a target for each kind of table that they take.

    targets.register(Target(code="people_list", …))

A target names its columns, how a cell is read, what is asked about the whole table, and what writes the rows. The
intake knows no case: it reads, maps, checks, counts, remembers what was taken, and asks the target for the rest.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise

from payvand.core.scope import Scope
from payvand.network.models import Unit

Text = str | Promise
Parse = Callable[[str], object]


class BadCell(ValueError):  # noqa: N818 — reads as the sentence it states
    """A cell that cannot be read; the message says why and what to write instead."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One thing that a row may tell.

    Attributes:
        code: how the target calls it.
        label: how people call it.
        group: heading under which it is offered.
        aliases: headers that mean it, in any language; compared without case, signs and spaces.
        parse: reads a cell that is not empty; raises `BadCell` with a sentence.
        required: a row without it is wrong, a table without it cannot be checked.
        looks_like: whether a cell looks like one of this column, from which a column without a known header is guessed.
        words: codes that this column can hold with their labels; cells are words to be understood.
        word_aliases: words that mean a code, in any language.
        unless: a column beside which a header that means this one and another means the other.
        several: whether more columns of the table may hold it; their cells are put together with line breaks.
        is_key: whether it is the source's own number of the row.
    """

    code: str
    label: Text
    group: Text = ""
    aliases: tuple[str, ...] = ()
    parse: Parse = str.strip
    required: bool = False
    looks_like: Callable[[str], bool] | None = None
    words: Mapping[str, Text] = field(default_factory=dict)
    word_aliases: Mapping[str, str] = field(default_factory=dict)
    unless: str = ""
    several: bool = False
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row whose every cell could be read: values by the codes of the columns; what is empty is missing."""

    line: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What holds for every row of a table.

    Attributes:
        unit: which unit takes it.
        source: where it comes from.
        options: what the target asked about the whole table, as its form gave it.
    """

    unit: Unit
    source: str
    options: Mapping[str, Any]


Check = Callable[[About, ReadRow], Mapping[str, str]]
Write = Callable[[Scope, About, Sequence[ReadRow]], Sequence[UUID]]


@dataclass(frozen=True, kw_only=True)
class Target:
    """What the rows of a table become.

    Attributes:
        code: stands in the database; never changes.
        label, help: how people call it, and what it is for.
        right: who may send such tables, beside the right of the intake.
        columns: in the order in which they are offered.
        one_of: of these columns a table must have at least one.
        options: what is asked about the whole table: name, and what makes the field of a form for a Scope.
        check: given a row whose cells were read, what is still wrong with it, by the code of the column or ``""``.
        write: writes rows inside the transaction that is open, and returns what was made of each, in order. It writes
            its own audit. Called with at most `batch` rows, which must not take longer than about 200 ms.
        in_the_way: of these subjects, those on which somebody has decided something, so that they are not undone.
        undo: takes back what was made, inside the transaction that is open.
        batch: rows in one transaction.
        may_go_on: whether the node keeps up with what was written; the taking pauses while it does not.
        tidy: what the target must do from time to time, such as ending what has expired.
        subject_url: where what was made of the table is worked on, such as a list of hints.
    """

    code: str
    label: Text
    help: Text
    right: str
    columns: tuple[Column, ...]
    write: Write
    in_the_way: Callable[[Sequence[UUID]], Collection[UUID]]
    undo: Callable[[Scope, Sequence[UUID]], None]
    check: Check = lambda _about, _row: {}
    one_of: tuple[str, ...] = ()
    options: Mapping[str, Callable[[Scope], forms.Field]] = field(default_factory=dict)
    batch: int = 100
    may_go_on: Callable[[], bool] = lambda: True
    tidy: Callable[[], int] = lambda: 0
    subject_url: str = ""

    def column(self, code: str) -> Column | None:
        """Return the column of this code, or None."""
        return next((column for column in self.columns if column.code == code), None)

    @property
    def key(self) -> Column | None:
        """The column of the source's own number, or None."""
        return next((column for column in self.columns if column.is_key), None)


_targets: dict[str, Target] = {}


def register(target: Target) -> None:
    """Add a kind of table; a second one of the same code replaces the first (apps become ready twice in tests)."""
    _targets[target.code] = target


def targets() -> list[Target]:
    """Return all kinds of tables."""
    return list(_targets.values())


def target_of(code: str) -> Target:
    """Return the target of this code.

    Raises:
        KeyError: no room registered it.
    """
    return _targets[code]


def allowed_targets(scope: Scope) -> list[Target]:
    """Return the kinds of tables that this Scope may send."""
    return [target for target in _targets.values() if scope.may(target.right)]
