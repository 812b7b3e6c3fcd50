"""Small numbers are hidden, and cannot be worked out from those that stand beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.core.suppression import SMALLEST_SHOWN, is_small, shown_number, shown_parts

PARTS = st.lists(st.integers(0, 40), max_size=8).map(lambda numbers: dict(enumerate(numbers)))


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ({"women": 12, "men": 30}, {"women": 12, "men": 30}),
        ({"women": 0, "men": 30}, {"women": 0, "men": 30}),
        ({"women": 3, "men": 30}, {"women": None, "men": None}),
        ({"a": 3, "b": 9, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 1, "b": 1, "c": 9, "d": 30}, {"a": None, "b": None, "c": None, "d": 30}),
        ({"a": 4, "b": 3, "c": 30}, {"a": None, "b": None, "c": 30}),
        ({"a": 2, "b": 1}, {"a": None, "b": None}),
        ({}, {}),
    ],
)
def test_examples(parts, shown):
    assert shown_parts(parts) == shown


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_one_number(number, shown):
    assert shown_number(number) == shown


@given(PARTS)
def test_no_small_number_is_shown_and_what_is_shown_is_true(parts):
    for key, number in shown_parts(parts).items():
        assert number is None or (number == parts[key] and not is_small(number))


@given(PARTS)
def test_nothing_follows_from_the_total(parts):
    hidden = [parts[key] for key, number in shown_parts(parts).items() if number is None]
    visible_rest = sum(hidden)  # the total, which is shown, minus the parts that are shown
    if hidden and not is_small(sum(parts.values())):
        alone = [number for number in parts.values() if number]
        assert len(hidden) > 1 or len(alone) == 1
        assert visible_rest >= SMALLEST_SHOWN
