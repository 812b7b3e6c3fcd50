"""Letters that differ, for the eye: across scripts, total, and nothing lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.names.differing import differing_letters


def marked(runs):
    return [text for text, differs in runs if differs]


@pytest.mark.parametrize(
    ("left", "right", "ours", "theirs"),
    [
        ("Раҳимов", "Rakhimov", ["ҳ"], ["kh"]),
        ("Фаррух", "Farrukh", [], []),
        ("Саид", "سعید", [], []),
        ("Рахимов", "Раҳимов", ["х"], ["ҳ"]),
        ("Шарипова", "Sharifova", ["п"], ["f"]),
        ("", "Rahimov", [], ["Rahimov"]),
        ("", "", [], []),
    ],
)
def test_the_letters_that_differ_are_marked(left, right, ours, theirs):
    mine, other = differing_letters(left, right, ("tg", ""))
    assert (marked(mine), marked(other)) == (ours, theirs)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["", "tg", "ru", "fa-AF", "xx"]))
def test_any_two_strings_come_back_whole(left, right, language):
    for text, runs in zip((left, right), differing_letters(left, right, (language, "")), strict=True):
        assert "".join(letters for letters, _differs in runs) == text


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_a_name_does_not_differ_from_itself(text):
    assert [marked(runs) for runs in differing_letters(text, text)] == [[], []]
