"""The doors to `weigh.c`: two rows, one against many, and many pairs."""

import ctypes
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from payvand.matching.kernel import CompiledModel, library

FEATURES: Final = 16
"""Features of evidence, the name included; the rows of a table of weights."""

LEVELS: Final = 16
"""Levels of a feature; the columns of a table of weights."""

WEIGHT_ROWS: Final = 2 * FEATURES + 3
"""Rows of the weights as the kernel has them: bits of the levels, their chances, the most that a relative adds, and the
knots of what a name weighs."""

_MOST_PIECES: Final = 96
_TOKEN_WORDS: Final = 13  # of the shortest token

Words = NDArray[np.uint32]
Starts = NDArray[np.int64]


class _Rarity(ctypes.Structure):
    _fields_ = (
        ("names", ctypes.c_int64),
        ("keys", ctypes.c_void_p),
        ("counts", ctypes.c_void_p),
        ("records", ctypes.c_double),
    )


class _Memory(ctypes.Structure):
    _fields_ = (("slots", ctypes.c_int64), ("keys", ctypes.c_void_p), ("bits", ctypes.c_void_p))


class _Scale(ctypes.Structure):
    _fields_ = (
        ("model", ctypes.c_void_p),
        ("rarity", ctypes.c_void_p),
        ("weights", ctypes.c_void_p),
        ("memory", ctypes.c_void_p),
    )


class _Piece(ctypes.Structure):
    _fields_ = (
        ("feature", ctypes.c_uint8),
        ("note", ctypes.c_uint8),
        ("left_spelling", ctypes.c_uint8),
        ("right_spelling", ctypes.c_uint8),
        ("left", ctypes.c_uint32),
        ("right", ctypes.c_uint32),
        ("bits", ctypes.c_float),
    )


class Piece(NamedTuple):
    """A piece of evidence about the name.

    Attributes:
        note: 0 alike, 1 differs, 2 missing; 16 is added where it is about the father's name.
        left_spelling, right_spelling: Which spellings of the two rows are compared.
        left, right: Which of their tokens the piece is about, a bit each.
        bits: What it says.
    """

    note: int
    left_spelling: int
    right_spelling: int
    left: int
    right: int
    bits: float


class Weighed(NamedTuple):
    """Two rows weighed.

    Attributes:
        name_bits: Bits of the names.
        bits: Bits of all.
        levels: The level of each other feature, by the number of the feature.
        fact_bits: Their bits, in the same order.
        pieces: The pieces about the name.
    """

    name_bits: float
    bits: float
    levels: bytes
    fact_bits: tuple[float, ...]
    pieces: list[Piece]


class Scale:
    """What a comparison needs, laid out for the kernel. One for each thread: it remembers bits of pairs of tokens.

    Args:
        model: The likeness model.
        weights: What levels weigh, float32 [35, 16]: see `weights.Weights.table`.
        names: Hashes of skeletons, sorted.
        counts: In how many records each occurs.
        records: How many records there are.
        slots: Pairs of tokens that are remembered; a power of two.
    """

    def __init__(
        self,
        model: CompiledModel,
        weights: NDArray[np.float32],
        names: NDArray[np.uint64],
        counts: NDArray[np.uint32],
        *,
        records: int,
        slots: int = 1 << 12,
    ) -> None:
        if weights.shape != (WEIGHT_ROWS, LEVELS) or len(names) != len(counts) or slots & (slots - 1):
            raise ValueError("the weights, counts or slots are not of the right shape")
        self._arrays = (
            np.ascontiguousarray(weights, dtype=np.float32),
            np.ascontiguousarray(names, dtype=np.uint64),
            np.ascontiguousarray(counts, dtype=np.uint32),
            np.zeros(slots, dtype=np.uint64),
            np.zeros(slots, dtype=np.float32),
        )
        table, keys, found, memory_keys, memory_bits = self._arrays
        self._rarity = _Rarity(len(keys), keys.ctypes.data, found.ctypes.data, float(records))
        self._memory = _Memory(slots, memory_keys.ctypes.data, memory_bits.ctypes.data)
        self._model = model
        self.struct = _Scale(
            ctypes.addressof(model.struct),
            ctypes.addressof(self._rarity),
            table.ctypes.data,
            ctypes.addressof(self._memory),
        )

    def weigh(self, left: Words, right: Words) -> Weighed:
        """Two self-contained rows, with the evidence about the name.

        Raises:
            ValueError: one of them is no row.
        """
        check(left, whole(left))
        check(right, whole(right))
        return self._weigh(left.ctypes.data, right.ctypes.data)

    def weigh_each(self, row: Words, rows: Words, starts: Starts, numbers: Iterable[int]) -> list[Weighed]:
        """One self-contained row against some of others, with the evidence about the name.

        Args:
            row: The one.
            rows: The others, one behind the other.
            starts: Where each begins, in words, and where the last ends.
            numbers: Which of them.

        Raises:
            ValueError: one of them is no row.
        """
        check(row, whole(row))
        check(rows, starts)
        places = (starts[:-1] * rows.itemsize + rows.ctypes.data).tolist()
        mine = row.ctypes.data
        return [self._weigh(mine, places[number]) for number in numbers]

    def _weigh(self, left: int, right: int) -> Weighed:
        """Two rows that were checked, by where they are."""
        levels = ctypes.create_string_buffer(FEATURES)
        pieces = (_Piece * _MOST_PIECES)()
        bits = (ctypes.c_double * 2)()
        facts = (ctypes.c_float * FEATURES)()
        ours, theirs = ctypes.c_void_p(left), ctypes.c_void_p(right)
        found = library().pv_weigh(ctypes.byref(self.struct), ours, ours, theirs, theirs, levels, pieces, bits, facts)
        named = [
            Piece(piece.note, piece.left_spelling, piece.right_spelling, piece.left, piece.right, piece.bits)
            for piece in pieces[:found]
        ]
        return Weighed(bits[0], bits[1], levels.raw, tuple(facts), named)

    def weigh_rows(self, row: Words, rows: Words, starts: Starts) -> NDArray[np.float64]:
        """The weights of one self-contained row against others.

        Args:
            row: The one.
            rows: The others, one behind the other.
            starts: Where each begins, in words, and where the last ends: one more than there are rows.

        Raises:
            ValueError: one of them is no row.
        """
        check(row, whole(row))
        check(rows, starts)
        bits = np.empty(len(starts) - 1, dtype=np.float64)
        library().pv_weigh_rows(
            ctypes.byref(self.struct), _at(row), _at(rows), _at(starts), ctypes.c_int64(len(bits)), _at(bits)
        )
        return bits

    def weigh_pairs(
        self, tokens: Words, rows: Words, starts: Starts, left: NDArray[np.int64], right: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        """Pairs of rows that share their tokens: bits that no table holds, and levels [n, 16] of the other features.

        The bits are those of the names, and beside them those of relatives' names and of rare places and dates; with
        `weights.Weights.bits[feature, level]` of every feature from 1 on they make the weight.

        The rows are trusted: `check` them once, with the tokens.

        Args:
            tokens: The tokens of all rows.
            rows: The rows, one behind the other.
            starts: Where each begins, in words, and where the last ends.
            left: Numbers of the left rows.
            right: Numbers of the right rows; sorting the pairs by either helps.
        """
        left, right = np.ascontiguousarray(left, dtype=np.int64), np.ascontiguousarray(right, dtype=np.int64)
        if len(left) != len(right):
            raise ValueError("left and right differ in length")
        if len(left) and not (
            min(int(left.min()), int(right.min())) >= 0 and max(int(left.max()), int(right.max())) < len(starts) - 1
        ):
            raise IndexError("a pair lies outside the rows")
        bits = np.empty(len(left), dtype=np.float32)
        levels = np.empty((len(left), FEATURES), dtype=np.uint8)
        library().pv_weigh_pairs(
            ctypes.byref(self.struct),
            *(_at(array) for array in (tokens, rows, starts, left, right)),
            ctypes.c_int64(len(left)),
            _at(bits),
            _at(levels),
        )
        return bits, levels


def check(rows: Words, starts: Starts, tokens: Words | None = None) -> None:
    """Reads rows through, so that the kernel can trust them.

    Args:
        rows: Rows, one behind the other.
        starts: Where each begins, in words, and where the last ends.
        tokens: Where their refs count from; None where each row holds its own tokens.

    Raises:
        ValueError: they are no rows; says which is the first that is none.
    """
    ascending = (
        len(starts) and int(starts[0]) >= 0 and int(starts[-1]) <= len(rows) and bool((np.diff(starts) >= 0).all())
    )
    if rows.dtype != np.uint32 or starts.dtype != np.int64 or not ascending:
        raise ValueError("the rows or their starts are not of the right shape")
    room = ctypes.c_int64(0 if tokens is None else len(tokens))
    count = len(starts) - 1
    first = library().pv_fit
    first.restype = ctypes.c_int64
    found = first(_at(rows), _at(starts), ctypes.c_int64(count), None if tokens is None else _at(tokens), room)
    if found < count:
        raise ValueError(f"row {found} is damaged, or packed by another version")


def skeletons(rows: Words, starts: Starts) -> NDArray[np.uint64]:
    """Hashes of the skeletons of all names in checked rows, relatives' included; in no order, repeated."""
    door = library().pv_skeletons
    door.restype = ctypes.c_int64
    room = len(rows) // _TOKEN_WORDS
    keys = np.empty(room, dtype=np.uint64)
    found = door(_at(rows), _at(starts), ctypes.c_int64(len(starts) - 1), _at(keys), ctypes.c_int64(room))
    if found > room:  # many refs to few tokens
        keys = np.empty(found, dtype=np.uint64)
        door(_at(rows), _at(starts), ctypes.c_int64(len(starts) - 1), _at(keys), ctypes.c_int64(found))
    return keys[:found]


def whole(row: Words) -> Starts:
    """The starts of a single row."""
    return np.array([0, len(row)], dtype=np.int64)


def _at(array: NDArray[np.generic]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
