"""Linking records: registers of `make_register.py` in several scripts, and the field's public benchmarks.

Each run is a process of its own, so that its time and the most memory it held can be told.
"""

import functools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from payvand.names import latin
from tasks import NAMES, ROOT
from versus.figures import Figure, Wanted, told
from versus.scoring import count_true_pairs, linking_scores
from versus.sets import PUBLIC

_BENCHMARKS = ROOT / "benchmarks"
_NAMES = ("given", "father", "surname")
REGISTERS = {
    "Latin": (),
    "with Arabic script": ("--cross-script",),
    "with Arabic script and Cyrillic": ("--cross-script", "--cyrillic", "0.5"),
}
"""What a register is written in, and the options of `make_register.py` that make it so."""


@dataclass(frozen=True)
class Task:
    """Records to link: the part of the report, the title, who is who, and how many pairs there are to be found."""

    part: str
    title: str
    truth: pl.DataFrame
    true_pairs: int


Ran = tuple[dict[str, float], pathlib.Path]
Ways = dict[str, Callable[[], Ran]]


def registers(wanted: Wanted) -> Iterator[Figure]:
    """Splink as it is, Splink over our romanisation, and our command, on registers of the sizes wanted."""
    for size in wanted.sizes:
        for title, options in REGISTERS.items():
            task = f"{size:,} records, {title}"
            if not wanted.task(task) or (size > Wanted.sizes[0] and options and not wanted.tasks):
                continue
            with tempfile.TemporaryDirectory(prefix="payvand-bench-") as name:
                folder = pathlib.Path(name)
                register, truth = _register(folder, size, options)
                known = Task("registers", task, truth, count_true_pairs(truth))
                yield from _compared(known, wanted, _ways(folder, register))


def benchmarks(wanted: Wanted) -> Iterator[Figure]:
    """Splink and our command on FEBRL, Splink's history and its thousand invented people."""
    for public in PUBLIC:
        if not wanted.task(public.title):
            continue
        with tempfile.TemporaryDirectory(prefix="payvand-bench-") as name:
            folder = pathlib.Path(name)
            tables, truth, true_pairs = public.write(folder)
            ways = {
                "payvand": functools.partial(_payvand, public.command, tables, folder),
                "Splink": functools.partial(_splink, public.model, tables, folder),
            }
            yield from _compared(Task("benchmarks", public.title, truth, true_pairs), wanted, ways)


def _ways(folder: pathlib.Path, register: pathlib.Path) -> Ways:
    return {
        "payvand": functools.partial(_payvand, "dedupe", [register], folder),
        "Splink": functools.partial(_splink, "register", [register], folder),
        "Splink after our romanisation": functools.partial(_splink_romanised, register, folder),
    }


def _compared(task: Task, wanted: Wanted, ways: Ways) -> Iterator[Figure]:
    for method, run in ways.items():
        if not wanted.method(method) or (method.startswith("Splink after") and task.title.endswith("Latin")):
            continue
        load = round(os.getloadavg()[0], 1)
        try:
            used, pairs = run()
        except subprocess.CalledProcessError as error:
            told(f"{method} failed on {task.title}: {error.stderr[-600:]}")
            continue
        scores = linking_scores(pairs, task.truth, task.true_pairs)
        yield Figure(task.part, task.title, method, {**used, **scores}, load)
        pairs.unlink()


def _register(folder: pathlib.Path, size: int, options: tuple[str, ...]) -> tuple[pathlib.Path, pl.DataFrame]:
    """A register, and apart from it who is who."""
    out = folder / "register.parquet"
    maker = [sys.executable, NAMES / "tools" / "make_register.py", str(size), out, *options]
    subprocess.run(list(map(str, maker)), check=True, stdout=subprocess.DEVNULL)
    frame = pl.read_parquet(out)
    frame.drop("person", "script").write_parquet(out)
    return out, frame.select(id=pl.col("unique_id").cast(pl.String), person="person", script="script")


def _payvand(command: str, tables: list[pathlib.Path], folder: pathlib.Path) -> Ran:
    out = folder / "ours.parquet"
    used, _ = _timed([sys.executable, "-m", "payvand", command, *tables, "--out", out])
    return used, out


def _splink(model: str, tables: list[pathlib.Path], folder: pathlib.Path) -> Ran:
    out = folder / "theirs.parquet"
    _, said = _timed([sys.executable, "-m", "versus.splink_run", model, out, *tables])
    told_by_it = json.loads(said.splitlines()[-1])
    return {name: round(value, 1) for name, value in told_by_it.items()}, out


def _splink_romanised(register: pathlib.Path, folder: pathlib.Path) -> Ran:
    """What Splink does once every name is in Latin letters as we write them; the time to romanise is told apart."""
    start = time.perf_counter()
    frame = pl.read_parquet(register)
    tokens = pl.concat([frame[name] for name in _NAMES]).drop_nulls().unique()
    written = dict(zip(tokens, (latin(token).casefold() for token in tokens), strict=True))
    frame = frame.with_columns(pl.col(name).replace(written) for name in _NAMES)
    path = folder / "romanised.parquet"
    frame.write_parquet(path)
    taken = time.perf_counter() - start
    used, out = _splink("register", [path], folder)
    return {**used, "romanising_s": round(taken, 1)}, out


def _timed(command: list[object]) -> tuple[dict[str, float], str]:
    """Runs a command; gives its seconds, CPU seconds (of its children too) and most memory, and what it printed."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(_BENCHMARKS)))}
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as failed:
        process = subprocess.Popen(list(map(str, command)), stdout=said, stderr=failed, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        taken = time.perf_counter() - start
        said.seek(0)
        failed.seek(0)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, "run", stderr=failed.read())
        figures = {
            "seconds": round(taken, 1),
            "cpu_s": round(used.ru_utime + used.ru_stime, 1),
            "memory_mb": round(used.ru_maxrss / 1024),
        }
        return figures, said.read()
