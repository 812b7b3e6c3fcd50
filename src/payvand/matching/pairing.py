"""Which token of one name answers to which of another, with bits: the order of tokens does not matter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from payvand.matching.lexicon import likeness
from payvand.matching.records import Record
from payvand.matching.tokens import Token, joined, spellings_of

EXACT_OTHER_SCRIPT: Final = 8.0
"""Bits of two equal tokens in a script that the model does not know, and a bit more for every letter."""

UNLIKE: Final = -60.0
_MOST_REMEMBERED: Final = 400_000


class PairBits:
    """Likeness of pairs of spelled tokens in bits, remembered; many at once are far cheaper than one by one."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, str], float] = {}

    def prepare(self, token: Token, others: Iterable[Token]) -> None:
        """Computes what is not known yet of one token with others."""
        if len(self._bits) > _MOST_REMEMBERED:
            self._bits.clear()
        wanted: dict[str, set[str]] = {}
        for other in others:
            if token.script and other.script and _key(token, other) not in self._bits:
                wanted.setdefault(other.script, set()).add(other.spelled)
        for script, spelled in wanted.items():
            assert token.script is not None
            rows = sorted(spelled)
            bits = likeness().bits(token.spelled, token.script, likeness().encode(rows, script), script)
            for text, value in zip(rows, bits.tolist(), strict=True):
                self._bits[min(token.spelled, text), max(token.spelled, text)] = round(value, 6)

    def prepare_all(self, record: Record, others: Iterable[Record]) -> None:
        """Computes all pairs that comparing one record with others will ask for."""
        theirs = [tokens for other in others for tokens in spellings_of(other)]
        single = {token.spelled: token for tokens in theirs for token in tokens}.values()
        double = {both.spelled: both for tokens in theirs for _, both in joined(tokens)}.values()
        for tokens in spellings_of(record):
            for token in tokens:
                self.prepare(token, [*single, *(both for both in double if may_be_joined(both, token))])
            for _, both in joined(tokens):
                self.prepare(both, [other for other in single if may_be_joined(both, other)])

    def __call__(self, one: Token, other: Token) -> float:
        """The bits of two tokens."""
        if one.script is None or other.script is None:
            return EXACT_OTHER_SCRIPT + len(one.spelled) if one.spelled == other.spelled else UNLIKE
        key = _key(one, other)
        if key not in self._bits:
            self.prepare(one, [other])
        return self._bits[key]


def _key(one: Token, other: Token) -> tuple[str, str]:
    return (one.spelled, other.spelled) if one.spelled <= other.spelled else (other.spelled, one.spelled)


def may_be_joined(both: Token, other: Token) -> bool:
    """Whether a token is long enough to stand for two: Arabic script writes fewer letters than the others."""
    return len(other.spelled) >= (0.75 if both.script == other.script else 0.5) * len(both.spelled)


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens that answer to one another: places in the left and in the right name, and bits before rarity."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    bits: float


def pair_tokens(
    left: tuple[Token, ...], right: tuple[Token, ...], bits: Callable[[Token, Token], float]
) -> list[Match]:
    """The matches of two names, best first: greedy over all pairs, neighbours written as one tried too."""
    ways: list[Match] = []
    for one, token in enumerate(left):
        ways += (
            Match((one,), (other,), found) for other, theirs in enumerate(right) if (found := bits(token, theirs)) > 0
        )
        ways += (
            Match((one,), (other, other + 1), found)
            for other, both in joined(right)
            if may_be_joined(both, token) and (found := bits(token, both)) > 0
        )
    for one, both in joined(left):
        ways += (
            Match((one, one + 1), (other,), found)
            for other, theirs in enumerate(right)
            if may_be_joined(both, theirs) and (found := bits(both, theirs)) > 0
        )
    ways.sort(key=lambda way: (-way.bits, sum(way.left) + sum(way.right), abs(sum(way.left) - sum(way.right))))
    chosen: list[Match] = []
    free_left, free_right = np.ones(len(left), dtype=bool), np.ones(len(right), dtype=bool)
    for way in ways:
        if free_left[list(way.left)].all() and free_right[list(way.right)].all():
            free_left[list(way.left)] = free_right[list(way.right)] = False
            chosen.append(way)
    return chosen
