"""The doors to `learn.c`: expectation of the units of a joint multigram model over pairs of spellings."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.kernel import library
from payvand.matching.letters import LONGEST

MOST_LETTERS: Final = 62
"""Letters of an alphabet that fit into the key of a unit; 0 pads."""

SOURCE_WIDTH: Final = LONGEST + 1  # the sign of the start and 24 letters
TARGET_WIDTH: Final = LONGEST
_SOURCE_SHIFT: Final = 24
_LETTER_BITS: Final = 6
_MOST_TAKEN, _MOST_GIVEN, _MOST_SHAPES = 3, 4, 16
_FIRST_SLOTS: Final = 1 << 18
_SILENT: Final = frozenset({"pv_learn_expect", "pv_learn_together"})  # functions that return nothing

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]
Shapes = Sequence[tuple[int, int]]
"""Letters taken of the source and given to the target by the units of each shape."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of spellings as letters: rows of numbers from 1 to `MOST_LETTERS`, padded with 0."""

    source: NDArray[np.uint8]
    target: NDArray[np.uint8]

    def __post_init__(self) -> None:
        for side, width in ((self.source, SOURCE_WIDTH), (self.target, TARGET_WIDTH)):
            if side.shape != (len(self.source), width) or side.dtype != np.uint8 or not side.flags.c_contiguous:
                raise ValueError(f"spellings must be contiguous rows of {width} bytes, as many on either side")
            if side.max(initial=0) > MOST_LETTERS:
                raise ValueError(f"an alphabet has more than {MOST_LETTERS} letters")


@dataclass(frozen=True)
class Units:
    """A table of units by key: open addressing, a power of two of slots, and the chance of the unit in each."""

    shapes: Shapes
    keys: Keys
    chance: Floats

    def listed(self) -> tuple[Keys, Floats]:
        """The keys and chances of all units that can occur, by key."""
        there = self.chance > 0
        order = np.argsort(self.keys[there])
        return self.keys[there][order], self.chance[there][order]


def collect(pairs: Pairs, shapes: Shapes) -> Keys:
    """The table of all units of these shapes that any cut of the pairs may use; empty slots hold 0."""
    slots = _FIRST_SLOTS
    while True:
        keys = np.zeros(slots, dtype=np.uint64)
        if _call("pv_learn_collect", *_corpus(pairs), *_shapes(shapes), _at(keys), ctypes.c_int64(slots)) >= 0:
            return keys
        slots *= 2


def expect(pairs: Pairs, weights: Floats, units: Units) -> tuple[Floats, Floats]:
    """The expected count of the unit in each slot, and the likelihood of each pair.

    Args:
        pairs: The spellings.
        weights: How often each pair counts [pairs].
        units: Their chances.
    """
    counts, likelihood = np.zeros(len(units.keys)), np.zeros(len(pairs.source))
    _call("pv_learn_expect", *_corpus(pairs, weights), *_table(units), _at(counts), _at(likelihood))
    return counts, likelihood


def grow(pairs: Pairs, weights: Floats, units: Units, larger: Shapes, least: float) -> tuple[Keys, Floats]:
    """Keys and counts of larger units, where more than `least` of the cuts by the known ones pass both their ends."""
    slots = _FIRST_SLOTS
    while True:
        keys, counts = np.zeros(slots, dtype=np.uint64), np.zeros(slots)
        new = _at(keys), ctypes.c_int64(slots), _at(counts)
        known = *_corpus(pairs, weights), *_table(units)
        if _call("pv_learn_grow", *known, ctypes.c_double(least), *_shapes(larger), *new) >= 0:
            return keys[counts > 0], counts[counts > 0]
        slots *= 2


def hashed(shapes: Shapes, keys: Keys, chance: Floats) -> Units:
    """The table of units given as a list; the keys must differ from one another."""
    slots = _FIRST_SLOTS
    while slots < 2 * len(keys):
        slots *= 2
    table, chances = np.zeros(slots, dtype=np.uint64), np.zeros(slots)
    place = (keys * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(20)) & np.uint64(slots - 1)  # as slot_of in learn.c
    waiting = np.arange(len(keys))
    while len(waiting):
        free = waiting[table[place[waiting]] == 0]
        taken = free[np.unique(place[free], return_index=True)[1]]
        table[place[taken]], chances[place[taken]] = keys[taken], chance[taken]
        waiting = np.setdiff1d(waiting, taken)
        place[waiting] = (place[waiting] + np.uint64(1)) & np.uint64(slots - 1)
    return Units(shapes, table, chances)


def together(source: list[NDArray[np.int32]], target: list[NDArray[np.int32]], size: int) -> NDArray[np.float32]:
    """How often two n-grams stand on the two sides of a pair [size, size].

    Args:
        source: For each pair the numbers of the n-grams of its source, each below `size`.
        target: The same of its target.
        size: How many n-grams there are.
    """
    if len(source) != len(target):
        raise ValueError("each pair has two sides")
    counted = np.zeros((size, size), dtype=np.float32)
    sides = [
        (np.concatenate([np.empty(0, np.int32), *side]), np.cumsum([len(row) for row in side], dtype=np.int64))
        for side in (source, target)
    ]
    if any(numbers.dtype != np.int32 or bool(((numbers < 0) | (numbers >= size)).any()) for numbers, _ in sides):
        raise ValueError(f"an n-gram has a number below {size}")
    arrays = [_at(array) for side in sides for array in side]
    _call("pv_learn_together", *arrays, ctypes.c_int64(len(source)), ctypes.c_int64(size), _at(counted))
    return counted


def letters_of(key: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The numbers of the source and of the target letters of a unit."""
    return _numbers(key >> _SOURCE_SHIFT, _MOST_TAKEN), _numbers(key & ((1 << _SOURCE_SHIFT) - 1), _MOST_GIVEN)


def sizes(keys: Keys) -> NDArray[np.int64]:
    """How many letters each unit has on both sides together."""
    shifts = [_SOURCE_SHIFT + _LETTER_BITS * step for step in range(_MOST_TAKEN)]
    shifts += [_LETTER_BITS * step for step in range(_MOST_GIVEN)]
    mask = np.uint64((1 << _LETTER_BITS) - 1)
    letters = [(keys >> np.uint64(shift)) & mask > 0 for shift in shifts]
    return np.asarray(np.sum(letters, axis=0, dtype=np.int64))


def _numbers(packed: int, most: int) -> tuple[int, ...]:
    mask = (1 << _LETTER_BITS) - 1
    found = (packed >> _LETTER_BITS * step & mask for step in reversed(range(most)))
    return tuple(number for number in found if number)


def _call(name: str, *arguments: object) -> int:
    function = getattr(library(), name)
    function.restype = None if name in _SILENT else ctypes.c_int64
    return int(function(*arguments) or 0)


def _corpus(pairs: Pairs, weights: Floats | None = None) -> tuple[object, ...]:
    if weights is None:
        return _at(pairs.source), _at(pairs.target), ctypes.c_int64(len(pairs.source))
    if weights.shape != (len(pairs.source),) or weights.dtype != np.float64:
        raise ValueError("each pair has one weight")
    return _at(pairs.source), _at(pairs.target), ctypes.c_int64(len(pairs.source)), _at(weights)


def _shapes(shapes: Shapes) -> tuple[object, ...]:
    if len(shapes) > _MOST_SHAPES or any(
        taken > _MOST_TAKEN or given > _MOST_GIVEN or not taken + given for taken, given in shapes
    ):
        raise ValueError(f"a unit takes {_MOST_TAKEN} letters and gives {_MOST_GIVEN} at most, not none of either")
    packed = np.array(shapes, dtype=np.uint8).reshape(-1, 2)
    return packed.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)), ctypes.c_int32(len(shapes))


def _table(units: Units) -> tuple[object, ...]:
    keys, chance = units.keys, units.chance
    return *_shapes(units.shapes), _at(keys), ctypes.c_int64(len(keys)), _at(chance)


def _at(array: NDArray[np.generic]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
