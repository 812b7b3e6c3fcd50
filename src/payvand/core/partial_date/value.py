"""A date that says how much of it is known, in the calendar in which it was told."""

import calendar
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Self

from django.utils import translation
from django.utils.translation import gettext as _

from payvand.core.partial_date import solar_hijri

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
class PartialDate:
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
    def from_age(cls, age: int, on: "PartialDate", *, original_text: str = "") -> Self:
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

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read a date from what a person or a paper says; see `payvand.core.partial_date.reading`.

        Raises:
            DateNotUnderstood: the text is no date that this reads; the message says what is.
        """
        from payvand.core.partial_date.reading import read

        return read(text)

    @property
    def range(self) -> tuple[dt.date, dt.date] | None:
        """The first and last Gregorian day that it can be, or None."""
        return None if self.earliest is None or self.latest is None else (self.earliest, self.latest)

    @property
    def day_doubtful(self) -> bool:
        """True where a paper gives a day that often stands for an unknown one: 01.01, 01.07."""
        return self.calendar == "gregorian" and self.day == 1 and self.month in (1, 7)

    @property
    def known_year(self) -> int | None:
        """The Gregorian year, if all of the range lies in one."""
        if self.earliest is None or self.latest is None or self.earliest.year != self.latest.year:
            return None
        return self.earliest.year

    def display(self, language: str | None = None) -> str:
        """Return it for people: dd.mm.yyyy, mm.yyyy, yyyy, with "about" and the calendar in words."""
        with translation.override(language or translation.get_language()):
            text = self._plain()
            if self.certainty == "approximate" and text:
                text = _("about %(date)s") % {"date": text}
            if self.certainty == "doubtful" and text:
                text = f"{text} (?)"
            if self.calendar == "solar_hijri" and self.year is not None:
                return _("%(date)s (solar Hijri)") % {"date": text}
            return text

    def __str__(self) -> str:
        return self.display()

    def _plain(self) -> str:
        if self.year is not None and self.precision in ("day", "month", "year"):
            day = f"{self.day:02d}." if self.day else ""
            month = f"{self.month:02d}." if self.month else ""
            return f"{day}{month}{self.year}"
        if self.precision in ("season", "decade", "event", "unknown") or self.earliest is None or self.latest is None:
            return self.original_text
        first, last = self.earliest, self.latest
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            return f"{first.year}–{last.year}"
        return f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"

    def as_stored(self) -> dict[str, Any]:
        """Return what the database keeps: only what is known."""
        stored: dict[str, Any] = {"calendar": self.calendar, "precision": self.precision, "certainty": self.certainty}
        stored |= {name: value for name in ("year", "month", "day") if (value := getattr(self, name)) is not None}
        stored |= {name: value.isoformat() for name in ("earliest", "latest") if (value := getattr(self, name))}
        if self.original_text:
            stored["original_text"] = self.original_text
        return stored

    @classmethod
    def from_stored(cls, stored: dict[str, Any]) -> Self:
        """Return the date that `as_stored` described."""
        values = dict(stored)
        for name in ("earliest", "latest"):
            if name in values:
                values[name] = dt.date.fromisoformat(values[name])
        return cls(**values)


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
