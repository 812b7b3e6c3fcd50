"""What a node tells the public: a small JSON file that holds no person, written by casework, read by the portal."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

FILE = "portal.json"
LANGUAGES = ("en", "ru")
_FORMAT = 1


class NotPublished(Exception):  # noqa: N818 — reads as the sentence it states
    """There is no publication, or it cannot be read; the message says what to do."""


@dataclass(frozen=True)
class PublicContact:
    """How to reach a function; never who does it."""

    function: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Branch:
    """A unit that people can go to; `place` by language."""

    name: str
    place: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[PublicContact, ...] = ()


@dataclass(frozen=True)
class Publication:
    """All that the public pages show; `country` by language, `published_at` in UTC."""

    organisation: str
    country: Mapping[str, str]
    language: str
    published_at: str
    local_name: str = ""
    website: str = ""
    branches: tuple[Branch, ...] = ()

    @property
    def website_address(self) -> str:
        """The website as a link needs it; empty where it is no address of the web."""
        if self.website.startswith(("https://", "http://")):
            return self.website
        return f"https://{self.website}" if self.website and ":" not in self.website else ""

    def write(self, path: Path) -> None:
        """Write the file, whole or not at all."""
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        draft.write_text(
            json.dumps({"format": _FORMAT, **asdict(self)}, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file.

        Raises:
            NotPublished: it is missing, damaged, or of another format.
        """
        try:
            stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if stored.pop("format") != _FORMAT:
                raise NotPublished(
                    f"{path} is of another version: publish it anew with `payvand portal DIR publish FILE`"
                )
            branches = tuple(
                Branch(one["name"], one["place"], tuple(PublicContact(**contact) for contact in one["contacts"]))
                for one in stored.pop("branches")
            )
            return cls(**stored, branches=branches)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise NotPublished(
                f"{path} is missing or damaged: write it on the casework machine with `payvand portal DIR publish FILE`"
            ) from error
