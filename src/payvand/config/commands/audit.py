"""`payvand audit DIR verify|head`: is the chain of acts as it was written?"""

import argparse
import sys
from pathlib import Path

from payvand.config.operations.context import (
    BAD_INPUT,
    FAILED,
    OK,
    CommandFailed,
    node_and_verb,
    node_and_verb_arguments,
    open_node,
    told,
)

VERBS = {
    "verify": "check every act and every read file",
    "head": "print the newest act's number and hash, to be kept elsewhere",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_and_verb_arguments(parser, VERBS)
    parser.add_argument("--head", type=Path, metavar="FILE", help="verify: a head that was kept elsewhere")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _audit(options))


def _audit(options: argparse.Namespace) -> int:
    folder, verb = node_and_verb(options)
    open_node(folder)
    from payvand.audit.heads import Head
    from payvand.audit.verify import verify_chain

    if verb == "head":
        print(Head.current().to_json())
        return OK
    try:
        heads = [Head.from_json(options.head.read_text())] if options.head else []
    except ValueError as error:
        raise CommandFailed(f"{options.head}: {error}", BAD_INPUT) from error
    report = verify_chain(heads)
    for problem in report.problems:
        print(f"payvand: {problem}", file=sys.stderr)
    state = "verified" if report.ok else f"{len(report.problems)} problems"
    reads = f"{report.sealed_bytes:,} bytes of reads sealed, {report.unsealed_bytes:,} waiting"
    print(f"{report.acts} acts, {reads}: {state}; head {report.head.number} {report.head.hash}")
    return OK if report.ok else FAILED
