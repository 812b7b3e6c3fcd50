"""The plan of blocking on Spark, for registers that outgrow one machine: the same queries, word for word.

PySpark is the optional extra `spark`; it needs Java 17. Every table that the plan keeps becomes Parquet in the folder
of the run, which all workers of a cluster must see.
"""

import pathlib
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Self

from payvand.matching.linking.blocking import TABLES

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_FOLDER: Final = "spark"


class SparkMissingError(RuntimeError):
    """PySpark is not installed, or there is no Java for it; says what to do."""


class SparkEngine:
    """The plan on Spark; a context manager that stops the session it started.

    Args:
        file: Names the files of the run.
        session: A session of a cluster; None starts a local one.
    """

    def __init__(self, file: Callable[[str], pathlib.Path], session: "SparkSession | None" = None) -> None:
        self._own = session is None
        self._session = session or _local(file(_FOLDER))
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._own:
            self._session.stop()
        shutil.rmtree(self._folder, ignore_errors=True)


def _local(folder: pathlib.Path) -> "SparkSession":
    """A session on this machine, quiet, that listens on no port but its own loopback."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise SparkMissingError("PySpark is not installed: pip install 'payvand[spark]', and Java 17") from error
    if shutil.which("java") is None:
        raise SparkMissingError("there is no Java; Spark needs Java 17")
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "8",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
    }
    builder: Any = SparkSession.builder
    builder = builder.master("local[*]").appName("payvand")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session: SparkSession = builder.getOrCreate()
    return session
