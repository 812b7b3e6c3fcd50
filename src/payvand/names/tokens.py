"""Cuts a text into the tokens of a name, with their places in the source."""

import re
from typing import Final, NamedTuple

from payvand.names.signs import APOSTROPHES, BIDI_CONTROLS, JOINERS, MARKS

_INNER: Final = f"{MARKS}{APOSTROPHES}{JOINERS}{BIDI_CONTROLS}"
_TOKEN: Final = re.compile(f"[^\\W_{APOSTROPHES}](?:[^\\W_]|[{_INNER}])*")
_TRAILING: Final = f"{JOINERS}{BIDI_CONTROLS}"
_MAY_TRAIL: Final = frozenset(_TRAILING + APOSTROPHES)
_AFTER_OG: Final = frozenset("oOgG")
_OPENING: Final = {"(": ")", "«": "»", '"': '"', "“": "”", "„": "“", "[": "]"}


class RawToken(NamedTuple):
    """A token before it has a role: its place, whether it is bracketed, and what stands before and after it."""

    text: str
    start: int
    end: int
    gap: str
    bracketed: bool
    dotted: bool


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
        found.append(RawToken(text[start:end], start, end, gap, closing != "", text[end : end + 1] == "."))
        previous = end
    return found


def _bracket(gap: str, closing: str) -> str:
    """The sign that closes the bracket a token is in, after the signs of a gap; empty outside of brackets."""
    for sign in gap:
        ends = sign == closing
        closing = "" if ends else closing or _OPENING.get(sign, "")
    return closing
