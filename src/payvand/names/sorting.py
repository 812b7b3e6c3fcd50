"""Sort keys for lists that mix alphabets: plain order of characters, the same in every collation of every database."""

import functools
import re
import unicodedata
from typing import Final

from payvand.names.folding import fold
from payvand.names.signs import APOSTROPHES, BIDI_CONTROLS, HARAKAT, JOINERS

SORT_KEY_LETTERS: Final = 200
"""Letters of a text that take part in its sort key; a longer text is ordered by its beginning."""

_ORDER: Final = (
    *"0123456789",
    # Latin: each letter of our alphabets after its plain neighbour; 'oʻ' and 'gʻ' are one letter each.
    *("a", "ä", "ə", "b", "c", "ç", "d", "e", "f", "g", "gʻ", "ğ", "h", "i", "ı", "j", "k", "l", "m", "n", "ň"),
    *("o", "oʻ", "ö", "p", "q", "r", "s", "ş", "t", "u", "ü", "v", "w", "x", "y", "ý", "z", "ž"),
    # Cyrillic: the Russian order, each other letter after its neighbour.
    *"аәбвгғдежҗзиіӣйкқлмнңоөпрстуұүўӯфхҳһцчҷшщъыьэюя",
    # Arabic script: the Persian order, Pashto letters after their neighbours.
    *"اآبپتټثجچځڅحخدډذرړزژږسشښصضطظعغفقکگلمنڼوهی",
)  # fmt: skip
_GAP: Final = "001"  # between words; 000 ends the letters, so that a shorter name comes first
_FIRST: Final = 2
_WEIGHTS: Final = {letter: f"{place:03}" for place, letter in enumerate(_ORDER, _FIRST)}
_SAME: Final = str.maketrans("ёكيىېۍئةۀأإٱؤۇۉګñ", "екیییییههاااوووگň")
_SILENT: Final = re.compile(f"[{HARAKAT}{JOINERS}{BIDI_CONTROLS}ـء]")
_UZBEK: Final = re.compile(f"([og])[{APOSTROPHES}]")
_PIECE: Final = re.compile("[og]ʻ|.", re.DOTALL)


@functools.lru_cache(maxsize=4096)
def _weights(piece: str) -> str:
    """The digits of one letter; outside our alphabets those of its base, else its code point after all others."""
    known = _WEIGHTS.get(piece)
    if known is not None:
        return known
    folded = fold(piece)
    if not folded:
        return _GAP if piece.isspace() else ""
    if not any(map(str.isalnum, folded)):
        return _GAP
    return "".join(_WEIGHTS.get(letter) or f"999{ord(letter):07}" for letter in folded)


def sort_key(text: str) -> str:
    """A string of digits whose plain order is the order of names: digits, Latin, Cyrillic, Arabic script, all others.

    Case, marks that make no letter of ours, apostrophes other than in oʻ and gʻ, and vowel signs do not count; ё is е.
    Three digits a letter (ten for a letter of no alphabet of ours), at most SORT_KEY_LETTERS letters. Being digits
    only, the key is ordered alike by code point, by byte and by every collation. Total.
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text[: 4 * SORT_KEY_LETTERS]).casefold())
    plain = _UZBEK.sub(r"\1ʻ", _SILENT.sub("", plain.translate(_SAME)))
    words = " ".join(plain.replace("-", " ").split())
    return "".join(map(_weights, _PIECE.findall(words)[:SORT_KEY_LETTERS]))
