"""Evidence in words: every level of every feature is said, in every language of the pages."""

import pytest
from django.utils import translation

from payvand.matching import Evidence, Record, compare
from payvand.matching.evidence import FEATURES, LEVELS
from payvand.matching.words import SENTENCES, TITLES, told_apart
from payvand.people import wording

NOTES_OF_NAMES = ("same", "alike", "differs", "missing")
EVERY_NOTE = [
    *((feature, level) for feature, levels in LEVELS.items() for level in levels),
    *((feature, note) for feature in ("name", "father") for note in NOTES_OF_NAMES),
]


def test_every_feature_has_a_title_and_sentences_and_none_is_left_over():
    assert tuple(TITLES) == FEATURES
    assert SENTENCES.keys() == set(FEATURES)
    wanted = {(feature, note) for feature, note in EVERY_NOTE if feature not in ("name", "father")}
    said = {(f, n) for f, notes in SENTENCES.items() for n in notes if f not in ("name", "father")}
    assert said == wanted


@pytest.mark.parametrize(("feature", "note"), EVERY_NOTE)
def test_every_level_is_a_whole_sentence_in_both_languages(feature, note):
    said = {}
    for language in ("en", "ru"):
        with translation.override(language):
            said[language] = wording.sentence(Evidence(feature, "a", "b", -1.0, note))
            assert wording.title(feature)
    for sentence in said.values():
        assert sentence[0].isupper(), sentence
        assert sentence.endswith("."), sentence
    assert said["en"].isascii()
    assert not said["ru"].isascii()


@pytest.mark.parametrize(
    ("left", "right", "said"),
    [
        (
            Record("", name="Каримова Зайнаб Саидовна", sex="female"),
            Record("", name="Холова Зайнаб Саидовна", sex="female"),
            "Another surname; a woman may have changed it when she married.",
        ),
        (
            Record("", surname="Каримов", given="Далер", father="Саид"),
            Record("", surname="Каримов", given="Фаррух", father="Саид"),
            "Another given name beside the same father: it may be a brother or a sister.",
        ),
    ],
)
def test_of_names_that_differ_it_is_said_what_they_were_taken_for(left, right, said):
    told = told_apart(compare(left, right).evidence, left, right)
    assert said in [wording.sentence(piece) for piece in told]


def test_evidence_of_numbers_holds_no_number():
    left = Record("", phones=("+992 90 111 22 33",), documents=("A0123456",))
    right = Record("", phones=("992901112233",), documents=("A0123456",))
    told = wording.without_numbers(compare(left, right).evidence)
    assert {(piece.feature, piece.left, piece.right) for piece in told} == {("phone", "", ""), ("document", "", "")}
