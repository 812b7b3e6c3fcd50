"""`payvand backup DIR --out FILE`: an encrypted backup of a node, also while it is served."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from payvand.config.operations.context import OK, CommandFailed, node_argument, open_node, told
from payvand.config.operations.recovery_key import NoRecoveryKey


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_argument(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="where to write (a new file in DIR/backups)")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _backup(options))


def _backup(options: argparse.Namespace) -> int:
    node = open_node(options.node)
    from payvand.config.operations.backup import back_up

    out = options.out or node.backups / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.payvand-backup"
    try:
        head = back_up(node, out)
    except NoRecoveryKey as error:
        raise CommandFailed(str(error)) from error
    print(f"{out}: {out.stat().st_size:,} bytes; chain head {head.number} {head.hash}")
    return OK
