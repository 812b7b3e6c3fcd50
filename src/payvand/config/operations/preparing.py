"""What is done once before a node serves: are the tables those of this version? Then static files and public pages."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor

from payvand.audit.guards import install_guards
from payvand.config.operations.context import BAD_INPUT, FAILED, OK
from payvand.config.operations.publishing import PUBLICATION, publish


def pending_migrations() -> int:
    """Return how many migrations this version has that the database has not."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def prepare_to_serve() -> int:
    """Prepare the node of this process; print what is wrong in one line and return the exit code."""
    folder = settings.NODE.folder
    try:
        pending = pending_migrations()
    except DatabaseError as error:
        print(f"payvand: database.url: {str(error).splitlines()[0]}", file=sys.stderr)
        return BAD_INPUT
    if pending:
        print(f"payvand: {folder} is of an older version: run `payvand upgrade {folder}` first", file=sys.stderr)
        return FAILED
    install_guards()
    call_command("collectstatic", interactive=False, verbosity=0)
    publish(folder / PUBLICATION)
    return OK
