"""What is wrong with a file or a command line, in one line a person can act on."""

import pathlib


class UsageError(Exception):
    """The command was given something it does not take."""


class BadInputError(Exception):
    """A file, or a row of it, that cannot be used.

    Args:
        path: The file.
        what: What is wrong, and what to do.
        line: Line of the row, counted from 1 as an editor or a spreadsheet counts; None where the whole file is meant.
        column: The column, as its header names it.
    """

    def __init__(self, path: pathlib.Path, what: str, line: int | None = None, column: str | None = None) -> None:
        self.line = line
        place = [str(path)]
        if line is not None:
            place.append(f"line {line}")
        if column is not None:
            place.append(f"column {column!r}")
        super().__init__(f"{', '.join(place)}: {what}")
