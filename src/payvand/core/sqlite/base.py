"""Django's SQLite backend, with the habits that a node needs (named in `ENGINE` as ``payvand.core.sqlite``).

WAL, `synchronous=FULL`, `secure_delete=ON`, foreign keys, transactions that begin IMMEDIATE, writers that take turns.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base

from payvand.core.sqlite.turns import Turn

_PRAGMAS = ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON")
_WRITES = frozenset(
    ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "ALTER", "DROP", "VACUUM", "REINDEX", "ANALYZE", "WITH")
)
PATIENCE = 20.0
"""Seconds that a writer waits for its turn and for SQLite, unless ``OPTIONS["timeout"]`` says otherwise."""


class TurnTakingCursor(base.SQLiteCursorWrapper):
    """A cursor whose single writing statements, outside of a transaction, take a turn too."""

    def __init__(self, connection: Any, wrapper: "DatabaseWrapper") -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        """Run one statement."""
        with self._wrapper.turn_for(query):
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """Run one statement for each of the parameters."""
        with self._wrapper.turn_for(query):
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions hold the write lock of the database file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: Turn | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Return what `sqlite3.connect` takes; transactions begin IMMEDIATE whatever the settings say."""
        parameters = super().get_connection_params()
        self.transaction_mode = "IMMEDIATE"
        parameters.setdefault("timeout", PATIENCE)
        return dict(parameters)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file and set its modes."""
        connection = super().get_new_connection(conn_params)
        for pragma in _PRAGMAS:
            connection.execute(pragma).close()
        return connection

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 — the hook's signature
        """Return a cursor that takes turns."""
        return self.connection.cursor(factory=partial(TurnTakingCursor, wrapper=self))

    @property
    def lock_file(self) -> Path | None:
        """The file whose lock a writer holds; None for a database in memory, which has no other writer."""
        if self.is_in_memory_db():
            return None
        return Path(f"{self.settings_dict['NAME']}.write-lock")

    @contextmanager
    def turn_for(self, query: str) -> Iterator[None]:
        """Hold the lock for one writing statement, unless the transaction around it holds it already."""
        words = query.lstrip("( \n\t")[:10].split(None, 1)
        if self._turn is not None or not words or words[0].upper() not in _WRITES:
            yield
            return
        turn = self._take_turn()
        try:
            yield
        finally:
            if turn is not None:
                turn.end()

    def _take_turn(self) -> Turn | None:
        lock_file = self.lock_file
        patience = float(self.settings_dict["OPTIONS"].get("timeout", PATIENCE))
        return None if lock_file is None else Turn.take(lock_file, patience=patience)

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.end()

    def _start_transaction_under_autocommit(self) -> None:
        self._turn = self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # a commit that fails keeps its turn: Django rolls back next
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()
