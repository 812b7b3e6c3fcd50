"""How an act is bound to the one before it: a keyed hash over all that it says and over the hash before."""

import hashlib
import hmac
import json
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.db import connection

from payvand.audit.models import Act
from payvand.core.encryption.keyring import decode
from payvand.core.errors import WrongKey

GENESIS = "0" * 64
"""What stands for "the hash before" in the first act."""

SALT_FILE = "audit-salt.key"
_ADVISORY_LOCK = 0x7061_7976_616E_64
"""The number of PostgreSQL's advisory lock under which acts are added: "payvand" in ASCII."""

_salts: dict[Path, bytes] = {}


def salt() -> bytes:
    """Return this node's audit salt, which keys the chain and the hashes in facts.

    Raises:
        WrongKey: it is missing.
    """
    folder: Path | None = settings.KEYS_FOLDER
    if folder is None:
        raise WrongKey("no node is served, so there is no audit salt")
    if folder not in _salts:
        try:
            _salts[folder] = decode((folder / SALT_FILE).read_text())
        except FileNotFoundError as error:
            raise WrongKey(f"the key file {error.filename} is missing: restore it from a backup") from error
    return _salts[folder]


def keyed_hash(message: bytes) -> str:
    """Return 64 hexadecimal digits that only this node can compute."""
    return hmac.new(salt(), message, hashlib.sha256).hexdigest()


def hash_of(act: Act) -> str:
    """Return the hash that an act must carry, from all of its columns."""
    said = {
        "number": act.number,
        "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "user_id": str(act.user_id) if act.user_id else None,
        "actor": act.actor,
        "request_id": act.request_id,
        "action": act.action,
        "subject_type": act.subject_type,
        "subject_id": act.subject_id,
        "facts": act.facts,
        "previous_hash": act.previous_hash,
    }
    return keyed_hash(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())


def lock_chain() -> None:
    """Let nobody else add an act until this transaction ends; SQLite's writer holds the only turn already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])


def last_act() -> Act | None:
    """Return the newest act."""
    return Act.objects.order_by("-number").first()


def append(act: Act) -> Act:
    """Give the act its number and hashes and write it; to be called inside a transaction."""
    lock_chain()
    before = last_act()
    act.number = before.number + 1 if before else 1
    act.previous_hash = before.hash if before else GENESIS
    act.hash = hash_of(act)
    act.save(force_insert=True)
    return act
