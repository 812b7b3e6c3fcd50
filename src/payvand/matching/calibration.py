"""From the weight to a probability that can be taken at its word: isotonic, learned from labelled pairs.

The model adds up evidence as if its pieces were independent; they are not quite, so its odds are too sure. A curve that
only ever rises leads from the odds that it states to those that labelled pairs bear out (Zadrozny & Elkan 2002).
"""

import functools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from payvand.matching.errors import DamagedWeightsError
from payvand.matching.isotonic import pooled

CURVE_FILE: Final = Path(__file__).with_name("calibration.json")

Odds = NDArray[np.float64]
"""Odds of one person, in bits: their logarithm to base 2."""

_MOST_STEPS: Final = 25
_LEAST_OF_A_STEP: Final = 10
_HALF: Final = 0.5
_FARTHEST: Final = 60.0
_LEAST_STEP: Final = 1e-3
_BIN_COUNT: Final = 10


@dataclass(frozen=True)
class Curve:
    """A rising line through knots, from stated odds to borne-out odds, both in bits; beyond the last knots parallel.

    Attributes:
        stated: Odds that the model states, rising [n].
        borne_out: Odds that labelled pairs bear out, rising [n].
        about: Where it comes from: `source`, `date`, `pairs` and what else was said of it.
    """

    stated: tuple[float, ...]
    borne_out: tuple[float, ...]
    about: dict[str, Any] = field(default_factory=dict)

    def odds(self, stated: NDArray[np.floating[Any]]) -> Odds:
        """Borne-out odds, in bits, of stated ones."""
        return _along(np.asarray(stated, dtype=np.float64), self.stated, self.borne_out)

    def stated_odds(self, borne_out: NDArray[np.floating[Any]]) -> Odds:
        """The other way: from which stated odds, in bits, these came."""
        return _along(np.asarray(borne_out, dtype=np.float64), self.borne_out, self.stated)

    def probabilities(self, stated: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """The chance that two records are of one person, at stated odds in bits."""
        return chance(self.odds(stated))

    def probability(self, stated: float) -> float:
        """The same of one pair."""
        return float(self.probabilities(np.array([stated]))[0])

    def as_json(self) -> str:
        """The curve as a file keeps it."""
        knots = [[round(one, 4), round(other, 4)] for one, other in zip(self.stated, self.borne_out, strict=True)]
        lines = [f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.about.items()]
        return "{\n  " + ",\n  ".join([*lines, f'"knots": {json.dumps(knots)}']) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Reads what `as_json` wrote.

        Raises:
            DamagedWeightsError: it is not that, or the curve does not rise.
        """
        try:
            told = json.loads(text)
            knots = np.array(told.pop("knots"), dtype=np.float64).reshape(-1, 2)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DamagedWeightsError(str(error)) from error
        if not len(knots) or not np.isfinite(knots).all() or (np.diff(knots, axis=0) <= 0).any():
            raise DamagedWeightsError("the curve of the calibration does not rise")
        return cls(tuple(knots[:, 0].tolist()), tuple(knots[:, 1].tolist()), told)


IDENTITY: Final = Curve((0.0,), (0.0,), {"source": "none: the model's own odds"})
"""The curve of a model that is taken at its word."""


def chance(odds: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Odds in bits as a probability."""
    found: NDArray[np.float64] = 1.0 / (1.0 + np.exp2(-np.clip(odds, -1000.0, 1000.0)))
    return found


def _along(values: Odds, knots: tuple[float, ...], heights: tuple[float, ...]) -> Odds:
    below, above = np.minimum(values - knots[0], 0.0), np.maximum(values - knots[-1], 0.0)
    return np.asarray(np.interp(values, knots, heights) + below + above, dtype=np.float64)


def fit(
    stated: NDArray[np.floating[Any]],
    same: NDArray[np.bool_],
    *,
    before: Curve = IDENTITY,
    strength: float = 20.0,
    about: dict[str, Any] | None = None,
) -> Curve:
    """The curve that labelled pairs bear out.

    Args:
        stated: Odds [n] that the model states of each pair, in bits.
        same: Whether each is one person [n].
        before: The curve that held until now.
        strength: How many pairs in all that curve counts for, spread over the labelled ones: few labels change little.
        about: What the curve says of itself.
    """
    odds = np.clip(np.asarray(stated, dtype=np.float64), -_FARTHEST, _FARTHEST)
    if not len(odds):
        return before
    part = strength / len(odds)
    shares = (np.asarray(same, dtype=np.float64) + part * before.probabilities(odds)) / (1.0 + part)
    means, borne_out, held = _steps(odds, shares)
    risen = (pooled(borne_out, held) * held + _HALF) / (held + 1.0)
    knots, heights = _strictly_rising(means, np.log2(risen / (1.0 - risen)))
    return Curve(tuple(knots.tolist()), tuple(heights.tolist()), about or {})


def _steps(odds: Odds, shares: Odds) -> tuple[Odds, Odds, Odds]:
    """Mean odds, mean share and number of pairs for each step of a bit; a step with few pairs joins the one below."""
    steps = np.clip(np.floor(odds), -_MOST_STEPS, _MOST_STEPS).astype(np.int64) + _MOST_STEPS
    held, sums, of = (np.bincount(steps, weight, minlength=2 * _MOST_STEPS + 1) for weight in (None, odds, shares))
    joined: list[list[float]] = []
    for count, odds_sum, share_sum in zip(held.tolist(), sums.tolist(), of.tolist(), strict=True):
        if joined and (joined[-1][0] < _LEAST_OF_A_STEP or 0 < count < _LEAST_OF_A_STEP):
            joined[-1] = [one + more for one, more in zip(joined[-1], (count, odds_sum, share_sum), strict=True)]
        elif count:
            joined.append([count, odds_sum, share_sum])
    counts, odds_sums, share_sums = np.array(joined, dtype=np.float64).T
    return odds_sums / counts, share_sums / counts, counts


def _strictly_rising(knots: Odds, heights: Odds) -> tuple[Odds, Odds]:
    """Knots whose both sides rise: where smoothing made one fall, it is left out."""
    kept: list[int] = []
    for place in range(len(knots)):
        if not kept or (
            knots[place] > knots[kept[-1]] + _LEAST_STEP and heights[place] > heights[kept[-1]] + _LEAST_STEP
        ):
            kept.append(place)
    return knots[kept], heights[kept]


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of about the same stated probability.

    Attributes:
        least, most: Between which probabilities they lie.
        stated: Their mean probability.
        borne_out: The share that is one person.
        pairs: How many they are.
    """

    least: float
    most: float
    stated: float
    borne_out: float
    pairs: int


def reliability(probabilities: NDArray[np.floating[Any]], same: NDArray[np.bool_]) -> list[Bin]:
    """Pairs in tenths by their probability, empty ones left out: what a reliability plot shows."""
    places = np.minimum((probabilities * _BIN_COUNT).astype(np.int64), _BIN_COUNT - 1)
    found = []
    for place in range(_BIN_COUNT):
        of = places == place
        if of.any():
            found.append(
                Bin(
                    place / _BIN_COUNT,
                    (place + 1) / _BIN_COUNT,
                    float(probabilities[of].mean()),
                    float(same[of].mean()),
                    int(of.sum()),
                )
            )
    return found


def brier(probabilities: NDArray[np.floating[Any]], same: NDArray[np.bool_]) -> float:
    """The mean squared error of probabilities (Brier 1950): 0 is perfect, p(1 - p) is to say the base rate p always."""
    return float(np.mean((probabilities - same) ** 2)) if len(same) else 0.0


def expected_error(probabilities: NDArray[np.floating[Any]], same: NDArray[np.bool_]) -> float:
    """By how much the stated probability misses the share borne out, over tenths, weighted by their pairs."""
    bins = reliability(probabilities, same)
    total = sum(each.pairs for each in bins)
    return sum(abs(each.stated - each.borne_out) * each.pairs for each in bins) / total if total else 0.0


@functools.lru_cache(maxsize=1)
def default_curve() -> Curve:
    """The curve that the package ships."""
    return Curve.from_json(CURVE_FILE.read_text(encoding="utf-8"))
