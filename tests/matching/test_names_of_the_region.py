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
IN_OTHER_WORDS = [
    ("Иванов Серёжа", "Sergei Ivanov", "Марат Иванов"),
    ("Иванов Серёжа", "سرگئی ایوانف", "مراد ایوانف"),
    ("Саша Петрова", "Александра Петрова", "Зульфия Петрова"),
    ("Каримова Гуля", "Karimova Gulnora", "Karimova Zuhra"),
    ("Алиев Нурик", "Нұрсұлтан Әлиев", "Бекзат Әлиев"),
    ("Абду Раҳимов", "عبدالله رحیمی", "جمشید رحیمی"),
    ("Раҳимов Муҳ.", "Rahimov Muhammad", "Rahimov Jamshed"),
    ("Раҳимов Абд.", "Rahimov Abdurahmon", "Rahimov Jamshed"),
    ("Дж. Каримов", "Каримов Джамшед", "Каримов Тимур"),
    ("جورج دبلیو بوش", "George W. Bush", "Martin K. Bush"),
    ("А.С. Пушкин", "Пушкин Александр Сергеевич", "Пушкин Тимур Маратович"),
    ("Раҳимов Каримҷон", "Rahimov Karim", "Rahimov Tohir"),
    ("Саидов Карим Давлатович", "Карими Давлат", "Тоҳири Шариф"),
    ("Саидов Карим Давлатович", "Karim Davlat ugli", "Karim Tohir ugli"),
    ("Каримҷони Давлат", "Давлатов Карим", "Тоҳиров Карим"),
    ("Карим Давлатзода", "کریم ولد دولت", "کریم ولد طاهر"),
    ("Davlatzai Karim", "Карим сын Давлата", "Карим сын Тахира"),
    ("Каримова Мария", "Иванова Мария, урождённая Каримова", "Иванова Мария, урождённая Шарипова"),
    ("Каримова Мария", "Мария Иванова (Каримова)", "Мария Иванова (Шарипова)"),
]
"""A name, the same name in other words, and another name in the same words."""
TWO_PEOPLE = [
    ("Самадов Фаррух", "Ҳамидов Фаррух"),
    ("Саидов Азиз", "Акбаров Азиз"),
    ("Нозимовна Лола", "Насрулловна Лола"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_every_word_of_one_name_answers_to_one_of_the_other(one, other):
    evidence = compare(Record("1", name=one), Record("2", name=other)).evidence

    assert [piece.note for piece in evidence if piece.bits <= 0] == []


@pytest.mark.parametrize(("name", "same", "other"), IN_OTHER_WORDS)
def test_a_name_in_other_words_is_known_again(name, same, other):
    found = compare(Record("1", name=name), Record("2", name=same))

    assert found.weight > 10
    assert found.weight > compare(Record("1", name=name), Record("3", name=other)).weight + 5


@pytest.mark.parametrize(("short", "full"), [("Серёжа", "Сергей"), ("Gulya", "Gulnora"), ("عبدو", "عبدالله")])
def test_the_same_word_outweighs_the_full_name_of_a_short_form(short, full):
    weigh = [compare(Record("1", name=one), Record("2", name=full)).weight for one in (full, short)]

    assert weigh[0] > weigh[1] > 0


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_an_ending_that_everyone_has_makes_no_two_names_alike(one, other):
    alike = compare(Record("1", name=one), Record("2", name=one)).weight
    found = compare(Record("1", name=one), Record("2", name=other))

    assert [piece.note for piece in found.evidence if piece.bits < 0] == ["differs"]
    assert found.weight < alike - 10


def test_sisters_share_surname_and_father_and_are_two_people():
    one = Record("1", name="Абдураҳмонова Робия Давлатовна", father="Абдураҳмонов Давлат")
    sister = Record("2", name="Абдураҳмонова Шарифа Давлатовна", father="Абдураҳмонов Давлат")
    found = compare(one, sister)

    assert [(piece.left, piece.right) for piece in found.evidence if piece.bits < 0] == [("Робия", "Шарифа")]
    assert found.weight < compare(one, one).weight - 30


def test_a_father_said_twice_counts_once():
    told = Record("1", name="Каримов Далер Саидович", father="Каримов Саид")
    plain = Record("2", name="Каримов Далер Саидович")

    assert compare(told, told).weight == compare(plain, plain).weight
