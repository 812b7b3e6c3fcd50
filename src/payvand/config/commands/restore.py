"""`payvand restore FILE DIR --recovery-key FILE`: a node from its backup, in a new folder."""

import argparse
import getpass
import sys
from pathlib import Path

from payvand.config.operations.context import BAD_INPUT, FAILED, OK, CommandFailed, told
from payvand.config.operations.recovery_key import NoRecoveryKey, from_print
from payvand.config.operations.sealed_file import DamagedFile


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("backup", type=Path, metavar="FILE", help="the backup")
    parser.add_argument("node", type=Path, metavar="DIR", help="a new folder for the node")
    parser.add_argument("--recovery-key", type=Path, metavar="FILE", help="file with the recovery key (asked for)")
    parser.add_argument(
        "--erasures", type=Path, metavar="FILE", help="the newest erasure ledger (the one beside the backup)"
    )
    parser.add_argument("--database", default="", metavar="URL", help="an empty PostgreSQL database (as in the backup)")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _restore(options))


def _restore(options: argparse.Namespace) -> int:
    from payvand.config.operations.restore import restore

    try:
        text = options.recovery_key.read_text() if options.recovery_key else getpass.getpass("Recovery key: ")
        found = restore(
            options.backup, options.node, from_print(text), database=options.database, erasures=options.erasures
        )
    except (DamagedFile, NoRecoveryKey, UnicodeDecodeError) as error:
        raise CommandFailed(str(error), BAD_INPUT) from error
    print(f"The node of {found['organisation']}, as of {found['made_at']}, is in {options.node}.")
    print(f"Erased again by the erasure ledger: {found['erased']}.")
    if found["newer"] is None:
        print(
            "payvand: no erasure ledger was found beside the backup: what was erased after the backup is back."
            " Restore with --erasures and the erasures/ledger.jsonl of the lost node, if it can be had.",
            file=sys.stderr,
        )
    for problem in found["problems"]:
        print(f"payvand: the chain of this backup does not verify: {problem}", file=sys.stderr)
    print(f"Next: payvand doctor {options.node}")
    return FAILED if found["problems"] else OK
