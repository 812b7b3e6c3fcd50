import pytest

from payvand.names import Certainty, Script, detect_script, guess_languages


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Раҳимов", Script.CYRILLIC),
        ("Oʻgʻli", Script.LATIN),
        ("Ýusup", Script.LATIN),
        ("محمد اشرف", Script.ARABIC),
        ("علی‌رضا ۱۳۶۵", Script.ARABIC),
        ("Aшгабат", Script.MIXED),
        ("Rahim رحیم", Script.MIXED),
        ("მარიამ", Script.OTHER),
        ("Rahim 王", Script.MIXED),
        ("12.05.1985", Script.NONE),
        ("", Script.NONE),
        ("ʻ", Script.NONE),
        ("😀 —", Script.NONE),
    ],
)
def test_script_is_told_by_the_letters(text, script):
    assert detect_script(text) is script


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Ҷамшед", ["tg"]),
        ("Жұмабек", ["kk"]),
        ("Ўктам", ["uz-Cyrl"]),
        ("Теҗен", ["tk-Cyrl"]),
        ("Раҳимов", ["tg", "uz-Cyrl"]),
        ("Үсөн", ["kk", "ky", "tk-Cyrl"]),
        ("Рахимов", ["ru", "tg", "uz-Cyrl", "kk", "ky", "tk-Cyrl"]),
        ("Щукин", ["ru", "kk", "ky", "tk-Cyrl"]),
        ("Gʻulom", ["uz-Latn"]),
        ("G'ulom", ["uz-Latn"]),
        ("Şöhrat", ["tk-Latn"]),
        ("Wali", ["tk-Latn", "en"]),
        ("Xolmat", ["uz-Latn", "en"]),
        ("پروین", ["fa-AF", "uz-Arab"]),
        ("فاطمة", ["ar"]),
        ("მარიამ", []),
        ("", []),
    ],
)
def test_languages_are_those_whose_alphabet_holds_every_letter(text, languages):
    assert [guess.language for guess in guess_languages(text)] == languages


def test_a_letter_that_speaks_for_one_language_makes_the_guess_likely_and_is_named():
    (guess,) = guess_languages("Ҷамшед")
    assert (guess.certainty, guess.letters) == (Certainty.LIKELY, "ҷ")


def test_plain_letters_only_ever_make_a_guess_possible():
    assert {guess.certainty for guess in guess_languages("Рахимов")} == {Certainty.POSSIBLE}
