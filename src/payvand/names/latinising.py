"""The common Latin form of a token: what spellings in different scripts are compared by.

It is derived for comparing only: permissive, made by script and not by language, and never shown as a spelling of the
name. For that there is `romanise`.
"""

import functools
import re
import unicodedata
from typing import Final

from payvand.names import tables
from payvand.names.arabic_letters import pieces_of_arabic
from payvand.names.folding import fold
from payvand.names.scripts import Script
from payvand.names.signs import APOSTROPHES

SPELLINGS: Final = {
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
"""Letters as a reader of plain Latin would write them, by script and not by language (names.md §4.2, DESIGN)."""


class _Latin(dict[int, str]):
    """Spells each character once, when it is first met."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        found = SPELLINGS.get(letter)
        if found is None:
            found = (
                "'" if letter == "'" else "".join(SPELLINGS.get(part, part) for part in fold(letter) if part.isalnum())
            )
        self[code] = found
        return found


_LATIN: Final = _Latin()
_CYRILLIC: Final = re.compile("[Ѐ-ӿ]")
_ALL_CYRILLIC: Final = re.compile("[Ѐ-ӿ]+")
_ARABIC: Final = re.compile("[ؠ-يٮ-ۓەۮۯۺ-ۼۿݐ-ݿࡰ-ࣿ]")
_SIGNS: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_NOT_SPELLED: Final = re.compile(r"[^\w']|_")
_READINGS: Final = (("tch", "ch"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"))


def prepared(token: str) -> tuple[str, Script]:
    """A token in lower case and composed letters, and the script it is read as where it mixes several."""
    if token.isascii():
        return token.lower(), Script.LATIN
    text = unicodedata.normalize("NFKC", token).casefold()
    if text.isascii():
        return text, Script.LATIN
    if _ALL_CYRILLIC.fullmatch(text):
        return unicodedata.normalize("NFC", text), Script.CYRILLIC
    if _ARABIC.search(text):
        return text, Script.ARABIC
    text = unicodedata.normalize("NFC", text)
    return text, Script.CYRILLIC if _CYRILLIC.search(text) else Script.LATIN


def read_latin(text: str) -> str:
    """The plain spelling of a prepared token in Latin or Cyrillic script, ' for the signs inside of it."""
    if not text.isascii():
        text = text.translate(_SIGNS).translate(_LATIN)
    spelled = (text if text.isalpha() else _NOT_SPELLED.sub("", text)).replace("w", "v")
    if "x" in spelled:
        spelled = spelled.replace("x", "ks" if spelled.startswith(tables.x_as_ks()) else "kh")
    for written, read in _READINGS:
        if written in spelled:
            spelled = spelled.replace(written, read)
    return spelled


@functools.lru_cache(maxsize=131072)
def latin(token: str) -> str:
    """The common Latin form of one token in any script: lower case a–z and digits (letters of other scripts stay).

    Vowels that Arabic script does not write stay absent: `محمد` gives `mhmd`, `Муҳаммад` gives `muhammad`. Total.
    """
    text, script = prepared(token)
    spelled = "".join(pieces_of_arabic(text)) if script is Script.ARABIC else read_latin(text)
    return spelled.replace("'", "")
