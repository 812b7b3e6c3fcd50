"""The solar Hijri calendar of Afghanistan and Iran: arithmetic, and the names of its months.

A year begins with Nowruz, the spring equinox. From 1178 to 1633 (1799 to 2254 CE) its leap years are those whose
remainder by 33 is in `_LEAP_REMAINDERS`. Before 1336 (1957) the months of Afghanistan followed the zodiac and could
differ from these by a day or two; papers of that time rarely give a day.
"""

import datetime as dt
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1178, 1633
_LEAP_REMAINDERS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))
_ANCHOR_YEAR, _ANCHOR = 1404, dt.date(2025, 3, 21)


class MonthNames(NamedTuple):
    """What one month is called."""

    dari: str
    latin: str
    iranian: str
    pashto: str
    others: tuple[str, ...] = ()


MONTHS: tuple[MonthNames, ...] = (
    MonthNames("حمل", "Hamal", "Farvardin", "وری", ("فروردین",)),
    MonthNames("ثور", "Sawr", "Ordibehesht", "غویی", ("اردیبهشت", "Saur", "Thawr")),
    MonthNames("جوزا", "Jawza", "Khordad", "غبرگولی", ("خرداد",)),
    MonthNames("سرطان", "Saratan", "Tir", "چنگاښ", ("تیر",)),
    MonthNames("اسد", "Asad", "Mordad", "زمری", ("مرداد", "امرداد")),
    MonthNames("سنبله", "Sonbola", "Shahrivar", "وږی", ("شهریور", "Sunbula")),
    MonthNames("میزان", "Mizan", "Mehr", "تله", ("مهر",)),
    MonthNames("عقرب", "Aqrab", "Aban", "لړم", ("آبان",)),
    MonthNames("قوس", "Qaws", "Azar", "لیندۍ", ("آذر", "Qaus")),
    MonthNames("جدی", "Jadi", "Dey", "مرغومی", ("دی",)),
    MonthNames("دلو", "Dalw", "Bahman", "سلواغه", ("بهمن",)),
    MonthNames("حوت", "Hut", "Esfand", "کب", ("اسفند",)),
)


def is_leap(year: int) -> bool:
    """Say whether the last month of this year has 30 days."""
    return year % 33 in _LEAP_REMAINDERS


def month_length(year: int, month: int) -> int:
    """Return how many days a month has: six of 31, five of 30, the last 29 or 30."""
    if month <= 6:  # noqa: PLR2004 — the half of the year
        return 31
    return 30 if month < 12 or is_leap(year) else 29  # noqa: PLR2004 — the last month


def nowruz(year: int) -> dt.date:
    """Return the Gregorian date of the first day of a solar Hijri year.

    Raises:
        ValueError: the year is outside of 1178 to 1633.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"solar Hijri year {year} is outside of {FIRST_YEAR} to {LAST_YEAR}")
    step = 1 if year >= _ANCHOR_YEAR else -1
    years = range(_ANCHOR_YEAR, year) if step == 1 else range(year, _ANCHOR_YEAR)
    days = sum(366 if is_leap(between) else 365 for between in years)
    return _ANCHOR + dt.timedelta(days=step * days)


def to_gregorian(year: int, month: int, day: int) -> dt.date:
    """Return the Gregorian date of a solar Hijri one.

    Raises:
        ValueError: there is no such day.
    """
    if not 1 <= month <= 12 or not 1 <= day <= month_length(year, month):  # noqa: PLR2004 — months of a year
        raise ValueError(f"there is no day {day}.{month}.{year} in the solar Hijri calendar")
    before = sum(month_length(year, earlier) for earlier in range(1, month))
    return nowruz(year) + dt.timedelta(days=before + day - 1)


def from_gregorian(date: dt.date) -> tuple[int, int, int]:
    """Return the solar Hijri year, month and day of a Gregorian date.

    Raises:
        ValueError: the date is before 1178 or after 1633 of that calendar.
    """
    year = date.year - 621
    if year > LAST_YEAR or date < nowruz(year):
        year -= 1
    left = (date - nowruz(year)).days
    for month in range(1, 13):
        length = month_length(year, month)
        if left < length:
            return year, month, left + 1
        left -= length
    raise ValueError(f"{date} has no solar Hijri date")
