"""Seals the read files into the chain: every second, what was added to a file becomes one act with its hash."""

import hashlib
import logging
import os
import threading
from pathlib import Path

from django.db import DatabaseError, connection, transaction

from payvand.audit.chain import lock_chain
from payvand.audit.heads import Head, keep_head
from payvand.audit.models import Act
from payvand.audit.reads import PREFIX, SUFFIX, reads_folder
from payvand.audit.services import record_act
from payvand.core.scope import Scope

ACTION, SUBJECT = "audit.reads_sealed", "audit.reads"
INTERVAL_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0
_SEALER = Scope.system("sealer")
_log = logging.getLogger(__name__)


def read_files(folder: Path) -> list[Path]:
    """Return the read files, the oldest first."""
    return sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))


class Sealer:
    """Remembers how far each read file is sealed; all that it remembers is in the chain too."""

    def __init__(self) -> None:
        self.folder = reads_folder()
        self._sealed: dict[str, int] = {}
        self._head: Head | None = None

    def seal(self) -> int:
        """Seal what was added to the read files and keep the chain's head; return the number of lines sealed."""
        lines = 0
        for path in read_files(self.folder):
            if path.stat().st_size != self._sealed.get(path.name, -1):
                lines += self._seal_file(path)
        head = Head.current()
        if head != self._head:
            keep_head(self.folder, head)
            self._head = head
        return lines

    @transaction.atomic
    def _seal_file(self, path: Path) -> int:
        lock_chain()
        start = sealed_until(path.name)
        added = _whole_lines(path, start)
        self._sealed[path.name] = start + len(added)
        if not added:
            return 0
        lines = added.count(b"\n")
        record_act(
            scope=_SEALER,
            action=ACTION,
            subject_type=SUBJECT,
            subject_id=path.name,
            facts={
                "start": start,
                "end": start + len(added),
                "lines": lines,
                "sha256": hashlib.sha256(added).hexdigest(),
            },
        )
        return lines


def sealed_until(name: str) -> int:
    """Return how many bytes of a read file are sealed."""
    act = Act.objects.filter(subject_type=SUBJECT, subject_id=name).order_by("-number").first()
    return int(act.facts["end"]) if act else 0


def _whole_lines(path: Path, start: int) -> bytes:
    """Return what stands in a file after `start`, up to its last whole line, once it is safe on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        file.seek(start)
        added = file.read()
    return added[: added.rfind(b"\n") + 1]


def run_sealer(stop: threading.Event) -> None:
    """Seal every second until `stop` is set, and once more then; a database that fails is tried again, less often."""
    sealer = Sealer()
    pause = INTERVAL_SECONDS
    while True:
        stopping = stop.wait(pause)
        try:
            sealer.seal()
            pause = INTERVAL_SECONDS
        except (DatabaseError, OSError):
            connection.close()
            pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
            _log.exception("reads could not be sealed; they stay in their file and will be sealed later")
        if stopping:
            return
