"""What pairs of records share, and which of them are weighed."""

import functools

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.matching.kernel.shared import shared
from payvand.matching.linking.agreement import BIT, keep, write_spoken

records = st.lists(st.sets(st.integers(0, 40), max_size=8), min_size=1, max_size=12)


@settings(deadline=None)
@given(records, st.data())
def test_what_two_records_share_is_counted_as_sets_count_it(sets, data):
    pair = st.tuples(*(st.integers(0, len(sets) - 1),) * 2)
    pairs = np.array(data.draw(st.lists(pair, max_size=20)), dtype=np.int32).reshape(-1, 2)
    bits = np.arange(41, dtype=np.int32) * 3
    classes = np.array([each for one in sets for each in sorted(one)], dtype=np.int32)
    starts = np.cumsum([0, *map(len, sets)], dtype=np.int64)
    count, rarity = shared(starts, classes, bits, pairs[:, 0], pairs[:, 1])
    both = [sets[one] & sets[other] for one, other in pairs]
    assert count.tolist() == list(map(len, both))
    assert rarity.tolist() == [sum(3 * each for each in one) for one in both]


@pytest.mark.parametrize(
    ("starts", "classes", "right"), [([0, 2], [0, 1], [1]), ([0, 3], [0, 1], [0]), ([0, 2], [0, 9], [0]), ([], [], [])]
)
def test_arrays_that_do_not_belong_together_are_refused(starts, classes, right):
    arrays = np.array(starts, np.int64), *(np.array(each, np.int32) for each in (classes, [1, 1], [0], right))
    with pytest.raises(ValueError, match=r"belong together|outside"):
        shared(*arrays)


def kept(folder, people, classes, met):
    """Which pairs are weighed: people as date, day, year, sex, place; of each the classes of the name."""
    file, database = folder.joinpath, duckdb.connect()
    owners = np.array([owner for owner, each in enumerate(classes) for _ in each])
    write_spoken(file, owners, np.array([each for one in classes for each in one]), len(people))
    columns = np.array(people, dtype=np.int32).T
    database.register("p", {"rec": np.arange(len(people)), **dict(zip(PERSON, columns, strict=True))})
    database.execute(f"COPY (FROM p) TO '{file('person.parquet')}'")
    columns = np.array(met, dtype=np.int32).T
    database.register("m", dict(zip(("l", "r", "pass", "sure"), columns, strict=True)))
    database.execute(f"COPY (FROM m) TO '{file('met.parquet')}'")
    keep(database, file, lambda _share: None)
    return database.execute(f"SELECT l, r FROM '{file('candidates.parquet')}'").fetchall()


PERSON = ("date", "day", "year", "sex", "place")
MAN, WOMAN = 2, 1
BORN, ELSEWHEN = (500, 44, 1985), (700, 45, 1990)
NAMED = {0: {1, 2, 3}, 1: {1, 2, 3}}


@pytest.mark.parametrize(
    ("one", "other", "sure", "weighed"),
    [
        ((*BORN, MAN, 5), (*BORN, MAN, 5), 0, True),
        ((*BORN, MAN, 5), (*BORN, WOMAN, 5), 0, True),
        ((*BORN, MAN, 5), (*ELSEWHEN, WOMAN, 5), 0, False),
        ((*BORN, MAN, 5), (*ELSEWHEN, MAN, 5), 0, True),
        ((*BORN, MAN, 5), (*ELSEWHEN, MAN, 6), 0, False),
        ((*BORN, MAN, 5), (*ELSEWHEN, MAN, 6), 1, True),
        ((*BORN, MAN, 5), (0, 0, 0, MAN, -1), 0, True),
    ],
)
def test_records_that_contradict_one_another_must_agree_in_more(tmp_path, one, other, sure, weighed):
    assert kept(tmp_path, [one, other], NAMED.values(), [(0, 1, 3, sure)]) == ([(0, 1)] if weighed else [])


@functools.cache
def _many():
    """A thousand people, of whom all share one class, and the first two a rare one as well."""
    return [{7} if number > 1 else {7, 8} for number in range(1000)]


def test_in_another_place_a_common_name_does_not_do(tmp_path):
    people = [(*BORN[:2], 1985, MAN, number) for number in range(1000)]
    elsewhen = [(0, 0, 1985, MAN, number) for number in range(1000)]
    assert kept(tmp_path, elsewhen, _many(), [(5, 6, 3, 0), (0, 1, 3, 0)]) == [(0, 1)]
    assert kept(tmp_path, people, _many(), [(5, 6, 3, 0), (0, 1, 3, 0)]) == [(0, 1), (5, 6)]


def test_the_rarity_of_a_class_is_that_of_its_records(tmp_path):
    write_spoken(tmp_path.joinpath, np.array([0, 0, 1, 2, 3]), np.array([2, 2, 2, 0, 0]), 8)
    with np.load(tmp_path / "spoken.npz") as spoken:
        assert spoken["classes"].tolist() == [2, 2, 0, 0]
        assert spoken["starts"].tolist() == [0, 1, 2, 3, 4, 4, 4, 4, 4]
        assert spoken["bits"][[0, 2]].tolist() == [2 * BIT, 2 * BIT]
