"""`payvand explain LEFT RIGHT`: why two names, or two records of a file, may be one person, letter by letter."""

import argparse
import dataclasses
import json
import pathlib
import sys
from typing import TYPE_CHECKING, Any, Final

from payvand.config.registers import Lists, reading_arguments, told
from payvand.config.tabular.errors import BadInputError

if TYPE_CHECKING:
    from rich.table import Table

    from payvand.matching import Comparison, Evidence, Record, Unit

SPELLED: Final = frozenset({"name", "father", "mother", "spouse", "child", "sibling", "relative"})
"""Features whose two sides are names, so that their letters can be put side by side."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the arguments of the command."""
    side = "a name, or FILE#id for a record of a list (.csv, .tsv, .xlsx, .parquet) or of a saved register"
    parser.add_argument("left", metavar="LEFT", help=side)
    parser.add_argument("right", metavar="RIGHT", help="the same")
    parser.add_argument(
        "--among", type=pathlib.Path, metavar="REGISTER", help="count how common the names are among these people"
    )
    parser.add_argument("--json", action="store_true", help="write JSON instead of a table")
    reading_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code."""
    return told(lambda: explain(options))


def explain(options: argparse.Namespace) -> None:
    """Compares the two and prints every piece of evidence, and for names which letters answer to which."""
    from payvand.matching import compare

    lists = Lists(options)
    left, right = _record(lists, options.left), _record(lists, options.right)
    statistics = lists.register(options.among).index if options.among else None
    comparison = compare(left, right, statistics)
    lists.report_skipped()
    if options.json:
        text = json.dumps(_as_data(left, right, comparison), ensure_ascii=False, indent=1)
        sys.stdout.write(text.encode("utf-8", "backslashreplace").decode() + "\n")
    else:
        _print(left, right, comparison)


def _record(lists: Lists, given: str) -> "Record":
    """The record that an argument names: one of a file, or a bare name.

    Raises:
        BadInputError: the file has no such record.
    """
    from payvand.matching import Record, Register

    for mark in (place for place, letter in enumerate(given) if letter == "#"):
        path, record_id = pathlib.Path(given[:mark]), given[mark + 1 :]
        if not given[:mark] or "\0" in given or not path.exists():
            continue
        records = Register.open(path).store.get([record_id]) if path.is_dir() else lists.read(path)
        for record in records:
            if record.id == record_id:
                return record
        raise BadInputError(path, f"has no record with the id {record_id!r}")
    return Record("", name=given)


def letters(piece: "Evidence") -> "list[Unit]":
    """Which letters of the two sides answer to which, in the forms compared; none where they are not alike."""
    from payvand.matching.spelled import spell_out

    if piece.feature not in SPELLED or not piece.left or not piece.right or piece.bits <= 0:
        return []
    spelled = spell_out(piece.left, piece.right)
    return list(spelled.units) if spelled else []


def _as_data(left: "Record", right: "Record", comparison: "Comparison") -> dict[str, Any]:
    evidence = [
        {**dataclasses.asdict(piece), "letters": [unit._asdict() for unit in letters(piece)]}
        for piece in comparison.evidence
    ]
    return {
        "left": {"id": left.id, "text": str(left)},
        "right": {"id": right.id, "text": str(right)},
        "weight": comparison.weight,
        "probability": comparison.probability,
        "evidence": evidence,
    }


def _print(left: "Record", right: "Record", comparison: "Comparison") -> None:
    """Prints the evidence with its sum, then the letters of each pair of names."""
    from rich.columns import Columns
    from rich.console import Console

    console = Console(highlight=False)
    console.print(_evidence_table(left, right, comparison))
    spelled = [table for piece in comparison.evidence if (table := _letters_table(piece)) is not None]
    if spelled:
        console.print(
            "\n[bold]Letter by letter[/]: the likeliest way to cut each pair. The evidence above counts all ways, "
            "what a change of form costs, and how common the name is.\n"
        )
        console.print(Columns(spelled, padding=(0, 3)))


def _evidence_table(left: "Record", right: "Record", comparison: "Comparison") -> "Table":
    from rich.table import Table

    from payvand.config.terminal import cell
    from payvand.matching.words import TITLES, note_in_words, told_apart

    table = Table(title=f"{cell(_title(left))}  ~  {cell(_title(right))}", title_justify="left", show_footer=True)
    table.add_column("feature", footer="weight")
    table.add_column("left")
    table.add_column("right")
    table.add_column("how", footer=f"probability {comparison.probability:.2%}")
    table.add_column("bits", justify="right", footer=f"{comparison.weight:+.1f}")
    for piece in sorted(told_apart(comparison.evidence, left, right), key=lambda piece: -piece.bits):
        sides = cell(piece.left) or "[dim]—[/]", cell(piece.right) or "[dim]—[/]"
        table.add_row(TITLES[piece.feature], *sides, note_in_words(piece), f"{piece.bits:+.1f}")
    return table


def _title(record: "Record") -> str:
    return f"{record.id}: {record}" if record.id else str(record)


def _letters_table(piece: "Evidence") -> "Table | None":
    """A line for each unit, from the first letter of the names downwards: no line mixes two runs of letters."""
    from rich.box import SIMPLE
    from rich.table import Table

    from payvand.config.terminal import cell

    units = letters(piece)
    if not units:
        return None
    table = Table(show_footer=True, box=SIMPLE, padding=(0, 1))
    table.add_column(cell(piece.left), justify="center", no_wrap=True)
    table.add_column(cell(piece.right), justify="center", no_wrap=True)
    table.add_column("bits", justify="right", footer=f"{sum(unit.bits for unit in units):+.1f}")
    for unit in units:
        table.add_row(cell(unit.left) or "[dim]·[/]", cell(unit.right) or "[dim]·[/]", f"{unit.bits:+.1f}")
    return table
