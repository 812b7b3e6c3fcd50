import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.matching import Birth, Record, read_birth
from payvand.matching.births import birth_between, birth_by_age, birth_in

DAY = dt.date.fromisoformat


def between(first, last, **more):
    return Birth(between=(DAY(first), DAY(last)), **more)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1364/03/12", Birth(1985, 6, 2)),
        ("۱۳۶۴/۰۳/۱۲", Birth(1985, 6, 2)),
        ("۱۲ جوزا ۱۳۶۴", Birth(1985, 6, 2)),
        ("12 Jawza 1364", Birth(1985, 6, 2)),
        ("1364", between("1985-03-21", "1986-03-20")),
        ("جوزا ۱۳۶۴", between("1985-05-22", "1985-06-21")),
        ("1980/1985", between("1980-01-01", "1985-12-31")),
        ("1980-1985", between("1980-01-01", "1985-12-31")),
        ("1980-03-01/1980-05-31", between("1980-03-01", "1980-05-31")),
        ("about 1985", between("1983-01-01", "1987-12-31")),
        ("35 лет в 2020", between("1984-01-02", "1985-12-31", by_age=True)),
        ("14 февраля 1985 г.", Birth(1985, 2, 14)),
        ("00.00.1985", Birth(1985)),
        ("19850321", Birth(1985, 3, 21)),
        ("19851321", Birth(unreadable="19851321")),
        ("13640312", Birth(unreadable="13640312")),
        ("1985-03-00", Birth(1985, 3)),
        ("1985/1980", Birth(unreadable="1985/1980")),
        ("1985-00-12", Birth(unreadable="1985-00-12")),
        ("30.02.1985", Birth(unreadable="30.02.1985")),
        ("1364/13/01", Birth(unreadable="1364/13/01")),
        ("the year of the earthquake", Birth(unreadable="the year of the earthquake")),
    ],
)
def test_a_birth_is_read_as_it_is_told(text, expected):
    assert read_birth(text) == expected


@pytest.mark.parametrize(
    ("birth", "first", "last", "year_only"),
    [
        (Birth(1984, 2, 29), "1984-02-29", "1984-02-29", False),
        (Birth(1984, 2), "1984-02-01", "1984-02-29", False),
        (Birth(1984), "1984-01-01", "1984-12-31", True),
        (Birth(1984, 1, 1), "1984-01-01", "1984-01-01", True),
        (Birth(1984, 7, 1), "1984-07-01", "1984-07-01", True),
        (Birth(1984, 1, 2), "1984-01-02", "1984-01-02", False),
        (between("1984-03-01", "1986-01-01"), "1984-03-01", "1986-01-01", False),
    ],
)
def test_the_days_that_a_birth_can_be(birth, first, last, year_only):
    assert birth.span == (DAY(first), DAY(last))
    assert birth.year_only is year_only
    assert birth.years == range(DAY(first).year, DAY(last).year + 1)


def test_an_age_says_between_which_days_somebody_was_born():
    assert birth_by_age(30, "2020-05-05") == between("1989-05-06", "1990-05-05", by_age=True)
    assert birth_by_age(30, "2020") == between("1989-01-02", "1990-12-31", by_age=True)
    assert birth_by_age(300, "2020").unreadable == "300 (2020)"
    assert birth_by_age(30, None).unreadable == "30"
    assert birth_by_age(-1, "2020").unreadable == "-1 (2020)"


def test_a_range_may_be_open():
    assert birth_between("1980", None).span == (DAY("1980-01-01"), DAY("2100-01-01"))
    assert birth_between(None, "1980").span == (DAY("1860-01-01"), DAY("1980-12-31"))
    assert birth_between(None, None) == Birth()
    assert birth_between("spring", "1980").unreadable == "spring/1980"
    assert birth_between("1985", "1985") == Birth(1985)


def test_a_year_may_be_of_either_calendar():
    assert birth_in(1985) == Birth(1985)
    assert birth_in(1364) == between("1985-03-21", "1986-03-20")
    assert birth_in(12).unreadable == "12"


def test_the_best_that_a_record_says_of_the_birth_is_taken():
    assert Record("1", birth_date="1985-03", birth_year=1990, age=3, age_on="2020").birth == Birth(1985, 3)
    assert Record("1", birth_date="spring", birth_from="1980", birth_to="1981").birth == between(
        "1980-01-01", "1981-12-31"
    )
    assert Record("1", birth_year=1985, age=3, age_on="2020").birth == Birth(1985)
    assert Record("1", age=3, age_on="2020").birth.by_age
    assert Record("1", birth_date="spring", age=3).birth.unreadable == "spring"


@given(st.one_of(st.text(max_size=30), st.from_regex(r"[0-9۰-۹]{1,4}[./ -][0-9]{1,4}[./ -][0-9]{1,4}", fullmatch=True)))
def test_reading_never_raises_and_what_is_read_has_days(text):
    birth = read_birth(text)
    assert birth.known or birth.unreadable is not None or not text.strip()
    assert (birth.span is not None) is birth.known
    assert not birth.known or birth.span[0] <= birth.span[1]


@given(st.integers(), st.one_of(st.none(), st.text(max_size=12), st.dates().map(str)))
def test_ages_never_raise(age, on):
    assert birth_by_age(age, on).known or birth_by_age(age, on).unreadable is not None
