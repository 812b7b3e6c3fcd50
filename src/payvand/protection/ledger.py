"""The erasure ledger: an append-only file in the node's folder, outside of the database, replayed after a restore.

Each line says which record was erased, how far and when: ids and hashes alone. A line carries a keyed hash over itself
and the line before, under the node's audit salt, so that no line can be changed, taken out or put in. A copy lies
among the backups, where whoever keeps a backup finds it.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from payvand.audit.chain import GENESIS, keyed_hash
from payvand.core.encryption.keyring import write_secret
from payvand.core.errors import PayvandError

FOLDER, FILE = "erasures", "ledger.jsonl"
COPY = "erasures.jsonl"


class LedgerDamaged(PayvandError):  # noqa: N818 — reads as the sentence it states
    """A line of the ledger was changed, is missing, or belongs to another node; the message names it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what was erased.

    Attributes:
        number: 1, 2, 3, … without a gap.
        at: ISO time, UTC.
        erasure: the `models.Erasure`.
        person: the record.
        extent: an `enums.Extent`.
        ground: an `enums.ErasureGround`.
    """

    number: int
    at: str
    erasure: UUID
    person: UUID
    extent: str
    ground: str
    hash: str = ""

    def said(self) -> dict[str, Any]:
        """Return what the line says, without its hash."""
        return {
            "n": self.number,
            "at": self.at,
            "erasure": str(self.erasure),
            "person": str(self.person),
            "extent": self.extent,
            "ground": self.ground,
        }


def ledger_file(folder: Path | None = None) -> Path:
    """Return where the ledger of a node lies; of the node that this process serves by default.

    Raises:
        PayvandError: no node is served.
    """
    if folder is None:
        if settings.NODE is None:
            raise PayvandError("no node is served, so there is no erasure ledger")
        folder = settings.NODE.folder
    return Path(folder) / FOLDER / FILE


def entries(path: Path) -> list[Entry]:
    """Return what a ledger says, the oldest first; nothing where there is no file.

    Raises:
        LedgerDamaged: a line does not follow from the one before.
    """
    if not path.exists():
        return []
    found: list[Entry] = []
    previous = GENESIS
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        entry = _read(line, number, path)
        if entry.number != number or entry.hash != _hash(entry, previous):
            raise LedgerDamaged(f"{path}: line {number} was changed, or a line before it is missing")
        found.append(entry)
        previous = entry.hash
    return found


def append(*, erasure: UUID, person: UUID, extent: str, ground: str) -> Entry:
    """Write one line and return it; it is on the disk when this returns.

    Raises:
        LedgerDamaged: the ledger does not verify: nothing is added to it.
        OSError: it cannot be written.
    """
    path = ledger_file()
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with _turn(path):
        known = entries(path)
        at = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Entry(len(known) + 1, at, erasure, person, extent, ground)
        said = entry.said() | {"hash": _hash(entry, known[-1].hash if known else GENESIS)}
        line = (json.dumps(said, separators=(",", ":")) + "\n").encode()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if os.write(descriptor, line) != len(line):
                raise OSError(28, "the line could not be written whole", str(path))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        copy_to_backups()
    return entries(path)[-1]


def copy_to_backups() -> None:
    """Renew the copy that lies among the backups."""
    path = ledger_file()
    if settings.NODE is not None and path.exists() and settings.NODE.backups.is_dir():
        write_secret(settings.NODE.backups / COPY, path.read_text(encoding="utf-8"))


def take_over(newer: Path, path: Path) -> int:
    """Let a newer ledger of the same node take the place of an older one; return how many lines it has more.

    Raises:
        LedgerDamaged: it does not verify, or does not go on from the older one.
    """
    old, new = entries(path), entries(newer)
    shared = min(len(old), len(new))
    if [one.hash for one in old[:shared]] != [one.hash for one in new[:shared]]:
        raise LedgerDamaged(f"{newer}: this ledger is of another node, or of another history of it")
    if len(new) > len(old):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_secret(path, newer.read_text(encoding="utf-8"))
    return max(0, len(new) - len(old))


def _read(line: str, number: int, path: Path) -> Entry:
    try:
        said = json.loads(line)
        return Entry(
            number=int(said["n"]),
            at=str(said["at"]),
            erasure=UUID(said["erasure"]),
            person=UUID(said["person"]),
            extent=str(said["extent"]),
            ground=str(said["ground"]),
            hash=str(said["hash"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerDamaged(f"{path}: line {number} cannot be read") from error


def _hash(entry: Entry, previous: str) -> str:
    said = json.dumps(entry.said() | {"previous": previous}, sort_keys=True, separators=(",", ":"))
    return keyed_hash(b"erasure:" + said.encode())


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    with path.with_name(f".{path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
