"""Backups: everything a node needs to live again elsewhere, in one file that only the recovery key opens."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.db import connection

import payvand
from payvand.audit.heads import HEAD_FILE, Head
from payvand.config.node import SETTINGS_FILE, Node
from payvand.config.operations import recovery_key
from payvand.config.operations.context import maintenance
from payvand.config.operations.database_copy import applied_migrations, copy_out
from payvand.config.operations.new_node import EPOCH_FILE
from payvand.config.operations.restore import MANIFEST, NODE_FOLDERS
from payvand.config.operations.sealed_file import writing


class _Hashing:
    """Reads a file and knows the hash of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.hash.update(content)
        return content


class _Archive:
    """A tar stream that notes the hash of every file that is put into it."""

    def __init__(self, target: IO[bytes]) -> None:
        self._tar = tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 — closed by `close`
        self.hashes: dict[str, str] = {}

    def put(self, name: str, path: Path) -> None:
        """Add a file as it is now; what is appended meanwhile waits for the next backup."""
        with path.open("rb") as file:
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = os.fstat(file.fileno()).st_size, 0o600
            source = _Hashing(file)
            self._tar.addfile(entry, source)
        self.hashes[name] = source.hash.hexdigest()

    def close(self, manifest: dict[str, Any]) -> None:
        """Add the manifest, with the hashes, as the last file."""
        content = json.dumps(manifest | {"files": self.hashes}, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        self._tar.addfile(entry, io.BytesIO(content))
        self._tar.close()


def back_up(node: Node, out: Path) -> Head:
    """Write a backup of a node, whole or not at all, while it is served or not; return the chain's head in it.

    Raises:
        CommandFailed: another backup, rotation or upgrade is under way.
        NoRecoveryKey: the node has no recovery key.
        OSError: the file is there already, or cannot be written.
    """
    if out.exists():
        raise FileExistsError(17, "there is a file of this name already", str(out))
    recipient = recovery_key.public_key(node.keys)
    draft = out.with_name(f".{out.name}.part")
    draft.unlink(missing_ok=True)
    try:
        with maintenance(node), writing(draft, recipient) as target:
            head = _write(node, target)
        draft.replace(out)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return head


def _write(node: Node, target: IO[bytes]) -> Head:
    # What the copy of the database says of the chain and of read files must be in the files copied after it.
    head = Head.current()
    archive = _Archive(target)
    with tempfile.TemporaryDirectory(dir=node.run, prefix="backup-") as folder:
        columns = copy_out(lambda name, path: archive.put(f"database/{name}", path), Path(folder))
    for name in (SETTINGS_FILE, EPOCH_FILE):
        archive.put(f"node/{name}", node.folder / name)
    for folder_name in NODE_FOLDERS:
        for path in sorted((node.folder / folder_name).rglob("*")):
            # The kept head may be newer than the copy of the database; a restore writes the one of the manifest.
            if path.is_file() and not path.name.startswith(".") and path.name != HEAD_FILE:
                archive.put(f"node/{path.relative_to(node.folder)}", path)
    archive.close(
        {
            "version": payvand.__version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "organisation": node.settings.node.organisation,
            "engine": connection.vendor,
            "migrations": applied_migrations(),
            "head": json.loads(head.to_json()),
            "columns": columns,
        }
    )
    return head
