"""`payvand link LEFT RIGHT --out PAIRS`: the records of two registers that are of one person."""

import argparse
import pathlib

from payvand.config.linking import linked, linking_arguments


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of the command."""
    parser.add_argument("left", type=pathlib.Path, metavar="LEFT", help="people: .csv, .tsv, .xlsx, .parquet")
    parser.add_argument("right", type=pathlib.Path, metavar="RIGHT", help="people: the same")
    linking_arguments(parser)
    parser.add_argument(
        "--one-to-one", action="store_true", help="let a record be at most one of the other register: the strongest"
    )
    parser.add_argument(
        "--columns-right",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="the same as --columns, for the right register, where it differs",
    )


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code."""
    return linked(options, [options.left, options.right])
