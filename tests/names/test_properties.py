"""What holds for any text at all: lone surrogates, direction signs, ten thousand letters, one letter, digits only."""

import random
import time
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from payvand.names import (
    detect_script,
    father_stem,
    fold,
    guess_languages,
    latin,
    parse,
    romanise,
    schemes,
    search_fold,
    skeleton,
    sort_key,
    stem,
)

LANGUAGES = ["ru", "uz", "kk", "ky", "tg", "tk", "fa-AF", "ar"]
SCHEMES = [(language, scheme) for language in LANGUAGES for scheme in schemes(language)]
LETTERS = (
    "абвгғдеёжзиӣйкқлмнопрстуӯфхҳчҷшъэюяАБҒҚОЎабүұіәөң"
    "abcdefghijklmnoprstuvxyzABOGʻʼ'’`şçžñöüýä"
    "ابپتجچحخدرزسشعغفقکگلمنوهیآأئةيك\u064e\u064f\u0650\u0651\u0652\u200c\u202b"
    ".,-<«»() 12۳"
)
TOKENS = ["Асан", "Раҳим", "Karim", "محمد", "Юсуф", "Gulnora", "علی", "Бек"]
any_text = st.text(st.characters(), max_size=60)
name_text = st.text(st.sampled_from(LETTERS), max_size=60)
texts = st.one_of(any_text, name_text)
hard = [
    example(text)
    for text in (
        "",
        "\ud800",
        "\u202e\u2066Али\u2069",
        "Ғ" * 10_000,
        "a",
        "7" * 50,
        "\u0301",
        "<<<<",
        "ʻ",
        "İ",
        "ﷺ",
        "и\u0306\u0306\u0301",
    )
]


def with_hard_texts(test):
    for mark in hard:
        test = mark(test)
    return given(text=texts)(test)


@with_hard_texts
def test_folding_is_idempotent_and_can_be_stored(text):
    for function in (fold, search_fold):
        folded = function(text)
        assert function(folded) == folded
        assert folded.encode().decode() == folded
        assert not any(ord(letter) < 32 for letter in folded)


@given(text=name_text)
def test_folding_takes_no_notice_of_case_or_of_how_letters_are_composed(text):
    forms = [text, text.upper(), text.lower(), unicodedata.normalize("NFD", text), unicodedata.normalize("NFC", text)]
    assert {fold(form) for form in forms} == {fold(text)}


@with_hard_texts
def test_sort_keys_are_digits_and_alike_for_alike_folds(text):
    key = sort_key(text)
    assert key == "" or key.isascii()
    assert all(letter in "0123456789" for letter in key)


@with_hard_texts
def test_keys_are_total_and_hold_no_spaces(text):
    assert not any(letter.isspace() for letter in latin(text) + skeleton(text))


@with_hard_texts
def test_script_and_languages_are_total(text):
    assert detect_script(text) is not None
    assert len({guess.language for guess in guess_languages(text)}) == len(guess_languages(text))


@with_hard_texts
def test_a_stem_and_what_was_removed_make_the_token_again(text):
    found = stem(text)
    assert found.stem + found.removed == text
    assert (found.kind is None) == (found.removed == "")


@with_hard_texts
def test_tokens_stay_inside_the_source_in_order_and_never_alter_it(text):
    name = parse(text)
    assert name.source == text
    place = 0
    for token in name.tokens:
        assert place <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text == token.stem + token.removed
        place = token.end
    for compound in name.compounds:
        assert text[compound.start : compound.end].startswith(compound.parts[0])
        assert "".join(compound.parts) == compound.text
    father_stem(name)


@with_hard_texts
def test_no_letter_is_left_outside_of_the_tokens(text):
    name = parse(text)
    inside = {place for token in name.tokens for place in range(token.start, token.end)}
    assert [
        letter
        for place, letter in enumerate(text)
        if letter.isalnum() and place not in inside and letter not in "ʻʼʹʽʾʿˈˊˋꞌ՚"
    ] == []


@settings(max_examples=300)
@given(of=st.sampled_from(SCHEMES), text=texts)
@example(of=("kk", "ICAO9303"), text="\ud800Ж\u0306")
@example(of=("ar", "ODNI-2015"), text="ا" * 200)
def test_spans_cover_the_source_and_the_romanised_text_without_a_gap(of, text):
    found = romanise(text, *of)
    assert found.source == text
    place = source_place = 0
    for span in found.spans:
        assert (span.start, span.source_start) == (place, source_place)
        assert span.end >= span.start
        assert span.source_end >= span.source_start
        place, source_place = span.end, span.source_end
    assert (place, source_place) == (len(found.text), len(text))
    assert set(found.unmapped) <= set(found.spans)


@given(
    st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6),
    st.randoms(use_true_random=False),
)
def test_the_order_of_tokens_changes_neither_their_stems_nor_their_keys(tokens, shuffle):
    turned = shuffle.sample(tokens, len(tokens))
    left, right = parse(" ".join(tokens)), parse(" ".join(turned))
    assert sorted((token.stem, skeleton(token.text), latin(token.text)) for token in left.tokens) == sorted(
        (token.stem, skeleton(token.text), latin(token.text)) for token in right.tokens
    )


WORK = {
    "parse": lambda text: parse(text).compounds,
    "fold": fold,
    "latin": latin,
    "skeleton": skeleton,
    "stem": stem,
    "detect_script": detect_script,
    "guess_languages": guess_languages,
    "romanise": lambda text: romanise(text, "tg"),
    "romanise_arabic": lambda text: romanise(text, "ar"),
}


def seconds(function, text):
    """The shortest of three runs on three texts that no cache has seen."""
    times = []
    for end in "абв":
        began = time.process_time()
        function(text + end)
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("name", WORK)
@pytest.mark.parametrize("unit", ["oʻ", "Али ", "م\u064f", "\u0301", "abdu"], ids=ascii)
def test_time_grows_with_the_length_and_not_faster(name, unit):
    function = WORK[name]
    short, long = unit * 500, unit * 4000
    assert seconds(function, long) < 8 * 4 * max(seconds(function, short), 0.0002)


def test_a_hundred_thousand_letters_are_read_in_a_moment():
    letters = random.Random(3)
    text = "".join(letters.choices(LETTERS, k=100_000))
    began = time.process_time()
    parse(text)
    assert time.process_time() - began < 5
