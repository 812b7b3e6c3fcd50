"""Tokens of names: what is remembered of a word, and that the short way reads as the long one does."""

import gc
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.matching.letters import spell
from payvand.matching.packing import MOST_FORMS
from payvand.matching.records import Record
from payvand.matching.tokens import MOST, spellings_of, tokens_of, tokens_of_all
from payvand.names import Role, parse

WORDS = [
    "Саидов", "Карим", "Давлатович", "qizi", "Botir", "al", "Rahman", "Абд", "ул", "ولد", "احمد", "هزاره", "ибн", "Ли",
    "Ш", "зода", "Hoji", "oʻgʻli", "O‘g‘il", "7", "ʻ", "(Каримова)", "née", "son", "of",
    "Ибн-Сино", "А.С.", "«Ботур»", "Абд.", "\u200c",
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


def one(name, part="name"):
    (token,) = tokens_of({part: name})
    return token


@pytest.mark.parametrize(
    ("word", "stem", "ending"),
    [
        ("Давлатов", "давлат", Role.SURNAME),
        ("Давлатова", "давлат", Role.SURNAME),
        ("Davlatova", "davlat", Role.SURNAME),
        ("Давлатзода", "давлат", Role.SURNAME),
        ("Davlatzoda", "davlat", Role.SURNAME),
        ("Davlatzadeh", "davlat", Role.SURNAME),
        ("دولت‌زاده", "دولت", Role.SURNAME),
        ("Давлатпур", "давлат", Role.SURNAME),
        ("دولت‌پور", "دولت", Role.SURNAME),
        ("Davlatzai", "davlat", Role.SURNAME),
        ("دولتوف", "دولت", Role.SURNAME),
        ("Давлатиён", "давлат", Role.SURNAME),
        ("Давлатович", "давлат", Role.PATRONYMIC),
        ("Davlatovna", "davlat", Role.PATRONYMIC),
        ("Дәулетұлы", "даулет", Role.PATRONYMIC),
        ("Дәулетқызы", "даулет", Role.PATRONYMIC),
        ("Dauletkyzy", "daulet", Role.PATRONYMIC),
        ("Davlatogli", "davlat", Role.PATRONYMIC),
        ("Давлатуулу", "давлат", Role.PATRONYMIC),
        ("Бухорӣ", "бухор", Role.NISBA),
    ],
)
def test_the_stem_that_names_the_father_or_the_family_is_carried(word, stem, ending):
    token = one(word)
    assert (token.stem, token.ending) == (stem, ending)
    assert stem in {form.spelled for form in token.variants}


@pytest.mark.parametrize("word", ["Карими", "Karimi", "کریمی", "Каримҷони", "Карим", "Karimjon", "کریم‌جان"])
def test_what_is_added_to_a_name_may_be_absent_elsewhere(word):
    bare = {"карим", "karim", "کریم"}
    assert bare & {form.spelled for form in one(word).variants}
    assert one(word).ending is None


@pytest.mark.parametrize(
    ("short", "full"),
    [("Серёжа", "сергей"), ("Seryozha", "sergey"), ("سریوژا", "سرگیی"), ("Нурик", "нурсултан"), ("Гуля", "гулнора")],
)
def test_a_short_form_may_be_the_full_name_and_the_full_name_is_never_the_short_form(short, full):
    forms = {form.spelled: form.cost for form in one(short).variants}
    assert forms[full] >= 2
    assert one(short).variants[0].cost == 0
    assert one(short).spelled not in {form.spelled for form in one(full).variants}


def test_a_short_form_is_no_surname():
    assert one("Саша", "surname").variants == (("саша", 0.0),)


@given(names)
def test_the_spelling_comes_first_and_then_the_cheapest_form(name):
    for token in tokens_of({"name": name}):
        costs = [form.cost for form in token.variants]
        assert token.variants[0] == (token.spelled, 0.0)
        assert costs == sorted(costs)
        assert len({form.spelled for form in token.variants}) == len(costs)


@pytest.mark.parametrize(
    ("spelling", "sexes"),
    [
        ({"name": "Каримова Зарнигор Саидовна"}, [1, None, 1]),
        ({"name": "Karimov Anvar Botir oʻgʻli"}, [2, None, None, 2]),
        ({"name": "Айгүл Токтогул кызы"}, [1, None, 1]),
        ({"name": "Саодатбегим"}, [1]),
        ({"name": "Насриддин"}, [2]),
        ({"given": "Карим", "father": "Насриддин"}, [None, None]),
        ({"given": "Карим", "father": "Саидович"}, [None, 2]),
        ({"name": "Пушкин"}, [None]),
    ],
)
def test_endings_hint_at_the_sex_of_the_bearer(spelling, sexes):
    assert [token.sex for token in tokens_of(spelling)] == sexes


def test_the_beginning_of_a_longer_word_is_marked():
    assert [(token.text, token.prefix) for token in tokens_of({"name": "Раҳимов Абд. Саид"})] == [
        ("Раҳимов", False),
        ("Абд", True),
        ("Саид", False),
    ]


def test_the_name_of_a_letter_is_the_initial_that_it_stands_for():
    token = tokens_of({"name": "لری اچ. هاپکینز"})[1]
    assert (token.text, token.spelled, token.initial, token.prefix) == ("اچ", "ه", True, False)


def texts(record):
    return [" ".join(token.text for token in way if not token.weak) for way in spellings_of(record)]


def test_a_surname_of_before_marriage_gives_a_further_spelling():
    assert texts(Record("1", name="Иванова Мария, урождённая Каримова")) == ["Иванова Мария", "Мария Каримова"]
    assert texts(Record("1", given="Мария", surname="Иванова (Каримова)")) == ["Мария Иванова", "Мария Каримова"]
    assert texts(Record("1", name="Иванова Мария")) == ["Иванова Мария"]


LETTERS = "аеоклмАЯёҷӣ bcKarimʻʼ'’ مکر\u064e\u200c\u202e\u0301.-<«»(),/…12۳\ud800ﷺ王"
hostile = st.one_of(st.text(max_size=400), st.text(st.sampled_from(LETTERS), max_size=400))


@given(hostile, st.sampled_from(["name", "given", "father", "surname", "mother"]))
def test_any_text_gives_tokens_that_can_be_compared(text, part):
    for token in tokens_of_all([text], part)[0]:
        assert token.spelled
        assert all(form.spelled for form in token.variants)
        assert len(token.variants) <= MOST_FORMS
        assert token.text in text


@pytest.mark.parametrize(
    "text",
    [
        "Ж" * 10_000,
        "a" * 100_000,
        "7" * 5_000,
        "Карим " * 5_000,
        "\u0301" * 10_000,
        "и" + "\u0301" * 10_000,
        "\u202e\u2066" * 5_000 + "Али",
        "(" * 5_000 + "Али",
        "Саидов(" * 2_000,
        "урождённая " * 2_000,
        "ибн " * 5_000,
        "а." * 5_000,
        "al-" * 5_000,
        "<" * 10_000,
        "s/o" * 3_000,
        "ﷺ" * 5_000,
        "ʻ" * 5_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_hostile_text_is_read_in_bounded_time(text):
    began = time.process_time()
    tokens = tokens_of_all([text], "name")[0]
    assert time.process_time() - began < 0.25
    assert len(tokens) <= MOST
