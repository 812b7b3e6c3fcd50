"""The records of a register, in a SQLite file or in memory; several processes may read while one writes.

Beside the body of a record, as JSON, lies its packed row (`packing`), so that candidates are weighed without being
parsed. Ids whose change the index may not hold yet stand in a table of their own, in the same transaction as the
change: a writer that is killed between store and index leaves them there, and who opens the register next makes good.
"""

import dataclasses
import itertools
import json
import operator
import os
import pathlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

from payvand.matching.damage import told
from payvand.matching.errors import DuplicateIdError
from payvand.matching.ids import id_as_text, text_as_id
from payvand.matching.packing import pack
from payvand.matching.records import NAME_FIELDS, Record, Relative
from payvand.matching.score import texts_of

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS record (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL, body BLOB NOT NULL, packed BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS record_by_id ON record (id);
CREATE TABLE IF NOT EXISTS pending (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_TWICE: Final = "SELECT id FROM record GROUP BY id HAVING count(*) > 1 ORDER BY min(row) LIMIT 1"
_INSERT: Final = "INSERT INTO record (id, body, packed) VALUES (?, ?, ?)"
_REPLACE: Final = f"{_INSERT} ON CONFLICT (id) DO UPDATE SET body = excluded.body, packed = excluded.packed"
_FIELDS: Final = tuple(field.name for field in dataclasses.fields(Record) if field.name != "id")
_VALUES: Final = operator.attrgetter(*_FIELDS)
_NAMED: Final = tuple(part for part in NAME_FIELDS if part != "mother")
_TEXTS: Final = "tokens"  # of a body: the texts of the name's tokens, where they are not its words
_JSON: Final = json.JSONEncoder(ensure_ascii=False, default=sorted)
_BATCH: Final = 500
_MAPPED: Final = 1 << 31  # bytes of the file that are read as memory
_PAGES: Final = -64_000  # of cache, in KiB when below zero: the index of ids is filled in no order


class Store:
    """Records by id.

    Args:
        path: The file; None keeps the records in memory.
        writable: Whether records may be put in; the file is made if it is not there.
    """

    def __init__(self, path: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self.path = path
        self._hurried = False
        with self._told():
            if path is None:
                self._database = sqlite3.connect(":memory:", check_same_thread=False)
            elif writable:
                self._database = sqlite3.connect(path, check_same_thread=False)
                self._database.execute("PRAGMA journal_mode=WAL")
            else:
                uri = f"{path.absolute().as_uri()}?mode=ro"
                self._database = sqlite3.connect(uri, uri=True, check_same_thread=False)
            if path is None or writable:
                self._database.execute("PRAGMA secure_delete=ON")
                self._database.executescript(_SCHEMA)
            self._database.execute(f"PRAGMA mmap_size={_MAPPED}")
            self._database.execute("SELECT packed FROM record LIMIT 1").fetchone()

    def _told(self) -> AbstractContextManager[None]:
        """Around every reading of the file: says where it is damaged, and how to build it again."""
        return told(self.path and self.path.parent, "its records")

    def __len__(self) -> int:
        with self._told():
            return int(self._database.execute("SELECT count(*) FROM record").fetchone()[0])

    def hurry(self) -> None:
        """Gives up safety against a crash for speed: for a file that counts only when it is whole (`finish`)."""
        self._hurried = True
        for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size={_PAGES}", "secure_delete=OFF"):
            self._database.execute(f"PRAGMA {pragma}")
        self._database.execute("DROP INDEX record_by_id")  # sorted once in the end, not filled in no order

    def finish(self) -> None:
        """Commits what was put in hurriedly; raises `DuplicateIdError` where two records have one id."""
        if self._hurried:
            try:
                self._database.execute("CREATE UNIQUE INDEX record_by_id ON record (id)")
            except sqlite3.IntegrityError as error:
                raise DuplicateIdError(text_as_id(self._database.execute(_TWICE).fetchone()[0])) from error
        self.commit()

    def put_new(self, records: Iterable[Record]) -> Iterator[Record]:
        """Stores records and passes them on; raises `DuplicateIdError` at the second of one id, or at `finish`."""
        for batch in _batches(records):
            try:
                self._database.executemany(_INSERT, map(_row, batch))
            except sqlite3.IntegrityError as error:
                raise DuplicateIdError(self._twice(batch)) from error
            yield from batch

    def _twice(self, batch: list[Record]) -> str:
        """The id because of which a batch was refused."""
        seen = set(self._bodies([record.id for record in batch], "''"))
        ids = [record.id for record in batch]
        return next((one for one in ids if ids.count(one) > 1), next(iter(seen)))

    def put(self, records: list[Record]) -> None:
        """Stores records, each in place of one with the same id, and notes them as pending."""
        self._database.executemany(_REPLACE, map(_row, records))
        self._note([record.id for record in records])

    def remove(self, ids: list[str]) -> None:
        """Takes records out and notes them as pending; ids that are not there are passed over."""
        self._database.executemany("DELETE FROM record WHERE id = ?", [(id_as_text(record_id),) for record_id in ids])
        self._note(ids)

    def _note(self, ids: list[str]) -> None:
        self._database.executemany(
            "INSERT OR IGNORE INTO pending VALUES (?)", [(id_as_text(record_id),) for record_id in ids]
        )

    def pending(self) -> list[str]:
        """Ids whose last change the index may not hold."""
        with self._told():
            return [text_as_id(found) for (found,) in self._database.execute("SELECT id FROM pending ORDER BY id")]

    def settle(self, ids: list[str]) -> None:
        """Notes that the index holds these ids as they are now, and clears what was written over from the disk."""
        self._database.executemany("DELETE FROM pending WHERE id = ?", [(id_as_text(record_id),) for record_id in ids])
        self.commit()
        if self.path is not None:
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def commit(self) -> None:
        """Makes the changes durable."""
        self._database.commit()

    def close(self) -> None:
        """Commits and lets go of the file, which then is on the disk."""
        self._database.commit()
        self._database.close()
        if self.path is not None and self._hurried:
            with self.path.open("rb") as written:
                os.fsync(written.fileno())

    def packed(self, ids: Sequence[str]) -> dict[str, bytes]:
        """The packed rows of these ids; ids that are not there are left out."""
        return self._bodies(ids, "packed")

    def get(self, ids: Sequence[str]) -> list[Record]:
        """The records of these ids, in their order; ids that are not there are left out."""
        found = self._bodies(ids, "body")
        with self._told():
            return [_unpack(record_id, found[record_id]) for record_id in ids if record_id in found]

    def with_texts(self, ids: Sequence[str]) -> tuple[list[Record], list[list[list[str]]]]:
        """The same, each with its name as the texts of its tokens (`score.texts_of`), which need not be parsed again.

        Raises:
            DamagedIndexError: one is not there.
        """
        found = self._bodies(ids, "body")
        with self._told():
            both = [_told_apart(record_id, found[record_id]) for record_id in ids]
        return [record for record, _ in both], [texts for _, texts in both]

    def _bodies(self, ids: Sequence[str], column: str) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        with self._told():
            for start in range(0, len(ids), _BATCH):
                part = [id_as_text(record_id) for record_id in ids[start : start + _BATCH]]
                marks = ",".join("?" * len(part))
                rows = self._database.execute(f"SELECT id, {column} FROM record WHERE id IN ({marks})", part)  # noqa: S608 — only question marks and our own column are put in
                found.update([(text_as_id(text), body) for text, body in rows.fetchall()])
        return found

    def all(self) -> Iterator[Record]:
        """Every record, in the order in which they came."""
        with self._told():
            for record_id, body in self._database.execute("SELECT id, body FROM record ORDER BY row"):
                yield _unpack(text_as_id(record_id), body)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    source = iter(records)
    while batch := list(itertools.islice(source, _BATCH)):
        yield batch


def _row(record: Record) -> tuple[str, bytes, bytes]:
    values = zip(_FIELDS, _VALUES(record), strict=True)
    known = {name: value for name, value in values if value or value == 0}
    if (texts := texts_of(record)) != [_words(known)]:
        known[_TEXTS] = texts
    body = _JSON.encode(known).encode("utf-8", "surrogatepass")
    return id_as_text(record.id), body, pack(record)


def _words(known: dict[str, Any]) -> list[str]:
    """The words of a name: mostly these are its tokens."""
    return " ".join([known[part] for part in _NAMED if part in known]).split(" ")


def _unpack(record_id: str, body: bytes) -> Record:
    return _told_apart(record_id, body)[0]


def _told_apart(record_id: str, body: bytes) -> tuple[Record, list[list[str]]]:
    """A record, and the texts of its tokens."""
    known = json.loads(body.decode("utf-8", "surrogatepass"))
    texts = known.pop(_TEXTS, None) or [_words(known)]
    for name in ("names", "phones", "documents"):
        if name in known:
            known[name] = tuple(known[name])
    if "relatives" in known:
        known["relatives"] = tuple(itertools.starmap(Relative, known["relatives"]))
    if "labels" in known:
        known["labels"] = frozenset(known["labels"])
    return Record(record_id, **known), texts
