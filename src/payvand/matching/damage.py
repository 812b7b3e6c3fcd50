"""What a library says of a file that is broken, told as what it is: an index to be built again."""

import pathlib
import sqlite3
import tokenize
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from payvand.matching.errors import DamagedIndexError, DamagedModelError

_BROKEN: Final = (
    ValueError, TypeError, KeyError, AttributeError, OSError, EOFError, SyntaxError, tokenize.TokenError,
    sqlite3.DatabaseError, zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What readers of JSON, SQLite, ZIP, and of numpy's arrays, whose header is Python, raise."""

_NO_DAMAGE: Final = frozenset({
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_AUTH,
})  # fmt: skip
"""What SQLite reports that is the matter of somebody else: a lock, a full disk, a right."""


@contextmanager
def told(folder: pathlib.Path | None, what: str) -> Iterator[None]:
    """Around a read of files: whatever a broken one leads to becomes `DamagedIndexError`.

    Args:
        folder: Where the files lie; None for what is in memory, which cannot be damaged so.
        what: What is being read, for the message: "the postings".
    """
    try:
        yield
    except DamagedIndexError:
        raise
    except Exception as error:
        if folder is None or not _of_damage(error):
            raise
        raise DamagedIndexError(folder, f"{what} cannot be read ({error})") from error


@contextmanager
def told_of_model(path: pathlib.Path) -> Iterator[None]:
    """Around the reading of a file that the package ships: what a broken one leads to becomes `DamagedModelError`."""
    try:
        yield
    except _BROKEN as error:
        raise DamagedModelError(path, str(error)) from error


def _of_damage(error: Exception) -> bool:
    if isinstance(error, sqlite3.DatabaseError):
        return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF not in _NO_DAMAGE
    if isinstance(error, PermissionError):
        return False
    return isinstance(error, _BROKEN)
