"""Rows of a file as texts, with the line each begins on."""

import csv
import datetime as dt
import io
import pathlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from payvand.config.tabular.errors import BadInputError, UsageError

_LONGEST_FIELD: Final = 10_000_000
_OTHER_ENCODINGS: Final = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, counted from 1 with the header, and its cells as a person sees them."""

    line: int
    cells: list[str]


Table = tuple[list[str], Iterator[Row]]
"""The header and the rows."""


def read_table(path: pathlib.Path) -> Table:
    """Opens a table by the ending of its name.

    Raises:
        UsageError: the ending is none of ours.
        BadInputError: the file cannot be read; later, while rows are drawn, also for what is wrong inside it.
    """
    read = _READERS.get(path.suffix.casefold())
    if read is None:
        raise UsageError(f"{path}: the ending of an input must be one of {', '.join(_READERS)}")
    if not path.is_file():
        raise BadInputError(path, "there is no such file")
    try:
        header, rows = read(path)
    except OSError as error:
        raise BadInputError(path, f"cannot be read ({error.strerror or error})") from error
    return [name.strip() for name in header], rows


def _text(path: pathlib.Path) -> str:
    raw = path.read_bytes()
    if encoding := _OTHER_ENCODINGS.get(raw[:2]):
        raise BadInputError(path, f"is written in {encoding}; save it as UTF-8")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8 (perhaps Windows-1251 or 1256); save the file as UTF-8"
        raise BadInputError(path, what, line) from error


def _separated(delimiter: str | None) -> Callable[[pathlib.Path], Table]:
    def read(path: pathlib.Path) -> Table:
        text = _text(path)
        first = text.partition("\n")[0]
        mark = delimiter or (";" if first.count(";") > first.count(",") else ",")
        csv.field_size_limit(_LONGEST_FIELD)
        rows = _rows(path, csv.reader(io.StringIO(text, newline=""), delimiter=mark))
        header = next(rows, None)
        if header is None:
            raise BadInputError(path, "is empty; the first line must name the columns")
        return header.cells, rows

    return read


def _rows(path: pathlib.Path, reader: Iterator[list[str]]) -> Iterator[Row]:
    """The rows with the line each begins on: a field may hold line breaks."""
    while True:
        line = reader.line_num + 1  # type: ignore[attr-defined]  # what csv.reader returns has it
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadInputError(path, f"cannot be read as a table ({error})", line) from error
        if cells:
            yield Row(line, cells)


def _excel(path: pathlib.Path) -> Table:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise BadInputError(path, f"is not a spreadsheet that can be read ({error})") from error
    if not rows:
        raise BadInputError(path, "is empty; the first row must name the columns")
    shown = ([_seen(cell) for cell in row] for row in rows)
    return next(shown), (Row(line, cells) for line, cells in enumerate(shown, start=2) if any(cells))


def _parquet(path: pathlib.Path) -> Table:
    import polars as pl

    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadInputError(path, f"is not a Parquet file that can be read ({str(error).splitlines()[0]})") from error
    rows = (Row(line, [_seen(cell) for cell in row]) for line, row in enumerate(frame.iter_rows(), start=2))
    return frame.columns, rows


def _seen(cell: object) -> str:
    """A cell as a person sees it: 7.0 in a spreadsheet is 7, a date is ISO."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case dt.datetime() if cell.time() == dt.time():
            return cell.date().isoformat()
        case dt.date() | dt.time():
            return cell.isoformat()
    return str(cell)


def shortened(text: str) -> str:
    """A value as an error shows it."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


_READERS: Final[dict[str, Callable[[pathlib.Path], Table]]] = {
    ".csv": _separated(None),
    ".tsv": _separated("\t"),
    ".xlsx": _excel,
    ".parquet": _parquet,
}
