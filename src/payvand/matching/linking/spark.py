"""The same run on Spark, for registers that outgrow one machine: the plan's queries word for word, the same kernel.

PySpark is the optional extra `spark`; it needs Java 17. Every table that the plan keeps becomes Parquet in the folder
of the run, which all workers of a cluster must see, and on each of which Payvand must be installed. Reading the
registers, learning the weights and writing the pairs stay where the command runs.
"""

import functools
import os
import pathlib
import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Self

import duckdb

from payvand.matching.linking.blocking import TABLES
from payvand.matching.linking.database import arrays, literal, threads
from payvand.matching.linking.weighing import BATCH, Rows, batch_file, batches_of, untold, weigh_batch
from payvand.matching.weights import Weights

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_FOLDER: Final = "spark"


class SparkMissingError(RuntimeError):
    """PySpark is not installed, or there is no Java for it; says what to do."""


class SparkEngine:
    """The plan on Spark; a context manager that stops the session it started.

    Args:
        file: Names the files of the run.
        session: A session of a cluster; None takes the one that is active, or else starts a local one.
    """

    def __init__(self, file: Callable[[str], pathlib.Path], session: "SparkSession | None" = None) -> None:
        given = session or active()
        self._own = given is None
        self._session = given or _local(file(_FOLDER))
        self._folder = file(_FOLDER)
        self._versions: dict[str, int] = {}
        for table in TABLES:
            self._session.read.parquet(str(file(f"{table}.parquet"))).createOrReplaceTempView(table)

    def define(self, name: str, query: str) -> None:
        """Keeps the rows of a query as Parquet, under a new path: another may still be read from the old one."""
        version = self._versions[name] = self._versions.get(name, 0) + 1
        path = self._folder / f"{name}-{version}"
        self._session.sql(query).write.mode("overwrite").parquet(str(path))
        self._session.read.parquet(str(path)).createOrReplaceTempView(name)

    def number(self, query: str) -> int:
        """The one number that a query gives; 0 for none."""
        row: Any = self._session.sql(query).first()
        return int(row[0]) if row is not None and row[0] is not None else 0

    def numbers(self, query: str) -> list[tuple[int, int]]:
        """The rows of a query of two numbers."""
        return [(int(row[0]), int(row[1])) for row in self._session.sql(query).collect()]

    def save(self, query: str, path: pathlib.Path) -> None:
        """Writes the rows of a query as one Parquet file."""
        parts = self._folder / "saved"
        self._session.sql(query).coalesce(1).write.mode("overwrite").parquet(str(parts))
        next(parts.glob("part-*.parquet")).replace(path)

    def weigh(self, weights: Weights, candidates: int) -> int:
        """Weighs the candidates on the workers, a batch each, into the files of the run; returns their number."""
        batches, folder = batches_of(candidates), str(self._folder.parent)
        wanted = [number for number in range(batches) if not batch_file(pathlib.Path(folder).joinpath, number).exists()]
        if wanted:
            tasks = self._session.sparkContext.parallelize(wanted, len(wanted))
            tasks.foreach(functools.partial(weigh_on_worker, folder, weights))
        return batches

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own:
            self._session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def weigh_on_worker(folder: str, weights: Weights, number: int) -> None:
    """Weighs one batch: the work of a task, from the files of the run and into them."""
    file = pathlib.Path(folder).joinpath
    with duckdb.connect(":memory:") as database:
        found = arrays(
            database,
            f"SELECT l, r FROM {literal(file('candidates.parquet'))} LIMIT {BATCH} OFFSET {number * BATCH}",
        )
    weigh_batch(_rows(folder), weights, found["l"], found["r"], path=batch_file(file, number), told=untold)


@functools.lru_cache(maxsize=1)
def _rows(folder: str) -> Rows:
    """The rows of the run, read through once in each process."""
    return Rows.open(pathlib.Path(folder).joinpath)


def active() -> "SparkSession | None":
    """The session that the caller has, if any.

    Raises:
        SparkMissingError: there can be none: something that Spark needs is missing.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SparkMissingError("PySpark is not installed: pip install 'payvand[spark]', and Java 17") from error
    if shutil.which("java") is None:
        raise SparkMissingError("there is no Java; Spark needs Java 17")
    return SparkSession.getActiveSession()


def _local(folder: pathlib.Path) -> "SparkSession":
    """A session on this machine, quiet, that listens on no port but its own loopback."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers' Python must be one that has Payvand
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": str(2 * threads()),
        "spark.sql.adaptive.coalescePartitions.parallelismFirst": "false",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    builder: Any = SparkSession.builder
    builder = builder.master("local[*]").appName("payvand")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    return session
