"""Spellings of one name that papers of the region really show, and names that only look alike."""

import pytest

from payvand.matching import Record, compare

ONE_PERSON = [
    ("Баҳодурова Саодат", "سعادت بهادری"),
    ("Илҳомов Зафар", "ظفر الهامی"),
    ("Рустамов Ғулом", "غلام رستمی"),
    ("Ҷаҳонгирова Саодат", "سعادت جهانگیری"),
    ("Мирзоева Ирода", "اراده میرزازاده"),
    ("Қурбонов Ҷамшед", "Курбанов Джамшид"),
    ("Қурбонов Ҷамшед", "KURBONOV DZHAMSHED"),
    ("Жұмабек Әділ", "Джумабек Адиль"),
    ("Үсөнов Өмүр", "Усенов Омур"),
    ("Карим Раҳимӣ", "Rahimov Karim"),
    ("Холиқ Саидзода", "Саидов Холик"),
]
TWO_PEOPLE = [
    ("Самадов Фаррух", "Ҳамидов Фаррух"),
    ("Саидов Азиз", "Акбаров Азиз"),
    ("Нозимовна Лола", "Насимовна Лола"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_every_word_of_one_name_answers_to_one_of_the_other(one, other):
    evidence = compare(Record("1", name=one), Record("2", name=other)).evidence

    assert [piece.note for piece in evidence if piece.bits <= 0] == []


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_an_ending_that_everyone_has_makes_no_two_names_alike(one, other):
    alike = compare(Record("1", name=one), Record("2", name=one)).weight

    assert compare(Record("1", name=one), Record("2", name=other)).weight < 0.6 * alike


def test_sisters_share_surname_and_father_and_are_two_people():
    one = Record("1", name="Абдураҳмонова Робия Давлатовна", father="Абдураҳмонов Давлат")
    sister = Record("2", name="Абдураҳмонова Шарифа Давлатовна", father="Абдураҳмонов Давлат")

    assert compare(one, sister).weight < 0.25 * compare(one, one).weight


def test_a_father_said_twice_counts_once():
    told = Record("1", name="Каримов Далер Саидович", father="Каримов Саид")
    plain = Record("2", name="Каримов Далер Саидович")

    assert compare(told, told).weight == compare(plain, plain).weight
