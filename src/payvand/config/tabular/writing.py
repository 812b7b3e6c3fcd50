"""Writes a table whole or not at all: into a draft beside it, which takes its name when it is complete."""

import contextlib
import csv
import json
import pathlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from payvand.config.tabular.errors import BadInputError, UsageError

Value = str | int | float
Put = Callable[[Sequence[Value]], None]
"""Writes one row."""

_EXCEL_ROWS: Final = 1_048_576
_EXCEL_LETTERS: Final = 32_767


@contextlib.contextmanager
def writer(path: pathlib.Path, columns: dict[str, type[Value]]) -> Iterator[Put]:
    """Gives what writes one row of a new table; when the block ends well, the file is there, else nothing has changed.

    Raises:
        UsageError: the ending is none of ours.
        BadInputError: the file cannot be written.
    """
    check_ending(path)
    write = _WRITERS[path.suffix.casefold()]
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as draft:
            place = pathlib.Path(draft.name)
    except OSError as error:
        raise BadInputError(path, f"cannot be written ({error.strerror})") from error
    try:
        with write(place, columns) as put:
            yield put
        place.chmod(0o666 & ~_umask())
        place.replace(path)
    except OSError as error:
        raise BadInputError(path, f"cannot be written ({error.strerror or error})") from error
    finally:
        place.unlink(missing_ok=True)


def check_ending(path: pathlib.Path) -> None:
    """Refuses an output whose ending is none of ours, before any work is done."""
    if path.suffix.casefold() not in _WRITERS:
        raise UsageError(f"{path}: the ending of an output must be one of {', '.join(_WRITERS)}")


def _umask() -> int:
    import os

    mask = os.umask(0)
    os.umask(mask)
    return mask


def _separated(
    delimiter: str,
) -> Callable[[pathlib.Path, dict[str, type[Value]]], contextlib.AbstractContextManager[Put]]:
    @contextlib.contextmanager
    def write(path: pathlib.Path, columns: dict[str, type[Value]]) -> Iterator[Put]:
        with path.open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out, delimiter=delimiter, lineterminator="\n")
            lines.writerow(columns)
            yield lines.writerow

    return write


@contextlib.contextmanager
def _json_lines(path: pathlib.Path, columns: dict[str, type[Value]]) -> Iterator[Put]:
    with path.open("w", encoding="utf-8") as out:
        yield lambda row: print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False), file=out)


@contextlib.contextmanager
def _excel(path: pathlib.Path, columns: dict[str, type[Value]]) -> Iterator[Put]:
    import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

    literal = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with path.open("wb") as out, xlsxwriter.Workbook(out, {"constant_memory": True, **literal}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(columns))
        sheet.freeze_panes(1, 0)
        written = 1

        def put(row: Sequence[Value]) -> None:
            nonlocal written
            if written == _EXCEL_ROWS:
                raise BadInputError(path, "a spreadsheet holds no more than 1,048,576 rows; write .csv or .parquet")
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(written, place, value[:_EXCEL_LETTERS])
                else:
                    sheet.write_number(written, place, value)
            written += 1

        yield put


@contextlib.contextmanager
def _parquet(path: pathlib.Path, columns: dict[str, type[Value]]) -> Iterator[Put]:
    import polars as pl

    rows: list[Sequence[Value]] = []
    yield rows.append
    pl.DataFrame(rows, schema=columns, orient="row").write_parquet(path)


_WRITERS: Final = {
    ".csv": _separated(","),
    ".tsv": _separated("\t"),
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".xlsx": _excel,
    ".parquet": _parquet,
}
