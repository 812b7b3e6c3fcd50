"""The records of a register, in a SQLite file or in memory; several processes may read while one writes."""

import dataclasses
import json
import pathlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from payvand.matching.errors import DamagedIndexError, DuplicateIdError
from payvand.matching.numbers import blinded
from payvand.matching.records import Record, Relative

_SCHEMA: Final = "CREATE TABLE IF NOT EXISTS record (id TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID"
_FIELDS: Final = tuple(field.name for field in dataclasses.fields(Record))
_UNKNOWN: Final[tuple[object, ...]] = (None, "", (), frozenset())
_BATCH: Final = 500


class Store:
    """Records by id.

    Args:
        path: The file; None keeps the records in memory.
        writable: Whether records may be put in; the file is made if it is not there.
    """

    def __init__(self, path: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self.path = path
        if path is None:
            self._database = sqlite3.connect(":memory:", check_same_thread=False)
        elif writable:
            self._database = sqlite3.connect(path, check_same_thread=False)
            self._database.execute("PRAGMA journal_mode=WAL")
            self._database.execute("PRAGMA secure_delete=ON")
        else:
            self._database = self._reading(path)
        if path is None or writable:
            self._database.execute(_SCHEMA)

    @staticmethod
    def _reading(path: pathlib.Path) -> sqlite3.Connection:
        try:
            database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            database.execute("SELECT id FROM record LIMIT 1").fetchone()
        except sqlite3.DatabaseError as error:
            raise DamagedIndexError(path.parent, f"its records cannot be read ({error})") from error
        return database

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM record").fetchone()[0])

    def put_new(self, records: Iterable[Record]) -> Iterator[Record]:
        """Stores records and passes them on; raises `DuplicateIdError` at the second of one id."""
        return self._put("INSERT INTO record VALUES (?, ?)", records)

    def put(self, records: Iterable[Record]) -> Iterator[Record]:
        """Stores records, each in place of one with the same id, and passes them on."""
        return self._put("INSERT OR REPLACE INTO record VALUES (?, ?)", records)

    def _put(self, statement: str, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            try:
                self._database.execute(statement, (record.id, _pack(blinded(record))))
            except sqlite3.IntegrityError as error:
                raise DuplicateIdError(record.id) from error
            yield record

    def remove(self, ids: Iterable[str]) -> None:
        """Takes records out; ids that are not there are passed over."""
        self._database.executemany("DELETE FROM record WHERE id = ?", [(record_id,) for record_id in ids])

    def commit(self) -> None:
        """Makes the changes durable."""
        self._database.commit()

    def get(self, ids: list[str]) -> list[Record]:
        """The records of these ids, in their order; ids that are not there are left out."""
        found: dict[str, Record] = {}
        for start in range(0, len(ids), _BATCH):
            part = ids[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            rows = self._database.execute(f"SELECT id, body FROM record WHERE id IN ({marks})", part)  # noqa: S608 — only question marks are put in
            found.update((record_id, _unpack(record_id, body)) for record_id, body in rows)
        return [found[record_id] for record_id in ids if record_id in found]

    def all(self) -> Iterator[Record]:
        """Every record, by id."""
        for record_id, body in self._database.execute("SELECT id, body FROM record ORDER BY id"):
            yield _unpack(record_id, body)

    def copy(self, path: pathlib.Path) -> None:
        """Copies all records into a new file."""
        with sqlite3.connect(path) as target:
            self._database.backup(target)
            target.execute("PRAGMA journal_mode=WAL")
        target.close()


def _pack(record: Record) -> bytes:
    known = {name: value for name in _FIELDS if name != "id" and (value := getattr(record, name)) not in _UNKNOWN}
    return json.dumps(known, ensure_ascii=False, default=sorted).encode("utf-8", "surrogatepass")


def _unpack(record_id: str, body: bytes) -> Record:
    known = json.loads(body.decode("utf-8", "surrogatepass"))
    for field in ("names", "phones", "documents"):
        if field in known:
            known[field] = tuple(known[field])
    if "relatives" in known:
        known["relatives"] = tuple(Relative(*each) for each in known["relatives"])
    if "labels" in known:
        known["labels"] = frozenset(known["labels"])
    return Record(record_id, **known)
