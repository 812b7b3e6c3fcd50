"""How rare a name is among the records that are searched, counted over all its spellings.

That two records agree on Muhammad says little, on Mirzosharif much; the likeness of letters alone does not know how
common a name is. The frequency counted is that of the consonant skeleton: Ахмад, Ahmed and احمد are one name here.
"""

import functools
import math
from typing import Final

from payvand.matching.evidence import Statistics
from payvand.matching.tokens import Token
from payvand.names import skeleton

SMOOTHING: Final = 2000
"""Records that a register is thought to have besides its own: what a small one says of rarity is not trusted far."""

BEYOND: Final = 0.25
"""What each bit of likeness beyond the rarity of a name still counts: the nearer spelling stays the better one."""

_key = functools.lru_cache(maxsize=200_000)(skeleton)


def key(spelled: str) -> str:
    """The skeleton under which the spellings of a name are counted."""
    return _key(spelled)


class Rarity:
    """Commonness of tokens by the statistics of a register, remembered for the time of one search."""

    def __init__(self, statistics: Statistics | None) -> None:
        self._statistics = statistics
        self._frequency: dict[str, int] = {}
        self.size = statistics.size if statistics is not None else 0

    def frequency(self, spelled: str) -> int:
        """How many records hold the token in any spelling."""
        if self._statistics is None:
            return 0
        name = key(spelled)
        if name not in self._frequency:
            self._frequency[name] = self._statistics.frequency(name)
        return self._frequency[name]

    def tempered(self, one: Token, other: Token, bits: float) -> float:
        """The bits of two tokens, hardly more than the rarity of the name allows; one record does not count."""
        if bits <= 0:
            return bits
        others = max(self.frequency(one.spelled), self.frequency(other.spelled)) - 1
        if others <= 0:
            return bits
        rarity = math.log2((self.size + SMOOTHING) / others)
        return min(bits, rarity + BEYOND * max(bits - rarity, 0.0))
