"""What a family sends through its page: a letter sealed to the node, left in a folder until casework takes it out."""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from payvand.core.encryption import letter_box

FOLDER = "letters"
_SUFFIX = ".letter"
_LENGTHS = (2**11, 2**12, 2**14, 2**15)
LONGEST_TEXT, LONGEST_CONTACT = 2000, 300
# More than a node's families can write in a week; beyond it somebody is filling the disk.
MOST_LETTERS = 20_000


class BoxFull(Exception):  # noqa: N818 — reads as the sentence it states
    """Casework has not taken the letters out for so long that no more are kept."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, open.

    Attributes:
        lookup: whose page it was written on.
        contact: how to reach the family now; empty where that has not changed.
        text: what they write.
        language: of the page on which it was written.
        written_at: ISO time, UTC.
    """

    lookup: str
    contact: str
    text: str
    language: str
    written_at: str

    @classmethod
    def now(cls, *, lookup: str, contact: str, text: str, language: str) -> Self:
        """Return a letter written at this moment."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(lookup=lookup, contact=contact, text=text, language=language, written_at=at)

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read a letter that was taken out.

        Raises:
            ValueError: it says something else than a letter does.
        """
        stated = json.loads(content)
        names = ("lookup", "contact", "text", "language", "written_at")
        if not isinstance(stated, dict) or any(not isinstance(stated.get(name), str) for name in names):
            raise ValueError("not a letter")
        return cls(**{name: stated[name] for name in names})

    def leave(self, folder: Path, public_key: str) -> None:
        """Seal the letter and leave it in the folder, whole or not at all, and on the disk when this returns.

        Raises:
            BoxFull: too many wait already.
            OSError: it cannot be written.
        """
        folder.mkdir(mode=0o700, exist_ok=True)
        if sum(1 for _letter in waiting(folder)) >= MOST_LETTERS:
            raise BoxFull
        content = json.dumps(asdict(self), ensure_ascii=False).encode()
        length = next(length for length in _LENGTHS if len(content) <= length)
        sealed = letter_box.seal(public_key, content.ljust(length))
        name = secrets.token_hex(16)
        draft = folder / f".{name}"
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(folder / f"{name}{_SUFFIX}")
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def waiting(folder: Path) -> Iterator[Path]:
    """Yield the letters that wait in a folder; none where there is no folder."""
    return iter(sorted(folder.glob(f"*{_SUFFIX}"))) if folder.is_dir() else iter(())
