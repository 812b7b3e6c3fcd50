"""The `payvand` command: words are dispatched by dotted name, so that a command imports only what it needs.

`match`, `search` and their like never import Django; a node's commands take its folder first:
``payvand serve DIR``, ``payvand keys DIR rotate``.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

import payvand

COMMANDS: dict[str, tuple[str, str]] = {
    "match": ("payvand.config.commands.match", "find the records of a register that each query may be"),
    "search": ("payvand.config.commands.search", "look one name up in a register"),
    "explain": ("payvand.config.commands.explain", "show why two names or records may be one person"),
    "dedupe": ("payvand.config.commands.dedupe", "find the records of a register that are of one person"),
    "link": ("payvand.config.commands.link", "find the records of two registers that are of one person"),
    "calibrate": ("payvand.config.commands.calibrate", "hold the stated probability against labelled pairs"),
    "init": ("payvand.config.commands.init", "make the folder of a new node"),
    "serve": ("payvand.config.commands.serve", "run a node: casework, public pages, indexer"),
    "demo": ("payvand.config.commands.demo", "build and serve invented nodes"),
    "manage": ("payvand.config.commands.manage", "run a management command of Django in a node"),
    "backup": ("payvand.config.commands.backup", "write an encrypted backup of a node"),
    "restore": ("payvand.config.commands.restore", "restore a node from a backup"),
    "upgrade": ("payvand.config.commands.upgrade", "back up, migrate, rebuild; roll back on failure"),
    "index": ("payvand.config.commands.index", "rebuild the search index of a node"),
    "audit": ("payvand.config.commands.audit", "verify the audit chain of a node, or print its head"),
    "keys": ("payvand.config.commands.keys", "rotate the data key of a node, or make a recovery key"),
    "portal": ("payvand.config.commands.portal", "publish or serve the public pages, which hold no people"),
    "doctor": ("payvand.config.commands.doctor", "check settings, keys, clock, disk, chain and index of a node"),
}

OK, FAILED, USAGE, BAD_INPUT = 0, 1, 2, 3


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Return the parser; `only` loads the arguments of that one command, which keeps the start quick."""
    parser = argparse.ArgumentParser(prog="payvand", description=payvand.__doc__)
    parser.add_argument("--version", action="version", version=f"payvand {payvand.__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (module, help_text) in COMMANDS.items():
        command = commands.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".")
        if only == name:
            importlib.import_module(module).arguments(command)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; exit codes: 0 ok, 1 a check failed, 2 wrong usage, 3 bad input."""
    words = list(sys.argv[1:] if argv is None else argv)
    name = next((word for word in words if not word.startswith("-")), None)
    options = build_parser(only=name if name in COMMANDS else None).parse_args(words)
    try:
        result: int = importlib.import_module(COMMANDS[options.command][0]).run(options)
    except KeyboardInterrupt:
        print("payvand: stopped", file=sys.stderr)
        return 130
    return result


if __name__ == "__main__":
    sys.exit(main())
