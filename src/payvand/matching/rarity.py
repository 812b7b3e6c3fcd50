"""How rare a name is among the records that are searched, counted over all its spellings.

That two records agree on Muhammad says little, on Mirzosharif much; the likeness of letters alone does not know how
common a name is. The frequency counted is that of the consonant skeleton: Ахмад, Ahmed and احمد are one name here. How
far it tempers the bits of two names is written in `kernel/tokens.c`. What a small register cannot know of a name, or no
register at all, the table of common names says: it stands beside the counts as so many records more.
"""

import csv
import functools
import pathlib
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.evidence import Statistics
from payvand.matching.hashing import hash_of
from payvand.names import skeleton

PRIOR_RECORDS: Final = 2000
"""Records that a register is thought to have besides its own (`SMOOTHING` of the kernel): common names among them."""

COMMON_NAMES: Final = pathlib.Path(__file__).with_name("common_names.tsv")
_REMEMBERED: Final = 200_000

Names = NDArray[np.uint64]
"""Hashes of skeletons."""


@functools.lru_cache(maxsize=_REMEMBERED)
def skeleton_hash(spelled: str) -> int:
    """64 bits of the skeleton under which the spellings of a name are counted."""
    return hash_of(skeleton(spelled))


def key(spelled: str) -> str:
    """The same as 16 hex digits."""
    return f"{skeleton_hash(spelled):016x}"


@functools.cache
def common_names() -> dict[int, int]:
    """In how many of `PRIOR_RECORDS` records a common name occurs, by the hash of its skeleton."""
    with COMMON_NAMES.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        return {hash_of(row["skeleton"]): round(PRIOR_RECORDS * float(row["share"])) for row in rows}


@functools.cache
def _common() -> tuple[Names, NDArray[np.int64]]:
    """The same as sorted hashes, and the counts beside them."""
    table = sorted(common_names().items())
    return np.array([name for name, _ in table], dtype=np.uint64), np.array([count for _, count in table])


class NoRegister:
    """Statistics where the records come from no register: names are as common as everywhere."""

    size = 0

    def frequencies(self, skeletons: Names) -> NDArray[np.int64]:
        """No record is known."""
        return np.zeros(len(skeletons), dtype=np.int64)


class Rarity:
    """Commonness of names by the statistics of a register.

    Args:
        statistics: How common names are where the records come from; with None every name weighs what its letters say.
    """

    def __init__(self, statistics: Statistics | None) -> None:
        self._statistics = statistics
        self.size = statistics.size if statistics is not None else 0

    @property
    def counts_names(self) -> bool:
        """Whether common names weigh less."""
        return self._statistics is not None

    def counts(self, names: Names) -> tuple[Names, NDArray[np.uint32]]:
        """Hashes of skeletons, sorted, and in how many records each occurs, those of `common_names` added."""
        if self._statistics is None:
            return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.uint32)
        hashes = np.unique(names)
        known, common = _common()
        places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        everywhere = np.where(known[places] == hashes, common[places], 0)
        return hashes, (self._statistics.frequencies(hashes) + everywhere).astype(np.uint32)
