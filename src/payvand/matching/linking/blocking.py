"""Runs the plan of blocking on an engine, and counts what each key found and what was dropped."""

import pathlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final, Protocol

import duckdb

from payvand.matching.linking.database import literal, single, write
from payvand.matching.linking.plan import PASSES, Pass, Rung

TABLES: Final = ("person", "named", "coupled", "fathered", "marked")
_NONE: Final = "SELECT rec AS l, rec AS r, 0 AS pass, 0 AS sure FROM person WHERE FALSE"
_LIMITED: Final = "JOIN large ON large.rec = p.rec"


class Engine(Protocol):
    """What the plan asks of a database."""

    def define(self, name: str, query: str) -> None:
        """Keeps the rows of a query under a name; what had it is forgotten."""

    def number(self, query: str) -> int:
        """The one number that a query gives; 0 for none."""

    def numbers(self, query: str) -> list[tuple[int, int]]:
        """The rows of a query of two numbers."""

    def save(self, query: str, path: pathlib.Path) -> None:
        """Writes the rows of a query as Parquet."""


class DuckEngine:
    """The plan on DuckDB.

    Args:
        database: Where it runs.
        file: Names the files of the run.
    """

    def __init__(self, database: duckdb.DuckDBPyConnection, file: Callable[[str], pathlib.Path]) -> None:
        self.database = database
        for table in TABLES:
            database.execute(f"CREATE OR REPLACE VIEW {table} AS FROM {literal(file(f'{table}.parquet'))}")

    def define(self, name: str, query: str) -> None:
        """Keeps the rows of a query in a table."""
        self.database.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")

    def number(self, query: str) -> int:
        """The one number that a query gives."""
        return single(self.database, query)

    def numbers(self, query: str) -> list[tuple[int, int]]:
        """The rows of a query of two numbers."""
        return [(int(one), int(other)) for one, other in self.database.execute(query).fetchall()]

    def save(self, query: str, path: pathlib.Path) -> None:
        """Writes the rows of a query as Parquet."""
        write(self.database, query, path)


@dataclass(frozen=True, slots=True)
class Step:
    """What one key of a pass did.

    Attributes:
        name: The pass.
        rung: The key, counted from 0.
        most: Records of a block that were compared, at most.
        pairs: Candidates it found, those of earlier passes included.
        large: Blocks that were too large for it.
        dropped: Pairs of these that were not compared; 0 where the next key takes them up.
    """

    name: str
    rung: int
    most: int
    pairs: int
    large: int
    dropped: int


def run(engine: Engine, left: int | None, path: pathlib.Path, told: Callable[[float], None]) -> list[dict[str, Any]]:
    """Finds the pairs that meet: `l` below `r`, each once, `pass` the first that found it, `sure` whether one is sure.

    Args:
        engine: Where the plan runs; it has the tables of `plan`.
        left: The first number of the right register, where two are linked; None where one is searched for duplicates.
        path: The file.
        told: Called with the share that is done.

    Returns:
        The steps, as dicts of `Step`.
    """
    steps: list[Step] = []
    found = [_NONE]
    records = engine.number("SELECT count(*) FROM person")
    for number, one in enumerate(PASSES):
        mine = _run_pass(engine, number, one, left, records)
        steps += mine
        found += [
            f"SELECT l, r, {number} AS pass, {int(one.sure)} AS sure FROM pairs{number}_{step.rung}"
            for step in mine
            if step.pairs
        ]
        told((number + 1) / (len(PASSES) + 1))
    every = " UNION ALL ".join(found)
    engine.save(f"SELECT l, r, min(pass) AS pass, max(sure) AS sure FROM ({every}) AS every GROUP BY l, r", path)
    return [asdict(step) for step in steps]


def _run_pass(engine: Engine, number: int, one: Pass, left: int | None, records: int) -> list[Step]:
    """The steps of a pass; one whose coarser keys left no large block has no finer ones."""
    steps: list[Step] = []
    if one.seeking is not None:
        engine.define("seekers", f"SELECT p.rec FROM person p WHERE {one.seeking}")
    for place, rung in enumerate(one.rungs):
        _keys(engine, rung, first=place == 0, seeking=one.seeking is not None)
        sizes = dict(engine.numbers("SELECT n, count(*) AS blocks FROM blocks GROUP BY n"))
        most = _most(sizes, rung, records)
        large = {size: blocks for size, blocks in sizes.items() if size > most}
        last = place == len(one.rungs) - 1
        pairs = 0
        if len(large) < len(sizes):
            engine.define(f"pairs{number}_{place}", _pairs(most, left, seeking=one.seeking is not None))
            pairs = engine.number(f"SELECT count(*) FROM pairs{number}_{place}")
        lost = sum(map(_pairs_of, large.items())) if last and one.told else 0
        steps.append(Step(one.name, place, most, pairs, sum(large.values()), lost))
        if last or not large:
            break
        engine.define("large", f"SELECT DISTINCT k.rec FROM keys k JOIN blocks b ON k.key = b.key WHERE b.n > {most}")
    return steps


def _pairs_of(blocks: tuple[int, int]) -> int:
    """The pairs of so many blocks of one size."""
    size, count = blocks
    return count * (size * (size - 1) // 2)


def _keys(engine: Engine, rung: Rung, *, first: bool, seeking: bool) -> None:
    """The keys of the records, and the blocks: keys that at least two have, with how many."""
    engine.define("keys", rung.keys.format(only="" if first else _LIMITED))
    source = "keys"
    if seeking:
        engine.define("sought", "SELECT k.rec, k.key FROM keys k JOIN seekers s ON k.rec = s.rec")
        engine.define("wanted", "SELECT DISTINCT key FROM sought")
        source = "keys JOIN wanted ON keys.key = wanted.key"
    engine.define("blocks", f"SELECT keys.key, count(*) AS n FROM {source} GROUP BY keys.key HAVING count(*) > 1")


def _most(sizes: dict[int, int], rung: Rung, records: int) -> int:
    """Up to which size blocks are compared: a size that is always taken, or as far as the share of pairs goes."""
    room, reached = int(rung.share * records), 0
    for size in sorted(sizes):
        room -= _pairs_of((size, sizes[size]))
        if room < 0:
            break
        reached = size
    if rung.whole and reached < max(sizes, default=0):
        return rung.most
    return max(rung.most, reached)


def _pairs(most: int, left: int | None, *, seeking: bool) -> str:
    one = "sought" if seeking else "keys"
    apart = "a.rec <> b.rec" if seeking else "a.rec < b.rec"
    if left is not None:
        sides = f"least(a.rec, b.rec) < {left} AND greatest(a.rec, b.rec) >= {left}"
        apart = f"{apart} AND {sides}"
    return (
        "SELECT DISTINCT least(a.rec, b.rec) AS l, greatest(a.rec, b.rec) AS r "
        f"FROM (SELECT k.rec, k.key FROM {one} k JOIN blocks s ON k.key = s.key WHERE s.n <= {most}) a "
        f"JOIN (SELECT k.rec, k.key FROM keys k JOIN blocks s ON k.key = s.key WHERE s.n <= {most}) b "
        f"ON a.key = b.key AND {apart}"
    )
