"""The head of the chain: the number and hash of the newest act, kept in places outside of the database.

Whoever holds a head can show later that nothing before it was changed or cut off: backups, peers, and a file beside the
read files, which the sealer renews.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from payvand.audit.chain import GENESIS, last_act
from payvand.core.encryption.keyring import write_secret

HEAD_FILE = "head.json"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest act at some time; number 0 before the first."""

    number: int
    hash: str

    @classmethod
    def current(cls) -> Self:
        """Return the head of the chain now."""
        act = last_act()
        return cls(act.number, act.hash) if act else cls(0, GENESIS)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the head that a text states.

        Raises:
            ValueError: it states none.
        """
        try:
            stated = json.loads(text)
            return cls(int(stated["number"]), str(stated["hash"]))
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise ValueError('a chain head reads {"number": 12, "hash": "…"}') from error

    def to_json(self) -> str:
        """Return the text that `from_json` reads."""
        return json.dumps(asdict(self))


def kept_head(folder: Path) -> Head | None:
    """Return the head that the sealer kept beside the read files, or None if there is none yet.

    Raises:
        ValueError: the file is damaged.
    """
    path = folder / HEAD_FILE
    return Head.from_json(path.read_text()) if path.exists() else None


def keep_head(folder: Path, head: Head) -> None:
    """Keep a head beside the read files, whole or not at all."""
    write_secret(folder / HEAD_FILE, head.to_json() + "\n")
