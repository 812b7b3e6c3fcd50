"""Learns what evidence weighs, and how far its odds can be trusted.

    python benchmarks/evidence_weights.py --train REGISTER… --test REGISTER… [--write]

The registers are of `make_register.py`, whose column `person` is the truth. From the training registers come: what the
bits of a name are worth together (with labels: how often pairs of one and of two persons reach a sum), m and u of
birth, sex and place (without labels, by EM), and the calibration (with labels). Half of the shipped m and u is
judgement (`judged_weights.json`): a made register errs as its maker thought, and knows nothing of relatives, numbers or
former names. Measured is on the test registers. With --write the package's files and the plot are written.
"""

import argparse
import collections
import itertools
import json
import pathlib
import sys
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from payvand.matching import Record
from payvand.matching.calibration import CURVE_FILE, Curve, brier, chance, expected_error, fit, reliability
from payvand.matching.fellegi_sunter import Estimate, estimate
from payvand.matching.isotonic import pooled
from payvand.matching.kernel.weighing import Scale
from payvand.matching.likeness import likeness
from payvand.matching.packing import TokenBuffer, row_words
from payvand.matching.rarity import skeleton_hash
from payvand.matching.reliability_plot import reliability_svg
from payvand.matching.tokens import spellings_of
from payvand.matching.weights import WEIGHTS_FILE, Rates, Weights

HERE: Final = pathlib.Path(__file__).parent
JUDGED: Final = HERE / "judged_weights.json"
RESULT: Final = HERE / "results" / "evidence_weights.json"
PLOT: Final = HERE.parent / "docs" / "images" / "reliability.svg"
RANDOM_PAIRS: Final = 400_000
LARGEST_BLOCK: Final = 60
KNOTS: Final = (-20.0, -12.0, -7.0, -3.0, 3.0, 7.0, 11.0, 15.0, 19.0, 23.0, 27.0, 31.0, 36.0, 42.0)
IDENTITY: Final = ((-1.0, -1.0), (0.0, 0.0), (1.0, 1.0))
LEARNED: Final = ("birth", "sex", "place")


@dataclass(frozen=True)
class Pairs:
    """Candidates and random pairs of a register: bits of names (raw sums), levels, whether they are one person."""

    bits: NDArray[np.float32]
    levels: NDArray[np.uint8]
    same: NDArray[np.bool_]
    random_bits: NDArray[np.float32]
    random_levels: NDArray[np.uint8]
    matches: int
    all: float

    @property
    def prior(self) -> float:
        """Bits of the chance that two records drawn at random are of one person."""
        return float(np.log2(self.matches / self.all))


def read(path: pathlib.Path, weights: Weights) -> Pairs:
    """Reads a register and weighs its candidates by some weights."""
    frame = pl.read_parquet(path)
    buffer, rows, starts = TokenBuffer(), [], [0]
    blocks: dict[Any, list[int]] = collections.defaultdict(list)
    counts: collections.Counter[int] = collections.Counter()
    for number, row in enumerate(frame.iter_rows(named=True)):
        record = Record(
            str(number),
            given=row["given"],
            father=row["father"],
            surname=row["surname"],
            birth_date=row["dob"],
            place=row["place"],
            sex={"m": "male", "f": "female"}[row["sex"]],
        )
        spellings = spellings_of(record)
        rows.append(np.frombuffer(row_words(record, spellings, buffer.ref), dtype=np.uint32))
        starts.append(starts[-1] + len(rows[-1]))
        counts.update({skeleton_hash(token.spelled) for tokens in spellings for token in tokens})
        forms = {form for tokens in spellings for token in tokens for form in (token.spelled, token.stem) if form}
        _block(blocks, number, record, {skeleton_hash(form) for form in forms})
    keys = np.array(sorted(counts), dtype=np.uint64)
    held = np.array([counts[int(key)] for key in keys], dtype=np.uint32)
    scale = Scale(likeness().compiled, weights.table, keys, held, records=len(rows), slots=1 << 20)
    whole = buffer.words(), np.concatenate(rows), np.array(starts, dtype=np.int64)
    left, right = _candidates(blocks).T
    drawn = np.random.default_rng(1).integers(0, len(rows), (2, RANDOM_PAIRS))
    person = frame["person"].to_numpy()
    apart = drawn[:, person[drawn[0]] != person[drawn[1]]]
    records = np.unique(person, return_counts=True)[1]
    return Pairs(
        *scale.weigh_pairs(*whole, left, right),
        person[left] == person[right],
        *scale.weigh_pairs(*whole, apart[0], apart[1]),
        int((records * (records - 1) // 2).sum()),
        len(rows) * (len(rows) - 1) / 2,
    )


def _block(blocks: dict[Any, list[int]], number: int, record: Record, keys: set[int]) -> None:
    """Puts a record where its candidates are: of its birth date, of its year with a name, of two names."""
    birth = record.birth
    if birth.day and not birth.year_only:
        blocks[birth.year, birth.month, birth.day].append(number)
    for key in keys:
        for year in {each + more for each in birth.years for more in (0, 1)}:
            blocks[year, key].append(number)
    for one, other in itertools.combinations(sorted(keys), 2):
        blocks["names", one, other].append(number)


def _candidates(blocks: dict[Any, list[int]]) -> NDArray[np.int64]:
    pairs: set[tuple[int, int]] = set()
    for members in blocks.values():
        if 1 < len(members) <= LARGEST_BLOCK:
            pairs.update(itertools.combinations(members, 2))
    return np.array(sorted(pairs), dtype=np.int64)


def worth(registers: list[Pairs]) -> tuple[tuple[float, float], ...]:
    """What a sum of bits of a name weighs: by how often pairs of one person and of two reach it.

    Pairs of two persons are counted at random where the sum is low, and where it is high among the candidates, which
    hold nearly all that are alike.
    """
    edges = np.array([-np.inf, *((one + other) / 2 for one, other in itertools.pairwise(KNOTS)), np.inf])
    one, two, near = (np.zeros(len(KNOTS)) for _ in range(3))
    matches = total = drawn = 0.0
    for each in registers:
        one += np.histogram(each.bits[each.same], edges)[0]
        two += np.histogram(each.random_bits, edges)[0]
        near += np.histogram(each.bits[~each.same], edges)[0]
        matches, total, drawn = matches + each.same.sum(), total + each.all, drawn + len(each.random_bits)
    rate = np.where(two >= LARGEST_BLOCK, two / drawn, np.maximum(near, 1.0) / total)
    weights = pooled(np.log2(np.maximum(one, 1.0) / matches / rate), one + 1)
    rising = np.maximum.accumulate(weights + np.arange(len(weights)) * 1e-3)
    kept = [(raw, float(round(weight, 2))) for raw, weight in zip(KNOTS, rising, strict=True) if raw * weight > 0]
    return tuple(sorted([*kept, (0.0, 0.0)]))


def learned(registers: list[Pairs], judged: Weights) -> Weights:
    """The judged weights, half-way to what EM finds in the registers."""
    found = [_estimate(each, judged).weights.levels for each in registers]
    levels = dict(judged.levels)
    for feature in LEARNED:
        levels[feature] = _mean([judged.levels[feature]] * len(found) + [each[feature] for each in found])
    return replace(judged, levels=levels)


def _mean(all_rates: list[Rates]) -> Rates:
    return {
        level: (
            float(np.mean([rates[level][0] for rates in all_rates])),
            float(np.mean([rates[level][1] for rates in all_rates])),
        )
        for level in all_rates[0]
    }


def _estimate(pairs: Pairs, weights: Weights) -> Estimate:
    return estimate(pairs.random_levels, pairs.levels, worthy(pairs.bits, weights), pairs=pairs.all, beforehand=weights)


def worthy(bits: NDArray[np.float32], weights: Weights) -> NDArray[np.float64]:
    """What raw sums of bits of names weigh: the same line that the kernel follows."""
    raw, weight = np.array(weights.table[-2:], dtype=np.float64)
    return np.asarray(np.interp(bits, raw, weight), dtype=np.float64)


def odds(pairs: Pairs, weights: Weights, prior: float) -> NDArray[np.float64]:
    """The odds that a model states of the candidates, in bits."""
    tabled = sum(weights.bits[number].astype(np.float64)[pairs.levels[:, number]] for number in range(1, 16))
    return worthy(pairs.bits, weights) + tabled + prior


def f1(stated: NDArray[np.float64], pairs: Pairs) -> tuple[float, float]:
    """The best F1 over all thresholds, and the share found where 99 in 100 found are right."""
    order = np.argsort(-stated)
    right, found = np.cumsum(pairs.same[order]), np.arange(1, len(order) + 1)
    precision, recall = right / found, right / pairs.matches
    sure = np.flatnonzero(precision >= 0.99)
    best = (2 * precision * recall / np.maximum(precision + recall, 1e-12)).max()
    return float(best), float(recall[sure[-1]]) if len(sure) else 0.0


def measured(pairs: Pairs, weights: Weights, curve: Curve | None, prior: float) -> dict[str, float]:
    """Brier's score, the expected error of a stated probability, F1 and the recall at precision .99."""
    stated = odds(pairs, weights, prior)
    chances = curve.probabilities(stated) if curve else chance(stated)
    best, recall = f1(stated, pairs)
    return {
        "brier": round(brier(chances, pairs.same), 6),
        "expected_error": round(expected_error(chances, pairs.same), 6),
        "f1": round(best, 4),
        "recall_at_precision_99": round(recall, 4),
        "prior_bits": round(prior, 2),
    }


def main() -> int:
    """Runs the whole of it and prints what was measured."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--train", nargs="+", type=pathlib.Path, required=True)
    cli.add_argument("--test", nargs="+", type=pathlib.Path, required=True)
    cli.add_argument("--write", action="store_true")
    options = cli.parse_args()
    judged = replace(Weights.from_json(JUDGED.read_text(encoding="utf-8")), worth=IDENTITY)
    train, test = ([read(path, judged) for path in paths] for paths in (options.train, options.test))
    source = f"make_register.py, {len(train)} registers, and judgement: benchmarks/evidence_weights.py"
    about = {"source": source, "date": date.today().isoformat(), "pairs": sum(len(each.bits) for each in train)}  # noqa: DTZ011 — the day here
    named = replace(judged, worth=worth(train))
    weights = replace(learned(train, named), about={"comment": judged.about["comment"], **about})
    own = [_estimate(each, weights) for each in train]
    stated = np.concatenate([odds(each, of.weights, of.prior) for each, of in zip(train, own, strict=True)])
    curve = fit(stated, np.concatenate([each.same for each in train]), about=about)
    results: dict[str, Any] = {}
    for path, pairs in zip(options.test, test, strict=True):
        of = _estimate(pairs, weights)
        results[path.stem] = {
            "candidates": len(pairs.bits),
            "matches": pairs.matches,
            "true_prior_bits": round(pairs.prior, 2),
            "judged, names at their word": measured(pairs, judged, None, pairs.prior),
            "shipped": measured(pairs, weights, None, pairs.prior),
            "by EM": measured(pairs, of.weights, None, of.prior),
            "by EM, calibrated": measured(pairs, of.weights, curve, of.prior),
        }
        _told(results[path.stem])
    if options.write:
        of, pairs = _estimate(test[0], weights), test[0]
        rough, better = odds(pairs, judged, pairs.prior), odds(pairs, of.weights, of.prior)
        series = {
            "summed bits": reliability(chance(rough), pairs.same),
            "by EM": reliability(chance(better), pairs.same),
            "calibrated": reliability(curve.probabilities(better), pairs.same),
        }
        PLOT.write_text(reliability_svg(series, "Stated probability and share borne out, by tenths"), encoding="utf-8")
        WEIGHTS_FILE.write_text(weights.as_json(), encoding="utf-8")
        CURVE_FILE.write_text(curve.as_json(), encoding="utf-8")
        RESULT.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(weights.as_json(), curve.as_json())
    return 0


def _told(results: dict[str, Any]) -> None:
    for name, figures in results.items():
        print(f"{name}: {figures}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
