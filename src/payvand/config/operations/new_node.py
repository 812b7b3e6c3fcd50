"""Makes the folder of a node: settings, keys, and the places for what will be kept."""

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import ascii_lowercase

from payvand.config.node import SETTINGS_FILE, Node
from payvand.core.encryption import letter_box
from payvand.core.encryption.keyring import BLIND_INDEX_FILE, DataKey, Keyring, encode, new_key, write_secret
from payvand.core.ids import new_id

SESSION_KEY_FILE = "session.key"
AUDIT_SALT_FILE = "audit-salt.key"
EPOCH_FILE = "epoch"
FOLDERS = ("keys", "media", "index", "audit", "erasures", "backups", "run")


def new_key_id() -> str:
    """Return a short name for a data key, of letters alone: long numbers are kept out of the audit."""
    return "".join(secrets.choice(ascii_lowercase) for _letter in range(8))


def write_settings(folder: Path, sections: Mapping[str, Mapping[str, object]]) -> None:
    """Write `payvand.toml` with these sections and values."""
    lines = ["# Settings of this node; each key is described in docs/reference/configuration.md", ""]
    for section, values in sections.items():
        lines += [
            f"[{section}]",
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()),
        ]
        lines.append("")
    (folder / SETTINGS_FILE).write_text("\n".join(lines), encoding="utf-8")
    (folder / SETTINGS_FILE).chmod(0o600)  # the address of a database may hold a password


def renew_epoch(folder: Path) -> str:
    """Give the node a new epoch and return it: messages counted before a restore are told from those after it."""
    epoch = new_id().hex
    write_secret(folder / EPOCH_FILE, epoch + "\n")
    return epoch


def write_keys(folder: Path) -> None:
    """Write new keys, each for one use: data, blind index, sessions, audit, families' letters."""
    blind = new_key()
    key_id = new_key_id()
    data_key = DataKey(new_key(), created_at=datetime.now(UTC).isoformat(timespec="seconds"))
    Keyring(keys={key_id: data_key}, current=key_id, blind=blind).write(folder)
    write_secret(folder / BLIND_INDEX_FILE, encode(blind) + "\n")
    write_secret(folder / SESSION_KEY_FILE, secrets.token_urlsafe(48) + "\n")
    write_secret(folder / AUDIT_SALT_FILE, encode(new_key()) + "\n")
    letter_box.write_key(folder)


def create_folder(folder: Path, sections: Mapping[str, Mapping[str, object]]) -> Node:
    """Make the folder of a node (0700) with settings and keys, and return the node.

    Raises:
        FileExistsError: there is something in the folder already.
        SettingsError: a setting is wrong; the message names the key.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: name a new folder")
    folder.chmod(0o700)
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700)
    write_settings(folder, sections)
    node = Node.open(folder)
    write_keys(node.keys)
    renew_epoch(folder)
    return node
