"""A date that says how much of it is known, in the calendar in which it was told: the part that arithmetic needs."""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Self

from payvand.names.dates import solar_hijri

Calendar = Literal["gregorian", "solar_hijri"]
Precision = Literal["day", "month", "season", "year", "decade", "range", "age", "event", "unknown"]
Certainty = Literal["certain", "approximate", "doubtful"]
# "About" may be this far off on each side: days for a day and a month, years for anything longer.
_ABOUT_DAYS = {"day": 15, "month": 61}
_ABOUT_YEARS = 2


def last_day(year: int, month: int, of: Calendar) -> int:
    """Return the last day of a month of the calendar."""
    return calendar.monthrange(year, month)[1] if of == "gregorian" else solar_hijri.month_length(year, month)


def to_date(year: int, month: int, day: int, of: Calendar) -> dt.date:
    """Return the Gregorian date of a day of the calendar; ValueError if there is none."""
    make: Callable[[int, int, int], dt.date] = dt.date if of == "gregorian" else solar_hijri.to_gregorian
    return make(year, month, day)


@dataclass(frozen=True, slots=True)
class ToldDate:
    """What is known of a date.

    Attributes:
        calendar: the calendar of `year`, `month` and `day`.
        year, month, day: as told; None where unknown.
        precision: how fine the statement is.
        earliest, latest: the Gregorian days between which it lies, both included; None where even that is unknown.
        certainty: ``approximate`` for "about", ``doubtful`` for a question mark.
        original_text: the words in which it was given, never altered.
    """

    calendar: Calendar = "gregorian"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    precision: Precision = "unknown"
    earliest: dt.date | None = None
    latest: dt.date | None = None
    certainty: Certainty = "certain"
    original_text: str = ""

    @classmethod
    def of(
        cls,
        year: int,
        month: int | None = None,
        day: int | None = None,
        *,
        calendar: Calendar = "gregorian",
        certainty: Certainty = "certain",
        original_text: str = "",
    ) -> Self:
        """Return the date of a year, a month or a day.

        Raises:
            ValueError: the calendar has no such day, or a day came without its month.
        """
        if day is not None and month is None:
            raise ValueError("a day needs its month")
        first = to_date(year, month or 1, day or 1, calendar)
        last_month = month or 12
        last = to_date(year, last_month, day or last_day(year, last_month, calendar), calendar)
        precision: Precision = "day" if day else "month" if month else "year"
        return cls(
            calendar, year, month, day, precision, *widened(first, last, precision, certainty), certainty, original_text
        )

    @classmethod
    def between(
        cls,
        earliest: dt.date,
        latest: dt.date,
        *,
        precision: Precision = "range",
        calendar: Calendar = "gregorian",
        certainty: Certainty = "certain",
        original_text: str = "",
    ) -> Self:
        """Return a date known only to lie between two Gregorian days, both included.

        Raises:
            ValueError: they are in the wrong order.
        """
        if latest < earliest:
            raise ValueError("the range ends before it begins")
        first, last = widened(earliest, latest, precision, certainty)
        return cls(
            calendar, precision=precision, earliest=first, latest=last, certainty=certainty, original_text=original_text
        )

    @classmethod
    def from_age(cls, age: int, on: "ToldDate", *, original_text: str = "") -> Self:
        """Return the birth of someone who was `age` full years old on a date: a range of about two years for a year.

        Raises:
            ValueError: the age is not of a human, or the date is unknown.
        """
        if not 0 <= age <= 120 or on.earliest is None or on.latest is None:  # noqa: PLR2004 — the oldest people
            raise ValueError("an age needs 0 to 120 years and a date on which it was true")
        earliest = _years_before(on.earliest, age + 1) + dt.timedelta(days=1)
        return cls.between(
            earliest,
            _years_before(on.latest, age),
            precision="age",
            calendar=on.calendar,
            certainty=on.certainty,
            original_text=original_text,
        )

    @classmethod
    def unknown(cls, original_text: str = "") -> Self:
        """Return a date of which only words are known, such as "the year of the earthquake"."""
        return cls(precision="event" if original_text else "unknown", original_text=original_text)

    @property
    def range(self) -> tuple[dt.date, dt.date] | None:
        """The first and last Gregorian day that it can be, or None."""
        return None if self.earliest is None or self.latest is None else (self.earliest, self.latest)


def widened(earliest: dt.date, latest: dt.date, precision: Precision, certainty: Certainty) -> tuple[dt.date, dt.date]:
    """Return the range, wider on both sides where the statement was "about": 15 days, two months or two years."""
    if certainty != "approximate":
        return earliest, latest
    if precision in _ABOUT_DAYS:
        slack = dt.timedelta(days=_ABOUT_DAYS[precision])
        return earliest - slack, latest + slack
    return _years_before(earliest, _ABOUT_YEARS), _years_before(latest, -_ABOUT_YEARS)


def _years_before(date: dt.date, years: int) -> dt.date:
    try:
        return date.replace(year=date.year - years)
    except ValueError:  # 29 February
        return date.replace(year=date.year - years, day=28)
