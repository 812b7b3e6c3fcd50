"""Measures how many people are found: R@1 and R@10 of ours and of rapidfuzz on anyascii, in one run.

`python benchmarks/matching_quality.py [QUERIES]` prints a table and writes `benchmarks/results/matching_quality.json`.
"""

import json
import pathlib
import random
import sys
import time
from collections.abc import Callable

from anyascii import anyascii
from rapidfuzz import fuzz, process

from payvand.matching import Record, Register
from tasks import Task, all_tasks

RESULTS = pathlib.Path(__file__).parent / "results" / "matching_quality.json"
DEPTH = 10
PEER_QUERIES = 200  # the peer looks at every name of the register for every query: a sample is enough

Finder = Callable[[str], list[str]]


def ours(task: Task) -> Finder:
    register = Register.build(Record(record_id, name=name) for record_id, name in task.register.items())
    return lambda name: [hit.id for hit in register.search(Record("query", name=name), DEPTH)]


def rapidfuzz_on_anyascii(task: Task) -> Finder:
    ids, names = list(task.register), [anyascii(name).casefold() for name in task.register.values()]

    def find(name: str) -> list[str]:
        found = process.extract(anyascii(name).casefold(), names, scorer=fuzz.token_sort_ratio, limit=DEPTH)
        return [ids[place] for _, _, place in found]

    return find


def measure(find: Finder, queries: list[tuple[str, frozenset[str]]]) -> dict[str, float]:
    start = time.perf_counter()
    found = [(find(name), right) for name, right in queries]
    taken = time.perf_counter() - start
    return {
        "queries": len(queries),
        "r_at_1": round(sum(ids[:1] != [] and ids[0] in right for ids, right in found) / len(found), 4),
        "r_at_10": round(sum(not right.isdisjoint(ids) for ids, right in found) / len(found), 4),
        "ms_a_query": round(1000 * taken / len(found), 1),
    }


def main(most: int) -> None:
    results = []
    for task in all_tasks():
        queries = random.Random(5).sample(task.queries, min(most, len(task.queries)))
        for peer, make, few in (
            ("payvand", ours, len(queries)),
            ("rapidfuzz on anyascii", rapidfuzz_on_anyascii, PEER_QUERIES),
        ):
            figures = measure(make(task), queries[:few])
            results.append({"task": task.name, "register": len(task.register), "method": peer, **figures})
            print(
                f"{task.name:36} {peer:22} R@1 {figures['r_at_1']:.3f} R@10 {figures['r_at_10']:.3f}"
                f" {figures['ms_a_query']:7.1f} ms"
            )
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
