import pytest

from payvand.names import MISSING_VOWEL, UnknownSchemeError, romanise, schemes


@pytest.mark.parametrize(
    ("language", "scheme", "text", "latin"),
    [
        ("ru", "ICAO9303", "Юлия Щукина", "Iuliia Shchukina"),
        ("ru", "MVD310-1997", "Юлия", "Yuliya"),
        ("ru", "MVD310-fr", "Юлия Чужова", "Iouliia Tchoujova"),
        ("ru", "GOST-R-52535-2006", "Цой", "Tcoi"),
        ("ru", "BGN/PCGN", "Елена Воробьёва", "Yelena Vorob’yëva"),
        ("ru", "ODNI-2015", "Воробьёва", "Vorobyeva"),
        ("uz-Cyrl", "UZ-1995", "Ғофур Ўктамов", "Gʻofur Oʻktamov"),
        ("uz", "UZ-1995", "Елена Циркунова Лоцман", "Yelena Sirkunova Lotsman"),
        ("kk", "BGN/PCGN-1979", "Нұрғиса Әуезов", "Nurghīsa Äūezov"),
        ("kk", "KZ-2021-draft", "Қуаныш", "Quanyş"),
        ("ky", "BGN/PCGN-1979", "Чыңгыз Өмүров", "Chynggyz Ömürov"),
        ("tg", "BGN/PCGN-1994", "Рӯдакӣ Ҷомӣ", "Rŭdakí Jomí"),
        ("tg", "ODNI-2015", "Раҳимов Ҷамшед", "Rahimov Jamshed"),
        ("tg", "ICAO9303", "Раҳимов Ҷамшед", "Rakhimov Chamshed"),
        ("tk-Cyrl", "TKM-1993", "Гурбангулы Бердимухаммедов", "Gurbanguly Berdimuhammedow"),
        ("fa-AF", "BGN/PCGN-2007", "غَزْنِي", "ghaznī"),
        ("prs", "ODNI-2015", "حَسَن", "hasan"),
        ("ar", "BGN/PCGN-1956", "الرِّيَاض", "ar riyāḑ"),
        ("fa-AF", "ICAO9303", "شَاه چِگ", "xshah xcxgg"),
        ("ar", "ICAO9303", "مُحَمَّد", "mxhmmd"),
    ],
)
def test_a_scheme_writes_what_its_papers_say(language, scheme, text, latin):
    assert romanise(text, language, scheme).text == latin


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("ЖУРАЕВ", "ZHURAEV"),
        ("Жураев", "Zhuraev"),
        ("жураев", "zhuraev"),
        ("Ж. Жураев", "Zh. Zhuraev"),
        ("Ж.Ж.", "Zh.Zh."),
        ("Я", "Ia"),
        ("АЖ", "AZH"),
    ],
)
def test_the_case_of_the_source_is_kept(text, latin):
    assert romanise(text, "ru").text == latin


@pytest.mark.parametrize(
    ("text", "marked", "plain"),
    [
        ("محمد", "m·ḩ·m·d", "mḩmd"),
        ("ابراهیم", "·b·rāhīm", "brāhīm"),
        ("یوسف", "yūs·f", "yūsf"),
        ("ایران", "īrān", "īrān"),
        ("مُحَمَّد", "muḩammad", "muḩammad"),
        ("آرش", "ār·sh", "ārsh"),
    ],
)
def test_vowels_that_are_not_written_are_marked_and_not_invented(text, marked, plain):
    found = romanise(text, "fa-AF", "BGN/PCGN-2007")
    assert found.text == marked.replace("·", MISSING_VOWEL)
    assert found.plain == plain
    assert [found.text[place] for place in found.missing_vowels] == [MISSING_VOWEL] * marked.count("·")


def test_every_piece_leads_back_to_its_source_letters():
    found = romanise("Щукин Ҷ.", "ru")
    pieces = [
        (found.source[span.source_start : span.source_end], found.text[span.start : span.end]) for span in found.spans
    ]
    assert pieces[:3] == [("Щ", "Shch"), ("у", "u"), ("к", "k")]
    assert [found.source[span.source_start : span.source_end] for span in found.unmapped] == ["Ҷ"]


def test_a_letter_and_its_combining_mark_are_one_piece():
    found = romanise("Саи\u0306д", "ru", "ICAO9303")
    assert found.text == "Said"
    assert (found.spans[2].source_start, found.spans[2].source_end) == (2, 4)


def test_the_schemes_of_a_language_begin_with_its_default():
    assert schemes("ru")[0] == romanise("Али", "ru").scheme == "ICAO9303"
    assert schemes("uz-Cyrl") == schemes("uz") == ("UZ-1995", "ODNI-2015", "BGN/PCGN-1979", "ICAO9303")
    assert schemes("fa") == schemes("prs") == schemes("fa-AF") != ()
    assert schemes("la") == ()


@pytest.mark.parametrize(("language", "scheme"), [("ru", "nothing"), ("la", None), ("", None)])
def test_an_unknown_scheme_is_an_error_that_names_those_that_there_are(language, scheme):
    with pytest.raises(UnknownSchemeError, match="there are: " + (", ".join(schemes(language)) or "none")):
        romanise("Али", language, scheme)


def test_expectations_hold_but_for_the_known_misses(expectations, systems, comparable, known_misses):
    missed = set()
    for row in expectations:
        text = romanise(row.source, *systems[row.system]).text
        if comparable(text) != comparable(row.latin):
            missed.add((row.system, row.source, text))
    assert missed == {(miss.system, miss.source, miss.got) for miss in known_misses if miss.kind == "romanisation"}


def test_every_system_that_we_claim_is_among_the_expectations(expectations, systems):
    assert {row.system for row in expectations} == set(systems)


def test_every_known_miss_has_its_reason(known_misses):
    assert [miss for miss in known_misses if not miss.reason] == []
