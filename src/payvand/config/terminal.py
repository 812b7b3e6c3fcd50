"""Text of unknown origin, made fit for a terminal.

A name may hold anything: letters that run right to left, marks that turn the direction of all that follows, escape
sequences that a terminal would obey, halves of characters that cannot be written at all.
"""

import unicodedata
from typing import Final

from rich.markup import escape

_FIRST_STRONG: Final = "\N{FIRST STRONG ISOLATE}"
_POP: Final = "\N{POP DIRECTIONAL ISOLATE}"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
_JOINERS: Final = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Formats that belong to the spelling of Persian words; every other one is named."""


def plain(text: str) -> str:
    r"""The text with what cannot be seen written out: an escape character as `\x1b`, a turn of direction `\u202e`."""
    return "".join(letter if _harmless(letter) else letter.encode("unicode_escape").decode() for letter in text)


def isolated(text: str) -> str:
    """The text as `plain` gives it; where some of it runs right to left, nothing around it is drawn into its run."""
    text = plain(text)
    turned = any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)
    return f"{_FIRST_STRONG}{text}{_POP}" if turned else text


def cell(text: str) -> str:
    """The text as a cell of a table of rich: isolated, its brackets no markup."""
    return escape(isolated(text))


def _harmless(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
