"""`payvand search "Раҳимов Фаррух" REGISTER`: one name looked up, as a table that a person reads."""

import argparse
import pathlib

from rich.console import Console

from payvand.config.registers import Lists, positive, reading_arguments, told


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of the command."""
    parser.add_argument("name", metavar="NAME", help="the name, in any script, its parts in any order")
    parser.add_argument(
        "register", type=pathlib.Path, metavar="REGISTER", help="people to look among: .csv, .tsv, .xlsx, .parquet"
    )
    parser.add_argument("--top", type=positive, default=10, metavar="N", help="at most so many hits (10)")
    parser.add_argument("--born", metavar="DATE", help="the birth date: 1985-03-21, 1985-03 or 1985")
    reading_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code."""
    return told(lambda: search(options))


def search(options: argparse.Namespace) -> None:
    """Prints the hits with their evidence, best first."""
    from payvand.config.showcase import hits_table
    from payvand.config.terminal import cell
    from payvand.matching import Record

    lists = Lists(options)
    register = lists.register(options.register)
    hits = register.search(Record("query", name=options.name, birth_date=options.born), limit=options.top)
    lists.report_skipped()
    console = Console()
    if not hits:
        console.print(f"Nobody like [bold]{cell(options.name)}[/] among {len(register):,} records.", highlight=False)
        return
    console.print(
        hits_table(options.name, hits, {record.id: record for record in register.store.get([hit.id for hit in hits])})
    )
