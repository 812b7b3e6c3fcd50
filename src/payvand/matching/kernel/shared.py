"""The door to `shared.c`: what pairs of records share of what each is known by."""

import ctypes

import numpy as np
from numpy.typing import NDArray

from payvand.matching.kernel import library

Ints = NDArray[np.int32]


def shared(
    starts: NDArray[np.int64], classes: Ints, bits: Ints, left: NDArray[np.int32], right: NDArray[np.int32]
) -> tuple[Ints, Ints]:
    """How many classes both records of each pair have, and how rare these are together.

    Args:
        starts: Where the classes of each record begin, and where the last end: one more than there are records.
        classes: The classes of all records, those of one rising.
        bits: How rare each class is.
        left: Numbers of the left records.
        right: Numbers of the right ones.

    Raises:
        ValueError: the arrays do not belong together.
    """
    starts = np.ascontiguousarray(starts, np.int64)
    classes, bits, left, right = (np.ascontiguousarray(each, np.int32) for each in (classes, bits, left, right))
    ascending = len(starts) and int(starts[0]) == 0 and bool((np.diff(starts) >= 0).all())
    known = not len(classes) or 0 <= int(classes.min()) <= int(classes.max()) < len(bits)
    if not ascending or int(starts[-1]) != len(classes) or not known or len(left) != len(right):
        raise ValueError("the classes, their bits or the pairs do not belong together")
    if len(left) and not (
        min(int(left.min()), int(right.min())) >= 0 and max(int(left.max()), int(right.max())) < len(starts) - 1
    ):
        raise ValueError("a pair lies outside the records")
    found = np.empty(len(left), dtype=np.int32), np.empty(len(left), dtype=np.int32)
    library().pv_shared(
        *(ctypes.c_void_p(each.ctypes.data) for each in (starts, classes, bits, left, right)),
        ctypes.c_int64(len(left)),
        *(ctypes.c_void_p(each.ctypes.data) for each in found),
    )
    return found
