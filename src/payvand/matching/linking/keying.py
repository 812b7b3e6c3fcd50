"""The tables that the plan reads: what is known of each person as numbers, and the classes of the parts of the name."""

import pathlib
from collections.abc import Callable
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from payvand.matching.linking.agreement import write_spoken
from payvand.matching.linking.database import write
from payvand.matching.linking.likeness_graph import classes_of, graph_of
from payvand.matching.linking.plan import CLASS
from payvand.matching.linking.preparing import NAMED, Prepared
from payvand.matching.linking.texts import Lists

_COUPLED_CLASSES = 2  # of a unit that take part in pairs of classes: the likest
Numbers = NDArray[Any]


def classes_of_texts(prepared: Prepared) -> tuple[Lists, Lists]:
    """For each text of a name its classes, without repetition; and for each of these the unit it comes from."""
    vocabulary = prepared.vocabulary
    lists = vocabulary.unit_lists
    own = len(prepared.counts)
    owners = np.repeat(np.arange(len(lists)), lists.lengths)
    counted = owners < own
    counts = np.bincount(
        lists.values[counted], prepared.counts[owners[counted]], minlength=len(vocabulary.units)
    ).astype(np.int64)
    classes = classes_of(graph_of(vocabulary.units, counts), counts)
    mine = classes[lists.values]
    texts, ranks = np.nonzero(mine >= 0)
    found = np.stack([owners[texts], mine[texts, ranks], lists.values[texts], ranks])
    order = np.lexsort((found[3], found[1], found[0]))
    found = found[:, order]
    new = np.r_[True, (np.diff(found[0]) != 0) | (np.diff(found[1]) != 0)] if found.shape[1] else np.zeros(0, bool)
    found = found[:, new]
    starts = np.searchsorted(found[0], np.arange(len(lists) + 1))
    return Lists(found[1], starts), Lists(found[2] * 4 + found[3], starts)


def write_tables(
    database: duckdb.DuckDBPyConnection,
    file: Callable[[str], pathlib.Path],
    prepared: Prepared,
) -> None:
    """Writes `person`, `named`, `coupled`, `fathered` as Parquet, and the classes of each record."""
    classes, sources = classes_of_texts(prepared)
    people = prepared.people
    texts = {field: np.where(people[field] >= 0, people[field] + prepared.offsets[field], -1) for field in NAMED}
    _save(database, file("person.parquet"), {"rec": _numbered(len(people["birth"])), **prepared.person})
    named = [classes.take(texts[field]) for field in ("name", "given", "surname")]
    together = np.stack([np.concatenate(each) for each in zip(*named, strict=True)])
    if (texts["name"] >= 0).any():  # what the whole name and its parts say alike is said once
        together = np.unique(together, axis=1)
    _save(database, file("named.parquet"), _columns("class", *together))
    fathered = classes.take(texts["father"])
    _save(database, file("fathered.parquet"), _columns("class", *fathered))
    owners, spoken = (np.concatenate(each) for each in zip(together, fathered, strict=True))
    write_spoken(file, owners, spoken, len(people["birth"]))
    second = np.where(texts["surname"] >= 0, texts["surname"], texts["father"])
    one = _coupled(classes, sources, texts["given"], second)
    other = _coupled(classes, sources, texts["name"], texts["name"])
    _save(
        database,
        file("coupled.parquet"),
        _columns("pair", np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])),
    )


def _coupled(classes: Lists, sources: Lists, first: Numbers, second: Numbers) -> tuple[Numbers, Numbers]:
    """Owners and pairs of classes, one of the first text and one of the second, of different units."""
    owners, mine = classes.take(np.where(second >= 0, first, -1))
    _, from_mine = sources.take(np.where(second >= 0, first, -1))
    likest = from_mine % 4 < _COUPLED_CLASSES
    owners, mine, from_mine = owners[likest], mine[likest], from_mine[likest]
    rows, theirs = classes.take(second[owners])
    _, from_theirs = sources.take(second[owners])
    apart = (from_theirs % 4 < _COUPLED_CLASSES) & (from_mine[rows] // 4 != from_theirs // 4) | (
        (from_theirs % 4 < _COUPLED_CLASSES) & (first[owners[rows]] != second[owners[rows]])
    )
    rows, theirs = rows[apart], theirs[apart]
    low, high = np.minimum(mine[rows], theirs), np.maximum(mine[rows], theirs)
    return owners[rows], low * CLASS + high


def _numbered(count: int) -> Numbers:
    return np.arange(count, dtype=np.int32)


def _columns(name: str, owners: Numbers, values: Numbers) -> dict[str, Numbers]:
    return {"rec": owners.astype(np.int32), name: values}


def _save(database: duckdb.DuckDBPyConnection, path: pathlib.Path, columns: dict[str, Numbers]) -> None:
    database.register("columns_of_a_table", columns)
    write(database, "FROM columns_of_a_table", path)
    database.unregister("columns_of_a_table")
