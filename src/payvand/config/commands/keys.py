"""`payvand keys DIR rotate|recovery`: a new data key, or a new recovery key for backups."""

import argparse
import sys
from pathlib import Path

from payvand.config.operations import recovery_key
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
    "rotate": "make a new data key and seal everything anew",
    "recovery": "make a new recovery key for later backups",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_and_verb_arguments(parser, VERBS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="recovery: write the key here, not on the screen")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _keys(options))


def _keys(options: argparse.Namespace) -> int:
    folder, verb = node_and_verb(options)
    return _rotate(folder) if verb == "rotate" else _recovery(folder, options.out)


def _rotate(folder: Path) -> int:
    node = open_node(folder)
    from payvand.config.operations.rotation import rotate

    done = rotate(node)
    begun = "finished the rotation that was interrupted" if done.resumed else "made a new key"
    print(f"{folder}: {begun}; key {done.key}, {done.rows} rows sealed anew")
    if done.removed:
        print(f"removed: {', '.join(done.removed)}")
    if done.kept:
        print(f"kept until the next rotation or a stop of the node: {', '.join(done.kept)}")
    for place in done.closed:
        print(f"payvand: {place} does not open with any key: restore it from a backup", file=sys.stderr)
    return FAILED if done.closed else OK


def _recovery(folder: Path, out: Path | None) -> int:
    if out is not None and out.exists():
        raise CommandFailed(f"{out} is there already: name a new file", BAD_INPUT)
    node = open_node(folder)
    from django.db import transaction

    from payvand.audit.services import record_act
    from payvand.core.encryption.keyring import write_secret
    from payvand.core.scope import Scope

    printed = recovery_key.make(node.keys)
    name = recovery_key.fingerprint(recovery_key.public_key(node.keys))
    with transaction.atomic():
        facts = {"key": name}
        record_act(
            scope=Scope.system("keys"),
            action="node.recovery_key_made",
            subject_type="node",
            subject_id="keys",
            facts=facts,
        )
    sheet = recovery_key.sheet(printed, node.settings.node.organisation)
    if out is None:
        print(sheet)
    else:
        write_secret(out, sheet)
        print(f"The recovery key is in {out}: print it for two custodians, then delete the file.")
    print("Backups made before need the recovery key of their time: keep the old sheets.")
    return OK
