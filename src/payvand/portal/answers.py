"""What families read with a code and a PIN: a file of sealed answers, written by casework, that the portal cannot read.

An answer is sealed with the key that its code and PIN give (`core.encryption.spoken_key`); the portal holds neither.
Who steals the file learns how many families have a code, and nothing else. Every writing seals all answers anew and
all have one length, so that two copies do not show which of them changed.
"""

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from payvand.core.encryption.keyring import decode, encode
from payvand.core.encryption.spoken_key import SpokenKey, spoken_key

FILE = "answers.json"
_FORMAT = 1
_NONCE_BYTES = 12
_LENGTH = 96


class NoAnswers(Exception):  # noqa: N818 — reads as the sentence it states
    """The file is missing, damaged, or of another version."""


class Word(StrEnum):
    """The only four things that a family reads here; none of them says what was found."""

    RECEIVED = "received"
    SEARCHING = "searching"
    CONTACT_US = "contact_us"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one family reads: the word, and the day from which it has been this word."""

    word: Word
    since: date


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a node, sealed.

    Attributes:
        salt: of the spoken keys, 16 bytes.
        letter_box: public key with which a family's letters are sealed (`core.encryption.letter_box`).
        sealed: nonce and ciphertext by look-up.
    """

    salt: bytes
    letter_box: str
    sealed: dict[str, bytes]

    @classmethod
    def seal(cls, answers: Iterable[tuple[SpokenKey, Answer]], *, salt: bytes, letter_box: str) -> Self:
        """Seal answers under their keys, in the order of the look-ups, which says nothing."""
        sealed = {key.lookup: _seal(key, answer) for key, answer in answers}
        return cls(salt=salt, letter_box=letter_box, sealed=dict(sorted(sealed.items())))

    def find(self, code: str, pin: str) -> tuple[str, Answer] | None:
        """Return the look-up and the answer for a code and a PIN, or None; it takes as long for both."""
        key = spoken_key(code, pin, salt=self.salt)
        # What is not there is opened too, and fails: the same work, whatever was typed.
        content = self.sealed.get(key.lookup, bytes(_NONCE_BYTES + _LENGTH + 16))
        try:
            opened = AESGCM(key.secret).decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], key.lookup.encode())
        except InvalidTag:
            return None
        stated = json.loads(opened)
        return key.lookup, Answer(Word(stated["word"]), date.fromisoformat(stated["since"]))

    def write(self, path: Path) -> None:
        """Write the file, whole or not at all, readable by its owner."""
        stored = {
            "format": _FORMAT,
            "salt": encode(self.salt),
            "letter_box": self.letter_box,
            "answers": {lookup: encode(content) for lookup, content in self.sealed.items()},
        }
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(stored, file, indent=1)
        draft.replace(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the file.

        Raises:
            NoAnswers: it is missing, damaged, or of another version.
        """
        try:
            stored: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if stored["format"] != _FORMAT:
                raise NoAnswers(f"{path} is of another version")
            sealed = {str(lookup): decode(content) for lookup, content in stored["answers"].items()}
            return cls(salt=decode(stored["salt"]), letter_box=str(stored["letter_box"]), sealed=sealed)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise NoAnswers(f"{path} is missing or damaged") from error


def _seal(key: SpokenKey, answer: Answer) -> bytes:
    content = json.dumps({"word": answer.word, "since": answer.since.isoformat()}).encode().ljust(_LENGTH)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key.secret).encrypt(nonce, content, key.lookup.encode())
