"""Which script a text is in, and which languages it could be."""

import enum
import re
import unicodedata
from typing import Final, NamedTuple

from payvand.names import tables
from payvand.names.certainty import Certainty
from payvand.names.signs import APOSTROPHES

_LATIN: Final = "A-Za-zªºÀ-ÖØ-öø-ɏʰ-ʸḀ-ỿＡ-Ｚａ-ｚ"
_CYRILLIC: Final = "Ѐ-ҁҊ-ԯᲀ-ᲈⷠ-ⷿꙀ-ꚟ"
_ARABIC: Final = "ؠ-ي\u066e-ۓەۥۦۮۯۺ-ۼۿݐ-ݿࡰ-ࣿﭐ-ﷻﹰ-ﻼ"


class Script(enum.StrEnum):
    """The script of a text.

    MIXED: letters of more than one script. OTHER: letters of none of ours. NONE: no letters.
    """

    LATIN = "Latn"
    CYRILLIC = "Cyrl"
    ARABIC = "Arab"
    MIXED = "mixed"
    OTHER = "other"
    NONE = "none"


class LanguageGuess(NamedTuple):
    """A language that a text could be in, by its letters alone.

    `language` is a tag (`uz-Latn`, `kk`, …), `certainty` how sure, `letters` the letters that speak for it.
    """

    language: str
    certainty: Certainty
    letters: str


_PATTERNS: Final = {
    Script.LATIN: re.compile(f"[{_LATIN}]"),
    Script.CYRILLIC: re.compile(f"[{_CYRILLIC}]"),
    Script.ARABIC: re.compile(f"[{_ARABIC}]"),
}
_WHOLE: Final = {
    Script.LATIN: re.compile(f"[{_LATIN}]+"),
    Script.CYRILLIC: re.compile(f"[{_CYRILLIC}]+"),
    Script.ARABIC: re.compile(f"[{_ARABIC}]+"),
}
_ANY_OF_OURS: Final = re.compile(f"[{_LATIN}{_CYRILLIC}{_ARABIC}{APOSTROPHES}\\W\\d_]+")


def detect_script(text: str) -> Script:
    """The script of the letters of a text; digits, marks and punctuation do not count. Total."""
    for script, whole in _WHOLE.items():
        if whole.fullmatch(text):
            return script
    found = [script for script, pattern in _PATTERNS.items() if pattern.search(text)]
    if len(found) == 1 and not _ANY_OF_OURS.sub("", text):
        return found[0]
    if found:
        return Script.MIXED
    letters = any(letter.isalpha() and letter not in APOSTROPHES for letter in text)
    return Script.OTHER if letters else Script.NONE


_UZBEK_LETTER: Final = re.compile(f"([oOgG])[{APOSTROPHES}]")
_TAGS: Final = {
    Script.LATIN: ("uz-Latn", "tk-Latn", "en"),
    Script.CYRILLIC: ("ru", "tg", "uz-Cyrl", "kk", "ky", "tk-Cyrl"),
    Script.ARABIC: ("fa-AF", "ar", "uz-Arab"),
}


def guess_languages(text: str) -> tuple[LanguageGuess, ...]:
    """The languages whose alphabets hold every letter of the text, the likeliest first; empty where none of ours does.

    Several guesses mean that it could be any of them: a name of plain Russian letters is Russian, Tajik, Kyrgyz…
    A guess is LIKELY when a letter speaks for it alone, else POSSIBLE; letters never make it SURE.
    """
    script = detect_script(text)
    plain = unicodedata.normalize("NFC", text.casefold().replace("i\u0307", "i"))
    seen = {letter for letter in plain if letter.isalpha() and letter not in APOSTROPHES}
    if script is Script.LATIN and _UZBEK_LETTER.search(text):
        return (
            LanguageGuess("uz-Latn", Certainty.LIKELY, "".join(sorted({m[0] for m in _UZBEK_LETTER.findall(plain)}))),
        )
    alphabets = tables.alphabets()
    fitting = [tag for tag in _TAGS.get(script, ()) if seen <= alphabets[tag]]
    common = frozenset.intersection(*(alphabets[tag] for tag in _TAGS[script])) if fitting else frozenset()
    telling = "".join(
        sorted(
            seen - common - (alphabets["ru"] if script is Script.CYRILLIC else frozenset("abcdefghijklmnopqrstuvwxyz"))
        )
    )
    certainty = Certainty.LIKELY if len(fitting) == 1 and telling else Certainty.POSSIBLE
    return tuple(LanguageGuess(tag, certainty, telling) for tag in fitting)
