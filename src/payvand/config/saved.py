"""A list of people indexed once: its index is kept in a folder beside the file, and used while the file is the same.

The folder holds what the file holds, so it lies where the file lies and only its owner may read it. It is recognised by
what it was made from: the bytes of the file, the columns that were asked for, what was done with bad rows.
"""

import fcntl
import hashlib
import json
import pathlib
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from payvand.matching import Record, Register

SAVED_FROM: Final = 200_000
"""A file of fewer bytes is read again each time: that takes no longer."""

ENDING: Final = ".index"
_MADE_FROM: Final = "made-from.json"
_LOCK: Final = "lock"
_REGISTER: Final = "register"


class SavedRegister:
    """The index kept beside one file.

    Args:
        path: The file.
        how: What else decides on the records that are read from it; goes through JSON.
    """

    def __init__(self, path: pathlib.Path, how: dict[str, Any]) -> None:
        self.path = path
        self.folder = path.with_name(path.name + ENDING)
        self._how = how
        self.notes: list[str] = []
        """What was told of the file when its index was made, such as rows left out."""

    def open(self) -> "Register | None":
        """The index that is there; None where there is none of this file as it is now."""
        from payvand.matching import DamagedIndexError, Register

        try:
            said = json.loads((self.folder / _MADE_FROM).read_text(encoding="utf-8"))
            if said["from"] != self._made_from():
                return None
            register = Register.open(self.folder / _REGISTER)
        except (OSError, ValueError, KeyError, TypeError, DamagedIndexError):
            return None
        self.notes = [str(note) for note in said["notes"]]
        return register

    def make(self, records: "Iterable[Record]", notes: Callable[[], list[str]]) -> "Register | None":
        """Makes the index anew; None where it cannot be kept: the folder cannot be written, or another makes it.

        Args:
            records: Those of the file; not touched where None is returned.
            notes: What to keep beside the index, asked for when the records have been read.
        """
        from payvand.matching import Register

        try:
            with self._alone():
                made_from = self._made_from()
                self._clear()
                register = Register.create(self.folder / _REGISTER, records)
                said = {"from": made_from, "notes": notes()}
                (self.folder / _MADE_FROM).write_text(json.dumps(said), encoding="utf-8")
        except (PermissionError, BlockingIOError, FileExistsError):
            return None
        print(f"payvand: the index is kept in {self.folder} for the next time", file=sys.stderr)
        return register

    def _made_from(self) -> dict[str, Any]:
        with self.path.open("rb") as content:
            digest = hashlib.file_digest(content, "blake2b").hexdigest()
        return {"content": digest, "how": self._how}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Holds the folder for this process; a lock dies with its process.

        Raises:
            FileExistsError: something else than an index of ours bears this name.
            BlockingIOError: another process holds it.
        """
        if self.folder.exists() and not (self.folder / _LOCK).is_file():
            raise FileExistsError(self.folder)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with (self.folder / _LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    def _clear(self) -> None:
        """Removes an older index, or what is left of one that was not finished."""
        (self.folder / _MADE_FROM).unlink(missing_ok=True)
        for left in self.folder.iterdir():
            if left.is_dir():
                shutil.rmtree(left)
