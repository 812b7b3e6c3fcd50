"""`payvand upgrade DIR`: bring a stopped node to this version; on failure it stays as it was."""

import argparse

import payvand
from payvand.config.operations.context import OK, CommandFailed, node_argument, open_node, told
from payvand.config.operations.recovery_key import NoRecoveryKey


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _upgrade(options))


def _upgrade(options: argparse.Namespace) -> int:
    node = open_node(options.node)
    from payvand.config.operations.upgrade import upgrade

    try:
        backup, migrations = upgrade(node)
    except NoRecoveryKey as error:
        raise CommandFailed(str(error)) from error
    if backup is None:
        print(f"{options.node} is of version {payvand.__version__} already.")
    else:
        print(f"{options.node} is of version {payvand.__version__} now ({migrations} migrations). Before: {backup}")
    return OK
