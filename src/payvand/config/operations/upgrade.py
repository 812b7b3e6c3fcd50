"""Brings a node to this version of the program: backup, tables, index; everything as before if a step fails."""

from datetime import UTC, datetime
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections, transaction

import payvand
from payvand.audit.services import record_act
from payvand.config.node import Node
from payvand.config.operations.backup import back_up
from payvand.config.operations.context import CommandFailed, not_served
from payvand.config.operations.database_copy import copy_sqlite
from payvand.config.operations.preparing import interrupted_copy, pending_migrations
from payvand.core.scope import Scope
from payvand.network.services import load_reference_data
from payvand.people.indexing import discard
from payvand.protection.services import load_laws


def upgrade(node: Node) -> tuple[Path | None, int]:
    """Upgrade a node that is not served; return where its backup is and how many migrations ran, None and 0 for none.

    Raises:
        CommandFailed: the node is served, or a step failed; the node is then as it was before, and the message says
            which backup holds it too.
    """
    with not_served(node):
        put_back_interrupted(node)
        pending = pending_migrations()
        if not pending:
            load_reference_data()
            load_laws()
            return None, 0
        backup = node.backups / f"before-upgrade-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.payvand-backup"
        back_up(node, backup)
        try:
            (_upgrade_sqlite if connection.vendor == "sqlite" else _upgrade_postgresql)(node, pending)
        except Exception as error:
            raise CommandFailed(
                f"the upgrade failed ({type(error).__name__}: {error}); the node is as it was before, and in {backup}"
            ) from error
        load_reference_data()
        load_laws()
        return backup, pending


def _upgrade_sqlite(node: Node, pending: int) -> None:
    """Migrate; on failure put back the file as it was, since SQLite cannot undo a whole upgrade by itself."""
    copy = interrupted_copy(node)
    draft = copy.with_suffix(".part")
    draft.unlink(missing_ok=True)
    copy_sqlite(node.database_file, draft)
    draft.replace(copy)
    try:
        _migrate(pending)
    except BaseException:
        _put_back(node, copy)
        raise
    copy.unlink()


def _upgrade_postgresql(_node: Node, pending: int) -> None:
    """Migrate in one transaction, which PostgreSQL undoes as a whole."""
    with transaction.atomic():
        _migrate(pending)


def _migrate(pending: int) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    with transaction.atomic():
        discard()  # the index is built anew from the new tables when the node is served
        record_act(
            scope=Scope.system("upgrade"),
            action="node.upgraded",
            subject_type="node",
            subject_id=payvand.__version__,
            facts={"migrations": pending},
        )


def put_back_interrupted(node: Node) -> bool:
    """Put back the database of an upgrade that was killed half-way, and say whether one was."""
    copy = interrupted_copy(node)
    if copy.exists():
        _put_back(node, copy)
        return True
    return False


def _put_back(node: Node, copy: Path) -> None:
    connections.close_all()
    for ending in ("-wal", "-shm"):
        node.database_file.with_name(node.database_file.name + ending).unlink(missing_ok=True)
    copy.replace(node.database_file)
