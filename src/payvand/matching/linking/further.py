"""Columns that are none of our fields, compared as they are: equal, alike, or different.

Their weights are learned as those of the fields are: u from how often values occur, a rare value weighing more than a
common one; m from the candidates, each counted by the chance that it is one person.
"""

import pathlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from payvand.matching.linking.database import arrays, literal

NOTHING, SAME, ALIKE, DIFFERS = range(4)
"""What two values are to one another; NOTHING where one is not there."""

NOTES: Final = ("", "same", "alike", "differs")
_ALIKE: Final = 0.88
_RANDOM: Final = 50_000
_SEED: Final = 20_261_122
_ROUNDS: Final = 6
_STRENGTH: Final = 20.0
_BEFOREHAND: Final = (0.7, 0.15, 0.15)  # of same, alike and differing among records of one person
_LEAST: Final = 1e-6
_HALF: Final = 0.5

Levels = NDArray[np.uint8]


@dataclass(frozen=True)
class Further:
    """The values of one column.

    Attributes:
        name: The column.
        numbers: The number of each record's value; −1 for none.
        texts: The values.
        shares: Which share of the known values each is.
    """

    name: str
    numbers: NDArray[np.int32]
    texts: list[str]
    shares: NDArray[np.float64]

    @classmethod
    def open(
        cls, database: duckdb.DuckDBPyConnection, file: Callable[[str], pathlib.Path], number: int, name: str
    ) -> "Further":
        """Reads the column of that number from the people of a run."""
        people = literal(file("people.parquet"))
        column = f"further{number}"
        database.execute(
            f"CREATE OR REPLACE TEMP TABLE values_of AS SELECT row_number() OVER (ORDER BY {column}) - 1 AS id, "
            f"{column} AS text, count(*) AS n FROM {people} WHERE {column} IS NOT NULL GROUP BY {column}"
        )
        rows = database.execute("SELECT text, n FROM values_of ORDER BY id").fetchall()
        numbers = arrays(
            database,
            f"SELECT CAST(coalesce(v.id, -1) AS INTEGER) AS id FROM {people} p LEFT JOIN values_of v "
            f"ON p.{column} = v.text ORDER BY p.rec",
        )["id"]
        counts = np.array([n for _, n in rows], dtype=np.float64)
        return cls(name, numbers, [text for text, _ in rows], counts / max(counts.sum(), 1.0))

    def levels(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> Levels:
        """What the values of pairs of records are to one another."""
        one, other = self.numbers[left], self.numbers[right]
        found = np.full(len(left), DIFFERS, dtype=np.uint8)
        found[(one < 0) | (other < 0)] = NOTHING
        found[(one == other) & (one >= 0)] = SAME
        doubtful = np.flatnonzero(found == DIFFERS)
        if len(doubtful):
            pairs = one[doubtful].astype(np.int64) * len(self.texts) + other[doubtful]
            distinct, inverse = np.unique(pairs, return_inverse=True)
            ours = [self.texts[place] for place in (distinct // len(self.texts)).tolist()]
            theirs = [self.texts[place] for place in (distinct % len(self.texts)).tolist()]
            like = cpdist(ours, theirs, scorer=JaroWinkler.similarity, score_cutoff=_ALIKE, workers=-1) > 0
            found[doubtful[like[inverse]]] = ALIKE
        return found


def weigh(
    columns: list[Further], left: NDArray[np.int32], right: NDArray[np.int32], odds: NDArray[np.float64]
) -> tuple[list[Levels], list[NDArray[np.float32]]]:
    """Levels and bits of each column for pairs of records.

    Args:
        columns: The columns.
        left: Left records.
        right: Right records.
        odds: What all else says of each pair, prior included, in bits; columns that agree by m and u are added in turn.
    """
    levels = [column.levels(left, right) for column in columns]
    bits = [np.zeros(len(left), dtype=np.float32) for _ in columns]
    rare = [_rare(column, left, found) for column, found in zip(columns, levels, strict=True)]
    chances = [_of_random_pairs(column) for column in columns]
    whole = odds.astype(np.float64)
    for _ in range(_ROUNDS):
        same = 1.0 / (1.0 + np.exp2(np.clip(-whole, -200.0, 200.0)))
        bits = [_bits(*each, same) for each in zip(levels, rare, chances, strict=True)]
        whole = odds + np.sum(bits, axis=0) if bits else odds
    return levels, bits


def _rare(column: Further, left: NDArray[np.int32], levels: Levels) -> NDArray[np.float64]:
    """The share of the values that a shared value is, where it is shared."""
    numbers = np.where(levels == SAME, column.numbers[left], 0)
    return column.shares[numbers] if len(column.shares) else np.ones(len(left))


def _of_random_pairs(column: Further) -> NDArray[np.float64]:
    """How often two values drawn at random are the same, alike, and different."""
    known = np.flatnonzero(column.numbers >= 0).astype(np.int32)
    if len(known) < 2:  # noqa: PLR2004 — a pair
        return np.array([_LEAST, _LEAST, 1.0])
    chance = np.random.default_rng(_SEED)
    found = column.levels(chance.choice(known, _RANDOM), chance.choice(known, _RANDOM))
    counts = np.bincount(found, minlength=4)[1:].astype(np.float64)
    counts[0] = float(np.square(column.shares).sum()) * _RANDOM
    return np.maximum((counts + _HALF) / (_RANDOM + 1.0), _LEAST)


def _bits(
    levels: Levels, rare: NDArray[np.float64], chances: NDArray[np.float64], same: NDArray[np.float64]
) -> NDArray[np.float32]:
    counts = np.bincount(levels, same, minlength=4)[1:] + _STRENGTH * np.array(_BEFOREHAND)
    rates = np.maximum(counts / counts.sum(), _LEAST)
    table: NDArray[Any] = np.zeros(4)
    table[1:] = np.log2(rates / chances)
    found = table[levels]
    shared = levels == SAME
    found[shared] = np.log2(rates[0] / np.maximum(rare[shared], chances[0] / 64))
    return found.astype(np.float32)
