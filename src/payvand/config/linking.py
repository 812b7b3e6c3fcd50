"""What `dedupe` and `link` share: arguments, progress, the report, what is said at the end."""

import argparse
import csv
import pathlib
import sys
import tempfile
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from payvand.config.registers import told
from payvand.config.tabular.errors import BadInputError, UsageError

if TYPE_CHECKING:
    from payvand.matching.calibration import Curve
    from payvand.matching.linking import Linked, Options

ENGINES = ("duckdb", "spark")


def linking_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares what both commands take."""
    parser.add_argument(
        "--out", type=pathlib.Path, metavar="PAIRS", required=True, help="where the pairs go: .csv, .tsv, .parquet"
    )
    parser.add_argument("--clusters", type=pathlib.Path, metavar="FILE", help="where the clusters go: the same")
    parser.add_argument("--report", type=pathlib.Path, metavar="FILE", help="where a page with charts goes: .html")
    parser.add_argument(
        "--labels",
        type=pathlib.Path,
        metavar="FILE",
        help="pairs known to be one person (left_id, right_id), to measure",
    )
    parser.add_argument(
        "--columns",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="the column that holds a field, such as given=FIRST; may be repeated",
    )
    parser.add_argument(
        "--also", action="append", metavar="COLUMN", help="compare this column as it is too; may be repeated"
    )
    parser.add_argument(
        "--calibration", type=pathlib.Path, metavar="CURVE", help="a curve that `payvand calibrate` wrote"
    )
    parser.add_argument(
        "--together",
        type=_probability,
        default=0.5,
        metavar="P",
        help="probability that holds a cluster together (0.5)",
    )
    parser.add_argument(
        "--engine", choices=ENGINES, default="duckdb", help="where candidates are found and weighed (duckdb)"
    )
    parser.add_argument("--work", type=pathlib.Path, metavar="DIR", help="keep the stages here, and go on if stopped")
    parser.add_argument("--memory", metavar="SIZE", help="the most memory of the database, such as 4GB")


def _probability(text: str) -> float:
    """A number from 0 to 1, for argparse."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a probability from 0 to 1")
    return found


def linked(options: argparse.Namespace, registers: list[pathlib.Path]) -> int:
    """Links registers as the options of a command say; returns its exit code."""
    return told(lambda: _link(options, registers))


def _link(options: argparse.Namespace, registers: list[pathlib.Path]) -> None:
    from payvand.matching.linking import RegisterError
    from payvand.matching.linking.pipeline import run
    from payvand.matching.linking.spark import SparkMissingError

    _check(options, registers)
    with tempfile.TemporaryDirectory(prefix="payvand-") as folder, _Bar() as bar:
        readable = [_readable(path, pathlib.Path(folder) / f"{number}.tsv") for number, path in enumerate(registers)]
        labels = _readable(options.labels, pathlib.Path(folder) / "labels.tsv") if options.labels else None
        try:
            found = run(
                readable, options.out, _options(options), clusters_out=options.clusters, labels=labels, told=bar.tell
            )
        except RegisterError as error:
            shown = str(error)
            for given, read in zip(registers, readable, strict=True):
                shown = shown.replace(f"{read}: ", f"{given}: ")
            raise _UnreadableError(shown) from error
        except FileExistsError as error:
            raise UsageError(f"--work: {error}") from error
        except SparkMissingError as error:
            raise UsageError(f"--engine spark: {error}") from error
    if options.report is not None:
        _report(options, registers, found)
    print(_said(options, found), file=sys.stderr)


class _UnreadableError(BadInputError):
    """A register that the linking could not use; it says itself where."""

    def __init__(self, what: str) -> None:
        Exception.__init__(self, what)


def _check(options: argparse.Namespace, registers: list[pathlib.Path]) -> None:
    from payvand.matching.linking.results import ENDINGS

    for path in (options.out, options.clusters):
        if path is not None and path.suffix.casefold() not in ENDINGS:
            raise UsageError(f"{path}: the ending of an output must be one of {', '.join(ENDINGS)}")
        if path is not None and not path.parent.is_dir():
            raise BadInputError(path, "cannot be written (there is no such folder)")
    if options.report is not None and options.report.suffix.casefold() != ".html":
        raise UsageError(f"{options.report}: the ending of a report must be .html")
    for path in (*registers, *([options.labels] if options.labels else [])):
        if path.suffix.casefold() not in {".csv", ".tsv", ".xlsx", ".parquet"}:
            raise UsageError(f"{path}: the ending of an input must be one of .csv, .tsv, .xlsx, .parquet")
        if not path.is_file():
            raise BadInputError(path, "there is no such file")


def _readable(path: pathlib.Path, copy: pathlib.Path) -> pathlib.Path:
    """The file itself; a spreadsheet as a table of texts."""
    if path.suffix.casefold() != ".xlsx":
        return path
    from payvand.config.tabular.reading import read_table

    header, rows = read_table(path)
    with copy.open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out, delimiter="\t", lineterminator="\n")
        lines.writerow(header)
        lines.writerows(row.cells for row in rows)
    return copy


def _options(options: argparse.Namespace) -> "Options":
    from payvand.matching.linking import Options

    right = getattr(options, "columns_right", [])
    columns = _columns(options.columns)
    return Options(
        columns=(columns, _columns(right) if right else columns),
        further=tuple(options.also) if options.also else None,
        engine=options.engine,
        work=options.work,
        memory=options.memory,
        together=options.together,
        one_to_one=getattr(options, "one_to_one", False),
        curve=_curve(options.calibration),
    )


def _curve(path: pathlib.Path | None) -> "Curve":
    """The curve that `payvand calibrate` wrote; without one the odds are taken at their word."""
    from payvand.matching.calibration import IDENTITY, Curve
    from payvand.matching.errors import DamagedWeightsError

    if path is None:
        return IDENTITY
    try:
        return Curve.from_json(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, DamagedWeightsError) as error:
        raise BadInputError(path, f"is no curve of `payvand calibrate` ({error})") from error


def _columns(given: list[str]) -> dict[str, str]:
    from payvand.matching.linking.columns import FIELDS

    found = {}
    for part in given:
        field, equals, column = part.partition("=")
        if not equals or field.strip() not in FIELDS or not column.strip():
            raise UsageError(f"--columns {part}: write FIELD=COLUMN, where FIELD is one of {', '.join(FIELDS)}")
        found[field.strip()] = column.strip()
    return found


class _Bar:
    """The stages as progress bars on standard error."""

    def __init__(self) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
        )
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, stage: str, share: float) -> None:
        """Shows how far a stage is; those before it are done."""
        if stage not in self._tasks:
            for task in self._tasks.values():
                self._progress.update(task, completed=1.0)
            self._tasks[stage] = self._progress.add_task(stage, total=1.0)
        self._progress.update(self._tasks[stage], completed=share)


def _report(options: argparse.Namespace, registers: list[pathlib.Path], found: "Linked") -> None:
    from payvand.matching.linking.report import page

    draft = options.report.with_name(f".{options.report.name}.new")
    try:
        draft.write_text(page(found, [path.name for path in registers]), encoding="utf-8")
        draft.replace(options.report)
    except OSError as error:
        raise BadInputError(options.report, f"cannot be written ({error.strerror or error})") from error


def _said(options: argparse.Namespace, found: "Linked") -> str:
    dropped = sum(step["dropped"] for step in found.steps)
    records = " + ".join(f"{count:,}" for count in found.records)
    said = f"{records} records, {found.candidates:,} pairs weighed, {found.pairs:,} written: {options.out}"
    return said if not dropped else f"{said} ({dropped:,} pairs of names too common were left out: see the report)"
