"""Hits as a person reads them in a terminal, and the demonstration of names matched across scripts."""

import pathlib
from collections.abc import Iterable, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table

from payvand.config.terminal import cell
from payvand.matching import Evidence, Hit, Record, Register
from payvand.matching.words import TITLES

EXAMPLES: Final = pathlib.Path(__file__).parents[3] / "examples"
"""The lists of the checkout; an installed package has none."""

_QUERIES: Final = ("russian.csv", "persian.csv", "arabic.csv")
_REGISTER: Final = "register.csv"
_SHOWN_OF_EACH: Final = 5
_NAMES: Final = frozenset({"name", "father"})


def evidence_line(evidence: Iterable[Evidence]) -> str:
    """Evidence in one line: what answers to what, and its bits; what is no name says what it is."""
    return "  ".join(
        f"{'' if piece.feature in _NAMES else TITLES[piece.feature] + ': '}"
        f"{cell(piece.left or '—')} ~ {cell(piece.right or '—')} [dim]{piece.bits:+.1f}[/]"
        for piece in evidence
    )


def hits_table(title: str, hits: Iterable[Hit], records: Mapping[str, Record]) -> Table:
    """A table of hits, best first."""
    table = Table(title=cell(title), title_justify="left", expand=False)
    for heading, justify in (
        ("id", "left"),
        ("name", "left"),
        ("born", "left"),
        ("bits", "right"),
        ("chance", "right"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]  # the two words are literals of rich
    table.add_column("evidence", ratio=1)
    for hit in hits:
        record = records[hit.id]
        chance = f"{hit.probability:.1%}"
        name, born = cell(str(record)), cell(str(record.birth))
        table.add_row(cell(hit.id), name, born, f"{hit.weight:.1f}", chance, evidence_line(hit.evidence))
    return table


def print_showcase(console: Console, folder: pathlib.Path = EXAMPLES) -> None:
    """Matches the example lists in Cyrillic and Arabic script against the one in Latin and prints what was found."""
    from payvand.config.tabular.people import read_people

    records = {record.id: record for record in read_people(folder / _REGISTER, {})}
    register = Register.build(records.values())
    console.print(f"A register of {len(records):,} public names in Latin letters, and three lists in other scripts:\n")
    for name in _QUERIES:
        queries = list(read_people(folder / name, {}))
        table = Table(title=f"examples/{name} ({len(queries)} names)", title_justify="left")
        for heading in ("sought", "found", "bits", "evidence"):
            table.add_column(heading, justify="right" if heading == "bits" else "left")
        for query in queries[:_SHOWN_OF_EACH]:
            for hit in register.search(query, limit=1):
                found = cell(str(records[hit.id]))
                table.add_row(cell(str(query)), found, f"{hit.weight:.1f}", evidence_line(hit.evidence))
        console.print(table)
