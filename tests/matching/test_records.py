import datetime as dt

import pytest

from payvand.matching import Birth, Record, Where, read_birth


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1985", Birth(1985)),
        ("1985-03", Birth(1985, 3)),
        ("1985-03-21", Birth(1985, 3, 21)),
        ("1985-3-1", Birth(1985, 3, 1)),
        ("21.03.1985", Birth(1985, 3, 21)),
        (" 1985-03-21 ", Birth(1985, 3, 21)),
        ("", Birth()),
        (None, Birth()),
        ("1985-02-30", Birth(unreadable="1985-02-30")),
        ("1985-13-01", Birth(unreadable="1985-13-01")),
        ("0000-01-01", Birth(unreadable="0000-01-01")),
        ("in spring", Birth(unreadable="in spring")),
        ("۱۳۶۴", Birth(between=(dt.date(1985, 3, 21), dt.date(1986, 3, 20)))),
    ],
)
def test_a_birth_date_is_read_as_far_as_it_can_be(text, expected):
    assert read_birth(text) == expected


def test_the_bare_year_stands_in_for_a_date():
    assert Record("1", birth_year=1985).birth == Birth(1985)
    assert Record("1", birth_date="1985-03", birth_year=1990).birth == Birth(1985, 3)
    assert Record("1", birth_date="unknown", birth_year=1990).birth == Birth(1990)
    assert Record("1", birth_year=99_999).birth == Birth(unreadable="99999")


def test_where_lets_through_by_labels():
    marked = frozenset({"tracing", "held:tj"})
    assert Where().lets(marked)
    assert Where(any_of=frozenset({"tracing", "relief"})).lets(marked)
    assert not Where(any_of=frozenset({"relief"})).lets(marked)
    assert not Where(any_of=frozenset()).lets(marked)
    assert not Where(none_of=frozenset({"held:tj"})).lets(marked)
