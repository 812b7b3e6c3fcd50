"""`payvand index DIR rebuild`: the search index of a node, built anew from its rows."""

import argparse

from payvand.config.operations.context import OK, is_served, node_and_verb, node_and_verb_arguments, open_node, told

VERBS = {"rebuild": "build the index anew"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    node_and_verb_arguments(parser, VERBS)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    return told(lambda: _index(options))


def _index(options: argparse.Namespace) -> int:
    folder, _verb = node_and_verb(options)
    node = open_node(folder)
    from payvand.people.indexing import discard, rebuild
    from payvand.tracing.services import compare_open_files_again

    if is_served(node):
        discard()
        print(f"{folder} is being served: its indexer builds the index anew now.")
    else:
        print(f"{folder}: the index holds {rebuild()} people.")
    # A new index may come with a new way of comparing: hints keep the weight of the day on which they were found.
    print(f"{folder}: {compare_open_files_again()} open files will be compared again while the node is served.")
    return OK
