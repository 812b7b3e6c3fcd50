"""`payvand doctor DIR`: is all well with the node?"""

import argparse

from payvand.config.operations.context import FAILED, OK, node_argument, open_node, told


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Run the command; 1 if any check fails."""
    return told(lambda: _doctor(options))


def _doctor(options: argparse.Namespace) -> int:
    node = open_node(options.node)
    from payvand.config.operations.doctor import examine

    failed = False
    for finding in examine(node):
        failed = failed or finding.state == "fail"
        print(finding)
    return FAILED if failed else OK
