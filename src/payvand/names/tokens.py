"""Cuts a text into the tokens of a name, with their places in the source."""

import re
from typing import Final, NamedTuple

from payvand.names.signs import APOSTROPHES, BIDI_CONTROLS, JOINERS, MARKS

_INNER: Final = f"{MARKS}{APOSTROPHES}{JOINERS}{BIDI_CONTROLS}"
_SON_OF: Final = r"\b[sdSD]/[oO]\b"  # of English papers: Karim s/o Davlat
_TOKEN: Final = re.compile(f"{_SON_OF}|[^\\W_{APOSTROPHES}](?:[^\\W_]|[{_INNER}])*")
_TRAILING: Final = f"{JOINERS}{BIDI_CONTROLS}"
_MAY_TRAIL: Final = frozenset(_TRAILING + APOSTROPHES)
_AFTER_OG: Final = frozenset("oOgG")
_OPENING: Final = {"(": ")", "«": "»", '"': '"', "“": "”", "„": "“", "[": "]"}


_ELLIPSES: Final = ("…", "...")
_MACHINE_READABLE: Final = frozenset({30, 31, 39})  # letters for the name in a document of ICAO 9303 (TD1, TD2, TD3)


class RawToken(NamedTuple):
    """A token before it has a role: its place, whether it is bracketed, and what stands before and after it.

    `dotted` tells that a full stop follows, `cut_off` that more of the word was left out: an ellipsis, a hyphen at the
    end of the text, or the end of a machine-readable line without room to spare.
    """

    text: str
    start: int
    end: int
    gap: str
    bracketed: bool
    dotted: bool
    cut_off: bool


def _end(text: str, start: int, end: int) -> int:
    """The end of a token without closing quotes and direction signs; the mark of oʻ and gʻ stays."""
    while end > start + 1:
        last = text[end - 1]
        if last in _TRAILING or (last in APOSTROPHES and text[end - 2] not in _AFTER_OG):
            end -= 1
        else:
            break
    return end


def cut(text: str) -> list[RawToken]:
    """The tokens of a text in their order. `gap` is what stands between a token and the one before it. Linear time."""
    found: list[RawToken] = []
    previous, closing = 0, ""
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if text[end - 1] in _MAY_TRAIL:
            end = _end(text, start, end)
        gap = text[previous:start]
        if gap != " ":
            closing = _bracket(gap, closing)
        dotted = text[end : end + 1] == "."
        cut_off = text.startswith(_ELLIPSES, end)
        found.append(RawToken(text[start:end], start, end, gap, closing != "", dotted and not cut_off, cut_off))
        previous = end
    if found and not found[-1].cut_off and _ends_in_a_word_cut_off(text, previous):
        found[-1] = found[-1]._replace(cut_off=True)
    return found


def _ends_in_a_word_cut_off(text: str, end: int) -> bool:
    """Whether the last token, which ends at a place, is not whole: `Абдурахма-`, or a full machine-readable line."""
    rest = text[end : end + 3].rstrip()
    return rest == "-" or (not rest and "<<" in text and len(text.rstrip()) in _MACHINE_READABLE)


def _bracket(gap: str, closing: str) -> str:
    """The sign that closes the bracket a token is in, after the signs of a gap; empty outside of brackets."""
    for sign in gap:
        ends = sign == closing
        closing = "" if ends else closing or _OPENING.get(sign, "")
    return closing
