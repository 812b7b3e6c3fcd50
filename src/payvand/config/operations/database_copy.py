"""A consistent copy of the database without an external program, taken while people work, and put back.

SQLite: one file, by SQLite's own backup interface. PostgreSQL: for each table a file in the text form of ``COPY``, all
read in one snapshot.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from payvand.audit.guards import install_guards, remove_guards

SQLITE_NAME = "payvand.sqlite3"
_COPY_SUFFIX = ".copy"
_CHUNK = 1024 * 1024
Put = Callable[[str, Path], None]


def copy_out(put: Put, folder: Path) -> dict[str, list[str]]:
    """Hand a copy of the database to `put`, file by file (name, path); return the columns of each table (PostgreSQL).

    Args:
        put: takes a file's name in the copy, and where it lies until `put` returns.
        folder: where files may lie meanwhile, readable by the node alone.
    """
    if connection.vendor == "sqlite":
        path = folder / SQLITE_NAME
        try:
            copy_sqlite(Path(connection.settings_dict["NAME"]), path)
            put(SQLITE_NAME, path)
        finally:
            path.unlink(missing_ok=True)
        return {}
    return _copy_tables_out(put, folder)


def copy_sqlite(source: Path, target: Path) -> None:
    """Write one consistent file; writers go on meanwhile."""
    reader, writer = sqlite3.connect(source, timeout=20), sqlite3.connect(target)
    try:
        target.chmod(0o600)
        reader.backup(writer)
        writer.execute("PRAGMA journal_mode = DELETE").close()
    finally:
        writer.close()
        reader.close()


def _copy_tables_out(put: Put, folder: Path) -> dict[str, list[str]]:
    columns: dict[str, list[str]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for table in sorted(connection.introspection.table_names(cursor)):
            described = connection.introspection.get_table_description(cursor, table)
            columns[table] = [column.name for column in described]
            path = folder / f"{table}{_COPY_SUFFIX}"
            try:
                with path.open("wb") as file, cursor.copy(f"COPY {_columns(table, columns[table])} TO STDOUT") as rows:
                    path.chmod(0o600)
                    for chunk in rows:
                        file.write(chunk)
                put(path.name, path)
            finally:
                path.unlink(missing_ok=True)
    return columns


def applied_migrations() -> list[list[str]]:
    """Return the newest applied migration of each app: app and name."""
    executor = MigrationExecutor(connection)
    applied = set(executor.loader.applied_migrations)
    newest = [key for key in applied if not any(child.key in applied for child in _children(executor, key))]
    return sorted([app, name] for app, name in newest)


def _children(executor: MigrationExecutor, key: tuple[str, str]) -> list[Any]:
    node = executor.loader.graph.node_map.get(key)
    return [child for child in node.children if child.key[0] == key[0]] if node is not None else []


def unknown_migrations(recorded: list[list[str]]) -> list[str]:
    """Return the migrations of a backup that this version of the program does not have."""
    known = set(MigrationExecutor(connection).loader.graph.nodes)
    return [f"{app}.{name}" for app, name in recorded if (app, name) not in known]


def load_tables(folder: Path, columns: dict[str, list[str]], recorded: list[list[str]]) -> None:
    """Fill an empty PostgreSQL database from the files of a copy, in the shape that it had then.

    Raises:
        ValueError: a table's name is none of ours.
    """
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name) for app, name in recorded])
    with _without_guards(), transaction.atomic(), connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
        if strange := [table for table in columns if table not in present]:
            raise ValueError(f"the backup has a table that its version does not make: {strange[0]}")
        quoted = ", ".join(connection.ops.quote_name(table) for table in present)
        cursor.execute(f"TRUNCATE {quoted}")
        for table, names in columns.items():
            path = folder / f"{table}{_COPY_SUFFIX}"
            with path.open("rb") as file, cursor.copy(f"COPY {_columns(table, names)} FROM STDIN") as rows:
                while chunk := file.read(_CHUNK):
                    rows.write(chunk)
        _reset_sequences(cursor)


@contextmanager
def _without_guards() -> Iterator[None]:
    remove_guards()
    try:
        yield
    finally:
        install_guards()


def _reset_sequences(cursor: Any) -> None:
    from django.apps import apps

    for statement in connection.ops.sequence_reset_sql(no_style(), apps.get_models(include_auto_created=True)):
        cursor.execute(statement)


def _columns(table: str, columns: list[str]) -> str:
    if not re.fullmatch(r"[a-z0-9_]+", table):
        raise ValueError("a table of Payvand has small letters, digits and underscores in its name")
    quoted = ", ".join(connection.ops.quote_name(column) for column in columns)
    return f"{connection.ops.quote_name(table)} ({quoted})"
