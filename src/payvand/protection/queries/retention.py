"""What has been kept for as long as it should be."""

from datetime import date

from django.utils import timezone

from payvand.protection.holders import kinds

_MONTHS = 12


def cutoff(kind: str) -> date | None:
    """Return the day on or before which the time of a kind must have begun to be over today; None for never.

    Raises:
        KeyError: no room has registered this kind.
    """
    months = kinds()[kind].months
    return None if months is None else months_before(timezone.localdate(), months)


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the last of a shorter month where that day is missing there."""
    count = day.year * _MONTHS + day.month - 1 - months
    year, month = divmod(count, _MONTHS)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"{day} has no day {months} months before it")
