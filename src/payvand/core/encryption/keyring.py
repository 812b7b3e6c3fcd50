"""The keys of a node: data keys by id (AES-256-GCM) and one key for the blind index.

Sealed text reads ``v1.<key id>.<base64url of nonce, ciphertext and tag>``. What it belongs to (model, field, row) is
authenticated with it, so that text which was moved to another row or column does not open.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from payvand.core.errors import WrongKey

DATA_KEYS_FILE = "data-keys.json"
BLIND_INDEX_FILE = "blind-index.key"
_VERSION = "v1"
_NONCE_BYTES = 12
_KEY_BYTES = 32


def new_key() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(_KEY_BYTES)


def encode(key: bytes) -> str:
    """Return the text form of bytes: base64url without padding."""
    return base64.urlsafe_b64encode(key).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """Return the bytes of a text form.

    Raises:
        ValueError: it is not base64url.
    """
    return base64.b64decode(text.strip() + "=" * (-len(text.strip()) % 4), altchars=b"-_", validate=True)


@dataclass(frozen=True)
class DataKey:
    """One data key; `retired_at` (ISO time, UTC) is set when another became current."""

    secret: bytes
    created_at: str
    retired_at: str = ""


class Keyring:
    """The data keys of a node and which of them seals new text."""

    def __init__(self, *, keys: Mapping[str, DataKey], current: str, blind: bytes) -> None:
        if current not in keys:
            raise WrongKey(f"the current data key {current} is missing from {DATA_KEYS_FILE}")
        self.keys = dict(keys)
        self.current = current
        self._ciphers = {key_id: AESGCM(key.secret) for key_id, key in self.keys.items()}
        self._blind = blind

    def with_keys(self, keys: Mapping[str, DataKey], *, current: str) -> "Keyring":
        """Return a keyring of other data keys with the same blind-index key."""
        return Keyring(keys=keys, current=current, blind=self._blind)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the keys of a node's folder of keys.

        Raises:
            WrongKey: a file is missing or damaged; the message names it.
        """
        try:
            stored = json.loads((folder / DATA_KEYS_FILE).read_text())
            keys = {
                key_id: DataKey(decode(key["secret"]), key["created_at"], key["retired_at"])
                for key_id, key in stored["keys"].items()
            }
            blind = decode((folder / BLIND_INDEX_FILE).read_text())
            return cls(keys=keys, current=stored["current"], blind=blind)
        except FileNotFoundError as error:
            raise WrongKey(f"the key file {error.filename} is missing: restore it from a backup") from error
        except (ValueError, KeyError, TypeError) as error:
            raise WrongKey(f"a key file in {folder} is damaged: restore it from a backup") from error

    def write(self, folder: Path) -> None:
        """Write the data keys, whole or not at all; the blind-index key is written once, when the node is made."""
        stored: dict[str, Any] = {
            "current": self.current,
            "keys": {
                key_id: {"secret": encode(key.secret), "created_at": key.created_at, "retired_at": key.retired_at}
                for key_id, key in self.keys.items()
            },
        }
        write_secret(folder / DATA_KEYS_FILE, json.dumps(stored, indent=1) + "\n")

    def encrypt(self, text: str, *, context: str) -> str:
        """Encrypt `text` under the current key for one place (`context`: model, field and row)."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, text.encode(), self._associated(self.current, context))
        return f"{_VERSION}.{self.current}.{encode(nonce + sealed)}"

    def decrypt(self, sealed: str, *, context: str) -> str:
        """Decrypt what `encrypt` made for the same place.

        Raises:
            WrongKey: the key is missing or another, or the text was altered or moved; nothing of it is shown.
        """
        version, key_id, content = _parts(sealed)
        cipher = self._ciphers.get(key_id)
        if version != _VERSION or cipher is None:
            raise WrongKey(f"no key {key_id} for {context}: restore {DATA_KEYS_FILE} from a backup")
        try:
            raw = decode(content)
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], self._associated(key_id, context)).decode()
        except (InvalidTag, binascii.Error, ValueError) as error:
            raise WrongKey(f"{context} does not open: it was altered or moved, or its key is another") from error

    def encrypt_bytes(self, content: bytes, *, context: str) -> bytes:
        """Encrypt bytes under the current key for one place: ``v1.<key id>.``, then nonce, ciphertext and tag."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self.current].encrypt(nonce, content, self._associated(self.current, context))
        return f"{_VERSION}.{self.current}.".encode() + nonce + sealed

    def decrypt_bytes(self, sealed: bytes, *, context: str) -> bytes:
        """Decrypt what `encrypt_bytes` made for the same place.

        Raises:
            WrongKey: the key is missing or another, or the bytes were cut, altered or moved.
        """
        version, key_id, content = [*sealed.split(b".", 2), b"", b""][:3]
        named = key_id.decode("ascii", "replace")
        cipher = self._ciphers.get(named)
        if version != _VERSION.encode() or cipher is None:
            raise WrongKey(f"no key for {context}: restore {DATA_KEYS_FILE} from a backup")
        try:
            return cipher.decrypt(content[:_NONCE_BYTES], content[_NONCE_BYTES:], self._associated(named, context))
        except (InvalidTag, ValueError) as error:
            raise WrongKey(f"{context} does not open: it was cut, altered or moved, or its key is another") from error

    def needs_rotation(self, sealed: str) -> bool:
        """Say whether this text is sealed under another key than the current one."""
        return _parts(sealed)[1] != self.current

    def reencrypt(self, sealed: str, *, context: str) -> str:
        """Return the same content sealed under the current key."""
        return self.encrypt(self.decrypt(sealed, context=context), context=context)

    def blind_index(self, value: str, *, domain: str) -> str:
        """Return 64 hexadecimal digits that are equal for equal values of one domain and tell nothing else."""
        message = f"{len(domain)}:{domain}:{value}".encode()
        return hmac.new(self._blind, message, hashlib.sha256).hexdigest()

    @staticmethod
    def _associated(key_id: str, context: str) -> bytes:
        return f"{_VERSION}|{key_id}|{context}".encode()


def _parts(sealed: str) -> tuple[str, str, str]:
    version, _, rest = sealed.partition(".")
    key_id, _, content = rest.partition(".")
    if not content:
        raise WrongKey("what should be encrypted text is not: the row was altered outside of the node")
    return version, key_id, content


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner reads (0600), whole or not at all, and on the disk when this returns."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


_read: dict[Path, tuple[tuple[int, int, int], Keyring]] = {}


def keyring() -> Keyring:
    """Return the keys of the node that this process serves, read anew when their file has changed.

    Raises:
        WrongKey: no node is served, or its keys cannot be read.
    """
    from django.conf import settings

    folder: Path | None = settings.KEYS_FOLDER
    if folder is None:
        raise WrongKey("no node is served, so there are no keys")
    try:
        status = (folder / DATA_KEYS_FILE).stat()
    except FileNotFoundError as error:
        raise WrongKey(f"the key file {error.filename} is missing: restore it from a backup") from error
    stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
    known = _read.get(folder)
    if known is None or known[0] != stamp:
        known = (stamp, Keyring.read(folder))
        _read[folder] = known
    return known[1]


def blind_index(value: str, *, domain: str) -> str:
    """Return the blind index of a value under this node's key; `domain` keeps equal values of two kinds apart."""
    return keyring().blind_index(value, domain=domain)
