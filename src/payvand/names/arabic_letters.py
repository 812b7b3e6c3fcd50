"""Reads a token in Arabic script as Latin letters for comparing: what is written and no more."""

import re
from typing import Final

from payvand.names import tables
from payvand.names.folding import fold_token
from payvand.names.signs import HARAKAT

_CONSONANTS: Final = {
    "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ذ": "z", "ر": "r",
    "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q",
    "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ځ": "z", "څ": "ts", "ږ": "zh", "ښ": "sh", "ع": "'",
}  # fmt: skip
_MARKS: Final = {
    "\u064e": "a",
    "\u0650": "i",
    "\u064f": "u",
    "\u064b": "an",
    "\u064d": "in",
    "\u064c": "un",
    "\u0670": "a",
}
_MARKED: Final = re.compile("[\u064b-\u064d\u064e-\u0650\u0670]")
_OF_GOD: Final = re.compile("ا?لله$")
_LONG: Final = "اوی"
_ARTICLE_LEAVES: Final = 3


def _without_article(folded: str) -> str:
    """The folded token without a leading ال, unless it belongs to the name."""
    if folded.startswith("ال") and len(folded) - 2 >= _ARTICLE_LEAVES and folded not in tables.article_kept():
        return folded[2:]
    return folded


def _weak(folded: str, place: int) -> str:
    """How و and ی are read at a place: as a consonant beside a vowel or at the start, else as a vowel."""
    consonant, vowel = ("v", "u") if folded[place] == "و" else ("y", "i")
    before, after = folded[place - 1 : place], folded[place + 1 : place + 2]
    if place == 1 and before == "ا" and after not in ("", "ا"):
        return vowel
    if after == "ا" and folded[place + 2 : place + 3] == "ل" and len(folded) - place > _ARTICLE_LEAVES + 1:
        return vowel
    before_long_i = vowel == "u" and after == "ی" and folded[place + 2 : place + 3] != "ا"
    if not before or before == "ا" or after == "ا" or before_long_i:
        return consonant
    return consonant + vowel if before == folded[place] else vowel


def _alef(folded: str, place: int) -> str:
    """A long a; before و or ی at the start the alef only carries the vowel that they write."""
    carries = place == 0 and folded[1:2] in ("و", "ی") and folded[2:3] not in ("", "ا")
    return "" if carries else "a"


def pieces_of_arabic(text: str) -> list[str]:
    """Latin letters for each letter and vowel sign of a token in Arabic script, ' for ayn.

    Short vowels stand only where signs write them.
    """
    marks = _marks_by_letter(text) if _MARKED.search(text) else {}
    folded = fold_token(text)
    bare = _without_article(folded)
    if bare.endswith("لله"):
        return [*_letters(_OF_GOD.sub("", bare), {}), *"allah"]
    cut = len(folded) - len(bare)
    return _letters(bare, {place - cut: mark for place, mark in marks.items()})


def _is_a(folded: str, place: int) -> bool:
    """Whether a letter is read a: ayn at the start, and a last ه that no long vowel stands before."""
    if place == 0:
        return folded[0] == "ع"
    return place > 1 and place == len(folded) - 1 and folded[place] == "ه" and folded[place - 1] not in _LONG


def _letters(folded: str, marks: dict[int, str]) -> list[str]:
    out: list[str] = []
    for place, letter in enumerate(folded):
        if letter == "ا":
            out.append(_alef(folded, place))
        elif letter in "وی":
            out.append(_weak(folded, place))
        elif _is_a(folded, place):
            out.append("a")
        else:
            out.append(_CONSONANTS.get(letter, letter if letter.isalnum() else ""))
        out.append(marks.get(place, ""))
    return out


def _marks_by_letter(text: str) -> dict[int, str]:
    """The vowel that marks write after each folded letter, by the place of the letter."""
    found: dict[int, str] = {}
    place = -1
    for letter in text:
        if letter in _MARKS:
            found[place] = found.get(place, "") + _MARKS[letter]
        elif letter not in HARAKAT:
            place += len(fold_token(letter))
    return found
