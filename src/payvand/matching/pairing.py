"""Which token of one name answers to which of another, with bits: the order of tokens does not matter."""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from payvand.matching.likeness import Codes, likeness
from payvand.matching.records import Record
from payvand.matching.tokens import Token, Variant, joined, levels_of, mother_of, spellings_of

EXACT_OTHER_SCRIPT: Final = 8.0
"""Bits of two equal tokens in a script that the model does not know, and a bit more for every letter."""

UNLIKE: Final = -60.0
WEAK: Final = 1.5
"""The most bits that a particle or title is worth."""

SAME_ENDING: Final = 1.0
"""Bits for the same kind of ending (surname, patronymic) behind two stems."""

OTHER_ENDING: Final = 1.5
"""Bits that a surname's stem as the stem of a patronymic costs: Саидов, Саидович."""

INITIAL: Final = 3.0
"""The most bits that an initial is worth."""

A_TOKEN: Final = 2.0
"""Bits that answering a token is worth besides its likeness: what a missing token costs."""

_MOST_REMEMBERED: Final = 400_000
_WORTH_A_BLOCK: Final = 4  # where a quarter of the forms is missing, all at once is quicker than picking them out
_INITIAL_LETTERS: Final = 2  # what an initial is compared with: Ш. and Sh. both begin Sharif


class PairBits:
    """Likeness of pairs of spelled forms in bits, remembered; many at once are far cheaper than one by one."""

    def __init__(self) -> None:
        self._bits: dict[tuple[str, str], float] = {}

    def prepare_all(self, record: Record, others: Iterable[Record]) -> None:
        """Works out all pairs of forms that comparing one record with others will ask for."""
        if len(self._bits) > _MOST_REMEMBERED:
            self._bits.clear()
        known = list(others)
        self._prepare(spellings_of(record), {tokens for other in known for tokens in spellings_of(other)})
        self._prepare([mother_of(record)], {mother_of(other) for other in known})
        self._prepare(levels_of(record), {level for other in known for level in levels_of(other)})

    def _prepare(self, ours: Iterable[tuple[Token, ...]], theirs: set[tuple[Token, ...]]) -> None:
        single = _Forms(_known(token for tokens in theirs for token in tokens))
        double = _Forms(_known(both for tokens in theirs for _, _, both in joined(tokens)))
        for tokens in ours:
            for mine in _known(tokens):
                self._work_out(mine, single, None)
                self._work_out(mine, double, partial(_may_stand, other=mine))
            for both in _known(both for _, _, both in joined(tokens)):
                self._work_out(both, single, partial(_may_stand, both))

    def _work_out(self, token: Token, others: "_Forms", wanted: Callable[[Token], bool] | None) -> None:
        for form in token.variants:
            for other_script, forms in others.forms.items():
                missing = [
                    other
                    for other, tokens in forms.items()
                    if _key(form.spelled, other) not in self._bits and (wanted is None or any(map(wanted, tokens)))
                ]
                self._learn(form.spelled, token.script, missing, others, other_script)

    def _learn(self, form: str, script: str | None, missing: list[str], others: "_Forms", other_script: str) -> None:
        if script is None or not missing:
            return
        whole = len(missing) * _WORTH_A_BLOCK > len(others.forms[other_script])
        block = others.block(other_script) if whole else likeness().encode(missing, other_script)
        bits = likeness().bits(form, script, block, other_script)
        for other, value in zip(others.forms[other_script] if whole else missing, bits.tolist(), strict=True):
            self._bits[_key(form, other)] = round(value, 6)

    def __call__(self, one: Token, other: Token) -> float:
        """The bits of two tokens: of the forms in which they agree best."""
        if one.script is None or other.script is None:
            return EXACT_OTHER_SCRIPT + len(one.spelled) if one.spelled == other.spelled else UNLIKE
        if one.initial != other.initial:
            short, long = (one, other) if one.initial else (other, one)
            opening = Variant(long.spelled[:1], 0.0), Variant(long.spelled[:_INITIAL_LETTERS], 0.0)
            return min(INITIAL, max(self._form(short, short.variants[0], long, form) for form in opening))
        if one.stem and other.stem:
            # -ов and -ович are so common that agreeing in them says next to nothing: the stems must speak.
            same_kind = SAME_ENDING if one.ending is other.ending else -OTHER_ENDING
            bits = self._form(one, Variant(one.stem, 0.0), other, Variant(other.stem, 0.0)) + same_kind
        elif len(one.variants) == len(other.variants) == 1:
            bits = self._form(one, one.variants[0], other, other.variants[0])
        else:
            bits = max(self._form(one, mine, other, theirs) for mine in one.variants for theirs in other.variants)
        return min(bits, WEAK) if one.weak or other.weak else bits

    def _form(self, one: Token, mine: Variant, other: Token, theirs: Variant) -> float:
        key = _key(mine.spelled, theirs.spelled)
        if key not in self._bits:
            assert one.script is not None
            assert other.script is not None
            block = likeness().encode([theirs.spelled], other.script)
            self._bits[key] = round(float(likeness().bits(mine.spelled, one.script, block, other.script)[0]), 6)
        return self._bits[key] - max(mine.cost, theirs.cost)


class _Forms:
    """All forms of many tokens by script, each with the tokens that it belongs to; encoded once for a script."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.forms: dict[str, dict[str, list[Token]]] = {}
        self._blocks: dict[str, Codes] = {}
        for token in tokens:
            assert token.script is not None
            forms = self.forms.setdefault(token.script, {})
            for form in token.variants:
                forms.setdefault(form.spelled, []).append(token)

    def block(self, script: str) -> Codes:
        """All forms of one script, in the order of `forms`."""
        if script not in self._blocks:
            self._blocks[script] = likeness().encode(list(self.forms[script]), script)
        return self._blocks[script]


def _known(tokens: Iterable[Token]) -> list[Token]:
    """Each token whose script the model knows, once."""
    return list(dict.fromkeys(token for token in tokens if token.script))


def _may_stand(both: Token, other: Token) -> bool:
    return may_be_joined(both.spelled, both.script, other.spelled, other.script)


def _key(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def may_be_joined(both: str, both_script: str | None, other: str, other_script: str | None) -> bool:
    """Whether a token is long enough to stand for two: Arabic script writes fewer letters than the others."""
    return len(other) >= (0.75 if both_script == other_script else 0.5) * len(both)


Bits = Callable[[Token, Token], float]
"""What gives the bits of two tokens."""


@dataclass(frozen=True, slots=True)
class Match:
    """Tokens that answer to one another: places in the left and in the right name, and their bits."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    bits: float


def pair_tokens(left: tuple[Token, ...], right: tuple[Token, ...], bits: Bits) -> list[Match]:
    """The matches of two names, best first; neighbours are taken as written together where that explains more."""
    singles = _singles(left, right, bits)
    single = _greedy(singles)
    if len(single) == len(left) == len(right):
        return single
    together = [way for way in _together(left, right, bits) if way.bits > 0]
    if not together:
        return single
    both = _greedy([*together, *singles])
    return both if _explained(both) > _explained(single) else single


def _explained(matches: list[Match]) -> tuple[float, int]:
    return math.fsum(match.bits + A_TOKEN * (len(match.left) + len(match.right)) for match in matches), -len(matches)


def _greedy(ways: Iterable[Match]) -> list[Match]:
    ranked = sorted(
        (way for way in ways if way.bits > 0),
        key=lambda way: (-way.bits, sum(way.left) + sum(way.right), abs(sum(way.left) - sum(way.right))),
    )
    chosen: list[Match] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for way in ranked:
        if taken_left.isdisjoint(way.left) and taken_right.isdisjoint(way.right):
            taken_left.update(way.left)
            taken_right.update(way.right)
            chosen.append(way)
    return chosen


def _singles(left: tuple[Token, ...], right: tuple[Token, ...], bits: Bits) -> list[Match]:
    pairs = itertools.product(enumerate(left), enumerate(right))
    return [Match((one,), (other,), bits(mine, theirs)) for (one, mine), (other, theirs) in pairs]


def _together(left: tuple[Token, ...], right: tuple[Token, ...], bits: Bits) -> Iterator[Match]:
    for first, last, both in joined(left):
        for other, theirs in enumerate(right):
            if may_be_joined(both.spelled, both.script, theirs.spelled, theirs.script):
                yield Match((first, last), (other,), bits(both, theirs))
    for first, last, both in joined(right):
        for one, mine in enumerate(left):
            if may_be_joined(both.spelled, both.script, mine.spelled, mine.script):
                yield Match((one,), (first, last), bits(mine, both))
