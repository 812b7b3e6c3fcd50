"""The calendar of deadlines: a month by its days, and the list of what is due in it."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, QuerySet, TextChoices, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.deadlines import queries as deadlines
from payvand.deadlines.models import Deadline
from payvand.network.models import Unit

SHOWN_IN_A_DAY = 3
LONGEST_MONTH = 31


class Whose(TextChoices):
    """Whose deadlines a list shows."""

    ALL = "", _("All that I see")
    MINE = "mine", _("Mine and nobody's")
    LATE = "late", _("Only late ones")


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the grid: its first deadlines, and how many there are in all."""

    day: date
    rows: list[Deadline]
    number: int
    is_off: bool
    is_today: bool
    in_month: bool

    @property
    def more(self) -> int:
        """How many of them the grid does not show."""
        return self.number - len(self.rows)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its weeks, from Monday, and what comes before and after it."""

    first: date
    weeks: list[list[Day]]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return (self.first + timedelta(days=LONGEST_MONTH)).replace(day=1)


def listed(scope: Scope, *, whose: str = "", unit: Unit | None = None) -> QuerySet[Deadline]:
    """Return the visible open deadlines that fit, earliest first."""
    found = deadlines.overdue(scope) if whose == Whose.LATE else deadlines.visible_deadlines(scope)
    if whose == Whose.MINE:
        found = found.filter(deadlines.mine(scope))
    return found.filter(unit=unit) if unit else found


def month_of(rows: QuerySet[Deadline], first: date) -> Month:
    """Return the grid of the month that begins on this day; four queries, however many deadlines there are."""
    days = [day for week in calendar.Calendar().monthdatescalendar(first.year, first.month) for day in week]
    inside = rows.filter(due__range=(days[0], days[-1]))
    numbers = dict(inside.order_by("due").values_list("due").annotate(number=Count("pk")))
    place = Window(RowNumber(), partition_by=F("due"), order_by=(F("number"), F("pk")))
    shown = inside.annotate(place=place).filter(place__lte=SHOWN_IN_A_DAY).order_by("due", "place")
    by_day: dict[date, list[Deadline]] = {}
    for row in shown:
        by_day.setdefault(row.due, []).append(row)
    when, today = deadlines.working_calendar(), timezone.localdate()
    cells = [
        Day(
            day,
            by_day.get(day, []),
            numbers.get(day, 0),
            is_off=not when.is_working_day(day),
            is_today=day == today,
            in_month=day.month == first.month,
        )
        for day in days
    ]
    return Month(first, [cells[start : start + 7] for start in range(0, len(cells), 7)])
