"""What the commands over lists of people share: arguments, reading with a progress bar, errors as one line."""

import argparse
import json
import pathlib
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from payvand.config.saved import SAVED_FROM, SavedRegister
from payvand.config.tabular.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from payvand.matching import Evidence, Record, Register

OK, USAGE, BAD_INPUT = 0, 2, 3
MOST_TOLD: Final = 3
"""Bad rows that are named one by one when they are skipped."""


def reading_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what every command that reads lists of people takes."""
    parser.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="the column that holds a field, such as name=ФИО; may be repeated",
    )
    parser.add_argument(
        "--skip-bad", action="store_true", help="leave bad rows out and say how many, instead of stopping"
    )
    parser.add_argument(
        "--no-save", action="store_true", help="do not keep the index of a long list beside its file for the next time"
    )


def positive(text: str) -> int:
    """A whole number from 1, for argparse."""
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return int(text)


def told(work: Callable[[], None]) -> int:
    """Does the work of a command; what goes wrong is said in one line. Returns the exit code."""
    from payvand.matching.errors import DamagedIndexError, DamagedModelError, KernelMissingError

    try:
        work()
    except UsageError as error:
        print(f"payvand: {error}", file=sys.stderr)
        return USAGE
    except (BadInputError, DamagedIndexError, DamagedModelError, KernelMissingError) as error:
        print(f"payvand: {error}", file=sys.stderr)
        return BAD_INPUT
    return OK


def progress() -> Progress:
    """A progress bar on standard error."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    return Progress(*columns, console=Console(stderr=True))


class Lists:
    """Reads lists of people as the options of a command say.

    Args:
        options: With `columns`, `skip_bad` and `no_save`, as `reading_arguments` declares them.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        from payvand.config.tabular.people import column_names

        self.columns = column_names(options.columns)
        self.skip_bad: bool = options.skip_bad
        self.skipped: list[str] = []
        self._save = not options.no_save

    def read(self, path: pathlib.Path) -> "list[Record]":
        """All records of a file."""
        with progress() as bar:
            return list(bar.track(self._records(path), description=f"Reading {path.name}"))

    def _records(self, path: pathlib.Path) -> "Iterator[Record]":
        from payvand.config.tabular.people import read_people

        return read_people(path, self.columns, self._skip if self.skip_bad else None)

    def _skip(self, error: BadInputError) -> None:
        self.skipped.append(str(error))

    def register(self, path: pathlib.Path) -> "Register":
        """A register from a file, or a saved one from its folder; the index of a long file is kept beside it."""
        from payvand.matching import Register

        if path.is_dir():
            return Register.open(path)
        if self._save and path.is_file() and path.stat().st_size >= SAVED_FROM:
            return self._saved(path)
        with progress() as bar:
            return Register.build(bar.track(self._records(path), description="Indexing"))

    def _saved(self, path: pathlib.Path) -> "Register":
        from payvand.matching import Register

        saved = SavedRegister(path, {"columns": self.columns, "skip_bad": self.skip_bad})
        if (register := saved.open()) is not None:
            self.skipped += saved.notes
            return register
        before = len(self.skipped)
        with progress() as bar:
            records = bar.track(self._records(path), description="Indexing")
            return saved.make(records, lambda: self.skipped[before:]) or Register.build(records)

    def report_skipped(self) -> None:
        """Says which rows were left out."""
        for error in self.skipped[:MOST_TOLD]:
            print(f"skipped: {error}", file=sys.stderr)
        if self.skipped:
            print(f"{len(self.skipped)} bad rows were skipped", file=sys.stderr)


def as_json(evidence: "Iterable[Evidence]") -> str:
    """Evidence as a JSON text: a list of objects with feature, left, right, bits, note."""
    return json.dumps([asdict(piece) for piece in evidence], ensure_ascii=False)
