"""A birth as far as it can be read: a date, a year, an age, a range, in two calendars."""

import calendar
import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import Final

from payvand.names.dates import ToldDate, Unreadable, read

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?", re.ASCII)
_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_YEAR_IN_IT = re.compile(r"\d{4}")
_RANGE_SIGN: Final = "/"
_MONTHS: Final = 12
YEARS: Final = range(1500, 2101)
_SOLAR_YEARS: Final = range(1200, 1500)
_OLDEST: Final = 120
STANDS_FOR_A_YEAR: Final = ((1, 1), (7, 1))
"""Month and day that clerks write where only the year is known."""


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date as far as it can be read: year, month and day from the left, each None where unknown.

    Attributes:
        year, month, day: Of the Gregorian calendar; None where it is not one year, month or day.
        unreadable: What was given, where it could not be read.
        between: First and last day, where it is a range that is neither a day, a month nor a year.
        by_age: Whether it was reckoned from an age.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    unreadable: str | None = None
    between: tuple[dt.date, dt.date] | None = None
    by_age: bool = False

    @property
    def known(self) -> bool:
        """True when at least a range is known."""
        return self.year is not None or self.between is not None

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """The first and the last day that it can be, as written."""
        if self.year is None:
            return self.between
        first = dt.date(self.year, self.month or 1, self.day or 1)
        last_month = self.month or _MONTHS
        return first, first if self.day else dt.date(
            self.year, last_month, calendar.monthrange(self.year, last_month)[1]
        )

    @property
    def years(self) -> range:
        """The years that it can be in; empty where nothing is known."""
        span = self.span
        return range(span[0].year, span[1].year + 1) if span else range(0)

    @property
    def year_only(self) -> bool:
        """Whether no more than the year is meant, if a year is written: 01.01 and 01.07 stand for an unknown day."""
        if self.year is None or self.month is None:
            return self.year is not None
        return (self.month, self.day) in STANDS_FOR_A_YEAR or (self.month == 1 and self.day is None)

    def __str__(self) -> str:
        if self.unreadable is not None:
            return self.unreadable
        if self.between is not None:
            return "/".join(map(str, self.between))
        parts = (self.year and f"{self.year:04}", self.month and f"{self.month:02}", self.day and f"{self.day:02}")
        return "-".join(part for part in parts if part)


UNKNOWN: Final = Birth()


def read_birth(text: str | None) -> Birth:
    """Reads a date as it is told; what cannot be a date is kept as unreadable.

    Read are `1985-03-21`, `19850321`, `1985-03`, `1985`, `21.03.1985`, months by name, "about 1985", ranges
    (`1980/1985`, `1980-1985`), ages ("35 лет в 2020"), and the same of the solar Hijri calendar (`1364/03/12`,
    `۱۲ جوزا ۱۳۶۴`), which is carried over.
    """
    text = (text or "").strip()
    return _read(text) if text else UNKNOWN


@functools.lru_cache(maxsize=100_000)
def _read(text: str) -> Birth:
    if pointed := _POINTED.fullmatch(text):
        day, month, year = (int(part) for part in pointed.groups())
    elif found := _PACKED.fullmatch(text) or _DATE.fullmatch(text):
        year, month, day = (int(part) if part else 0 for part in found.groups())
    else:
        return _told(text)
    if year not in YEARS:
        return _told(text)
    if month > _MONTHS or day > calendar.monthrange(year, max(month, 1))[1] or (day and not month):
        return Birth(unreadable=text)
    return Birth(year, month or None, day or None)


def _told(text: str) -> Birth:
    if text.count(_RANGE_SIGN) == 1:
        first, last = text.split(_RANGE_SIGN)
        if _YEAR_IN_IT.search(first) and _YEAR_IN_IT.search(last):
            return birth_between(first, last)
    try:
        return _of(read(text))
    except Unreadable:
        return Birth(unreadable=text)


def _of(told: ToldDate) -> Birth:
    """A told date as a birth."""
    if told.earliest is None or told.latest is None:
        return Birth(unreadable=told.original_text)
    if told.calendar == "gregorian" and told.certainty != "approximate" and told.year is not None:
        return Birth(told.year, told.month, told.day)
    return _ranging(told.earliest, told.latest, by_age=told.precision == "age")


def _ranging(first: dt.date, last: dt.date, *, by_age: bool = False) -> Birth:
    if first == last:
        return Birth(first.year, first.month, first.day)
    if (first.month, first.day, last.month, last.day, last.year) == (1, 1, _MONTHS, 31, first.year):
        return Birth(first.year, by_age=by_age)
    return Birth(between=(first, last), by_age=by_age)


def birth_between(first: str | None, last: str | None) -> Birth:
    """The birth of someone who was born from one date to another; where one is not given, it is open by 120 years."""
    one, other = read_birth(first), read_birth(last)
    if not one.known and not other.known:
        given = _RANGE_SIGN.join(text for text in (first, last) if text)
        return Birth(unreadable=given) if given else UNKNOWN
    begun, ended = one.span, other.span
    earliest = begun[0] if begun else _years_before(ended[1], _OLDEST) if ended else dt.date.min
    latest = ended[1] if ended else _years_before(begun[1], -_OLDEST) if begun else dt.date.max
    if latest < earliest or earliest.year not in YEARS or one.unreadable or other.unreadable:
        return Birth(unreadable=_RANGE_SIGN.join(filter(None, (first, last))))
    return _ranging(earliest, latest)


def _years_before(date: dt.date, years: int) -> dt.date:
    return dt.date(max(date.year - years, YEARS[0]), 1, 1)


def birth_in(year: int) -> Birth:
    """The birth in a year of either calendar."""
    if year in YEARS:
        return Birth(year)
    return read_birth(str(year)) if year in _SOLAR_YEARS else Birth(unreadable=str(year))


def birth_by_age(age: int, on: str | None) -> Birth:
    """The birth of someone who was so many full years old at a date, as far as the date is known."""
    at = read_birth(on).span
    if at is None:
        return Birth(unreadable=f"{age} ({on})" if on else str(age))
    stated = ToldDate(earliest=at[0], latest=at[1])
    try:
        return _of(ToldDate.from_age(age, stated))
    except (ValueError, OverflowError):
        return Birth(unreadable=f"{age} ({on})")
