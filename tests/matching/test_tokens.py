"""Tokens of names: what is remembered of a word, and that the short way reads as the long one does."""

import gc

from hypothesis import given
from hypothesis import strategies as st

from payvand.matching.letters import spell
from payvand.matching.tokens import MOST, tokens_of, tokens_of_all
from payvand.names import parse

WORDS = [
    "Саидов", "Карим", "Давлатович", "qizi", "Botir", "al", "Rahman", "Абд", "ул", "ولد", "احمد", "هزاره", "ибн", "Ли",
    "Ш", "зода", "Hoji", "oʻgʻli", "O‘g‘il", "7", "ʻ", "(Каримова)", "Ибн-Сино", "А.С.", "«Ботур»", "Абд.", "\u200c",
]  # fmt: skip
names = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


@given(names)
def test_a_word_has_the_role_that_reading_the_whole_name_gives_it(name):
    read = [(token.text, token.role) for token in parse(name).tokens if spell(token.text)]

    assert [(token.text, token.role) for token in tokens_of({"name": name})] == read


@given(st.lists(names, max_size=5), st.sampled_from(["name", "given", "surname"]))
def test_many_values_at_once_give_what_each_gives_alone(texts, part):
    assert tokens_of_all(texts, part) == [tokens_of({part: text}) for text in texts]


def test_one_word_in_one_part_and_role_is_one_object():
    first, second = tokens_of_all(["Карим Саидов", "Карим Давлатов"], "name")

    assert first[0] is second[0]
    assert first[1] is not second[1]


def test_bulk_reading_leaves_the_collector_as_it_was():
    assert gc.isenabled()
    tokens_of_all(["Карим"], "given")
    assert gc.isenabled()

    gc.disable()
    try:
        tokens_of_all(["Карим"], "given")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_more_words_than_a_name_has_are_left_out():
    assert len(tokens_of({"name": " ".join(["Карим"] * 40)})) == MOST
    assert len(tokens_of({"given": "Карим " * 40, "father": "Саид " * 40})) == MOST
