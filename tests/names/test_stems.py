import pytest

from payvand.names import Certainty, Role, Sex, skeleton, stem

SURNAME, PATRONYMIC, NISBA, TRIBE = Role.SURNAME, Role.PATRONYMIC, Role.NISBA, Role.TRIBE
MALE, FEMALE, EITHER = Sex.MALE, Sex.FEMALE, Sex.UNKNOWN


@pytest.mark.parametrize(
    ("token", "left", "removed", "kind", "sex"),
    [
        ("Раҳимов", "Раҳим", "ов", SURNAME, MALE),
        ("Раҳимова", "Раҳим", "ова", SURNAME, FEMALE),
        ("Алиев", "Али", "ев", SURNAME, MALE),
        ("Алиева", "Али", "ева", SURNAME, FEMALE),
        ("Фёдоров", "Фёдор", "ов", SURNAME, MALE),
        ("Пушкин", "Пушк", "ин", SURNAME, MALE),
        ("Пушкина", "Пушк", "ина", SURNAME, FEMALE),
        ("Достоевский", "Достоев", "ский", SURNAME, MALE),
        ("RAHIMOVA", "RAHIM", "OVA", SURNAME, FEMALE),
        ("Hojiyev", "Hoji", "yev", SURNAME, MALE),
        ("Annamyradow", "Annamyrad", "ow", SURNAME, MALE),
        ("Berdiýewa", "Berdi", "ýewa", SURNAME, FEMALE),
        ("Karimoff", "Karim", "off", SURNAME, MALE),
        ("رحمانوف", "رحمان", "وف", SURNAME, MALE),
        ("کریموا", "کریم", "وا", SURNAME, FEMALE),
        ("Раҳмонзода", "Раҳмон", "зода", SURNAME, EITHER),
        ("Rahmonzoda", "Rahmon", "zoda", SURNAME, EITHER),
        ("نورزاده", "نور", "زاده", SURNAME, EITHER),
        ("Исмоилпур", "Исмоил", "пур", SURNAME, EITHER),
        ("Саидиён", "Саид", "иён", SURNAME, EITHER),
        ("Бухорӣ", "Бухор", "ӣ", NISBA, EITHER),
        ("БУХОРӢ", "БУХОР", "Ӣ", NISBA, EITHER),
        ("Бухори\u0304", "Бухор", "и\u0304", NISBA, EITHER),
        ("Рачкевич", "Рач", "кевич", SURNAME, EITHER),
        ("Barakzai", "Barak", "zai", TRIBE, EITHER),
        ("Саидович", "Саид", "ович", PATRONYMIC, MALE),
        ("Абдуллаевна", "Абдулла", "евна", PATRONYMIC, FEMALE),
        ("Saidovich", "Said", "ovich", PATRONYMIC, MALE),
        ("Нұрланұлы", "Нұрлан", "ұлы", PATRONYMIC, MALE),
        ("Нурланулы", "Нурлан", "улы", PATRONYMIC, MALE),
        ("Нұрланқызы", "Нұрлан", "қызы", PATRONYMIC, FEMALE),
        ("Nurlanuly", "Nurlan", "uly", PATRONYMIC, MALE),
        ("Nurlankyzy", "Nurlan", "kyzy", PATRONYMIC, FEMALE),
        ("Асануулу", "Асан", "уулу", PATRONYMIC, MALE),
        ("Каримжонўғли", "Каримжон", "ўғли", PATRONYMIC, MALE),
        ("Karimjono'g'li", "Karimjon", "o'g'li", PATRONYMIC, MALE),
        ("Karimjonoʻgʻli", "Karimjon", "oʻgʻli", PATRONYMIC, MALE),
        ("Karimjonqizi", "Karimjon", "qizi", PATRONYMIC, FEMALE),
        ("Atamyratogly", "Atamyrat", "ogly", PATRONYMIC, MALE),
        ("Atamyratgyzy", "Atamyrat", "gyzy", PATRONYMIC, FEMALE),
    ],
)
def test_an_ending_is_taken_off_and_kept(token, left, removed, kind, sex):
    found = stem(token)
    assert (found.stem, found.removed, found.kind, found.sex) == (left, removed, kind, sex)


@pytest.mark.parametrize(
    "token",
    [
        "Насриддин",
        "Ҳусайн",
        "Амин",
        "Марина",
        "Лев",
        "Ева",
        "Али",
        "Алӣ",
        "Ҳоҷӣ",
        "شریف",
        "یوسف",
        "Шаҳзода",
        "Беҳзод",
        "Ов",
        "Rasuli",
        "Адриен",
        "Яков",
        "Валентина",
        "",
        "ов",
    ],
)
def test_a_name_that_only_looks_so_keeps_its_end(token):
    assert stem(token) == (token, "", None, Sex.UNKNOWN, Certainty.UNKNOWN)


def test_endings_too_common_elsewhere_hold_only_where_the_language_is_given():
    assert stem("Асандин").removed == ""
    assert stem("Асандын", "ky").removed == "дын"
    assert stem("Nurlanuli").removed == ""
    assert stem("Nurlanuli", "kk").removed == stem("Nurlanuli", "kk-Latn").removed == "uli"


@pytest.mark.parametrize(
    "family",
    [
        [
            "Раҳмон",
            "Раҳмонов",
            "Раҳмонова",
            "Раҳмонзода",
            "Rahmonov",
            "Rakhmonova",
            "Rahmonzoda",
            "رحمانوف",
            "Рахмонович",
        ],
        ["Нурмат", "Нурматов", "Нурматова", "Nurmatow", "Nurmatzoda", "Nurmatovna"],
    ],
)
def test_the_stems_of_one_family_have_one_skeleton(family):
    assert len({skeleton(stem(name).stem) for name in family}) == 1
