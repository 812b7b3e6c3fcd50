"""The doors to `postings.c`: which rows hold a term, and the rows for which the terms of a query say most."""

import ctypes
import functools
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from payvand.matching.kernel import library

Keys = NDArray[np.uint64]
Ends = NDArray[np.int64]
Rows = NDArray[np.uint32]
Bits = NDArray[np.float32]

FOUND: Final = np.dtype([("bits", np.float32), ("row", np.uint32)])


class _Postings(ctypes.Structure):
    _fields_ = (
        ("terms", ctypes.c_int64),
        ("places", ctypes.c_int64),
        ("rows", ctypes.c_int64),
        ("keys", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("held", ctypes.c_void_p),
        ("gone", ctypes.c_void_p),
    )


class _Filter(ctypes.Structure):
    _fields_ = (
        ("any_of", ctypes.c_int64),
        ("none_of", ctypes.c_int64),
        ("any", ctypes.c_void_p),
        ("none", ctypes.c_void_p),
    )


class Clause(NamedTuple):
    """Terms of which the best that a record holds counts.

    Attributes:
        keys: The terms.
        bits: What each says, above zero.
        spelling: The spelling of a query that it belongs to; clauses stand by spelling, and the best spelling counts.
        adds: Whether it only adds to what other clauses of the spelling before it found.
    """

    keys: Keys
    bits: Bits
    spelling: int = 0
    adds: bool = False

    def less(self, other: "Clause") -> "Clause":
        """The same less what another says of the same terms; what is left with nothing is left out."""
        _, mine, theirs = np.intersect1d(self.keys, other.keys, return_indices=True)
        bits = self.bits.copy()
        bits[mine] -= other.bits[theirs]
        kept = bits > 0
        return self._replace(keys=self.keys[kept], bits=bits[kept])

    def beside(self, other: "Clause") -> "Clause":
        """The same with the terms of another beside its own."""
        return self._replace(keys=np.concatenate([self.keys, other.keys]), bits=np.concatenate([self.bits, other.bits]))


@dataclass(frozen=True)
class Query:
    """Clauses laid out for the kernel: `bounds` [n, 4] first and last term, spelling, whether it adds."""

    keys: Keys
    bits: Bits
    bounds: NDArray[np.int32]

    @classmethod
    def of(cls, clauses: Sequence[Clause]) -> "Query":
        """The terms of every clause, best first."""
        orders = [np.argsort(-clause.bits, kind="stable") for clause in clauses]
        last = np.cumsum([len(order) for order in orders], dtype=np.int32)
        bounds = [
            (end - len(clause.keys), end, clause.spelling, clause.adds)
            for clause, end in zip(clauses, last.tolist(), strict=True)
        ]
        ordered = [(clause.keys[order], clause.bits[order]) for clause, order in zip(clauses, orders, strict=True)]
        return cls(
            np.concatenate([keys for keys, _ in ordered], dtype=np.uint64),
            np.concatenate([bits for _, bits in ordered], dtype=np.float32),
            np.array(bounds, dtype=np.int32),
        )


class Postings:
    """The postings of one segment as the kernel reads them; the arrays may be mapped.

    Args:
        keys: The terms, ascending [t].
        starts: Where the rows of each begin among those held [t + 1].
        held: The rows of each term, ascending.
        rows: How many rows there are.
        gone: A bit for each row that counts no more, the lowest first; None where all count.

    Raises:
        ValueError: the arrays do not fit together.
    """

    def __init__(self, keys: Keys, starts: Ends, held: Rows, rows: int, gone: NDArray[np.uint8] | None = None) -> None:
        kinds = [array.dtype.str for array in (keys, starts, held)]
        if (
            kinds != ["<u8", "<i8", "<u4"]
            or len(starts) != len(keys) + 1
            or (gone is not None and (gone.dtype.str, len(gone)) != ("|u1", -(-rows // 8)))
        ):
            raise ValueError("the arrays of the postings are not what they should be")
        self._arrays = (keys, starts, held, gone)
        self.struct = _Postings(len(keys), len(held), rows, _at(keys), _at(starts), _at(held), _at(gone))

    def ends(self, wanted: Keys) -> Ends:
        """Where the rows of each wanted term begin and end [n, 2]; equal where there are none.

        Raises:
            ValueError: the postings say what cannot be.
        """
        wanted = np.ascontiguousarray(wanted, dtype=np.uint64)
        ends = np.empty((len(wanted), 2), dtype=np.int64)
        if _doors().pv_look_up(ctypes.byref(self.struct), _at(wanted), ctypes.c_int64(len(wanted)), _at(ends)):
            raise ValueError("a term ends before it begins")
        return ends

    def used(self, wanted: Keys) -> NDArray[np.bool_]:
        """For each term whether any row holds it that counts."""
        ends = self.ends(wanted)
        used = np.empty(len(ends), dtype=np.uint8)
        _doors().pv_used(ctypes.byref(self.struct), _at(ends), ctypes.c_int64(len(ends)), _at(used))
        return used.astype(bool)

    def best(self, query: Query, most: int, any_of: Keys | None, none_of: Keys) -> NDArray[np.void]:
        """The rows for which a query says most, with their bits, in no order; of equal ones the first.

        Args:
            query: What is looked for.
            most: So many rows at most.
            any_of: Terms of which a row must hold one; None demands nothing.
            none_of: Terms of which a row must hold none.
        """
        found = np.empty(most, dtype=FOUND)
        demanded = None if any_of is None else _there(self.ends(any_of))
        if most < 1 or (demanded is not None and not len(demanded)):
            return found[:0]
        ends, excluded = self.ends(query.keys), _there(self.ends(none_of))
        count = 0 if demanded is None else len(demanded)
        let = _Filter(count, len(excluded), _at(demanded), _at(excluded))
        held = _doors().pv_best(
            ctypes.byref(self.struct), _at(query.bounds), ctypes.c_int64(len(query.bounds)), _at(ends), _at(query.bits),
            ctypes.byref(let), _at(_window()), _at(found), ctypes.c_int64(most),
        )  # fmt: skip
        return found[:held]


def invert(numbers: NDArray[np.uint32], ends: Ends, terms: int) -> tuple[Ends, Rows]:
    """Turns rows of terms into terms of rows.

    Args:
        numbers: The terms of each row by number, row after row; a row may name one twice.
        ends: Where those of each row end.
        terms: How many terms there are; every number is below it.

    Returns:
        Where the rows of each term begin [terms + 1], and the rows, ascending.
    """
    numbers, ends = np.ascontiguousarray(numbers, dtype=np.uint32), np.ascontiguousarray(ends, dtype=np.int64)
    whole = (int(ends[-1]) if len(ends) else 0) == len(numbers) and not (np.diff(ends, prepend=0) < 0).any()
    if not whole or (len(numbers) and int(numbers.max()) >= terms):
        raise ValueError("the numbers are not those of so many rows and terms")
    starts, held = np.empty(terms + 1, dtype=np.int64), np.empty(len(numbers), dtype=np.uint32)
    last = np.empty(terms, dtype=np.uint32)
    used = _doors().pv_invert(
        _at(numbers), _at(ends), ctypes.c_int64(len(ends)), ctypes.c_int64(terms), _at(last), _at(starts), _at(held)
    )
    return starts, held[:used]


def text_keys(texts: NDArray[np.uint8], ends: Ends) -> Keys:
    """64 bits of each of many texts that stand one behind the other, by where each ends."""
    texts, ends = np.ascontiguousarray(texts, dtype=np.uint8), np.ascontiguousarray(ends, dtype=np.int64)
    if len(ends) and (int(ends[-1]) > len(texts) or (np.diff(ends, prepend=0) < 0).any()):
        raise ValueError("the ends do not part the texts")
    keys = np.empty(len(ends), dtype=np.uint64)
    _doors().pv_text_keys(_at(texts), _at(ends), ctypes.c_int64(len(ends)), _at(keys))
    return keys


def _there(ends: Ends) -> Ends:
    """Those of pairs of ends that have anything between them."""
    return np.ascontiguousarray(ends[ends[:, 0] < ends[:, 1]])


@functools.cache
def _doors() -> ctypes.CDLL:
    doors = library()
    for name in ("pv_look_up", "pv_best", "pv_window_bytes", "pv_invert"):
        getattr(doors, name).restype = ctypes.c_int64
    return doors


class _Rooms(threading.local):
    """Each thread's room for a search; a search leaves it as it found it."""

    window: NDArray[np.uint8] | None = None


_ROOMS: Final = _Rooms()


def _window() -> NDArray[np.uint8]:
    if _ROOMS.window is None:
        _ROOMS.window = np.zeros(int(_doors().pv_window_bytes()), dtype=np.uint8)
    return _ROOMS.window


def _at(array: NDArray[Any] | None) -> ctypes.c_void_p:
    return ctypes.c_void_p(None if array is None else array.ctypes.data)
