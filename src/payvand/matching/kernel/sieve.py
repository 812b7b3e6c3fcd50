"""The doors to `sieve.c`: codes of tokens, and the nearest of many codes."""

import ctypes
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.kernel import library

SIGNS: Final = 256
WORDS: Final = SIGNS // 64

Codes = NDArray[np.uint64]
"""Codes of tokens: rows of four 64-bit words."""

Places = NDArray[np.int64]


def nearest(codes: Codes, wanted: Codes, most: int) -> Places:
    """For each wanted code the places of the nearest codes, nearest first; equally near ones by place.

    Args:
        codes: All codes [n, 4], C-contiguous; a mapped file will do.
        wanted: The codes [q, 4] that are looked for.
        most: So many places of each; all, if there are fewer codes.

    Returns:
        Places [q, most].
    """
    if codes.dtype != np.uint64 or codes.ndim != 2 or codes.shape[1] != WORDS or not codes.flags.c_contiguous:  # noqa: PLR2004 — rows
        raise ValueError(f"codes must be contiguous rows of {WORDS} words")
    wanted = np.ascontiguousarray(wanted, dtype=np.uint64).reshape(-1, WORDS)
    most = min(most, len(codes))
    distances = np.empty((len(wanted), len(codes)), dtype=np.uint8)
    counts = np.empty((len(wanted), SIGNS), dtype=np.int64)
    places = np.empty((len(wanted), most), dtype=np.int64)
    library().pv_sieve(
        _at(codes),
        ctypes.c_int64(len(codes)),
        _at(wanted),
        ctypes.c_int64(len(wanted)),
        ctypes.c_int64(most),
        *_all_at(distances, counts, places),
    )
    return places


def codes_of(
    vectors: NDArray[np.int8], centre: NDArray[np.float32], numbers: NDArray[np.int32], ends: NDArray[np.int64]
) -> Codes:
    """The codes of tokens from the numbers of their n-grams.

    Args:
        vectors: The vector of each n-gram [g, 256].
        centre: The mean direction [256].
        numbers: Numbers of the n-grams of all tokens, one token after another.
        ends: Where the numbers of each token end; ascending, the last is the length of `numbers`.
    """
    vectors = np.ascontiguousarray(vectors, dtype=np.int8)
    centre = np.ascontiguousarray(centre, dtype=np.float32)
    numbers = np.ascontiguousarray(numbers, dtype=np.int32)
    ends = np.ascontiguousarray(ends, dtype=np.int64)
    if vectors.ndim != 2 or vectors.shape[1:] != (SIGNS,) or centre.shape != (SIGNS,):  # noqa: PLR2004 — rows
        raise ValueError(f"vectors and centre must have {SIGNS} dimensions")
    if len(ends) and (int(ends[-1]) != len(numbers) or int(ends[0]) < 0 or bool((np.diff(ends) < 0).any())):
        raise ValueError("the ends do not part the numbers")
    found = np.empty((len(ends), WORDS), dtype=np.uint64)
    library().pv_codes(
        _at(vectors),
        ctypes.c_int64(len(vectors)),
        *_all_at(centre, numbers, ends),
        ctypes.c_int64(len(ends)),
        _at(found),
    )
    return found


def _at(array: NDArray[Any]) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def _all_at(*arrays: NDArray[Any]) -> list[ctypes.c_void_p]:
    return [_at(array) for array in arrays]
