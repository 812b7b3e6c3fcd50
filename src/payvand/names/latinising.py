"""The common Latin form of a token and its consonant skeleton: what spellings in different scripts are compared by.

Both are derived for comparing only. They are permissive, made by script and not by language, and never shown as a
spelling of the name: for that there is `romanise`.
"""

import functools
import re
import unicodedata
from typing import Final

from payvand.names import tables
from payvand.names.arabic_letters import latin_of_arabic
from payvand.names.folding import fold

_SPELLINGS: Final = {
    # Cyrillic, as a reader of plain Latin would write it.
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "ғ": "gh", "ӣ": "i", "қ": "q", "ӯ": "u", "ҳ": "h", "ҷ": "j", "җ": "j", "ў": "o", "ә": "a", "ң": "n", "ө": "o",
    "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ј": "y", "љ": "l", "њ": "n", "џ": "j",
    "ђ": "j", "ћ": "ch", "ѣ": "e", "ѳ": "f", "ѵ": "i",
    # Latin letters of our alphabets and their neighbours.
    "ş": "sh", "ș": "sh", "š": "sh", "ç": "ch", "č": "ch", "ć": "ch", "ž": "zh", "ý": "y", "ň": "n", "ñ": "n", "ŋ": "n",
    "ğ": "gh", "ə": "a", "w": "v",
}  # fmt: skip


class _Latin(dict[int, str]):
    """Spells each character once, when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = _SPELLINGS.get(letter)
        if found is None:
            found = "".join(_SPELLINGS.get(part, part) for part in fold(letter) if part.isalnum())
        self[code] = found
        return found


_LATIN: Final = _Latin()
_ARABIC: Final = re.compile("[ؠ-يٮ-ۓەۮۯۺ-ۼۿݐ-ݿࡰ-ࣿ]")
_READINGS: Final = (("tch", "ch"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"))


def _spell(token: str) -> tuple[str, bool]:
    """The Latin form with ' where Arabic script has an ayn, and whether the token is in Arabic script."""
    text = unicodedata.normalize("NFKC", token).casefold()
    if text.isascii():
        spelled = "".join(filter(str.isalnum, text)).replace("w", "v")
    elif _ARABIC.search(text):
        return latin_of_arabic(text), True
    else:
        spelled = unicodedata.normalize("NFC", text).translate(_LATIN)
    if "x" in spelled:
        spelled = spelled.replace("x", "ks" if spelled.startswith(tables.x_as_ks()) else "kh")
    for written, read in _READINGS:
        if written in spelled:
            spelled = spelled.replace(written, read)
    return spelled, False


@functools.lru_cache(maxsize=131072)
def latin(token: str) -> str:
    """The common Latin form of one token in any script: lower case a–z and digits (letters of other scripts stay).

    Vowels that Arabic script does not write stay absent: `محمد` gives `mhmd`, `Муҳаммад` gives `muhammad`. Total.
    """
    return _spell(token)[0].replace("'", "")


# The fold classes of names.md §4.3 (DESIGN), each a capital letter so that a class is not folded again.
_CLASSES: Final = (
    ("shch", "C"), ("sch", "C"), ("sh", "C"), ("ch", "C"),
    ("dzh", "J"), ("dj", "J"), ("zh", "J"), ("j", "J"),
    ("kh", "H"), ("gh", "H"), ("th", "t"), ("dh", "d"), ("g", "H"), ("h", "H"),
    ("ts", "S"), ("tc", "S"), ("ck", "k"), ("ce", "Se"), ("ci", "Si"), ("cy", "Sy"), ("c", "k"),
    ("q", "k"), ("f", "p"),
)  # fmt: skip
_LOST_ARTICLE: Final = re.compile("(?<=abd)[aueo]{0,2}l(?=[tdrszn])|(?<=..)[aueio]l(?=d+[ieay]*n$)")
_DIPHTHONG: Final = re.compile("(?<=[aeou])v(?=[^aeiouyv'])")
_FINAL_H: Final = re.compile("(?<=[^csgztpd])k?h$")
_DOUBLE: Final = re.compile(r"([^aeiouy])\1+")
_VOWELS: Final = str.maketrans("", "", "aeiouy'")
_AS_LAST: Final = {"v": "p", "b": "p", "d": "t"}


@functools.lru_cache(maxsize=131072)
def skeleton(token: str) -> str:
    """The consonant skeleton of one token, equal across Cyrillic, Latin and Arabic spellings as far as that can be.

    Classes: x/kh/h/gh/g = H, j/zh/dj/dzh = J, sh/ch = C, ts/tc = S, q/k, w/v, f/p; an initial vowel or y is `a`; a v
    before a consonant and a final h fall away; the last consonant loses its voice; doubled letters are one. Short by
    design: equal skeletons mean "could be", nothing more. Empty for a text without letters or digits. Total.
    """
    text, arabic = _spell(token)
    if not text:
        return ""
    text = _DIPHTHONG.sub("", _LOST_ARTICLE.sub("", _FINAL_H.sub("", text)))
    start = "a" if text[:1] in "aeiouy'" else ""
    for written, read in _CLASSES:
        if written in text:
            text = text.replace(written, read)
    text = text.replace("ll", "l") if arabic else _DOUBLE.sub(r"\1", text)
    bones = text.translate(_VOWELS)
    last = bones[-1:]
    return start + bones[:-1] + _AS_LAST.get(last, last)
