"""Evidence in words, in the language of the page; what is said of numbers never holds one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext

from payvand.matching import Evidence
from payvand.matching.words import TITLES, note_in_words

_NUMBERS: Final = frozenset({"phone", "document"})


def title(feature: str) -> str:
    """Return what a feature of the comparison is called."""
    return gettext(TITLES[feature])


def sentence(piece: Evidence) -> str:
    """Return what a piece of evidence says."""
    said = note_in_words(piece)
    return gettext(said) if said else ""


def without_numbers(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence without what stands for numbers of telephones and papers: that they agree is all it tells."""
    return tuple(replace(piece, left="", right="") if piece.feature in _NUMBERS else piece for piece in evidence)
