"""Learns the weights of a register from its own pairs, without labels (Fellegi & Sunter 1969; Winkler 1988).

u comes from pairs drawn at random, hardly one of which is a match, and is fixed from then on: relearned among
candidates, which blocking chose for being alike, it would call everything alike a coincidence. m comes by EM from the
candidates, each counted by the chance that it is a match. Both are smoothed towards rates that are known beforehand, so
that a small register changes little, and levels are kept in the order that their meaning demands.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.evidence import FEATURES, KIN, LEVELS
from payvand.matching.isotonic import pooled
from payvand.matching.weights import MOST_LEVELS, Rates, Weights, default_weights

Levels = NDArray[np.uint8]
"""Levels of pairs [n, 16], as `kernel.weighing.Scale.weigh_pairs` gives them."""

BEFOREHAND_U: Final = 20_000.0
"""Random pairs that the rates known beforehand count for."""

BEFOREHAND_M: Final = 500.0
"""Matches that they count for."""

LEAST_RATE: Final = 1e-7
_ROUNDS: Final = 30
_SETTLED: Final = 1e-4
_LEAST_MATCHES: Final = 1.0
_PASSES: Final = 10
_CHANCE_DRAWN: Final = -11.0
"""Bits of the chance that a pair drawn at random is a match, where a match is to be left out."""

CHAINS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "birth": (
        ("same-date", "day-month-swapped", "day-or-month-differs", "day-and-month-differ", "year-differs"),
        ("same-date", "year-off-by-one", "year-mistyped", "date-differs", "year-differs"),
        ("same-date", "same-month", "same-year", "about-a-year-apart", "few-years-apart", "year-differs"),
        ("same-year", "ranges-overlap", "wide-ranges-overlap", "few-years-apart"),
    ),
    "sex": (("same", "differs"), ("name-agrees", "name-differs")),
    "place": (("same", "part", "region", "country", "differs"), ("same", "former-name", "region")),
    "phone": (("same", "end-same", "differs"),),
    "document": (("same", "digits-same", "differs"),),
}
"""Levels of which each must weigh at least what the next does."""

_LEARNED: Final = tuple(feature for feature in FEATURES if feature not in ("name", "father"))
_FIXED: Final = {"unreadable", "name-agrees", "name-differs", "names-differ"}
"""Levels that stay as they are: they say nothing, or so little that a register's own slips would outweigh them."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """What was learned.

    Attributes:
        weights: The weights.
        prior: Bits of the chance that a pair is a match before anything is known of it: below zero.
        matches: Number of matches expected among the candidates.
        rounds: Rounds of EM until nothing changed any more.
    """

    weights: Weights
    prior: float
    matches: float
    rounds: int


def estimate(
    levels_random: Levels,
    levels_candidates: Levels,
    bits: NDArray[np.floating[Any]],
    *,
    pairs: float,
    beforehand: Weights | None = None,
) -> Estimate:
    """Learns u from random pairs and m from candidates; symmetric in nothing but the pairs' order.

    Args:
        levels_random: Levels [n, 16] of pairs drawn at random.
        levels_candidates: Levels [k, 16] of the pairs that blocking found; a sample will do, see `pairs`.
        bits: Bits [k] of the candidates that no table holds, those of their names above all.
        pairs: Number of pairs that the candidates stand for: all pairs of the register, or of both; for a sample of the
            candidates the same share of it.
        beforehand: Rates known beforehand, and the name's weights; the shipped ones by default.
    """
    known = beforehand or default_weights()
    with_u = estimate_u(levels_random, known)
    return estimate_m(levels_candidates, bits, with_u, pairs=pairs)


def estimate_u(
    levels: Levels,
    beforehand: Weights,
    strength: float = BEFOREHAND_U,
    bits: NDArray[np.floating[Any]] | None = None,
) -> Weights:
    """The weights with u counted in random pairs; m stays. Levels of relatives keep theirs: names say it there.

    Args:
        levels: Levels [n, 16] of pairs drawn at random.
        beforehand: Rates known beforehand.
        strength: Random pairs that they count for.
        bits: Bits [n] that no table holds. Where they are given, pairs that are plainly matches do not count: in a
            small register of many duplicates, some are drawn.
    """
    apart = None
    if bits is not None:
        apart = 1.0 - _chance(np.asarray(bits, dtype=np.float64) + _tabled(levels, beforehand) + _CHANCE_DRAWN)
    rates = {}
    for feature in _LEARNED:
        counted = _counts(levels, feature, apart)
        rates[feature] = _with(beforehand.levels[feature], _smoothed(feature, counted, beforehand, strength, 1), 1)
    return replace(beforehand, levels=rates)


def estimate_m(
    levels: Levels,
    bits: NDArray[np.floating[Any]],
    with_u: Weights,
    *,
    pairs: float,
    strength: float = BEFOREHAND_M,
) -> Estimate:
    """The weights with m learned by EM from candidate pairs; u stays as it is. See `estimate` for the arguments."""
    weights, prior = with_u, float(np.log2(max(len(levels), 1) / max(pairs, 2.0) / 10))
    name_bits = np.asarray(bits, dtype=np.float64)
    rounds, matches = 0, 0.0
    for rounds in range(1, _ROUNDS + 1):  # noqa: B007 — told in the end
        chance = _chance(name_bits + _tabled(levels, weights) + prior)
        matches = float(chance.sum())
        learned = _ordered(_learned(levels, chance, with_u, strength))
        moved = float(np.abs(learned.bits - weights.bits).max())
        weights = learned
        prior = float(np.log2(max(matches, _LEAST_MATCHES) / max(pairs, 2.0)))
        if moved < _SETTLED:
            break
    return Estimate(weights, prior, matches, rounds)


def _tabled(levels: Levels, weights: Weights) -> NDArray[np.float64]:
    """Bits of the table for each pair."""
    total = np.zeros(len(levels), dtype=np.float64)
    for feature in _LEARNED:
        number = FEATURES.index(feature)
        total += weights.bits[number].astype(np.float64)[levels[:, number]]
    return total


def _chance(weight: NDArray[np.float64]) -> NDArray[np.float64]:
    chance: NDArray[np.float64] = 1.0 / (1.0 + np.exp2(np.clip(-weight, -200.0, 200.0)))
    return chance


def _counts(levels: Levels, feature: str, weight: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """How many pairs reach each level, by its number from 0."""
    column = levels[:, FEATURES.index(feature)]
    return np.bincount(column, weight, minlength=MOST_LEVELS).astype(np.float64)


def _learned(levels: Levels, chance: NDArray[np.float64], known: Weights, strength: float) -> Weights:
    rates = {}
    for feature in _LEARNED:
        counted = _counts(levels, feature, chance)
        rates[feature] = _with(known.levels[feature], _smoothed(feature, counted, known, strength, 0), 0)
    return replace(known, levels=rates)


def _smoothed(
    feature: str, counts: NDArray[np.float64], known: Weights, strength: float, which: int
) -> dict[str, float]:
    """Rates of a feature's levels: what was counted, and `strength` pairs of what was known (Dirichlet's prior)."""
    names = [level for level in LEVELS[feature] if level not in _FIXED]
    places = {level: LEVELS[feature].index(level) + 1 for level in names}
    if feature in KIN:
        return _of_kin(counts, known.levels[feature], strength, which)
    before = {level: known.levels[feature][level][which] for level in names}
    whole = sum(before.values())
    said = sum(counts[place] for place in places.values())
    return {
        level: max(float((counts[places[level]] + strength * before[level] / whole) / (said + strength)), LEAST_RATE)
        for level in names
    }


def _of_kin(counts: NDArray[np.float64], known: Rates, strength: float, which: int) -> dict[str, float]:
    """Whether names of relatives are alike at all; how alike is what the names themselves weigh."""
    before = known["differs"][which]
    differs = float((counts[3] + strength * before) / (counts[1:4].sum() + strength))
    differs = min(max(differs, LEAST_RATE), 1 - LEAST_RATE)
    alike = 1 - differs if which == 0 else 1.0
    return {"same": alike, "alike": alike, "differs": differs}


def _with(rates: Rates, changed: dict[str, float], which: int) -> Rates:
    return {
        level: ((changed.get(level, m), u) if which == 0 else (m, changed.get(level, u)))
        for level, (m, u) in rates.items()
    }


def _ordered(weights: Weights) -> Weights:
    """The same, with m changed where a level weighs less than one that must not weigh more."""
    levels = dict(weights.levels)
    for feature, chains in CHAINS.items():
        rates = levels[feature]
        for _ in range(_PASSES):
            before = rates
            for chain in chains:
                rates = _falling(rates, chain)
            if rates == before:
                break
        levels[feature] = rates
    return replace(weights, levels=levels)


def _falling(rates: Rates, chain: tuple[str, ...]) -> Rates:
    """The rates, with the bits of a chain of levels made to fall."""
    bits = np.array([np.log2(rates[level][0] / rates[level][1]) for level in chain])
    if (np.diff(bits) <= 0).all():
        return rates
    falling = -pooled(-bits, np.array([rates[level][0] for level in chain]))
    changed = {
        level: (min(rates[level][1] * float(np.exp2(bit)), 1.0), rates[level][1])
        for level, bit in zip(chain, falling, strict=True)
    }
    return rates | changed
