"""Measures building, size and search of registers of invented people.

`python benchmarks/matching_speed.py [--keep FOLDER] [COUNT …]`; a register that was kept is searched again, not built.

Each size runs in a process of its own, so that its memory is its own: once to build the register on disk, record by
record (drawing the invented people included), once to open it, to search while it is cold, to warm up and to search
again, evidence and all; then `payvand match` on ten rows as a whole process, its first and its second run, up to a
million records. Times are given by the clock and, for machines that have other work, by the processor.

Prints a table and writes `benchmarks/results/matching_speed.json`; sizes that are not asked for keep their figures.
"""

import argparse
import csv
import itertools
import json
import os
import pathlib
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from payvand.matching import Record, Register
from tasks import rows

RESULTS = pathlib.Path(__file__).parent / "results" / "matching_speed.json"
SEARCHES = 300
WARMING = 300
MATCHED = 10
MOST_MATCHED = 1_000_000
FIELDS = ("id", "given", "father", "surname", "birth_year")


def people(count: int, seed: int = 11) -> Iterator[Record]:
    """Invented people: names drawn by attested frequency in Latin and Arabic script, births at random."""
    rng = random.Random(seed)
    parts = [row for row in rows("arabic_latin_units.tsv") if " " not in row["arab_key"] + row["latin"]]
    cumulative = list(itertools.accumulate(int(row["count"]) for row in parts))
    for number in range(count):
        script = "latin" if rng.random() < 0.7 else "arab_key"
        given, father, surname = (row[script] for row in rng.choices(parts, cum_weights=cumulative, k=3))
        year = rng.randrange(1935, 2020)
        yield Record(str(number), given=given, father=father, surname=surname, birth_year=year)


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def peak_mb(who: int = resource.RUSAGE_SELF) -> int:
    return round(resource.getrusage(who).ru_maxrss / 1024)


def build(folder: pathlib.Path, count: int) -> dict[str, float]:
    clock, processor = clocked(lambda: Register.create(folder, people(count)).close())
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    index = sum(file.stat().st_size for file in (folder / "index").rglob("*") if file.is_file())
    return {
        "records": count,
        "build_s": round(clock, 1),
        "build_cpu_s": round(processor, 1),
        "build_peak_mb": peak_mb(),
        "register_mb": round(size / 1e6),
        "index_mb": round(index / 1e6, 1),
    }


def search(folder: pathlib.Path) -> dict[str, float]:
    start = time.perf_counter()
    register = Register.open(folder)
    figures = {"open_s": round(time.perf_counter() - start, 3), "forms": len(register.index.lexicon)}
    queries = list(people(SEARCHES, seed=12))
    figures |= times("cold", [clocked(lambda query=query: register.search(query)) for query in queries[:20]])
    for query in people(WARMING, seed=13):
        register.search(query)
    figures |= times("search", [clocked(lambda query=query: register.search(query)) for query in queries])
    others = people(SEARCHES, seed=14)
    candidates = [clocked(lambda query=query: register.index.candidates(query)) for query in others]
    figures |= times("candidates", candidates)
    return figures | {"search_peak_mb": peak_mb()}


def times(what: str, taken: list[tuple[float, float]]) -> dict[str, float]:
    clock, processor = (sorted(1000 * one for one in kind) for kind in zip(*taken, strict=True))
    last = int(0.99 * len(taken))
    return {
        f"{what}_median_ms": round(statistics.median(clock), 1),
        f"{what}_p99_ms": round(clock[last], 1),
        f"{what}_cpu_median_ms": round(statistics.median(processor), 1),
        f"{what}_cpu_p99_ms": round(processor[last], 1),
    }


def match(folder: pathlib.Path, count: int) -> dict[str, float]:
    """The command as a whole process: the first run makes the index that the second finds."""
    for name, records in (("register", people(count)), ("queries", people(MATCHED, seed=12))):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            lines = csv.writer(out)
            lines.writerow(FIELDS)
            lines.writerows([getattr(record, field) for field in FIELDS] for record in records)
    files = [str(folder / name) for name in ("queries.csv", "register.csv")]
    command = [sys.executable, "-m", "payvand", "match", *files, "--out", str(folder / "hits.csv")]
    runs = [clocked(lambda: subprocess.run(command, check=True, capture_output=True))[0] for _ in range(3)]
    return {"match_first_run_s": round(runs[0], 1), "match_second_run_s": round(min(runs[1:]), 2)}


def part(name: str, folder: pathlib.Path, count: int) -> dict[str, float]:
    """One part of the measurement, in a process of its own."""
    command = [sys.executable, __file__, "--part", name, str(folder), str(count)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(count: int, keep: pathlib.Path | None, known: dict[str, float]) -> dict[str, float]:
    """All parts; `known` are the figures of a register that is kept already."""
    with tempfile.TemporaryDirectory(prefix="payvand-bench-") as folder:
        register = (keep or pathlib.Path(folder)) / f"register-{count}"
        built = known if register.exists() else part("build", register, count)
        figures = built | part("search", register, count)
    if count <= MOST_MATCHED:
        with tempfile.TemporaryDirectory(prefix="payvand-bench-") as folder:
            figures |= part("match", pathlib.Path(folder), count)
    return figures


PARTS = {"build": build, "search": lambda folder, _count: search(folder), "match": match}


def main(sizes: list[int], keep: pathlib.Path | None) -> None:
    known = {figures["records"]: figures for figures in json.loads(RESULTS.read_text(encoding="utf-8"))["sizes"]}
    for count in sizes:
        load = round(os.getloadavg()[0], 1)
        known[count] = measure(count, keep, known.get(count, {})) | {"load_before": load}
        print("  ".join(f"{name} {value:,}" for name, value in known[count].items()), flush=True)
        machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        written = {"machine": machine, "sizes": [known[size] for size in sorted(known)]}
        RESULTS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--part"]:
        print(json.dumps(PARTS[sys.argv[2]](pathlib.Path(sys.argv[3]), int(sys.argv[4]))))
    else:
        asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        asked.add_argument("sizes", metavar="COUNT", type=int, nargs="*", default=[50_000, 1_000_000])
        asked.add_argument("--keep", metavar="FOLDER", type=pathlib.Path, help="where registers are kept")
        options = asked.parse_args()
        main(options.sizes, options.keep)
