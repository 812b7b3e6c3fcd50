"""Measures people in a node: registering, indexing, searching. `python benchmarks/people_search.py 50000`.

Makes a throw-away node on SQLite with invented people, registers them in batches, indexes them, and searches by name in
another script than the record's, with nothing and with 500 changes waiting for the indexer. Prints a table and writes
`benchmarks/results/people_search.json`.
"""

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
from collections.abc import Callable

RESULTS = pathlib.Path(__file__).parent / "results" / "people_search.json"
SETTINGS = {"node": {"organisation": "Benchmark", "country": "TJ", "time_zone": "Asia/Dushanbe"}}
SEARCHES = 200
SPELLINGS = ("tg", "ru", "uz", "fa", "latin")


def main(count: int) -> int:
    from payvand.config.operations.first_run import make_node

    with tempfile.TemporaryDirectory(prefix="payvand-bench-") as folder:
        node = pathlib.Path(folder) / "node"
        make_node(node, SETTINGS, administrator=None)
        return subprocess.run([sys.executable, __file__, "measure", str(node), str(count)], check=False).returncode


def milliseconds(calls: list[Callable[[], object]]) -> dict[str, float]:
    taken = []
    for call in calls:
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return {
        "median_ms": round(statistics.median(taken), 1),
        "p95_ms": round(taken[int(0.95 * (len(taken) - 1))], 1),
        "max_ms": round(taken[-1], 1),
    }


def measure(folder: pathlib.Path, count: int) -> None:
    from payvand.config.operations.context import open_node

    open_node(folder)
    from payvand.config.demo.invent import invent
    from payvand.config.demo.population import as_listed, list_lines, written
    from payvand.core.scope import Scope
    from payvand.network.queries import own_units
    from payvand.people import indexing, search
    from payvand.people.enums import Purpose
    from payvand.people.queries import visible_people
    from payvand.people.services import register_people, register_people_in_batches
    from payvand.people.services.registering import BATCH
    from payvand.people.signals import people_changed

    people_changed.receivers = []  # the rooms above compare what arrives; that is measured there
    dice = random.Random(1404)
    rights = frozenset({"people.read_person", "people.register_person"})
    scope = Scope.system("benchmark", rights=rights, purposes=frozenset({"tracing"}))
    unit = own_units().first()
    people = list(invent(dice, ("Kulob",), count=count))
    lines = [
        as_listed(line, Purpose.TRACING, unit, None, dice) for line in list_lines(iter(people), Purpose.TRACING, dice)
    ]
    found: dict[str, object] = {"people": count, "database": "sqlite", "batch": BATCH}

    batches = [lines[start : start + BATCH] for start in range(0, count, BATCH)]
    start = time.perf_counter()
    found["one_batch"] = milliseconds(
        [lambda batch=batch: register_people(scope=scope, people=batch) for batch in batches]
    )
    found["registered_per_second"] = round(count / (time.perf_counter() - start))
    start = time.perf_counter()
    indexing.rebuild()
    found["indexed_per_second"] = round(count / (time.perf_counter() - start))
    held = indexing.folder_of(indexing.current_generation())
    found["index_megabytes"] = round(sum(path.stat().st_size for path in held.rglob("*") if path.is_file()) / 1e6, 1)

    asked = [written(who, dice.choice(SPELLINGS)) for who in dice.sample(people, SEARCHES)]
    search.find(scope, asked[0])
    found["find"] = milliseconds([lambda text=text: search.find(scope, text) for text in asked])
    sought = dice.sample(list(visible_people(scope)[:10_000]), 100)
    found["candidates"] = milliseconds([lambda who=who: search.candidates(scope, who) for who in sought])
    list(register_people_in_batches(scope=scope, people=lines[:500]))
    found["changes_waiting"] = indexing.waiting()
    found["find_with_changes_waiting"] = milliseconds(
        [lambda text=text: search.find(scope, text) for text in asked[:50]]
    )
    start = time.perf_counter()
    indexing.catch_up()
    found["catch_up_seconds"] = round(time.perf_counter() - start, 2)
    found["peak_memory_megabytes"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    found["machine"] = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(found, indent=1) + "\n")
    for name, value in found.items():
        print(f"{name:28} {value}")


if __name__ == "__main__":
    if sys.argv[1] == "measure":
        measure(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
    else:
        sys.exit(main(int(sys.argv[1])))
