"""How often each finder finds the right name first, or among ten, and how long it takes."""

import itertools
import random
import time
from collections.abc import Iterator

from slices import officials
from tasks import Task
from versus.directions import directions
from versus.figures import Figure, Wanted, told
from versus.finders import FINDERS, AbsentError, Find

SEED = 5
PART = "finding"


def finding(wanted: Wanted) -> Iterator[Figure]:
    """Every finder on every direction, on the same queries."""
    for task in itertools.chain([officials()], directions()):
        if not wanted.task(task.name):
            continue
        queries = random.Random(SEED).sample(task.queries, min(wanted.queries, len(task.queries)))
        for method, make in FINDERS.items():
            if not wanted.method(method):
                continue
            try:
                start = time.perf_counter()
                with make(task.register) as find:
                    built = time.perf_counter() - start
                    yield _measured(task, method, find, queries, built)
            except AbsentError as absent:
                told(f"{method} is left out: {absent}")


def _measured(task: Task, method: str, find: Find, queries: list[tuple[str, frozenset[str]]], built: float) -> Figure:
    start, ours = time.perf_counter(), time.process_time()
    found = [(find(name), right) for name, right in queries]
    taken, busy = time.perf_counter() - start, time.process_time() - ours
    return Figure(
        PART,
        task.name,
        method,
        {
            "register": len(task.register),
            "queries": len(queries),
            "r_at_1": round(sum(bool(ids) and ids[0] in right for ids, right in found) / len(found), 4),
            "r_at_10": round(sum(not right.isdisjoint(ids) for ids, right in found) / len(found), 4),
            "ms_a_query": round(1000 * taken / len(found), 2),
            "cpu_ms_a_query": round(1000 * busy / len(found), 2),
            "build_s": round(built, 1),
        },
    )
