import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.matching import align
from payvand.matching.letters import LONGEST, spell


def parts(left, right):
    return [(unit.left, unit.right) for unit in align(left, right)]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("Шариф", "Sharif", [("ш", "sh"), ("а", "a"), ("р", "r"), ("и", "i"), ("ф", "f")]),
        ("Sharif", "Шариф", [("sh", "ш"), ("a", "а"), ("r", "р"), ("i", "и"), ("f", "ф")]),
        ("کریم", "Karim", [("ک", "k"), ("ر", "ar"), ("ی", "i"), ("م", "m")]),
    ],
)
def test_letters_answer_to_letters(left, right, expected):
    assert parts(left, right) == expected


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.text(max_size=12), st.sampled_from(["Раҳимов", "رحیموف", "Farrukh"])), st.text(max_size=12))
def test_no_letter_is_lost(left, right):
    units = align(left, right)
    assert "".join(unit.left for unit in units) == spell(left)[:LONGEST]
    assert "".join(unit.right for unit in units) == spell(right)[:LONGEST]
