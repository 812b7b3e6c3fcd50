"""The letters of a text as the romanisation tables name them, each with its place in the source."""

import unicodedata
from typing import Final, NamedTuple

from payvand.names.signs import BIDI_CONTROLS, HARAKAT, JOINERS

_SHADDA: Final = "\u0651"
_HAMZAS: Final = "\u0653\u0654\u0655"
_VOWEL_MARKS: Final = frozenset("\u064b\u064c\u064d\u064e\u064f\u0650\u0659\u0670")
_SAME: Final = {"ك": "ک", "ي": "ی", "ٱ": "ا", "ھ": "ه", "ہ": "ه"}
_SILENT: Final = frozenset(JOINERS + BIDI_CONTROLS + "ـ")


class Unit(NamedTuple):
    """One letter or sign: lower case and composed in `text`, as it stands in the source in `source`.

    `inside` tells that it belongs to a word, `vocalised` that its word carries vowel signs.
    """

    text: str
    source: str
    start: int
    end: int
    letter: bool
    inside: bool
    upper: bool
    case: str
    arabic: bool
    vocalised: bool


def _unit(text: str, source: str, start: int, *, vocalised: bool) -> Unit:
    letter = text.isalpha()
    mark = text in HARAKAT
    case = "upper" if source[:1].isupper() else "lower" if source[:1].islower() else ""
    arabic = "\u0600" <= text <= "\u06ff"
    return Unit(
        text, source, start, start + len(source), letter, letter or mark, case == "upper", case, arabic, vocalised
    )


def _clusters(source: str) -> list[tuple[int, int]]:
    """The places of each base character with the combining marks that follow it."""
    found: list[tuple[int, int]] = []
    for place, letter in enumerate(source):
        if found and (unicodedata.combining(letter) or letter in _SILENT):
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def units_of(source: str) -> list[Unit]:
    """The units of a text in order; their places cover the source without a gap. Total."""
    units: list[Unit] = []
    vocalised = _vocalised(source)
    for start, end in _clusters(source):
        whole = source[start:end]
        base, marks = _composed(whole)
        if marks:
            units.append(_unit(_lower(base), whole[0], start, vocalised=vocalised[start]))
            units.extend(_marks(marks, whole, start, vocalised=vocalised[start]))
        else:
            units.append(_unit(_lower(base), whole, start, vocalised=vocalised[start]))
    return units


def _composed(whole: str) -> tuple[str, list[str]]:
    """A base with the marks that make another letter of it, and the signs that are read apart, shadda first."""
    signs = [mark for mark in whole[1:] if mark in HARAKAT and mark not in _HAMZAS]
    if not signs:
        return unicodedata.normalize("NFC", whole), []
    hamzas = "".join(mark for mark in whole[1:] if mark in _HAMZAS)
    return unicodedata.normalize("NFC", whole[0] + hamzas)[0], sorted(signs, key=lambda mark: mark != _SHADDA)


def _marks(marks: list[str], whole: str, start: int, *, vocalised: bool) -> list[Unit]:
    """The marks of a letter, shadda first: the first carries the place of all of them in the source, the rest none."""
    if not marks:
        return []
    first = _unit(marks[0], whole[1:], start + 1, vocalised=vocalised)
    rest = [_unit(mark, "", start + len(whole), vocalised=vocalised) for mark in marks[1:]]
    return [first, *rest]


def _lower(text: str) -> str:
    """Lower case, one character where the source is one with silent signs about it."""
    plain = "".join(letter for letter in text if letter not in _SILENT) or text
    lowered = plain.lower()
    return _SAME.get(lowered, lowered)


def _vocalised(source: str) -> list[bool]:
    """For each character, whether its word carries vowel signs."""
    found = [False] * len(source)
    start = 0
    for place in range(len(source) + 1):
        if place == len(source) or source[place].isspace():
            if any(letter in _VOWEL_MARKS for letter in source[start:place]):
                found[start:place] = [True] * (place - start)
            start = place + 1
    return found
