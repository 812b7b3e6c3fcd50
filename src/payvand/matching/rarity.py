"""How rare a name is among the records that are searched, counted over all its spellings.

That two records agree on Muhammad says little, on Mirzosharif much; the likeness of letters alone does not know how
common a name is. The frequency counted is that of the consonant skeleton: Ахмад, Ahmed and احمد are one name here. How
far it tempers the bits of two names is written in `kernel/tokens.c`.
"""

import functools
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.evidence import Statistics
from payvand.matching.hashing import hash_of
from payvand.names import skeleton

_REMEMBERED: Final = 200_000


@functools.lru_cache(maxsize=_REMEMBERED)
def skeleton_hash(spelled: str) -> int:
    """64 bits of the skeleton under which the spellings of a name are counted."""
    return hash_of(skeleton(spelled))


def key(spelled: str) -> str:
    """The same as 16 hex digits: what `Statistics.frequency` is asked for, and a term of the index."""
    return f"{skeleton_hash(spelled):016x}"


class Rarity:
    """Commonness of names by the statistics of a register, asked for once each.

    Args:
        statistics: How common names are where the records come from; without it no name is common.
    """

    def __init__(self, statistics: Statistics | None) -> None:
        self._statistics = statistics
        self._counts: dict[int, int] = {}
        self.size = statistics.size if statistics is not None else 0

    def counts(self, names: Iterable[int]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
        """Hashes of skeletons, sorted, and in how many records each occurs."""
        hashes = sorted(set(names)) if self._statistics is not None else []
        return np.array(hashes, dtype=np.uint64), np.array([self._count(name) for name in hashes], dtype=np.uint32)

    def _count(self, name: int) -> int:
        if name not in self._counts:
            assert self._statistics is not None
            self._counts[name] = self._statistics.frequency(f"{name:016x}")
        return self._counts[name]
