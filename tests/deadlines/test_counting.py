"""Days, working days and months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.deadlines.counting import WorkingCalendar, after_days, after_months, after_working_days

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
WEEKENDS = st.frozensets(st.integers(1, 7), max_size=6)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday
        (date(2026, 11, 20), 10, date(2026, 12, 4)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_working_days_pass_over_the_weekend(start, days, expected):
    assert after_working_days(start, days, WorkingCalendar()) == expected


def test_working_days_pass_over_holidays():
    navruz = WorkingCalendar(frozenset({7}), {date(2026, 3, 21), date(2026, 3, 23)})
    assert after_working_days(date(2026, 3, 20), 1, navruz) == date(2026, 3, 24)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 1, 31), 12, date(2027, 1, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_end_where_the_month_ends(start, months, expected):
    assert after_months(start, months) == expected


@given(DAYS, st.integers(0, 60), WEEKENDS, st.frozensets(DAYS, max_size=20))
def test_exactly_so_many_working_days_lie_between(start, days, weekend, holidays):
    when = WorkingCalendar(weekend, holidays)
    end = after_working_days(start, days, when)
    passed = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(map(when.is_working_day, passed)) == days
    assert days == 0 or when.is_working_day(end)


@given(DAYS, st.integers(0, 240))
def test_months_keep_the_day_or_take_the_last(start, months):
    end = after_months(start, months)
    assert (end.year - start.year) * 12 + end.month - start.month == months
    assert end.day == start.day or after_days(end, 1).day == 1
