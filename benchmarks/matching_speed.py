"""Measures building, size and search of an index of invented people: `python benchmarks/matching_speed.py [RECORDS …]`.

Prints a table and writes `benchmarks/results/matching_speed.json`.
"""

import itertools
import json
import pathlib
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator

from payvand.matching import Index, Record, Register
from tasks import rows

RESULTS = pathlib.Path(__file__).parent / "results" / "matching_speed.json"
SEARCHES = 200


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


def measure(count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="payvand-bench-") as folder:
        path = pathlib.Path(folder) / "index"
        start = time.perf_counter()
        with Index.open(path, writable=True) as index:
            index.build(people(count))
            index.commit()
        built = time.perf_counter() - start
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        start = time.perf_counter()
        index = Index.open(path)
        opened = time.perf_counter() - start
        queries = list(people(SEARCHES, seed=12))
        index.candidates(queries[0])
        taken = []
        for query in queries:
            start = time.perf_counter()
            index.candidates(query)
            taken.append(1000 * (time.perf_counter() - start))
        taken.sort()
        return {
            "records": count,
            "tokens": len(index.lexicon),
            "build_s": round(built, 1),
            "records_a_second": round(count / built),
            "index_mb": round(size / 1e6, 1),
            "open_s": round(opened, 3),
            "candidates_median_ms": round(statistics.median(taken), 1),
            "candidates_p99_ms": round(taken[int(0.99 * len(taken))], 1),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }


def searches(count: int) -> dict[str, float]:
    """Whole searches, evidence and all, in a register in memory."""
    register = Register.build(people(count))
    taken = []
    for query in people(SEARCHES, seed=12):
        start = time.perf_counter()
        register.search(query)
        taken.append(1000 * (time.perf_counter() - start))
    taken.sort()
    return {
        "search_median_ms": round(statistics.median(taken), 1),
        "search_p99_ms": round(taken[int(0.99 * len(taken))], 1),
    }


def main(sizes: list[int]) -> None:
    results = []
    for count in sizes:
        figures = {**measure(count), **searches(count)}
        results.append(figures)
        print("  ".join(f"{name} {value:,}" for name, value in figures.items()), flush=True)
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [50_000, 1_000_000])
