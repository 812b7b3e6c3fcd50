"""What an indicator is: a figure with its definition, period, source and parts. Rooms define their own."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.core.suppression import shown_number, shown_parts

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included, in the node's time zone."""

    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        """The range of a column of days."""
        return self.first, self.last

    @property
    def starts(self) -> datetime:
        """The moment in which it begins."""
        return timezone.make_aware(datetime.combine(self.first, time.min))

    @property
    def ends(self) -> datetime:
        """The first moment that is no longer in it."""
        return timezone.make_aware(datetime.combine(self.last + timedelta(days=1), time.min))

    def moments(self, column: str) -> dict[str, datetime]:
        """Return the condition that a column of moments lies in it."""
        return {f"{column}__gte": self.starts, f"{column}__lt": self.ends}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a figure; `value` is None where it is hidden."""

    label: Text
    value: int | None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure by one thing; the parts add up to the figure, `whole` says whether."""

    label: Text
    parts: tuple[Part, ...]
    whole: bool = True

    @property
    def largest(self) -> int:
        """The largest part that is shown, for the length of bars."""
        return max((part.value or 0 for part in self.parts), default=0)


@dataclass(frozen=True, slots=True)
class Figure:
    """What an indicator comes to.

    Attributes:
        value: the number; None where it is hidden, or where there is nothing to reckon from (a median of none).
        breakdowns: its parts.
        counts: whether it counts people or things about them; a median of days does not.
        hidden: whether something of it is hidden because it is small.
    """

    value: int | None
    breakdowns: tuple[Breakdown, ...] = ()
    counts: bool = True
    hidden: bool = False

    def suppressed(self) -> "Figure":
        """Return the figure as those see it who may see aggregates only."""
        if not self.counts:
            return self
        value = None if self.value is None else shown_number(self.value)
        breakdowns = tuple(_suppressed(one, whole_hidden=value is None) for one in self.breakdowns)
        return replace(
            self, value=value, breakdowns=breakdowns, hidden=(value, breakdowns) != (self.value, self.breakdowns)
        )


def _suppressed(breakdown: Breakdown, *, whole_hidden: bool) -> Breakdown:
    values = {place: part.value or 0 for place, part in enumerate(breakdown.parts)}
    if whole_hidden:
        shown: Mapping[int, int | None] = dict.fromkeys(values)
    elif breakdown.whole:
        shown = shown_parts(values)
    else:
        shown = {place: shown_number(value) for place, value in values.items()}
    return replace(
        breakdown, parts=tuple(replace(part, value=shown[place]) for place, part in enumerate(breakdown.parts))
    )


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A thing that a figure counts, for who may see it: its number, what is said of it, its page."""

    number: str
    note: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A figure with its definition.

    Attributes:
        code: such as ``RFL01``.
        title, unit: what is counted, and in what.
        rule: how, in a sentence.
        source: from which records.
        version: of the rule; a changed rule is another version.
        compute: reckons it in SQL; the number of queries does not depend on the number of rows. Every record of the
            Scope's units counts, protected ones too.
        rows: those among the counted that this Scope may see; None where there is no list of them.
        describe: a row of them as a list shows it.
    """

    code: str
    title: Text
    unit: Text
    rule: Text
    source: Text
    compute: Callable[[Scope, Period], Figure]
    version: int = 1
    rows: Callable[[Scope, Period], "QuerySet[Any]"] | None = None
    describe: Callable[[Any], CountedRow] | None = None


NOT_KNOWN = _("not known")


@dataclass(frozen=True, slots=True)
class By:
    """Something that a figure is broken down by.

    Attributes:
        key: the expression or column that is grouped by.
        labels: of each value; a value without a label is shown as `other`.
    """

    label: Text
    key: Any
    labels: Mapping[Any, Text]
    other: Text = NOT_KNOWN


def counted(rows: "QuerySet[Any]", *breakdowns: By) -> Figure:
    """Count rows, and their parts by each of the breakdowns: one query, grouped by all of them together."""
    names = [f"by_{place}" for place in range(len(breakdowns))]
    keys = {name: by.key for name, by in zip(names, breakdowns, strict=True)}
    if not keys:
        return Figure(rows.order_by().count())
    grouped = rows.order_by().annotate(**keys).values_list(*names).annotate(number=Count("pk")).order_by()
    found: list[Counter[Any]] = [Counter() for _by in breakdowns]
    total = 0
    for *values, number in grouped:
        total += number
        for place, (by, value) in enumerate(zip(breakdowns, values, strict=True)):
            found[place][value if value in by.labels else None] += number
    return Figure(total, tuple(_broken_down(by, seen) for by, seen in zip(breakdowns, found, strict=True)))


def _broken_down(by: By, found: "Counter[Any]") -> Breakdown:
    parts = [Part(label, found[value]) for value, label in by.labels.items() if found[value]]
    if found[None]:
        parts.append(Part(by.other, found[None]))
    return Breakdown(by.label, tuple(parts))


def in_units(scope: Scope, column: str = "unit_id") -> dict[str, frozenset[UUID]]:
    """Return the condition that a row belongs to the Scope's units; none where it reaches all of them."""
    return {} if scope.all_units else {f"{column}__in": scope.unit_ids}
