import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from payvand.names.dates.solar_hijri import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTHS,
    from_gregorian,
    is_leap,
    month_length,
    nowruz,
    to_gregorian,
)


@pytest.mark.parametrize(
    ("solar", "gregorian"),
    [
        ((1298, 5, 28), "1919-08-20"),
        ((1300, 1, 1), "1921-03-21"),
        ((1357, 2, 7), "1978-04-27"),
        ((1357, 11, 22), "1979-02-11"),
        ((1358, 10, 6), "1979-12-27"),
        ((1375, 1, 1), "1996-03-20"),
        ((1376, 1, 1), "1997-03-21"),
        ((1399, 1, 1), "2020-03-20"),
        ((1399, 12, 30), "2021-03-20"),
        ((1400, 1, 1), "2021-03-21"),
        ((1400, 5, 24), "2021-08-15"),
        ((1403, 1, 1), "2024-03-20"),
        ((1403, 12, 30), "2025-03-20"),
        ((1404, 1, 1), "2025-03-21"),
    ],
)
def test_known_dates(solar, gregorian):
    assert to_gregorian(*solar) == dt.date.fromisoformat(gregorian)
    assert from_gregorian(dt.date.fromisoformat(gregorian)) == solar


def test_leap_years_of_our_time():
    assert [year for year in range(1380, 1410) if is_leap(year)] == [1383, 1387, 1391, 1395, 1399, 1403, 1408]


@example(dt.date(2255, 1, 1))  # before Nowruz of the year after the last
@given(st.dates(nowruz(FIRST_YEAR), nowruz(LAST_YEAR) + dt.timedelta(days=364)))
def test_there_and_back(date):
    assert to_gregorian(*from_gregorian(date)) == date


@given(st.integers(FIRST_YEAR, LAST_YEAR - 1))
def test_nowruz_is_the_day_after_the_last_day_of_the_year(year):
    assert to_gregorian(year, 12, month_length(year, 12)) + dt.timedelta(days=1) == nowruz(year + 1)
    assert nowruz(year).month == 3
    assert 19 <= nowruz(year).day <= 22


@pytest.mark.parametrize(
    "wrong", [(1404, 12, 30), (1404, 7, 31), (1404, 13, 1), (1404, 0, 1), (1404, 1, 0), (900, 1, 1)]
)
def test_days_that_do_not_exist(wrong):
    with pytest.raises(ValueError, match="solar Hijri"):
        to_gregorian(*wrong)


def test_every_month_has_its_names():
    assert len(MONTHS) == 12
    assert len({name for month in MONTHS for name in (month.dari, month.latin, month.iranian, month.pashto)}) == 48
