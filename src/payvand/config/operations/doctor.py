"""Checks a node: each check says ok, warn or fail, what was found, and what to do."""

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.db import DatabaseError, connection

from payvand.audit.chain import last_act
from payvand.audit.guards import guards_stand
from payvand.audit.verify import verify_chain
from payvand.config.checks import LEAST_FREE_BYTES
from payvand.config.node import Node
from payvand.config.operations.preparing import pending_migrations
from payvand.config.operations.recovery_key import NoRecoveryKey, fingerprint, public_key
from payvand.core.encryption.keyring import keyring
from payvand.core.encryption.rotation import rows_waiting, sealed_columns
from payvand.core.errors import WrongKey
from payvand.people import indexing
from payvand.protection.ledger import LedgerDamaged, entries, ledger_file
from payvand.protection.queries import erasures_done

State = Literal["ok", "warn", "fail"]
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
_BACKUP_AGE = timedelta(days=7)
_MANY_CHANGES = 5000


@dataclass(frozen=True)
class Finding:
    """What one check found; `advice` says what to do unless all is well."""

    check: str
    state: State
    found: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{self.state:5}{self.check:10}{self.found}{f' — {self.advice}' if self.advice else ''}"


def _settings(node: Node) -> Iterator[Finding]:
    who = node.settings.node
    yield Finding("settings", "ok", f"{who.organisation}, {who.country}, {who.time_zone}")
    if node.settings.web.host not in ("127.0.0.1", "::1", "localhost") and not node.settings.web.https:
        yield Finding(
            "settings",
            "warn",
            "casework is open to the network without TLS",
            "put a TLS proxy before it, web.https = true",
        )


def _files(node: Node) -> Iterator[Finding]:
    wide = [
        path
        for path in (node.folder, node.keys, *sorted(node.keys.iterdir()))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    for path in wide:
        yield Finding("keys", "fail", f"others may read {path}", f"chmod go= {path}")
    if not wide:
        yield Finding("keys", "ok", "only their owner may read them")


def _keys(node: Node) -> Iterator[Finding]:
    try:
        ring = keyring()
        opened = sum(_open_first(column) for column in sealed_columns())
        waiting = rows_waiting()
    except WrongKey as error:
        yield Finding("keys", "fail", str(error))
        return
    yield Finding("keys", "ok", f"current data key {ring.current}; {opened} sealed columns open")
    if waiting:
        yield Finding(
            "keys", "warn", f"{waiting} rows are under an old key", f"finish with `payvand keys {node.folder} rotate`"
        )
    try:
        yield Finding("recovery", "ok", f"backups are for recovery key {fingerprint(public_key(node.keys))}")
    except NoRecoveryKey as error:
        yield Finding("recovery", "fail", str(error))


def _open_first(column: object) -> int:
    from payvand.core.encryption.rotation import SealedColumn

    if not isinstance(column, SealedColumn):
        return 0
    row = column.model._base_manager.exclude(**{f"{column.field.attname}__isnull": True}).order_by("pk").first()
    if row is None:
        return 0
    getattr(row, column.field.attname)
    return 1


def _clock(_node: Node) -> Iterator[Finding]:
    now, newest = datetime.now(UTC), last_act()
    if now < _EARLIEST or (newest is not None and newest.at > now + timedelta(minutes=1)):
        seen = newest.at.isoformat(timespec="seconds") if newest else _EARLIEST.isoformat()
        yield Finding(
            "clock", "fail", f"it shows {now:%Y-%m-%d %H:%M} UTC, before {seen}", "set the clock of the machine"
        )
    else:
        yield Finding("clock", "ok", f"{now:%Y-%m-%d %H:%M} UTC")


def _disk(node: Node) -> Iterator[Finding]:
    free = shutil.disk_usage(node.folder).free
    size = node.database_file.stat().st_size if node.database_file.exists() else 0
    found = f"{free / 1e9:.1f} GB free"
    if free < LEAST_FREE_BYTES:
        yield Finding("disk", "fail", found, "make room: writes will fail soon")
    elif free < 3 * size:
        yield Finding("disk", "warn", found, "make room: a backup and an upgrade need twice the database")
    else:
        yield Finding("disk", "ok", found)


def _database(node: Node) -> Iterator[Finding]:
    try:
        if pending := pending_migrations():
            yield Finding("database", "fail", f"{pending} migrations are missing", f"payvand upgrade {node.folder}")
            return
        if connection.vendor == "sqlite" and (damage := _damage(node)):
            yield Finding("database", "fail", damage, "restore the newest backup")
            return
        if not guards_stand():
            yield Finding(
                "database", "fail", "the triggers that guard the acts are gone", f"payvand serve {node.folder}"
            )
            return
    except DatabaseError as error:
        yield Finding("database", "fail", str(error).splitlines()[0], "database.url: is the server running?")
        return
    yield Finding("database", "ok", f"{connection.display_name}, of this version")


def _damage(node: Node) -> str:
    opened = sqlite3.connect(f"file:{node.database_file}?mode=ro", uri=True)
    try:
        (found,) = opened.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    finally:
        opened.close()
    return "" if found == "ok" else str(found)


def _chain(_node: Node) -> Iterator[Finding]:
    report = verify_chain()
    for problem in report.problems[:10]:
        yield Finding("chain", "fail", str(problem), "keep the folder as it is and find out who changed it")
    if report.ok:
        yield Finding("chain", "ok", f"{report.acts} acts verified, head {report.head.number} {report.head.hash[:12]}…")


def _erasures(node: Node) -> Iterator[Finding]:
    try:
        written = entries(ledger_file(node.folder))
    except LedgerDamaged as error:
        yield Finding("erasures", "fail", str(error), "take the copy of it that lies among the backups")
        return
    missing = len(written) - erasures_done([entry.erasure for entry in written])
    if missing:
        yield Finding(
            "erasures", "fail", f"{missing} are in the ledger and not done here", "serving the node does them"
        )
    else:
        yield Finding("erasures", "ok", f"{len(written)} in the ledger, all done here")


def _index(node: Node) -> Iterator[Finding]:
    generation, waiting = indexing.current_generation(), indexing.waiting()
    if generation is None or not indexing.folder_of(generation).is_dir():
        yield Finding("index", "warn", "it is not built yet", "it is built when the node is served")
    elif waiting > _MANY_CHANGES:
        yield Finding("index", "warn", f"{waiting} changes wait", f"is `payvand serve {node.folder}` running?")
    elif problems := indexing.problems():
        yield Finding("index", "warn", problems[0], f"run `payvand index rebuild {node.folder}`")
    else:
        yield Finding("index", "ok", f"{waiting} changes wait")


def _backups(node: Node) -> Iterator[Finding]:
    times = [path.stat().st_mtime for path in node.backups.glob("*.payvand-backup")]
    if not times:
        yield Finding(
            "backups", "warn", "none in the node's folder", f"payvand backup {node.folder}, kept elsewhere too"
        )
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(max(times), UTC)
    state: State = "ok" if age < _BACKUP_AGE else "warn"
    yield Finding(
        "backups", state, f"the newest is {age.days} days old", "" if state == "ok" else f"payvand backup {node.folder}"
    )


_BEFORE: tuple[Callable[[Node], Iterator[Finding]], ...] = (_settings, _files, _disk, _database)
_INSIDE: tuple[Callable[[Node], Iterator[Finding]], ...] = (_keys, _clock, _chain, _erasures, _index, _backups)


def examine(node: Node) -> Iterator[Finding]:
    """Yield what each check finds; what needs the database is left out where that fails."""
    failed = False
    for check in _BEFORE:
        for finding in check(node):
            failed = failed or (finding.check == "database" and finding.state == "fail")
            yield finding
    for check in () if failed else _INSIDE:
        try:
            yield from check(node)
        except WrongKey as error:
            yield Finding(check.__name__.strip("_"), "fail", str(error))
