"""The page of the documentation about the benchmarks, written from the figures of record."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from versus.charts import CHARTS
from versus.figures import Figure, recorded, setup

_DOCS: Final = Path(__file__).parents[2] / "docs"
PAGE: Final = _DOCS / "reference" / "benchmarks.md"
IMAGES: Final = _DOCS / "images"

_HEAD: Final = """# Benchmarks

How well and how fast people are found and registers are linked, beside what others reach on the same tasks. This page
is written by `python benchmarks/peers.py` from `benchmarks/results/peers.json`; `--page` writes it without measuring.

{setup}

The data are public lists that stand beside the checkout in `../shared/names`, not in the repository; where they are
missing, nothing here can be measured, and [the check of accuracy](#the-check) still can. Times are of a machine that
others used too: they say what is fast and what is slow, not more. The *load* beside a figure is that of the machine
just before.
"""

_FINDING: Final = """## Finding a name among 50,000

The name alone, no birth date. R@1 is the share of people who come first, R@10 of those among the first ten. All
methods get the same queries. *CPU ms* is the work of the process that asks; that of a server is not in it.

![Share of people found first, by direction and method](../images/benchmarks-finding.svg)
"""

_NAMES: Final = """## Telling names apart

Labelled pairs of names of persons, most of the unlike ones made hard on purpose. The weight alone ranks long names
above short ones, for it counts evidence and not likeness; taken less what the two names weigh beside themselves,
pairs of unlike length can be put in one order. Within one search, where the query is the same, the weight does it
alone.
"""

_REGISTERS: Final = """## Deduplicating a register

Registers of `make_register.py` with known truth. Splink's time runs from the start of its process to the end of
`predict`; ours is that of the whole command. *F1* is the best that any threshold gives. *Across scripts* is the share
of pairs between scripts that are found at the lowest weight at which .99 of all pairs are right.

![F1 and recall across scripts, by register and method](../images/benchmarks-registers.svg)

![Precision and recall of the largest register in several scripts](../images/benchmarks-curves.svg)
"""

_SETS: Final = """## The field's public sets

Splink is set after the worked examples of its documentation for the same data. Our commands get the same files and no
settings: columns are known by their names.
"""

_CHECK: Final = """## The check

`python benchmarks/check.py` measures accuracy on a small set that is the same for everyone and fails where it has
fallen below the figures of record in `benchmarks/results/check.json`; `make test-slow` runs it.
"""

Column = tuple[str, str, Callable[[Any], str]]


def share(value: float) -> str:
    """A share of one, as the tables write it: .98, 1.00."""
    return f"{value:.3f}".removeprefix("0")


def _plain(value: float) -> str:
    return f"{value:,.0f}"


def _tenths(value: float) -> str:
    return f"{value:,.1f}"


_COLUMNS: Final[dict[str, tuple[str, Sequence[Column]]]] = {
    "finding": (
        _FINDING,
        (
            ("R@1", "r_at_1", share),
            ("R@10", "r_at_10", share),
            ("ms a query", "ms_a_query", _tenths),
            ("CPU ms", "cpu_ms_a_query", _tenths),
            ("s to build", "build_s", _tenths),
        ),
    ),
    "names": (
        _NAMES,
        (
            ("area under ROC", "roc_auc", share),
            ("average precision", "average_precision", share),
            ("best F1", "best_f1", share),
            ("ms a pair", "ms_a_pair", lambda value: f"{value:.2f}"),
        ),
    ),
    "registers": (
        _REGISTERS,
        (
            ("F1", "f1", share),
            ("F1 at .5", "f1_at_half", share),
            ("precision", "precision", share),
            ("recall", "recall", share),
            ("across scripts", "cross_recall_at_p99", share),
            ("s", "seconds", _plain),
            ("CPU s", "cpu_s", _plain),
            ("MB", "memory_mb", _plain),
        ),
    ),
    "benchmarks": (
        _SETS,
        (
            ("F1", "f1", share),
            ("F1 at .5", "f1_at_half", share),
            ("precision", "precision", share),
            ("recall", "recall", share),
            ("s", "seconds", _plain),
        ),
    ),
}


def page(figures: Iterable[Figure]) -> str:
    """The Markdown of the page."""
    known = list(figures)
    parts = [_HEAD.format(setup=setup())]
    for part, (text, columns) in _COLUMNS.items():
        rows = [figure for figure in known if figure.part == part]
        if rows:
            parts += [text, _table(rows, columns)]
    return "\n".join([*parts, _CHECK])


def write_page() -> None:
    """Writes the page and its charts from the figures of record."""
    figures = recorded()
    PAGE.write_text(page(figures), encoding="utf-8")
    for name, draw in CHARTS.items():
        (IMAGES / f"{name}.svg").write_text(draw(figures), encoding="utf-8")


def _table(figures: list[Figure], columns: Sequence[Column]) -> str:
    lines = [
        "| | | " + " | ".join(title for title, _, _ in columns) + " | load |",
        "|---|---|" + "---:|" * (len(columns) + 1),
    ]
    last = ""
    for figure in ordered(figures):
        cells = [shown(figure.values[key]) if key in figure.values else "" for _, key, shown in columns]
        method = f"**{figure.method}**" if figure.method.startswith("payvand") else figure.method
        task, last = ("" if figure.task == last else figure.task), figure.task
        lines.append(f"| {task} | {method} | " + " | ".join([*cells, f"{figure.load:.1f}"]) + " |")
    return "\n".join(lines) + "\n"


def ordered(figures: Iterable[Figure]) -> list[Figure]:
    """By task in the order they were first measured, ours first in each."""
    known = list(figures)
    tasks = list(dict.fromkeys(figure.task for figure in known))
    return sorted(known, key=lambda figure: (tasks.index(figure.task), not figure.method.startswith("payvand")))
