"""What is done once before a node serves: are the tables those of this version? Then static files and public pages."""

import sys
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from payvand.audit.guards import install_guards
from payvand.config.node import Node
from payvand.config.operations.context import BAD_INPUT, FAILED, OK
from payvand.config.operations.families_pages import ANSWERS, publish_answers
from payvand.config.operations.publishing import PUBLICATION, publish
from payvand.core.encryption import letter_box
from payvand.families.services.photos import write_published_photos
from payvand.files.services import sweep_orphans
from payvand.pages.services import sweep_drafts
from payvand.protection.ledger import LedgerDamaged
from payvand.protection.services import replay_ledger


def pending_migrations() -> int:
    """Return how many migrations this version has that the database has not."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def interrupted_copy(node: Node) -> Path:
    """Return where an upgrade keeps the database as it was; the file is gone when the upgrade has ended."""
    return node.run / "before-upgrade.sqlite3"


def _erased_again(folder: Path) -> bool:
    """Erase what the ledger says and this database does not know, as after a restore by other means."""
    try:
        replay_ledger()
    except LedgerDamaged as error:
        print(f"payvand: {error}; it must not be served before the ledger is that of {folder}", file=sys.stderr)
        return False
    return True


def prepare_to_serve() -> int:
    """Prepare the node of this process; print what is wrong in one line and return the exit code."""
    node = cast("Node", settings.NODE)
    folder = node.folder
    try:
        pending = pending_migrations()
    except DatabaseError as error:
        print(f"payvand: database.url: {str(error).splitlines()[0]}", file=sys.stderr)
        return BAD_INPUT
    if pending:
        print(f"payvand: {folder} is of an older version: run `payvand upgrade {folder}` first", file=sys.stderr)
        return FAILED
    if not _erased_again(folder):
        return FAILED
    interrupted_copy(node).unlink(missing_ok=True)  # all migrations ran: that upgrade was as good as done
    install_guards()
    call_command("collectstatic", interactive=False, verbosity=0)
    letter_box.write_key(node.keys)  # nodes made before families had pages have none
    publish(folder / PUBLICATION)
    publish_answers(folder / ANSWERS)
    write_published_photos()
    sweep_orphans()
    sweep_drafts()
    return OK
