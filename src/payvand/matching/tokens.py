"""A record's names as tokens: what is compared and indexed."""

import re
from dataclasses import dataclass
from typing import Final

from payvand.matching.letters import script_of_token, spell
from payvand.matching.records import Record

MOST: Final = 30
"""Tokens of one spelling of a name that take part; the rest is kept for display only."""

_WORD = re.compile(r"[^\s,;/|()\[\]\"«»“”․·=_\-]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a name.

    Attributes:
        text: As given.
        spelled: The letters that carry sound (`letters.spell`); never empty.
        script: One of `letters.SCRIPTS`, or None for another script or digits.
        part: The field it comes from: name, given, father, surname, mother.
    """

    text: str
    spelled: str
    script: str | None
    part: str


def tokens_of(spelling: dict[str, str]) -> tuple[Token, ...]:
    """The tokens of one spelling of a name, in the order given."""
    found = []
    for part, text in spelling.items():
        for word in _WORD.findall(text):
            if spelled := spell(word):
                found.append(Token(word, spelled, script_of_token(spelled), part))
    return tuple(found[:MOST])


def spellings_of(record: Record) -> list[tuple[Token, ...]]:
    """The tokens of each spelling of the record's name; spellings without a letter are left out."""
    return [tokens for spelling in record.spellings if (tokens := tokens_of(spelling))]


def joined(tokens: tuple[Token, ...]) -> list[tuple[int, Token]]:
    """Neighbours written as one (`Abd al-Rahman` → `AbdalRahman`): the place of the first, and the token of both."""
    return [
        (place, Token(f"{one.text} {two.text}", one.spelled + two.spelled, one.script, one.part))
        for place, (one, two) in enumerate(zip(tokens, tokens[1:], strict=False))
        if one.script == two.script and one.part == two.part
    ]
