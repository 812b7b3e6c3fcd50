"""`payvand dedupe REGISTER --out PAIRS`: the records of one register that are of one person."""

import argparse
import pathlib

from payvand.config.linking import linked, linking_arguments


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of the command."""
    parser.add_argument("register", type=pathlib.Path, metavar="REGISTER", help="people: .csv, .tsv, .xlsx, .parquet")
    linking_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code."""
    return linked(options, [options.register])
