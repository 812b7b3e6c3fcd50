"""`payvand match QUERIES REGISTER --top 10 --out HITS`: the records of a register that each query may be."""

import argparse
import pathlib
import sys
from typing import Final

from payvand.config.registers import Lists, as_json, positive, progress, reading_arguments, told
from payvand.config.tabular.writing import check_ending, writer

COLUMNS: Final = {
    "query_id": str,
    "record_id": str,
    "rank": int,
    "weight": float,
    "probability": float,
    "evidence": str,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of the command."""
    parser.add_argument(
        "queries", type=pathlib.Path, metavar="QUERIES", help="people to look for: .csv, .tsv, .xlsx, .parquet"
    )
    parser.add_argument("register", type=pathlib.Path, metavar="REGISTER", help="people to look among: the same")
    parser.add_argument(
        "--out",
        type=pathlib.Path,
        metavar="HITS",
        required=True,
        help="where to write: .csv, .tsv, .jsonl, .xlsx, .parquet",
    )
    parser.add_argument("--top", type=positive, default=10, metavar="N", help="at most so many hits of a query (10)")
    reading_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code."""
    return told(lambda: match(options))


def match(options: argparse.Namespace) -> None:
    """Reads both lists, searches for each query, writes the hits: whole or not at all."""
    check_ending(options.out)
    lists = Lists(options)
    queries = lists.read(options.queries)
    register = lists.register(options.register)
    found = 0
    with writer(options.out, COLUMNS) as put, progress() as bar:
        for query in bar.track(queries, description="Searching"):
            hits = register.search(query, limit=options.top)
            found += bool(hits)
            for rank, hit in enumerate(hits, start=1):
                put((query.id, hit.id, rank, hit.weight, hit.probability, as_json(hit.evidence)))
    lists.report_skipped()
    print(f"{len(queries)} queries, {found} with hits: {options.out}", file=sys.stderr)
