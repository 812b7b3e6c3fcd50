"""What each letter can add at most to the likeness of two forms: the tables of `hope.c`.

A unit of several letters says as much as the best single letters beside its letters do; where it says more, the rest is
shared out to them. Units that are hardly ever met are left out: they would let everything hope.
"""

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from payvand.matching.likeness import PairModel, Shape

_QUARTERS: Final = 4
_LEAST, _MOST = -120, 127  # quarters of a bit
_FLOOR: Final = -9.0  # bits of two letters that no unit brings together: about those of a slip of the hand
_RARE: Final = 5e-4
_SLIPS: Final = ((1, 0), (1, 1))  # shapes of which the table, slips of the hand included, is taken
_NEVER: Final = 1e-30

Table = NDArray[np.int8]
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


def hopes(pair: "PairModel") -> tuple[Table, Table, Table]:
    """The most quarters of a bit of a source letter beside a target letter, the other way round, and beside nothing."""
    sizes = pair.alphabets[0].size, pair.alphabets[1].size
    best = np.full(sizes, _FLOOR), np.full(sizes[::-1], _FLOOR)
    lost = np.full(sizes[0], _FLOOR)
    for shape in sorted(pair.shapes, key=lambda shape: (shape.taken + shape.given, shape.taken)):
        rows, columns, chances = _units(shape)
        ours = _letters(pair, 0, shape.taken)[rows]
        bits = np.log2(chances) - np.log2(_alone(pair, 0, shape.taken)[rows])
        if not shape.given:
            short = np.maximum(bits - lost[ours].sum(axis=1), 0.0) / shape.taken
            np.maximum.at(lost, ours.ravel(), (lost[ours] + short[:, None]).ravel())
            continue
        theirs = _letters(pair, 1, shape.given)[columns]
        bits -= np.log2(_alone(pair, 1, shape.given)[columns])
        inside = (ours != pair.start).all(axis=1)
        _raise(best[0], ours[inside], theirs[inside], bits[inside])
        _raise(best[1], theirs[inside], ours[inside], bits[inside])
    return _quarters(best[0]), _quarters(best[1]), _quarters(lost)


def _quarters(bits: Floats) -> Table:
    return np.clip(np.ceil(bits * _QUARTERS), _LEAST, _MOST).astype(np.int8)


def _raise(best: Floats, ours: Numbers, theirs: Numbers, bits: Floats) -> None:
    """Raises what letters of one side can say beside those of the other until each unit's bits are within it."""
    highest = best[ours[:, :, None], theirs[:, None, :]].max(axis=2)
    short = np.maximum(bits - highest.sum(axis=1), 0.0) / ours.shape[1]
    mine, others = ours.shape[1], theirs.shape[1]
    for place, other in itertools.product(range(mine), range(others)):
        if place * others < (other + 1) * mine and other * mine < (place + 1) * others:  # they stand beside one another
            raised = np.where(short > 0.0, highest[:, place] + short, _FLOOR)
            np.maximum.at(best, (ours[:, place], theirs[:, other]), raised)


def _units(shape: "Shape") -> tuple[Numbers, Numbers, Floats]:
    """Rows, columns and chances of the units that count."""
    if (shape.taken, shape.given) in _SLIPS and shape.table is not None:
        rows, columns = np.nonzero(shape.table)
        return rows, columns, shape.table[rows, columns]
    rows = np.repeat(np.arange(len(shape.starts) - 1), np.diff(shape.starts))
    kept = shape.chances >= _RARE
    return rows[kept], shape.others[kept].astype(np.int64), shape.chances[kept].astype(np.float64)


def _letters(pair: "PairModel", side: int, size: int) -> Numbers:
    """The letters of each numbered chunk [chunks, size]."""
    numbers = pair.numbers[side][size]
    held = np.nonzero(numbers)
    found = np.zeros((pair.count(side, size), size), dtype=np.int64)
    found[numbers[held]] = np.stack(held, axis=1)
    return found


def _alone(pair: "PairModel", side: int, size: int) -> Floats:
    """The chance of the letters of each numbered chunk, however they are cut, whatever stands on the other side."""
    share = pair.kept if side else 1.0
    known = {each: pair.chances(side, each) / share for each in range(1, size + 1) if each in pair.numbers[side]}
    letters = _letters(pair, side, size)
    ahead = [np.ones(len(letters))]
    for last in range(1, size + 1):
        here = np.zeros(len(letters))
        for taken in known:
            if taken <= last:
                numbers = pair.numbers[side][taken][tuple(letters[:, last - taken : last].T)]
                here += ahead[last - taken] * np.where(numbers > 0, known[taken][numbers], 0.0)
        ahead.append(here)
    return np.maximum(ahead[size], _NEVER)
