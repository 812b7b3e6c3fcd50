"""Letters as the likeness model counts them: a token becomes its script and a row of small numbers.

Only what carries sound is kept. Case, combining marks that no alphabet of ours needs, apostrophes and hyphens fall
away; a letter that the model has not met is taken for its base letter (`ț` for `t`). The letters that Tajik, Uzbek,
Kazakh, Kyrgyz and Turkmen add to the Russian alphabet count as those that Russian papers write for them: the spellings
that the model learned from hardly have them. Nothing here is shown to a reader.
"""

import functools
import unicodedata
from typing import Final

SCRIPTS: Final = ("Arab", "Cyrl", "Latn")
"""From the script that writes fewest letters for a sound to the one that writes most: source before target."""

ARABIC: Final = "Arab"

START: Final = "^"
"""Stands before the first letter of a token, so that what begins a name can be learned apart."""

LONGEST: Final = 24
"""Letters of a token that take part in likeness; what follows is kept for display only."""

_SAME_LETTER: Final = str.maketrans(
    {
        "ك": "ک", "ي": "ی", "ى": "ی", "ۍ": "ی", "ې": "ی", "ة": "ه", "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه",
        "أ": "ا", "إ": "ا",
        "ٱ": "ا", "ؤ": "و", "ئ": "ی", "ۋ": "و", "ۇ": "و", "ۆ": "و", "ڭ": "ن", "ګ": "گ", "ړ": "ر", "ڕ": "ر", "ډ": "د",
        "ټ": "ت",
        "ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ے": "ی", "ڤ": "ف", "ـ": "", "ʿ": "", "ʾ": "", "ʹ": "",
        "ڵ": "ل", "ڼ": "ن", "ں": "ن", "ѐ": "е", "ѝ": "и", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o",
        "þ": "th",
        "ғ": "г", "қ": "к", "ҳ": "х", "ҷ": "дж", "җ": "дж", "ә": "а", "ө": "о", "ү": "у", "ұ": "у", "ң": "н", "һ": "х",
        "ð": "d", "ђ": "дь", "ћ": "ч", "љ": "ль", "њ": "нь", "џ": "дж", "ј": "й", "ѣ": "е", "ѳ": "ф", "ѵ": "и",
    }
)  # fmt: skip


@functools.lru_cache(maxsize=4096)
def script_of(letter: str) -> str | None:
    """The script of one letter among `SCRIPTS`, or None for letters of other scripts and for all that is no letter."""
    name = unicodedata.name(letter, "")
    if name.startswith("LATIN ") or letter == "ʻ":
        return "Latn"
    if name.startswith("CYRILLIC "):
        return "Cyrl"
    return "Arab" if name.startswith("ARABIC ") else None


@functools.lru_cache(maxsize=4096)
def plain(letter: str) -> str:
    """The letter without marks: `é` gives `e`, `й` gives `и`; a letter that has no base gives itself."""
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def spell(token: str) -> str:
    """The letters of a token that carry sound, lower case, composed; digits stay, all else falls away."""
    if token.isascii() and token.isalpha():
        return token.lower()
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", token).casefold()).translate(_SAME_LETTER)
    if text.isalpha():
        return text
    return "".join(letter for letter in text if letter.isalpha() or letter.isdecimal())


def script_of_token(spelled: str) -> str | None:
    """The script most of the letters are in; None where there is none of ours."""
    if spelled.isascii() and spelled.isalpha():
        return "Latn"
    found = [script for letter in spelled if (script := script_of(letter))]
    return max(SCRIPTS, key=found.count) if found else None
