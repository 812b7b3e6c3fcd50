"""What speaks for and against one person behind two records, piece by piece, in bits."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    Attributes:
        feature: name, father, mother, birth, sex or place.
        left: What the left record gives, as given.
        right: What the right record gives, as given.
        bits: What it adds to the weight: above zero for one person, below for two.
        note: A code that says how the two relate: see `docs/reference/matching.md`.
    """

    feature: str
    left: str
    right: str
    bits: float
    note: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records compared: the weight is the sum of the evidence, in bits."""

    weight: float
    probability: float
    evidence: tuple[Evidence, ...]


class Statistics(Protocol):
    """How common things are among the records that are searched."""

    @property
    def size(self) -> int:
        """Number of records."""

    def frequency(self, skeleton: str) -> int:
        """In how many records a name with this consonant skeleton occurs."""
