"""`payvand manage DIR …`: a management command of Django in a node."""

import argparse

from payvand.config.operations.context import OK, node_argument, open_node, told


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_argument(parser)
    parser.add_argument("command_and_options", nargs=argparse.REMAINDER, metavar="…", help="such as `showmigrations`")


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _manage(options))


def _manage(options: argparse.Namespace) -> int:
    open_node(options.node)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["payvand manage", *options.command_and_options])
    return OK
