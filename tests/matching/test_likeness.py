"""The learned model, by what it must tell apart."""

import pytest

from payvand.matching.letters import script_of_token, spell
from payvand.matching.lexicon import bones
from payvand.matching.likeness import likeness


def bits(one: str, other: str) -> float:
    one, other = spell(one), spell(other)
    script, other_script = script_of_token(one), script_of_token(other)
    assert script is not None
    assert other_script is not None
    return float(likeness().bits(one, script, likeness().encode([other], other_script), other_script)[0])


@pytest.mark.parametrize(
    ("name", "same", "another"),
    [
        ("Раҳимов", "Rahimov", "Rahmonov"),
        ("Раҳимов", "رحیموف", "کریموف"),
        ("Jamshed", "Джамшед", "Джахонгир"),
        ("Jamshed", "Dzhamshed", "Farrukh"),
        ("Мухаммад", "محمد", "احمد"),
        ("Muhammad", "Mohamed", "Mahmud"),
        ("Хусейн", "حسین", "حسن"),
        ("Щербаков", "Shcherbakov", "Chernov"),
        ("Gulnora", "Гулнора", "Гулбахор"),
        ("Қурбонов", "Kurbanov", "Karimov"),
        ("Oʻtkir", "Уткир", "Отабек"),
        ("Серік", "Серик", "Сергей"),
        ("Abdurrahman", "عبدالرحمن", "عبدالرحیم"),
        ("Карим", "Керим", "Рахим"),
        ("Өмүр", "Умур", "Тимур"),
        ("Бекзат", "Бекзод", "Бекболат"),
        ("Ҷамшед", "Жамшид", "Жамол"),
        ("Үсөн", "Усен", "Хасан"),
        ("Ботир", "Батыр", "Бахром"),
    ],
)
def test_another_spelling_is_nearer_than_another_name(name, same, another):
    assert bits(name, same) > 5
    assert bits(name, same) > bits(name, another) + 1


@pytest.mark.parametrize("pair", [("Раҳимов", "Rahimov"), ("رحیموف", "Rahimov"), ("Karim", "Kareem"), ("Ш", "Sh")])
def test_likeness_has_no_direction(pair):
    one, other = pair
    assert bits(one, other) == pytest.approx(bits(other, one), abs=1e-9)


def test_unlike_names_speak_against():
    assert bits("Farrukh", "Сергей") < -10


@pytest.mark.parametrize(
    ("one", "other"), [("انور", "anwar"), ("ادهم", "adham"), ("хусейн", "hussein"), ("هدی", "houda")]
)
def test_spellings_of_a_short_name_have_the_same_hard_consonants(one, other):
    assert bones(one) == bones(other)
    assert bones(one) != bones("karim")
