"""Each level of each feature beyond the name, as two records show it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.matching import Record, Relative, compare
from payvand.matching.evidence import FEATURES, LEVELS
from payvand.matching.records import RELATIONS
from payvand.matching.weights import default_weights


def piece(feature, left, right):
    """The one piece of evidence of a feature, as note and bits; None where there is none."""
    found = [each for each in compare(Record("a", **left), Record("b", **right)).evidence if each.feature == feature]
    assert len(found) <= 1
    return found[0] if found else None


def note(feature, left, right):
    found = piece(feature, left, right)
    return found.note if found else None


BIRTHS = [
    ("1985-03-21", "1985-03-21", "same-date"),
    ("1985-03-21", "21.03.1985", "same-date"),
    ("1985-06-02", "1364/03/12", "same-date"),
    ("1985-06-02", "۱۲ جوزا ۱۳۶۴", "same-date"),
    ("1985-03", "1985-03-21", "same-month"),
    ("1985-01-01", "1985-07-21", "same-year"),
    ("1985-01-01", "1985-01-01", "same-year"),
    ("1985-07-01", "1985-11-02", "same-year"),
    ("1985-00-00", "1985-07-21", "same-year"),
    ("1985-03-04", "1985-04-03", "day-month-swapped"),
    ("1985-03-21", "1986-03-21", "year-off-by-one"),
    ("1985-03-21", "1995-03-21", "year-mistyped"),
    ("1958-03-21", "1985-03-21", "year-mistyped"),
    ("1985-03-20", "1985-03-21", "day-or-month-differs"),
    ("1985-03-21", "1985-08-21", "day-or-month-differs"),
    ("1985-03-20", "1985-04-21", "day-and-month-differ"),
    ("1985", "1986-08-21", "about-a-year-apart"),
    ("1364", "1985-08-21", "ranges-overlap"),
    ("35 лет в 2020", "1985-08-21", "ranges-overlap"),
    ("1364", "1987", "about-a-year-apart"),
    ("1983/1986", "1985-08-21", "wide-ranges-overlap"),
    ("1985-03-21", "1986-08-11", "date-differs"),
    ("1985", "1988-08-21", "few-years-apart"),
    ("1980/1985", "1988-08-21", "few-years-apart"),
    ("1985-03-21", "1992-08-11", "year-differs"),
    ("1985-03-21", "1962-03-21", "year-differs"),
    ("1980/1985", "1995", "year-differs"),
    ("1985-02-31", "1985-02-28", "unreadable"),
    ("spring", "1985", "unreadable"),
    ("1950/2000", "1985-08-21", None),
    ("1985", None, None),
    ("spring", None, None),
]


@pytest.mark.parametrize(("ours", "theirs", "expected"), BIRTHS)
def test_births(ours, theirs, expected):
    assert note("birth", {"birth_date": ours}, {"birth_date": theirs}) == expected
    assert note("birth", {"birth_date": theirs}, {"birth_date": ours}) == expected


def test_every_level_of_birth_is_shown_above():
    assert {expected for _, _, expected in BIRTHS} - {None} == set(LEVELS["birth"])


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ({"sex": "female"}, {"sex": "female"}, "same"),
        ({"sex": "female"}, {"sex": "male"}, "differs"),
        ({"sex": "female"}, {"name": "Каримова Зарина"}, "name-agrees"),
        ({"sex": "male"}, {"name": "Зарина Каримовна"}, "name-differs"),
        ({"name": "Каримова Зарина Саидовна"}, {"name": "Каримов Саид Саидович"}, "names-differ"),
        ({"sex": "other"}, {"sex": "male"}, None),
        ({"sex": "male"}, {"name": "Karim"}, None),
        ({"sex": "male"}, {}, None),
    ],
)
def test_sexes(left, right, expected):
    assert note("sex", left, right) == expected
    assert note("sex", right, left) == expected


PLACES = [
    ("Khujand", "Хуҷанд", "same"),
    ("Khujand, Sughd, Tajikistan", "خجند", "same"),
    ("Qishloqi Navobod", "кишлоки Навобод", "same"),
    ("Leninabad", "Khujand, Tajikistan", "former-name"),
    ("Фрунзе", "Bishkek", "former-name"),
    ("Целиноград", "Astana", "former-name"),
    ("Leninabad", "Ленинабад", "same"),
    ("Khujand", "Sughd, Tajikistan", "part"),
    ("Navobod, Khujand", "Khujand", "part"),
    ("Hisor, Tajikistan", "Tajikistan", "part"),
    ("Khujand", "Isfara, Sughd", "region"),
    ("Navobod, Hisor", "Chorbogh, Hisor", "region"),
    ("Khujand", "Dushanbe", "country"),
    ("Khujand", "Samarkand, Uzbekistan", "differs"),
    ("Qishloqi Navobod", "Zarchob", "differs"),
    ("Khujand", None, None),
    ("Khujand", " , ", None),
]


@pytest.mark.parametrize(("ours", "theirs", "expected"), PLACES)
def test_places(ours, theirs, expected):
    assert note("place", {"place": ours}, {"place": theirs}) == expected
    assert note("place", {"place": theirs}, {"place": ours}) == expected


def relatives(*told):
    return {"relatives": tuple(Relative(*each) for each in told)}


@pytest.mark.parametrize(
    ("feature", "left", "right", "expected"),
    [
        ("mother", {"mother": "Мехринисо"}, {"mother": "Mehriniso"}, "same"),
        ("mother", {"mother": "Мехринисо"}, relatives(("mother", "Mehriniso")), "same"),
        ("mother", {"mother": "Мехринисо"}, {"mother": "Zarina"}, "differs"),
        ("mother", {"mother": "Мехринисо"}, {}, None),
        ("spouse", {"spouse": "Далер Назаров"}, {"spouse": "Daler Nazarov"}, "same"),
        ("spouse", {"spouse": "Далер"}, relatives(("spouse", "Фируз"), ("spouse", "Daler")), "same"),
        ("spouse", {"spouse": "Далер"}, {"spouse": "Firuz"}, "differs"),
        ("child", relatives(("child", "Шаҳноза")), relatives(("child", "Shahnoza")), "same"),
        ("child", relatives(("child", "Шаҳноза")), relatives(("sibling", "Shahnoza")), None),
        ("sibling", relatives(("sibling", "Манучеҳр")), relatives(("sibling", "Manuchehr")), "same"),
        ("relative", relatives(("other", "Манучеҳр")), relatives(("sibling", "Manuchehr")), "same"),
        ("relative", relatives(("other", "Манучеҳр")), {"mother": "Manuchehr"}, None),
    ],
)
def test_relatives(feature, left, right, expected):
    assert note(feature, left, right) == expected
    assert note(feature, right, left) == expected


def test_more_children_alike_say_more():
    one = relatives(("child", "Шаҳноза"))
    two = relatives(("child", "Шаҳноза"), ("child", "Манучеҳр"))
    both = relatives(("child", "Shahnoza"), ("child", "Manuchehr"))
    assert piece("child", two, both).bits > piece("child", one, both).bits > 0
    assert piece("child", two, both).bits <= default_weights().most["child"]


def test_a_father_among_the_relatives_stands_with_the_name():
    left = {"given": "Фаррух", **relatives(("father", "Ҷамшед"))}
    found = compare(Record("a", **left), Record("b", given="Farrukh", father="Jamshed")).evidence
    assert ("father", "Ҷамшед", "Jamshed") in {(each.feature, each.left, each.right) for each in found}


@pytest.mark.parametrize(
    ("feature", "ours", "theirs", "expected"),
    [
        ("phones", ("+992 93 123-45-67",), ("00992 931234567",), "same"),
        ("phones", ("+7 926 1234567",), ("8 926 123 45 67",), "end-same"),
        ("phones", ("+992 93 1234567", "+992 90 7654321"), ("+992 90 765 43 21",), "same"),
        ("phones", ("+992 93 1234567",), ("+992 90 7654321",), "differs"),
        ("phones", ("none",), ("+992 90 7654321",), None),
        ("documents", ("А1234567",), ("A 1234567",), "same"),
        ("documents", ("A1234567",), ("1234567",), "digits-same"),
        ("documents", ("A1234567",), ("A7654321",), "differs"),
        ("documents", ("A1234567",), (), None),
    ],
)
def test_numbers(feature, ours, theirs, expected):
    name = feature.removesuffix("s")
    assert note(name, {feature: ours}, {feature: theirs}) == expected
    assert note(name, {feature: theirs}, {feature: ours}) == expected


def test_no_number_is_shown_whole():
    found = piece("phone", {"phones": ("+992 93 1234567",)}, {"phones": ("93 1234567",)})
    assert (found.left, found.right) == ("…567", "…567")


def test_a_telephone_is_not_a_document():
    assert note("phone", {"phones": ("1234567",)}, {"documents": ("1234567",)}) is None


def test_another_surname_costs_a_woman_less():
    def weight(sex):
        left = Record("a", given="Zarina", surname="Rahimova", sex=sex)
        return compare(left, Record("b", given="Zarina", surname="Yusupova", sex=sex)).weight

    assert weight("female") > weight(None) - 1
    married = {"given": "Zarina", "surname": "Rahimova", "sex": "female"}, {"given": "Zarina", "surname": "Yusupova"}
    single = {"given": "Firuz", "surname": "Rahimov", "sex": "male"}, {"given": "Firuz", "surname": "Yusupov"}
    costs = [
        min(each.bits for each in compare(Record("a", **left), Record("b", **right)).evidence if each.feature == "name")
        for left, right in (married, single)
    ]
    assert costs[0] > costs[1] + 0.5


def test_bits_are_those_of_the_table():
    found = piece("birth", {"birth_date": "1985-03-21"}, {"birth_date": "1985-03-21"})
    number = FEATURES.index("birth")
    assert found.bits == pytest.approx(default_weights().bits[number, 1], abs=1e-4)


def test_nearer_births_weigh_more():
    def bits(theirs):
        return piece("birth", {"birth_date": "1985-03-04"}, {"birth_date": theirs}).bits

    rising = ["1999-07-09", "1986-07-09", "1985-07-09", "1985-03-05", "1985-04-03", "1985-03-04"]
    assert (np.diff([bits(each) for each in rising]) > 0).all()


WORDS = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["Khujand", "Фрунзе", "Зарина", "1985", "1364/03/12"])
)
RECORDS = st.builds(
    Record,
    id=st.just("r"),
    name=WORDS,
    birth_date=WORDS,
    birth_year=st.one_of(st.none(), st.integers(-5, 3000)),
    birth_from=WORDS,
    birth_to=WORDS,
    age=st.one_of(st.none(), st.integers(-5, 500)),
    age_on=WORDS,
    sex=st.sampled_from([None, "female", "male", "other", "x"]),
    place=WORDS,
    mother=WORDS,
    spouse=WORDS,
    relatives=st.lists(st.builds(Relative, st.sampled_from(RELATIONS), st.text(max_size=8)), max_size=12).map(tuple),
    phones=st.lists(st.text(max_size=14), max_size=4).map(tuple),
    documents=st.lists(st.text(max_size=14), max_size=12).map(tuple),
)


@settings(deadline=None, max_examples=80)
@given(RECORDS, RECORDS)
def test_evidence_is_total_has_no_direction_and_adds_up(left, right):
    straight, turned = compare(left, right), compare(right, left)
    assert straight.weight == pytest.approx(turned.weight, abs=1e-3)
    assert straight.weight == pytest.approx(sum(each.bits for each in straight.evidence), abs=1e-3)
    assert 0 <= straight.probability <= 1
    for each in straight.evidence:
        assert each.feature in FEATURES
        assert each.feature in ("name", "father") or each.note in LEVELS[each.feature]


@settings(deadline=None, max_examples=40)
@given(RECORDS)
def test_no_fact_speaks_against_a_record_being_itself(record):
    against = [
        each
        for each in compare(record, record).evidence
        if each.bits < -1e-6 and each.feature in ("birth", "sex", "place", "phone", "document")
    ]
    assert not against
