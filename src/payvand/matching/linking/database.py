"""DuckDB as the linking uses it: two threads, a bound on memory, what does not fit goes to the folder of the run."""

import contextlib
import os
import pathlib
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray


def threads() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextlib.contextmanager
def connected(folder: pathlib.Path, memory: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills into a folder.

    Args:
        folder: Where it spills; nothing is left there.
        memory: The most memory it takes, such as `2GB`; None leaves it to DuckDB (four fifths of the machine's).
    """
    spill = folder / "spill"
    settings: dict[str, Any] = {
        "threads": threads(),
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "preserve_insertion_order": True,
    }
    if memory is not None:
        settings["memory_limit"] = memory
    with duckdb.connect(":memory:", config=settings) as database:
        yield database


def quoted(name: object) -> str:
    """A name of a table or column as SQL writes it."""
    return '"' + str(name).replace('"', '""') + '"'


def literal(text: object) -> str:
    """A text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def arrays(database: duckdb.DuckDBPyConnection, query: str) -> dict[str, NDArray[Any]]:
    """The columns of a query that has no missing values."""
    return {name: np.asarray(column) for name, column in database.execute(query).fetchnumpy().items()}


def single(database: duckdb.DuckDBPyConnection, query: str) -> int:
    """The one number that a query gives."""
    row = database.execute(query).fetchone()
    return int(row[0]) if row is not None and row[0] is not None else 0


def write(database: duckdb.DuckDBPyConnection, query: str, path: pathlib.Path) -> None:
    """Writes the rows of a query as Parquet: aside first, so that no file is ever half of one."""
    draft = path.with_name(f"{path.name}.new")
    database.execute(f"COPY ({query}) TO {literal(draft)} (FORMAT parquet, COMPRESSION lz4)")
    draft.replace(path)
