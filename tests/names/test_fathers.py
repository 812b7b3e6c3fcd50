import pytest

from payvand.names import Certainty, father_stem, parse, skeleton


@pytest.mark.parametrize(
    ("text", "father"),
    [
        ("Раҳимов Фаррух Саидович", "Саид"),
        ("Иванова Мария Сергеевна", "Серге"),
        ("Karimov Anvar Botir oʻgʻli", "Botir"),
        ("Асан уулу Бакыт", "Асан"),
        ("Назарбаев Нұрсұлтан Әбішұлы", "Әбіш"),
        ("احمد ولد محمود", "محمود"),
        ("Ali ibn Abd al-Rahman", "Abd al-Rahman"),
        ("Hoshimov Anvar Abdul Rahim oʻgʻli", "Abdul Rahim"),
        ("احمد بن محمد بن علی", "محمد"),
    ],
)
def test_the_father_is_read_out_of_the_name(text, father):
    found = father_stem(parse(text))
    assert found is not None
    assert found.stem == father
    assert found.certainty is Certainty.SURE


def test_a_name_that_does_not_tell_has_no_father():
    assert father_stem(parse("Эмомалӣ Раҳмон")) is None


def test_one_father_in_four_forms_has_one_skeleton():
    forms = ["Каримов Анвар Ботирович", "Karimov Anvar Botir oʻgʻli", "Анвар ибни Ботир", "انور ولد باتر"]
    assert {skeleton(father_stem(parse(form)).stem) for form in forms} == {"btr"}
