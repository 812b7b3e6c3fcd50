"""The consonant skeleton of a token: a short key, equal across scripts as far as that can be.

It is made of sounds in the fold classes of the domain notes (DESIGN): a capital letter stands for a class.
"""

import functools
import re
from typing import Final

from payvand.names.arabic_letters import pieces_of_arabic
from payvand.names.latinising import SPELLINGS, prepared, read_latin
from payvand.names.scripts import Script

# C = sh, ch; J = j, zh, dj, dzh; X = h, kh; H = g, gh (X becomes H once a last X has fallen away); S = ts.
_SOUNDS: Final = (
    ("shch", "C"), ("sch", "C"), ("sh", "C"), ("ch", "C"),
    ("dzh", "J"), ("dj", "J"), ("zh", "J"), ("j", "J"),
    ("kh", "X"), ("gh", "H"), ("th", "t"), ("dh", "d"), ("g", "H"), ("h", "X"),
    ("ts", "S"), ("tc", "S"), ("ck", "k"), ("ce", "Se"), ("ci", "Si"), ("cy", "Sy"), ("c", "k"),
    ("q", "k"), ("f", "p"),
)  # fmt: skip
_LOST_ARTICLE: Final = re.compile("(?<=abd)[aueo]{0,2}l(?=[tdrsznC])|(?<=..)[aueio]l(?=d+[ieay]*n$)")
_DIPHTHONG: Final = re.compile("(?<=[aeou])v(?=[^aeiouyv'])")
_DOUBLE: Final = re.compile(r"([^aeiouy'])\1+")
_VOWELS: Final = "aeiouy'"
_BONES: Final = str.maketrans("X", "H", _VOWELS)
_AS_LAST: Final = {"v": "p", "b": "p", "d": "t"}


def _sounds(latin: str) -> str:
    """Latin letters as sounds."""
    for written, read in _SOUNDS:
        if written in latin:
            latin = latin.replace(written, read)
    return latin


@functools.lru_cache(maxsize=1024)
def _sound(piece: str) -> str:
    """One letter's worth of Latin as sounds."""
    return _sounds(piece)


_CYRILLIC: Final = str.maketrans({letter: _sounds(spelling) for letter, spelling in SPELLINGS.items()})


def _heard(token: str) -> tuple[str, bool]:
    """The sounds of a token, and whether it is in Arabic script; Cyrillic and Arabic letters never run together."""
    text, script = prepared(token)
    if script is Script.ARABIC:
        return "".join(map(_sound, pieces_of_arabic(text))).replace("ll", "l"), True
    if script is Script.CYRILLIC:
        return _sounds(read_latin(text.replace("дж", "ж").replace("тч", "ч").translate(_CYRILLIC))), False
    return _sounds(read_latin(text)), False


@functools.lru_cache(maxsize=262144)
def skeleton(token: str) -> str:
    """The consonant skeleton of one token, equal across Cyrillic, Latin and Arabic spellings as far as that can be.

    Classes: x/kh/h/gh/g = H, j/zh/dj/dzh = J, sh/ch = C, ts/tc = S, q/k, w/v, f/p; an initial vowel or y is `a`; a v
    before a consonant and a final h fall away; the last consonant loses its voice; doubled letters are one. Short by
    design: equal skeletons mean "could be", nothing more. Empty for a text without letters or digits. Total.
    """
    sounds, arabic = _heard(token)
    if "abd" in sounds or "ld" in sounds:
        sounds = _LOST_ARTICLE.sub("", sounds)
    if not arabic:
        if "v" in sounds:
            sounds = _DIPHTHONG.sub("", sounds)
        sounds = _DOUBLE.sub(r"\1", sounds)
    start = "a" if sounds[:1] and sounds[0] in _VOWELS else ""
    if sounds[-1:] == "X" and len(sounds) > 1:
        sounds = sounds[:-1]
    bones = sounds.translate(_BONES)
    last = bones[-1:]
    return start + bones[:-1] + _AS_LAST.get(last, last)
