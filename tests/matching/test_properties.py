"""What holds for any input."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from payvand.matching import Record, Register, compare

WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["Раҳимов", "Rahimov", "رحیموف", "Farrukh", "Фаррух", "فرخ", "al", "Abd", "عبدالله", "Ф.", "7", "ё̈", "\u202e"]
    ),
)
NAMES = st.one_of(st.none(), st.lists(WORDS, max_size=6).map(" ".join))
DATES = st.one_of(st.none(), st.text(max_size=10), st.dates().map(str), st.integers(1900, 2020).map(str))
RECORDS = st.builds(
    Record,
    id=st.just("r"),
    name=NAMES,
    given=NAMES,
    father=NAMES,
    surname=NAMES,
    mother=NAMES,
    birth_date=DATES,
    sex=st.sampled_from([None, "female", "male", "other"]),
    place=NAMES,
)
CALM = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(RECORDS, RECORDS)
def test_comparing_is_total_and_has_no_direction(left, right):
    straight, turned = compare(left, right), compare(right, left)
    assert straight.weight == pytest.approx(turned.weight, abs=1e-6)
    assert 0 <= straight.probability <= 1


@CALM
@given(st.lists(RECORDS, min_size=1, max_size=8), RECORDS)
def test_searching_is_total(people, sought):
    register = Register.build(
        [Record(str(number), name=person.name, place=person.place) for number, person in enumerate(people)]
    )
    hits = register.search(sought, 5)
    assert [hit.weight for hit in hits] == sorted((hit.weight for hit in hits), reverse=True)


@CALM
@given(st.lists(st.tuples(st.sampled_from("abcdef"), NAMES, st.booleans()), max_size=12), NAMES)
def test_adding_and_removing_gives_what_building_anew_gives(steps, sought):
    register, kept = Register.build([]), {}
    for record_id, name, adding in steps:
        if adding:
            kept[record_id] = Record(record_id, name=name)
            register.add([kept[record_id]])
        else:
            kept.pop(record_id, None)
            register.remove([record_id])
    anew = Register.build(kept.values())
    assert len(register) == len(anew) == len(kept)
    assert register.search(Record("q", name=sought), 10) == anew.search(Record("q", name=sought), 10)


LONG = {
    "ten thousand letters": "а" * 10_000,
    "ten thousand letters of many tokens": "Abdulloh " * 1_100,
    "thirty tokens": " ".join(["Раҳимов", "Farrukh", "عبدالرحمن"] * 10),
    "one letter": "ф",
    "only digits": "1234567890" * 3,
    "bidi controls": "\u202eRahimov\u202c \u2066Фаррух\u2069",
    "mixed scripts": "Rаhimоv Фapрух فarrukh",
    "combining marks": "а" + "\u0301" * 2_000,
    "nulls": "Rah\0imov",
    "a lone surrogate": "Rah\ud800imov",
}


@pytest.mark.parametrize("name", LONG.values(), ids=LONG)
def test_time_is_bounded(name):
    register = Register.build([Record("1", name="Farrukh Rahimov"), Record("2", name=name)])
    start = time.perf_counter()
    register.search(Record("q", name=name))
    compare(Record("a", name=name), Record("b", name=name))
    assert time.perf_counter() - start < 5
