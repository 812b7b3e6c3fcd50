"""Two records compared: evidence by feature, added up to the match weight (Fellegi & Sunter 1969).

The weighing itself is compiled (`kernel/weigh.c`), and the same for one search, a comparison that a person reads, and
the linking of whole registers; here it is asked for, and what it found is put into words.
"""

import functools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.calibration import Curve, default_curve
from payvand.matching.evidence import FEATURES, LEVELS, Comparison, Evidence, Statistics
from payvand.matching.kernel.weighing import Piece, Scale, Weighed, check, skeletons, whole
from payvand.matching.likeness import likeness
from payvand.matching.numbers import shown
from payvand.matching.packing import pack, row_of
from payvand.matching.rarity import NoRegister, Rarity
from payvand.matching.records import Record
from payvand.matching.tokens import spellings_of
from payvand.matching.weights import Weights, default_weights

_PRIOR_OF_A_PAIR: Final = 2000
"""Where no register is given, the chance of a match is taken as one in so many."""

_PACKED: Final = 4096
_FATHER: Final = 16
_NOTES: Final = ("alike", "differs", "missing")

Row = NDArray[np.uint32]
Texts = Sequence[Sequence[str]]


@functools.lru_cache(maxsize=_PACKED)
def _packed(record: Record) -> bytes:
    return pack(record)


class Comparer:
    """Weighs records against one another.

    Args:
        statistics: How common names are where the records come from, such as an `Index`; without it every name weighs
            what its letters say, however common.
        weights: What the levels of evidence weigh; the shipped ones if none are given.
        curve: Which probability the stated odds bear out; the shipped calibration if none is given.
    """

    def __init__(
        self, statistics: Statistics | None = None, weights: Weights | None = None, curve: Curve | None = None
    ) -> None:
        self._rarity = Rarity(statistics)
        self._table = (weights or default_weights()).table
        self._curve = curve or default_curve()

    def weigh(self, left: Record, right: Record) -> Comparison:
        """Two records with the evidence. Symmetric in weight; never raises, whatever the fields hold."""
        return self.weigh_all(left, [right])[0]

    def weigh_all(self, record: Record, others: Sequence[Record]) -> list[Comparison]:
        """One record against each of the others, with the evidence."""
        weighing = self.weighing(record, [_packed(other) for other in others])
        return weighing.explain(range(len(others)), others, [texts_of(other) for other in others])

    def weighing(self, record: Record, others: Sequence[bytes]) -> "Weighing":
        """One record against packed rows, to be weighed first and then explained where that is wanted.

        Raises:
            ValueError: one of them is no packed row.
        """
        row, rows = row_of(_packed(record)), row_of(b"".join(others))
        starts = np.cumsum([0, *(len(other) // 4 for other in others)], dtype=np.int64)
        check(rows, starts)
        names = np.concatenate([skeletons(row, whole(row)), skeletons(rows, starts)])
        scale = Scale(likeness().compiled, self._table, *self._rarity.counts(names), records=self._rarity.size)
        return Weighing(record, scale, self.probabilities, row, rows, starts)

    def probability(self, weight: float) -> float:
        """The chance of one person at a weight, where one record of those that the statistics tell of is the one."""
        return float(self.probabilities(np.array([weight]))[0])

    def probabilities(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The same of many weights."""
        return self._curve.probabilities(weights - math.log2(max(self._rarity.size or _PRIOR_OF_A_PAIR, 2)))


@dataclass(frozen=True)
class Weighing:
    """One record laid beside others: see `Comparer.weighing`."""

    record: Record
    scale: Scale
    probabilities: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    row: Row
    rows: Row
    starts: NDArray[np.int64]

    def weights(self) -> NDArray[np.float64]:
        """The weights, in the order of the others."""
        return self.scale.weigh_rows(self.row, self.rows, self.starts)

    def explain(self, numbers: Iterable[int], others: Sequence[Record], texts: Sequence[Texts]) -> list[Comparison]:
        """The comparisons with some of the others.

        Args:
            numbers: Which, by their place.
            others: Their records.
            texts: Their names as `texts_of` gives them.
        """
        weighed = self.scale.weigh_each(self.row, self.rows, self.starts, numbers)
        mine = texts_of(self.record)
        evidence = [
            (*_names(each.pieces, mine, theirs), *_facts(each, self.record, other))
            for each, other, theirs in zip(weighed, others, texts, strict=True)
        ]
        weights = [math.fsum(piece.bits for piece in pieces) for pieces in evidence]
        chances = self.probabilities(np.array(weights, dtype=np.float64)).tolist()
        return [Comparison(*parts) for parts in zip(weights, chances, evidence, strict=True)]


def compare(left: Record, right: Record, statistics: Statistics | None = None) -> Comparison:
    """Compares two records. Symmetric in weight; never raises, whatever the fields hold.

    Args:
        left: One record.
        right: The other.
        statistics: How common names are where the records come from, such as an `Index`; without it as common as
            everywhere.
    """
    return Comparer(statistics or NoRegister()).weigh(left, right)


def texts_of(record: Record) -> Texts:
    """Each spelling of the record's name as the texts of its tokens: what the evidence shows of it."""
    return [[token.text for token in tokens] for tokens in spellings_of(record)]


def _names(pieces: list[Piece], ours: Texts, theirs: Texts) -> list[Evidence]:
    told = []
    for piece in pieces:
        mine = _text(ours[piece.left_spelling], piece.left)
        other = _text(theirs[piece.right_spelling], piece.right)
        note = _NOTES[piece.note % _FATHER]
        if note == "alike" and mine.casefold() == other.casefold():
            note = "same"
        told.append(Evidence("father" if piece.note >= _FATHER else "name", mine, other, piece.bits, note))
    return told


def _text(texts: Sequence[str], mask: int) -> str:
    return " ".join(text for place, text in enumerate(texts) if mask >> place & 1)


def _facts(weighed: Weighed, left: Record, right: Record) -> list[Evidence]:
    return [
        Evidence(
            feature,
            _SHOWN[feature](left),
            _SHOWN[feature](right),
            weighed.fact_bits[number],
            LEVELS[feature][level - 1],
        )
        for number, feature in enumerate(FEATURES)
        if number and (level := weighed.levels[number])
    ]


_SHOWN: Final[Mapping[str, Callable[[Record], str]]] = {
    "father": lambda record: ", ".join(record.kin("father")),
    "birth": lambda record: str(record.birth),
    "sex": lambda record: record.sex or "",
    "place": lambda record: record.place or "",
    "mother": lambda record: ", ".join(record.kin("mother")),
    "spouse": lambda record: ", ".join(record.kin("spouse")),
    "child": lambda record: ", ".join(record.kin("child")),
    "sibling": lambda record: ", ".join(record.kin("sibling")),
    "relative": lambda record: ", ".join(relative.name for relative in record.relatives),
    "phone": lambda record: ", ".join(map(shown, record.phones)),
    "document": lambda record: ", ".join(map(shown, record.documents)),
}
