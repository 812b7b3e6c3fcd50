import pytest

from payvand.names import parse, skeleton


def compounds(text):
    return [(compound.text, compound.parts) for compound in parse(text).compounds]


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Abd al-Rahman", "AbdalRahman"),
        ("Abdul Rahman", "AbdulRahman"),
        ("عبد الرحمن", "عبدالرحمن"),
        ("Абду Раҳмон", "АбдуРаҳмон"),
        ("Муҳаммад ҷон", "Муҳаммадҷон"),
        ("Muhammad Ali", "MuhammadAli"),
        ("Nur ullah", "Nurullah"),
        ("Касым-Жомарт", "КасымЖомарт"),
        ("جمعه بیک", "جمعهبیک"),
        ("Раҳмон зода", "Раҳмонзода"),
    ],
)
def test_a_name_written_apart_is_also_offered_as_one(text, joined):
    assert joined in [found for found, _ in compounds(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Абдурраҳмон", ("Абдур", "раҳмон")),
        ("Абдуғаффор", ("Абду", "ғаффор")),
        ("Муҳаммадҷон", ("Муҳаммад", "ҷон")),
        ("Muhammadali", ("Muhammad", "ali")),
        ("Насриддин", ("Наср", "иддин")),
        ("Токтогул", ("Токто", "гул")),
        ("عبدالغفار", ("عبدال", "غفار")),
        ("نورالدین", ("نور", "الدین")),
    ],
)
def test_a_joined_name_is_also_offered_in_its_parts(text, parts):
    assert (text, parts) in compounds(text)


@pytest.mark.parametrize("text", ["Фаррух", "Ли", "Саидович", "А.С. Пушкин", "Али ибн Юсуф", ""])
def test_other_names_are_left_as_they_are(text):
    assert compounds(text) == []


def test_a_compound_tells_where_it_stands():
    name = parse("Мулло Abd al-Rahman")
    (compound,) = [found for found in name.compounds if len(found.parts) == 3]
    assert (compound.first, compound.last) == (1, 3)
    assert name.source[compound.start : compound.end] == "Abd al-Rahman"


def test_joined_and_split_spellings_of_three_scripts_meet():
    spellings = [
        "Абдурраҳмон",
        "Abd al-Rahman",
        "Abdul Rahman",
        "عبد الرحمن",
        "عبدالرحمن",
        "Abdurrahman",
        "ABDU RAHMAN",
    ]
    keys = [{skeleton(text)} | {skeleton(found) for found, _ in compounds(text)} for text in spellings]
    assert set.intersection(*keys) == {"abdrHmn"}
