import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.matching import build_gazetteer
from payvand.matching.gazetteer import FORMER, GAZETTEER_FILE, keys, levels, same, within


def key(text):
    return keys(text)[0]


def test_the_package_holds_what_the_tables_say():
    assert GAZETTEER_FILE.read_text(encoding="utf-8") == build_gazetteer.text()


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("Khujand", "Leninabad"),
        ("Хуҷанд", "Ленинабад, СССР"),
        ("خجند", "Ходжент"),
        ("Bishkek", "Frunze"),
        ("Бишкек", "город Фрунзе"),
        ("Astana", "Tselinograd"),
        ("Астана", "Акмолинск"),
        ("Almaty", "Alma-Ata"),
        ("Dushanbe", "Сталинабад"),
        ("Bokhtar", "Курган-Тюбе"),
        ("Туркменбашы", "Красноводск"),
        ("Sughd", "Ленинабадская область"),
        ("Санкт-Петербург", "Ленинград"),
    ],
)
def test_a_place_is_the_same_by_its_former_name(now, before):
    assert same(key(now), key(before))
    assert key(before) & FORMER
    assert not key(now) & FORMER


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("Khujand", "Sughd"),
        ("Ленинабад", "Суғд"),
        ("Khujand", "Tajikistan"),
        ("Душанбе", "Таджикистан"),
        ("Samarkand", "Oʻzbekiston"),
        ("Каракол", "Кыргызстан"),
    ],
)
def test_a_place_lies_in_another(inner, outer):
    assert within(key(inner), key(outer))
    assert not within(key(outer), key(inner))


def test_the_larger_levels_say_which_of_several_is_meant():
    uzbek, tajik = key("Guliston, Uzbekistan"), key("Гулистон, Тоҷикистон")
    assert uzbek
    assert tajik
    assert not same(uzbek, tajik)
    assert key("Гулистон") == 0, "two towns have this name, and nothing says which"


def test_a_town_and_its_region_of_one_name():
    assert within(key("Namangan"), key("Namangan viloyati"))
    assert not same(key("Namangan"), key("Namangan viloyati"))
    assert keys("Some village, Namangan")[1] == key("Namangan viloyati")


def test_what_is_not_known_has_no_key():
    assert keys("Qishloqi Nomaʼlum, Hisor district") == (0, 0)
    assert keys("") == ()
    assert levels("a, b، c;d,,e,f,g") == ["a", "b", "c", "d", "e"]


@given(st.text(max_size=60))
def test_any_text_has_as_many_keys_as_levels(text):
    assert len(keys(text)) == len(levels(text))
