"""Writers of one SQLite file take turns: each holds a file lock for the length of its transaction.

SQLite's own waiting is a race in which the unlucky starve (`benchmarks/write_lock.py` measures ours). The lock is the
kernel's (`flock`): it ends with the process, however that ends.
"""

import fcntl
import os
import time
from pathlib import Path

from django.db.utils import OperationalError

_PAUSE = 0.002


class Turn:
    """The right to write to one database file, held from `take` until `end`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor
        self._process = os.getpid()

    @classmethod
    def take(cls, lock_file: Path, *, patience: float) -> "Turn":
        """Wait for the turn, at most `patience` seconds.

        Every turn opens the file anew, so that threads and connections of one process wait for each other too.

        Raises:
            OperationalError: another process or thread has been writing all that time.
        """
        descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        deadline = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    raise OperationalError(
                        f"database is locked: another writer has held {lock_file.name} for {patience:g} s"
                    ) from None
                time.sleep(_PAUSE)
            except BaseException:
                os.close(descriptor)
                raise
            else:
                return cls(descriptor)

    def end(self) -> None:
        """Let the next writer in; doing it twice is harmless."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is None:
            return
        if os.getpid() == self._process:  # a forked child shares the lock and must not end its parent's turn
            fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)

    def __del__(self) -> None:
        self.end()
