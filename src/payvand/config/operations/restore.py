"""Restores a node from a backup into an empty folder, and begins a new epoch there."""

import hashlib
import json
import secrets
import shutil
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO, Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from payvand.config.node import SETTINGS_FILE, Node
from payvand.config.operations.context import BAD_INPUT, CommandFailed, open_node
from payvand.config.operations.new_node import FOLDERS, renew_epoch
from payvand.config.operations.sealed_file import DamagedFile, reading

MANIFEST = "manifest.json"
NODE_FOLDERS = ("keys", "audit", "erasures", "media")
LEDGER_COPY = "erasures.jsonl"
"""What the copy of the erasure ledger is called that lies among the backups (`protection.ledger.COPY`)."""

_CHUNK = 1024 * 1024
_TOP = ("node", "database")


def restore(
    backup: Path, folder: Path, key: X25519PrivateKey, *, database: str = "", erasures: Path | None = None
) -> dict[str, Any]:
    """Bring a node back to life, whole or not at all; return the manifest of its backup and what the chain says now.

    What was erased since the backup is erased again before the node can be served: by the erasure ledger of the lost
    node, or the copy of it that lies beside the backup.

    Args:
        backup: the file.
        folder: where the node shall be; must not exist or be empty.
        key: the recovery key.
        database: where a PostgreSQL database shall be, empty for the address in the backup; it must be empty of tables.
        erasures: the newest erasure ledger of the node; None for the copy beside the backup, if there is one.

    Raises:
        CommandFailed: the folder or database is not empty, or the backup is of a newer version.
        DamagedFile: the backup is for another key, was cut or altered, or lacks a file.
        LedgerDamaged: the erasure ledger does not verify, or is not that of this node.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandFailed(f"{folder} is not empty: restore into a new folder", BAD_INPUT)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    draft.mkdir(mode=0o700)
    try:
        with reading(backup, key) as source:
            manifest = _unpack(source, draft)
        (draft / "database").mkdir(exist_ok=True)
        for name in FOLDERS:
            (draft / name).mkdir(mode=0o700, exist_ok=True)
        if database:
            _name_database(draft / SETTINGS_FILE, database)
        beside = backup.with_name(LEDGER_COPY)
        revived = _revive(draft, manifest, erasures or (beside if beside.is_file() else None))
        shutil.rmtree(draft / "database")
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return manifest | revived


def _unpack(source: IO[bytes], draft: Path) -> dict[str, Any]:
    """Write the files of a backup, check each against the manifest, and return the manifest."""
    hashes: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            for entry in archive:
                content = archive.extractfile(entry)
                if content is None:
                    raise DamagedFile("the backup holds something that is no file")
                if entry.name == MANIFEST:
                    manifest = json.loads(content.read())
                else:
                    hashes[entry.name] = _put(content, draft / _place(entry.name))
        while source.read(_CHUNK):  # what follows the archive is checked too
            pass
    except tarfile.TarError as error:
        raise DamagedFile("the backup cannot be read: use another copy of it") from error
    if manifest is None or hashes != manifest["files"]:
        raise DamagedFile("the files of the backup are not those that its manifest names: use another copy of it")
    return manifest


def _place(name: str) -> Path:
    """Return where a file of a backup goes, inside of the node's folder.

    Raises:
        DamagedFile: it would go elsewhere.
    """
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or parts[0] not in _TOP or ".." in parts:  # noqa: PLR2004 — a top folder and a name
        raise DamagedFile("the backup holds a file in a strange place")
    if parts[0] == "node" and len(parts) > 2 and parts[1] not in NODE_FOLDERS:  # noqa: PLR2004 — a file of the node itself
        raise DamagedFile("the backup holds a file in a strange place")
    return Path(*parts[1:]) if parts[0] == "node" else Path(*parts)


def _put(content: IO[bytes], path: Path) -> str:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as file:
        path.chmod(0o600)
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _name_database(settings_file: Path, database: str) -> None:
    """Write another address of the database into the settings."""
    lines = settings_file.read_text(encoding="utf-8").splitlines()
    if "[database]" in lines:
        start = lines.index("[database]") + 1
        end = next((n for n in range(start, len(lines)) if lines[n].startswith("[")), len(lines))
        del lines[start - 1 : end]
    lines += ["[database]", f"url = {json.dumps(database)}", ""]
    settings_file.write_text("\n".join(lines), encoding="utf-8")


def _revive(draft: Path, manifest: dict[str, Any], erasures: Path | None) -> dict[str, Any]:
    """Fill the database, bring it to this version, erase again what was erased, and note the restore.

    Returns:
        ``problems``: what is wrong with the chain; ``erased``: how many erasures were done again; ``newer``: how many
        lines the ledger that was given had more than the backup, None where none was given.
    """
    if manifest["engine"] == "sqlite":
        (draft / "database" / "payvand.sqlite3").rename(draft / "payvand.sqlite3")
    node = open_node(draft)
    _fill(node, manifest)

    from django.contrib.sessions.models import Session
    from django.core.management import call_command
    from django.db import connections, transaction

    from payvand.audit.heads import Head, keep_head
    from payvand.audit.services import record_act
    from payvand.audit.verify import verify_chain
    from payvand.core.scope import Scope
    from payvand.people.indexing import discard
    from payvand.protection import ledger
    from payvand.protection.services import replay_ledger

    call_command("migrate", interactive=False, verbosity=0)
    head = Head(manifest["head"]["number"], manifest["head"]["hash"])
    keep_head(node.audit, head)
    problems = [str(problem) for problem in verify_chain([head]).problems]
    newer = ledger.take_over(erasures, ledger.ledger_file(draft)) if erasures else None
    erased = replay_ledger()
    epoch = renew_epoch(draft)
    with transaction.atomic():
        Session.objects.all().delete()
        facts = {"epoch": epoch, "head": head.number, "problems": len(problems), "erased": erased}
        record_act(
            scope=Scope.system("restore"), action="node.restored", subject_type="node", subject_id=epoch, facts=facts
        )
        discard()
    connections.close_all()
    return {"problems": problems, "erased": erased, "newer": newer}


def _fill(node: Node, manifest: dict[str, Any]) -> None:
    from django.db import OperationalError, connection

    from payvand.config.operations.database_copy import load_tables, unknown_migrations

    engine = "sqlite" if node.settings.database.url == "sqlite" else "postgresql"
    if engine != manifest["engine"]:
        raise CommandFailed(f"database.url: this is a backup of {manifest['engine']}: name such a database", BAD_INPUT)
    try:
        tables = connection.introspection.table_names()
    except OperationalError as error:
        raise CommandFailed(
            "database.url: the database cannot be reached: name one with --database", BAD_INPUT
        ) from error
    if engine == "postgresql" and tables:
        raise CommandFailed("database.url: the database is not empty: name a new one with --database", BAD_INPUT)
    if unknown := unknown_migrations(manifest["migrations"]):
        raise CommandFailed(f"the backup is of version {manifest['version']}, newer than this program ({unknown[0]})")
    if engine == "postgresql":
        load_tables(node.folder / "database", manifest["columns"], manifest["migrations"])
