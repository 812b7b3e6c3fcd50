"""Counting days: calendar days, working days of the node, months. Pure."""

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY, SUNDAY = 6, 7
USUAL_WEEKEND = frozenset({SATURDAY, SUNDAY})
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """On which days nobody works.

    Attributes:
        weekend: ISO weekdays, 1 is Monday and 7 Sunday; never all seven.
        holidays: days off.
    """

    weekend: Collection[int] = USUAL_WEEKEND
    holidays: Collection[date] = ()

    def is_working_day(self, day: date) -> bool:
        """Say whether people work on this day."""
        return day.isoweekday() not in self.weekend and day not in self.holidays


def after_days(start: date, days: int) -> date:
    """Return the day so many calendar days after the start."""
    return start + timedelta(days=days)


def after_working_days(start: date, days: int, when: WorkingCalendar) -> date:
    """Return the day on which so many working days after the start have passed; the start itself does not count."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if when.is_working_day(day):
            days -= 1
    return day


def after_months(start: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a month that is too short for it."""
    above = start.month - 1 + months
    year, month = start.year + above // _MONTHS, above % _MONTHS + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
