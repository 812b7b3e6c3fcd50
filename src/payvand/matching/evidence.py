"""What speaks for and against one person behind two records, piece by piece, in bits."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "name": (
        "unanswered",
        "missing",
        "other-given",
        "other-father",
        "other-surname",
        "married-surname",
        "kinship",
        "missing-father",
    ),
    "father": (),
    "birth": (
        "same-date",
        "same-month",
        "same-year",
        "day-month-swapped",
        "year-off-by-one",
        "year-mistyped",
        "day-or-month-differs",
        "day-and-month-differ",
        "about-a-year-apart",
        "ranges-overlap",
        "wide-ranges-overlap",
        "date-differs",
        "few-years-apart",
        "year-differs",
        "unreadable",
    ),
    "sex": ("same", "differs", "name-agrees", "name-differs", "names-differ"),
    "place": ("same", "former-name", "part", "region", "country", "differs"),
    "mother": ("same", "alike", "differs"),
    "spouse": ("same", "alike", "differs"),
    "child": ("same", "alike", "differs"),
    "sibling": ("same", "alike", "differs"),
    "relative": ("same", "alike", "differs"),
    "phone": ("same", "end-same", "differs"),
    "document": ("same", "digits-same", "differs"),
}
"""The levels of each feature, numbered from 1 as the kernel numbers them; 0 is no evidence.

Those of the name are no levels of agreement but what tokens cost that nothing answers to.
"""

FEATURES: Final = tuple(LEVELS)
"""The features, numbered from 0 as the kernel numbers them."""

KIN: Final = ("mother", "spouse", "child", "sibling", "relative")
"""Features whose agreement weighs what the likeness of the names says."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence.

    Attributes:
        feature: One of `FEATURES`.
        left: What the left record gives, as given.
        right: What the right record gives, as given.
        bits: What it adds to the weight: above zero for one person, below for two.
        note: A code that says how the two relate: see `docs/reference/evidence.md`.
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

    def frequencies(self, skeletons: NDArray[np.uint64]) -> NDArray[np.int64]:
        """In how many records a name with each of these consonant skeletons (`rarity.skeleton_hash`) occurs."""
