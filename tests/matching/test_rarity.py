"""Common names say less, in a register of any size and in none."""

import csv

import pytest

from payvand.matching import Record, Register, compare
from payvand.matching.rarity import COMMON_NAMES, common_names
from payvand.names import skeleton


def weight(one, other):
    return compare(Record("1", name=one), Record("2", name=other)).weight


def rare_names(count):
    syllables = ("ba", "dor", "fi", "gul", "zar", "mi", "no", "shu", "ta", "vel")
    return ["".join(syllables[int(digit)] for digit in f"{place:04}") for place in range(count)]


def test_a_common_name_says_less_than_a_rare_one_without_any_register():
    assert weight("Азиз", "Aziz") < weight("Мирзошариф", "Mirzosharif") / 2


@pytest.mark.parametrize(
    "pair", [("Саидов Азиз", "Акбаров Азиз"), ("Ali Khan", "Ali Amin"), ("Иван Петров", "Ivan Sidorov")]
)
def test_one_common_name_alone_makes_nobody_the_same(pair):
    one, other = (Record(str(place), name=name) for place, name in enumerate(pair))
    assert compare(one, other).probability < 0.1
    crowd = [Record(f"c{place}", name=f"{name}") for place, name in enumerate(rare_names(200))]
    assert all(hit.weight < 10 for hit in Register.build([other, *crowd]).search(one))


def test_the_table_of_common_names_fits_the_skeletons_of_today():
    with COMMON_NAMES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert len(rows) == len(common_names()) > 500
    assert [row["skeleton"] for row in rows] == [skeleton(row["commonest"]) for row in rows]
