"""Calibrating: pairs that people have judged, held against the odds that the model stated of them."""

import math
import pathlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.config.tabular.errors import BadInputError
from payvand.config.tabular.reading import read_table
from payvand.matching.calibration import Curve, brier, expected_error, reliability

LEAST_PAIRS: Final = 50
LEAST_OF_EACH: Final = 10
_SURE: Final = 1e-6
_TRUE: Final = frozenset({"1", "true", "yes", "same", "match"})


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs that people judged.

    Attributes:
        stated: Odds that the model stated, in bits, before any calibration [n].
        same: Whether each is one person [n].
    """

    stated: NDArray[np.float64]
    same: NDArray[np.bool_]

    @property
    def too_few(self) -> str | None:
        """Why they cannot calibrate anything, in words; None where they can."""
        one, two = int(self.same.sum()), int((~self.same).sum())
        if one + two >= LEAST_PAIRS and min(one, two) >= LEAST_OF_EACH:
            return None
        return (
            f"{one} pairs are judged to be one person and {two} to be two: it takes {LEAST_PAIRS}, "
            f"and {LEAST_OF_EACH} of each, to say how far the probability can be trusted"
        )


def judged_of_files(pairs: pathlib.Path, labels: pathlib.Path) -> Judged:
    """Reads pairs as `dedupe` and `link` write them, and which of them are one person.

    Args:
        pairs: Columns left_id, right_id, weight, probability, of a run without a calibration of its own.
        labels: Columns left_id, right_id, and perhaps same (yes or no); without it those listed are one person, and
            the other pairs two.

    Raises:
        UsageError: the ending of a file is none of ours.
        BadInputError: a file or a row cannot be used.
    """
    listed, has_verdicts = _labels(labels)
    weights, chances, same = [], [], []
    for line, cells in _rows(pairs, ("left_id", "right_id", "weight", "probability")):
        pair = frozenset(cells[:2])
        if has_verdicts and pair not in listed:
            continue
        try:
            weights.append(float(cells[2]))
            chances.append(float(cells[3]))
        except ValueError:
            raise BadInputError(pairs, "the weight or the probability is not a number", line) from None
        same.append(listed.get(pair, False))
    weight = np.array(weights, dtype=np.float64)
    return Judged(weight + _prior(weight, np.array(chances, dtype=np.float64)), np.array(same, dtype=bool))


def _prior(weight: NDArray[np.float64], chances: NDArray[np.float64]) -> float:
    """The bits between weight and stated odds, as the probabilities show them: the same for all pairs of a run."""
    told = (chances > _SURE) & (chances < 1 - _SURE)
    if not told.any():
        return 0.0
    return float(np.median(np.log2(chances[told] / (1 - chances[told])) - weight[told]))


def _labels(path: pathlib.Path) -> tuple[dict[frozenset[str], bool], bool]:
    header, _ = read_table(path)
    verdicts = "same" in (name.strip().casefold() for name in header)
    columns = ("left_id", "right_id", "same") if verdicts else ("left_id", "right_id")
    found = {
        frozenset(cells[:2]): not verdicts or cells[2].strip().casefold() in _TRUE for _, cells in _rows(path, columns)
    }
    return found, verdicts


def _rows(path: pathlib.Path, columns: tuple[str, ...]) -> Iterable[tuple[int, list[str]]]:
    """The line and the wanted cells of each row."""
    header, rows = read_table(path)
    folded = [name.strip().casefold() for name in header]
    missing = [name for name in columns if name not in folded]
    if missing:
        raise BadInputError(path, f"has no column '{missing[0]}'; it takes {', '.join(columns)}", 1)
    places = [folded.index(name) for name in columns]
    for row in rows:
        if len(row.cells) != len(header):
            raise BadInputError(path, f"has {len(row.cells)} fields where the header has {len(header)}", row.line)
        yield row.line, [row.cells[place] for place in places]


def table(judged: Judged, before: Curve, after: Curve) -> str:
    """The two curves beside each other: what each states of the pairs in every tenth, and what was borne out."""
    stated, same = judged.stated, judged.same
    lines = [f"{'stated before':>16}{'pairs':>8}{'one person':>12}{'stated after':>14}"]
    chances, later = before.probabilities(stated), after.probabilities(stated)
    for each in reliability(chances, same):
        of = (chances >= each.least) & ((chances < each.most) | (each.most >= 1))
        between = f"{each.least:.1f} – {each.most:.1f}"
        lines.append(f"{between:>16}{each.pairs:>8}{each.borne_out:>12.3f}{float(later[of].mean()):>14.3f}")
    lines += [
        f"Brier score      {brier(chances, same):.4f} before, {brier(later, same):.4f} after (0 is perfect)",
        f"expected error   {expected_error(chances, same):.4f} before, {expected_error(later, same):.4f} after",
    ]
    return "\n".join(lines)


def stated_odds(weights: Iterable[float], size: int) -> NDArray[np.float64]:
    """The odds that weights state among so many records, as a search states them."""
    return np.fromiter(weights, dtype=np.float64) - math.log2(max(size, 2))
