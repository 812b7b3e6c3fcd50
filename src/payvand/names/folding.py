"""Folding by script: the form of a name in which spellings that differ only in signs are the same.

It folds by script and not by language, because a list mixes languages: Tajik, Uzbek, Kazakh, Kyrgyz and Turkmen letters
go to their Russian neighbours, letter variants of Arabic script to one letter, marked Latin letters to their base.
"""

import functools
import unicodedata
from typing import Final

from payvand.names.signs import APOSTROPHES

_GROUPS: Final = {
    # Cyrillic: letters beyond the Russian alphabet go to the neighbour that a Russian keyboard offers.
    "г": "ғҕґ", "к": "қҡҝ", "х": "ҳһ", "о": "өӧ", "а": "ә", "у": "ұүў", "и": "іїѵ", "н": "ңҥњ", "й": "ј", "е": "єѣ",
    "ф": "ѳ", "дж": "ҷҗџ", "л": "љ", "д": "ђ", "ч": "ћ",
    # Latin letters that Unicode does not take apart.
    "i": "ı", "a": "ə", "o": "ø", "oe": "œ", "ae": "æ", "d": "đð", "th": "þ", "l": "ł", "n": "ŋ", "h": "ħ",
    # Arabic script: Persian, Arabic, Pashto, Urdu, Uzbek and Uyghur variants of one letter.
    "ک": "كڪ", "ی": "يىېۍےۓ", "ه": "ةەہھۀۃ", "ا": "ٱأإآ", "ر": "ړڕڑ", "د": "ډڈ", "ت": "ټٹ", "ن": "ڼںڭ", "گ": "ګڴ",
    "و": "ۇۆۉۋۅۈ", "ل": "ڵ", "ف": "ڤڨ",
    # Signs that fall away: the hard and the soft sign, hamza by itself, tatweel.
    "": "ъьءـ" + APOSTROPHES,
}  # fmt: skip

_LETTERS: Final = {letter: base for base, variants in _GROUPS.items() for letter in variants}
_STEPS: Final = 8  # NFKD and case folding settle in three steps on all of Unicode; the rest is room
_BY_CATEGORY: Final = {"Cs": "", "Cf": "", "Cc": " ", "Zs": " ", "Zl": " ", "Zp": " ", "Pd": "-"}


def _fold_letter(letter: str) -> str:
    """One character in folded form, with its own pieces not yet folded."""
    known = _LETTERS.get(letter)
    if known is not None:
        return known
    category = unicodedata.category(letter)
    by_category = _BY_CATEGORY.get(category)
    if by_category is not None:
        return by_category
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if unicodedata.combining(letter):
        return ""
    return unicodedata.normalize("NFKD", letter).casefold()


class _Fold(dict[int, str]):
    """Folds each character once, when it is first met: `str.translate` asks for it."""

    def __missing__(self, code: int) -> str:
        text = chr(code)
        for _ in range(_STEPS):
            folded = "".join(map(_fold_letter, text))
            if folded == text:
                break
            text = folded
        self[code] = text
        return text


_FOLD: Final = _Fold()


def fold(text: str) -> str:
    """The folded form of any text: lower case, no marks, signs or double spaces, neighbouring letters made one.

    Total over any string (lone surrogates fall away) and idempotent: `fold(fold(x)) == fold(x)`. The result can be
    encoded in UTF-8 and holds no control characters. Digits of any script become ASCII digits.
    """
    return " ".join(text.translate(_FOLD).split())


@functools.lru_cache(maxsize=65536)
def fold_token(token: str) -> str:
    """`fold`, remembered: for tokens, which come again and again."""
    return fold(token)


def folded_lengths(token: str) -> list[int]:
    """How many folded letters each character of a token gives: leads from the folded form back to the source."""
    return [len(_FOLD[ord(letter)].strip()) for letter in token]


_PUNCTUATION: Final = str.maketrans(dict.fromkeys('-_.,;:/\\|()[]{}<>«»"“”„؛،؟!?*+&#@=~^', " "))


def search_fold(text: str) -> str:
    """The form that a database column keeps for `contains`: folded, punctuation and hyphens become spaces.

    Fold what is looked for with the same function. Idempotent and total, as `fold`.
    """
    return " ".join(fold(text).translate(_PUNCTUATION).split())
