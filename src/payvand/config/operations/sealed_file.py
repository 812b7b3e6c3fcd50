"""A file encrypted to the recovery key, written and read as a stream.

Layout: one line of JSON (format, fingerprint of the recovery key, a one-time X25519 public key), then chunks: four
bytes of length, AES-256-GCM ciphertext. The key is derived (HKDF-SHA256) from the exchange of the one-time key with
the recovery key; the nonce counts the chunks and marks the last, so that nothing can be cut off, moved or left out.
"""

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from payvand.config.operations.recovery_key import fingerprint
from payvand.core.encryption.keyring import decode, encode

FORMAT = "payvand backup 1"
_CHUNK = 1024 * 1024
_LONGEST_HEADER = 4096


class DamagedFile(Exception):  # noqa: N818 — reads as the sentence it states
    """The file is no backup, was altered or cut, or the key is another; the message says which."""


def _cipher(private: X25519PrivateKey, public: X25519PublicKey, header: bytes) -> AESGCM:
    key = HKDF(hashes.SHA256(), 32, salt=None, info=header).derive(private.exchange(public))
    return AESGCM(key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class _Writer(io.RawIOBase):
    """Encrypts what is written to it, chunk by chunk."""

    def __init__(self, target: IO[bytes], cipher: AESGCM) -> None:
        super().__init__()
        self._target, self._cipher = target, cipher
        self._waiting = bytearray()
        self._number = 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Take bytes; they are written when a chunk is full."""
        content = memoryview(data)
        self._waiting += content
        while len(self._waiting) > _CHUNK:
            self._put(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]
        return len(content)

    def finish(self) -> None:
        """Write the last chunk."""
        self._put(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _put(self, chunk: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), chunk, None)
        self._target.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class _Reader(io.RawIOBase):
    """Decrypts what it reads, chunk by chunk."""

    def __init__(self, source: IO[bytes], cipher: AESGCM) -> None:
        super().__init__()
        self._source, self._cipher = source, cipher
        self._ready = b""
        self._number = 0
        self._ended = False

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer with decrypted bytes; 0 at the end of the file."""
        while not self._ready and not self._ended:
            self._take()
        view = memoryview(buffer)
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count

    def _take(self) -> None:
        length = int.from_bytes(self._source.read(4), "big")
        sealed = self._source.read(length) if length <= _CHUNK + 16 else b""
        if not sealed or len(sealed) != length:
            raise DamagedFile("the backup was cut or altered: use another copy of it")
        following = self._source.peek(1) if isinstance(self._source, io.BufferedReader) else b""
        try:
            self._ready = self._cipher.decrypt(_nonce(self._number, last=not following), sealed, None)
        except InvalidTag as error:
            raise DamagedFile("the backup was cut or altered: use another copy of it") from error
        self._number += 1
        self._ended = not following


@contextmanager
def writing(path: Path, recipient: X25519PublicKey) -> Iterator[IO[bytes]]:
    """Open a file for writing, encrypted to the recovery key."""
    one_time = X25519PrivateKey.generate()
    stated = {
        "format": FORMAT,
        "recovery_key": fingerprint(recipient),
        "one_time_key": encode(one_time.public_key().public_bytes_raw()),
    }
    header = json.dumps(stated).encode() + b"\n"
    with path.open("xb") as target:
        path.chmod(0o600)
        target.write(header)
        writer = _Writer(target, _cipher(one_time, recipient, header))
        buffered = io.BufferedWriter(writer, _CHUNK)
        yield buffered
        buffered.flush()
        buffered.detach()
        writer.finish()
        target.flush()
        os.fsync(target.fileno())


@contextmanager
def reading(path: Path, key: X25519PrivateKey) -> Iterator[IO[bytes]]:
    """Open an encrypted file for reading.

    Raises:
        DamagedFile: it is no backup, or for another recovery key; while reading: it was altered or cut.
        OSError: it cannot be read.
    """
    with path.open("rb") as source:
        header = source.readline(_LONGEST_HEADER)
        try:
            stated = json.loads(header)
            one_time = X25519PublicKey.from_public_bytes(decode(stated["one_time_key"]))
            known, recipient = stated["format"] == FORMAT, stated["recovery_key"]
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedFile(f"{path} is no backup of a node") from error
        if not known:
            raise DamagedFile(f"{path} is a backup of another version")
        if recipient != fingerprint(key.public_key()):
            raise DamagedFile(f"{path} is for recovery key {recipient}, given is {fingerprint(key.public_key())}")
        yield io.BufferedReader(_Reader(source, _cipher(key, one_time, header)), _CHUNK)
