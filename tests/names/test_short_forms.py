import pytest
from hypothesis import given
from hypothesis import strategies as st

from payvand.names import full_names, sex_of_given, without_addition
from payvand.names.short_forms import MOST_FULL_NAMES


def full(token):
    return [found.text for found in full_names(token)]


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("Серёжа", "Сергей"),
        ("СЕРЕЖА", "Сергей"),
        ("Seryozha", "Sergey"),
        ("Serezha", "Sergey"),
        ("سریوژا", "سرگئی"),
        ("Саша", "Александр"),
        ("Саша", "Александра"),
        ("Наташа", "Наталья"),
        ("Гуля", "Гулнора"),
        ("Gulya", "Gulnora"),
        ("Нурик", "Нұрсұлтан"),
        ("Абду", "Абдулло"),
        ("عبدو", "عبدالله"),
        ("Md", "Muhammad"),
        ("ممد", "محمد"),
        ("Dilya", "Dilnoza"),
        ("Баха", "Бахтиёр"),
        ("Najib", "Najibullah"),
    ],
)
def test_a_short_form_leads_to_the_full_name_in_its_own_script(short, name):
    assert name in full(short)


@pytest.mark.parametrize("name", ["Сергей", "Наталья", "Бахтиёр", "Muhammad", "عبدالله", "Гулнора", ""])
def test_a_full_name_leads_nowhere(name):
    assert full(name) == []


def test_a_short_form_of_many_names_costs_more_and_leads_to_four_at_most():
    (sergey,) = full_names("Серёжа")
    slava = full_names("Слава")

    assert sergey.bits == 2.0
    assert len(slava) == MOST_FULL_NAMES
    assert min(found.bits for found in slava) > sergey.bits


@pytest.mark.parametrize(
    ("name", "rest", "bits"),
    [
        ("Каримҷон", "Карим", 2.0),
        ("Karimjon", "Karim", 2.0),
        ("Karim-jon", "Karim", 2.0),
        ("کریم‌جان", "کریم", 2.0),
        ("Нилуфархон", "Нилуфар", 3.0),
        ("Турсунбой", "Турсун", 4.0),
        ("Бауыржан", "Бауыр", 2.0),
        ("Зебониссой", "Зебонисс", 4.0),
        ("Муҳаммадкарим", "карим", 3.0),
        ("محمدکریم", "کریم", 3.0),
    ],
)
def test_an_addition_may_be_left_out(name, rest, bits):
    found = without_addition(name)
    assert found is not None
    assert (found.text.strip("-\u200c"), found.bits) == (rest, bits)


@pytest.mark.parametrize("name", ["Ҷаҳон", "Бурҳон", "Айбек", "Толой", "Муҳаммад", "Jon", "جان", ""])
def test_what_would_leave_too_little_is_no_addition(name):
    assert without_addition(name) is None


@pytest.mark.parametrize(
    ("name", "sex"),
    [
        ("Саодатбону", "female"),
        ("Наташа", "female"),
        ("Сергей", "male"),
        ("Насриддин", "male"),
        ("Najibullah", "male"),
        ("Саша", ""),
        ("Карим", ""),
        ("Бону", ""),
    ],
)
def test_the_sex_that_a_given_name_tells(name, sex):
    assert sex_of_given(name) == sex


@given(st.text(max_size=60))
def test_any_text_is_taken(text):
    full_names(text)
    sex_of_given(text)
    found = without_addition(text)
    assert found is None or found.text in text
