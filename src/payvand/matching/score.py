"""Two records compared: evidence by feature, added up to the match weight (Fellegi & Sunter 1969).

The weighing itself is compiled (`kernel/weigh.c`), and the same for one search, a comparison that a person reads, and
the linking of whole registers; here it is asked for, and what it found is put into words.
"""

import functools
import math
from collections.abc import Callable, Mapping, Sequence
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
from payvand.matching.tokens import Token, spellings_of
from payvand.matching.weights import Weights, default_weights

_PRIOR_OF_A_PAIR: Final = 2000
"""Where no register is given, the chance of a match is taken as one in so many."""

_PACKED: Final = 4096
_FATHER: Final = 16
_NOTES: Final = ("alike", "differs", "missing")

Row = NDArray[np.uint32]


@functools.lru_cache(maxsize=_PACKED)
def _packed(record: Record) -> Row:
    return row_of(pack(record))


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
        ours, theirs = _packed(left), _packed(right)
        return self._told(self._scale([ours, theirs]).weigh(ours, theirs), left, right)

    def weigh_all(self, record: Record, others: Sequence[Record]) -> list[Comparison]:
        """One record against each of the others, with the evidence."""
        return self.explain(_packed(record), [_packed(other) for other in others], record, others)

    def explain(self, row: Row, rows: Sequence[Row], record: Record, others: Sequence[Record]) -> list[Comparison]:
        """The same where the packed rows are known: `row` is that of the record, `rows` are those of the others.

        Raises:
            ValueError: one of them is no packed row.
        """
        scale = self._scale([row, *rows])
        return [self._told(scale.weigh(row, theirs), record, other) for theirs, other in zip(rows, others, strict=True)]

    def weights(self, row: Row, others: Sequence[bytes]) -> NDArray[np.float64]:
        """The weights of one packed row against others, in their order.

        Raises:
            ValueError: one of them is no packed row.
        """
        rows = row_of(b"".join(others))
        starts = np.cumsum([0, *(len(other) // 4 for other in others)], dtype=np.int64)
        check(rows, starts)
        return self._scale([row], rows, starts).weigh_rows(row, rows, starts)

    def probability(self, weight: float) -> float:
        """The chance of one person at a weight, where one record of those that the statistics tell of is the one."""
        return self._curve.probability(weight - math.log2(max(self._rarity.size or _PRIOR_OF_A_PAIR, 2)))

    def _scale(self, single: Sequence[Row], rows: Row | None = None, starts: NDArray[np.int64] | None = None) -> Scale:
        names: list[int] = []
        if self._rarity.counts_names:
            names += [name for row in single for name in skeletons(row, whole(row)).tolist()]
            if rows is not None and starts is not None:
                names += skeletons(rows, starts).tolist()
        return Scale(likeness().compiled, self._table, *self._rarity.counts(names), records=self._rarity.size)

    def _told(self, weighed: Weighed, left: Record, right: Record) -> Comparison:
        evidence = [*_names(weighed.pieces, left, right), *_facts(weighed, left, right)]
        weight = math.fsum(piece.bits for piece in evidence)
        return Comparison(weight, self.probability(weight), tuple(evidence))


def compare(left: Record, right: Record, statistics: Statistics | None = None) -> Comparison:
    """Compares two records. Symmetric in weight; never raises, whatever the fields hold.

    Args:
        left: One record.
        right: The other.
        statistics: How common names are where the records come from, such as an `Index`; without it as common as
            everywhere.
    """
    return Comparer(statistics or NoRegister()).weigh(left, right)


def _names(pieces: list[Piece], left: Record, right: Record) -> list[Evidence]:
    if not pieces:
        return []
    ours, theirs = spellings_of(left), spellings_of(right)
    told = []
    for piece in pieces:
        mine = _text(ours[piece.left_spelling], piece.left)
        other = _text(theirs[piece.right_spelling], piece.right)
        note = _NOTES[piece.note % _FATHER]
        if note == "alike" and mine.casefold() == other.casefold():
            note = "same"
        told.append(Evidence("father" if piece.note >= _FATHER else "name", mine, other, piece.bits, note))
    return told


def _text(tokens: tuple[Token, ...], mask: int) -> str:
    return " ".join(token.text for place, token in enumerate(tokens) if mask >> place & 1)


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
