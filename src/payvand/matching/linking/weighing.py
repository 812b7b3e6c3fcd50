"""Candidates weighed by the kernel, in threads; the register's own weights by EM; probabilities.

Batches are written as they are done, so that a run that was stopped loses one at most.
"""

import concurrent.futures
import pathlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.calibration import IDENTITY, Curve
from payvand.matching.evidence import FEATURES
from payvand.matching.fellegi_sunter import estimate_m, estimate_u
from payvand.matching.kernel.weighing import FEATURES as KERNEL_FEATURES
from payvand.matching.kernel.weighing import Scale, check
from payvand.matching.likeness import likeness
from payvand.matching.linking.database import threads
from payvand.matching.weights import Weights, default_weights

RANDOM_PAIRS: Final = 60_000
"""Pairs drawn at random, from which u is counted."""

EM_PAIRS: Final = 400_000
"""Candidates from which m is learned, at most."""

BATCH: Final = 1_000_000
"""Pairs of a batch that is written at once."""

_AT_ONCE: Final = 50_000
_SLOTS: Final = 1 << 21
_SEED: Final = 20_261_122

Places = NDArray[np.int32]


def untold(_share: float) -> None:
    """Tells nobody."""


@dataclass(frozen=True)
class Rows:
    """Packed rows of all records, mapped from the files of a run."""

    tokens: NDArray[np.uint32]
    words: NDArray[np.uint32]
    starts: NDArray[np.int64]
    keys: NDArray[np.uint64]
    counts: NDArray[np.uint32]

    @classmethod
    def open(cls, file: Callable[[str], pathlib.Path]) -> "Rows":
        """Maps the rows and reads them through, so that the kernel can trust them."""
        with np.load(file("rarity.npz")) as rarity:
            keys, counts = rarity["keys"], rarity["counts"]
        starts = np.load(file("starts.npy"))
        words = np.memmap(file("rows.bin"), dtype=np.uint32, mode="r") if starts[-1] else np.zeros(0, dtype=np.uint32)
        found = cls(np.load(file("tokens.npy")), words, starts, keys, counts)
        check(found.words, found.starts, found.tokens)
        return found

    def __len__(self) -> int:
        return len(self.starts) - 1

    def scale(self, weights: Weights, slots: int = _SLOTS) -> Scale:
        """What one thread weighs with."""
        return Scale(likeness().compiled, weights.table, self.keys, self.counts, records=len(self), slots=slots)

    def weigh(self, scale: Scale, left: Places, right: Places) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Bits that no table holds, and levels [n, 16]."""
        return scale.weigh_pairs(self.tokens, self.words, self.starts, left.astype(np.int64), right.astype(np.int64))


def random_weights(rows: Rows, split: int | None) -> Weights:
    """The shipped weights with u counted in pairs of the register drawn at random.

    Args:
        rows: The records.
        split: The first record of the right register; None where there is one register.
    """
    if len(rows) < 2 or split in {0, len(rows)}:  # noqa: PLR2004 — a pair
        return default_weights()
    chance = np.random.default_rng(_SEED)
    border = len(rows) if split is None else split
    left = np.sort(chance.integers(0, border, RANDOM_PAIRS, dtype=np.int32))
    right = chance.integers(0 if split is None else border, len(rows), RANDOM_PAIRS, dtype=np.int32)
    apart = left != right
    bits, levels = weigh_in_threads(rows, default_weights(), left[apart], right[apart], untold)
    return estimate_u(levels, default_weights(), bits=bits)


def weigh_in_threads(
    rows: Rows, weights: Weights, left: Places, right: Places, told: Callable[[float], None]
) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Weighs pairs in as many threads as there are processors."""
    bits = np.empty(len(left), dtype=np.float32)
    levels = np.empty((len(left), KERNEL_FEATURES), dtype=np.uint8)
    parts = [slice(start, start + _AT_ONCE) for start in range(0, len(left), _AT_ONCE)]
    count = threads()

    def work(worker: int) -> None:
        scale = rows.scale(weights)
        for number in range(worker, len(parts), count):
            part = parts[number]
            bits[part], levels[part] = rows.weigh(scale, left[part], right[part])
            told(min(number * _AT_ONCE / max(len(left), 1), 1.0))

    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        for done in [pool.submit(work, worker) for worker in range(min(count, max(len(parts), 1)))]:
            done.result()
    return bits, levels


def weigh_candidates(
    rows: Rows,
    weights: Weights,
    left: Places,
    right: Places,
    *,
    file: Callable[[str], pathlib.Path],
    told: Callable[[float], None],
) -> int:
    """Weighs all candidates into files, a batch each; those that are there already stay. Returns their number."""
    batches = batches_of(len(left))
    for number in range(batches):
        part = slice(number * BATCH, (number + 1) * BATCH)
        weigh_batch(
            rows,
            weights,
            left[part],
            right[part],
            path=batch_file(file, number),
            told=lambda done, number=number: told((number + done) / batches),  # type: ignore[misc]  # bound now
        )
    return batches


def batches_of(candidates: int) -> int:
    """In how many batches so many candidates are weighed."""
    return -(-candidates // BATCH)


def batch_file(file: Callable[[str], pathlib.Path], number: int) -> pathlib.Path:
    """Where a batch is kept when it is weighed."""
    return file(f"weighed-{number:05}.npz")


def weigh_batch(
    rows: Rows, weights: Weights, left: Places, right: Places, *, path: pathlib.Path, told: Callable[[float], None]
) -> None:
    """Weighs one batch into its file, unless that is there."""
    if path.exists():
        return
    bits, levels = weigh_in_threads(rows, weights, left, right, told)
    draft = path.with_suffix(".new.npz")
    np.savez(draft, bits=bits, levels=levels)
    draft.replace(path)


def weighed(batches: int, file: Callable[[str], pathlib.Path]) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """What was weighed, all batches together."""
    found = []
    for number in range(batches):
        with np.load(batch_file(file, number)) as arrays:
            found.append((arrays["bits"], arrays["levels"]))
    if not found:
        return np.empty(0, dtype=np.float32), np.empty((0, KERNEL_FEATURES), dtype=np.uint8)
    return np.concatenate([bits for bits, _ in found]), np.concatenate([levels for _, levels in found])


@dataclass(frozen=True)
class Learned:
    """What a register taught: its weights, and the bits of the chance that two records drawn at random match."""

    weights: Weights
    prior: float
    matches: float


def learn(with_u: Weights, bits: NDArray[np.float32], levels: NDArray[np.uint8], pairs: float) -> Learned:
    """The weights with m learned from the candidates, a sample of them where there are many.

    Args:
        with_u: Weights whose u was counted in random pairs.
        bits: Bits of the candidates that no table holds.
        levels: Their levels.
        pairs: How many pairs of records there are in all.
    """
    chosen = np.arange(len(bits))
    if len(bits) > EM_PAIRS:
        chosen = np.sort(np.random.default_rng(_SEED).choice(len(bits), EM_PAIRS, replace=False))
    share = len(chosen) / max(len(bits), 1)
    found = estimate_m(levels[chosen], bits[chosen], with_u, pairs=max(pairs * share, 2.0))
    return Learned(found.weights, found.prior, found.matches / max(share, 1e-9))


def total(weights: Weights, bits: NDArray[np.float32], levels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """The weight of each pair, in bits."""
    found = bits.astype(np.float64)
    for number in range(1, len(FEATURES)):
        found += weights.bits[number].astype(np.float64)[levels[:, number]]
    return found


def probabilities(weight: NDArray[np.float64], prior: float, curve: Curve = IDENTITY) -> NDArray[np.float64]:
    """The chance that each pair is one person.

    Without a curve of `payvand calibrate` the odds are taken at their word: weights and prior were learned from this
    very register, and the curve that the package ships was not.
    """
    return curve.probabilities(weight + prior)
