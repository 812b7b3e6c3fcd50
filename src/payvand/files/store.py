"""Contents on the disk: sealed, written whole or not at all, found by the id of their row."""

import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from payvand.core.encryption import keyring
from payvand.core.errors import PayvandError

SUFFIX = ".sealed"
_DRAFT = ".part"
_SHARD = 2


def media_folder() -> Path:
    """Return the folder of contents.

    Raises:
        PayvandError: no node is served.
    """
    if not settings.MEDIA_ROOT:
        raise PayvandError("no node is served, so files cannot be kept")
    return Path(settings.MEDIA_ROOT)


def place_of(file_id: UUID) -> Path:
    """Return where the content of a file lies; its last digits are random and spread the files over folders."""
    return media_folder() / file_id.hex[-_SHARD:] / f"{file_id}{SUFFIX}"


def context_of(file_id: UUID) -> str:
    """Return what a content belongs to: moved to another file it does not open."""
    return f"files.StoredFile.content:{file_id}"


def write(file_id: UUID, content: bytes) -> str:
    """Seal a content under the current key and put it on the disk; return the id of the key.

    The content is on the disk, whole, when this returns; after a crash there is either all of it or nothing.
    """
    ring = keyring()
    sealed = ring.encrypt_bytes(content, context=context_of(file_id))
    place = place_of(file_id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}{_DRAFT}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            target.write(sealed)
            target.flush()
            os.fsync(target.fileno())
        draft.replace(place)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync(place.parent)
    return ring.current


def read(file_id: UUID) -> bytes:
    """Return the open content of a file.

    Raises:
        FileNotFoundError: there is none.
        WrongKey: it was altered or moved, or its key is missing.
    """
    return keyring().decrypt_bytes(place_of(file_id).read_bytes(), context=context_of(file_id))


def discard(file_id: UUID) -> None:
    """Remove a content from the disk; what is gone already is as it should be."""
    place = place_of(file_id)
    place.unlink(missing_ok=True)
    if place.parent.is_dir():
        _sync(place.parent)


def contents_older_than(seconds: float) -> Iterator[tuple[UUID | None, Path]]:
    """Yield contents and unfinished drafts not touched for so long: the file's id (None for a draft) and the place."""
    limit = time.time() - seconds
    for place in media_folder().glob(f"{'?' * _SHARD}/*"):
        try:
            touched = place.stat().st_mtime
        except FileNotFoundError:
            continue
        if touched < limit:
            if place.name.endswith(_DRAFT):
                yield None, place
            elif place.suffix == SUFFIX:
                yield UUID(place.stem), place


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
