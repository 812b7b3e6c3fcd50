"""Measures how many people are found, by direction: R@1 and R@10 among 50,000 names, with 95 % intervals.

`python benchmarks/matching_quality.py [--queries N] [--task WORD] [--misses FILE]` learns a model without a tenth of
the names (or takes one that was learned so: `--model FOLDER`), seeks with it the names that hold such a part, then
seeks all names with the shipped model; prints a table and writes `benchmarks/results/matching_quality.json`.
"""

import argparse
import contextlib
import dataclasses
import json
import math
import pathlib
import random
import tempfile
import time
from collections.abc import Iterator

from payvand.matching import Record, Register, compare, learning, likeness, space
from slices import by_language, directions, unseen, words_of_tables
from tasks import ROOT, Task

RESULTS = pathlib.Path(__file__).parent / "results" / "matching_quality.json"
TRAINING = ROOT / "data" / "training"
DEPTH = 10


@dataclasses.dataclass(frozen=True)
class Outcome:
    """One query: what was sought, what is right, what was found best first."""

    name: str
    right: frozenset[str]
    found: list[str]

    def among(self, first: int) -> bool:
        """Whether someone right is among the first so many."""
        return not self.right.isdisjoint(self.found[:first])


def interval(share: float, of: int) -> list[float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z = 1.959964
    middle, spread = share + z * z / (2 * of), z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return [round((middle - spread) / (1 + z * z / of), 4), round((middle + spread) / (1 + z * z / of), 4)]


def seek(task: Task, most: int) -> tuple[Register, list[Outcome], float]:
    register = Register.build(Record(record_id, name=name) for record_id, name in task.register.items())
    queries = random.Random(5).sample(task.queries, min(most, len(task.queries)))
    start = time.process_time()
    outcomes = [
        Outcome(name, right, [hit.id for hit in register.search(Record("query", name=name), DEPTH)])
        for name, right in queries
    ]
    return register, outcomes, time.process_time() - start


def figures(task: Task, model: str, outcomes: list[Outcome], taken: float) -> dict[str, object]:
    first = sum(outcome.among(1) for outcome in outcomes) / len(outcomes)
    return {
        "task": task.name,
        "model": model,
        "register": len(task.register),
        "queries": len(outcomes),
        "r_at_1": round(first, 4),
        "r_at_1_interval": interval(first, len(outcomes)),
        "r_at_10": round(sum(outcome.among(DEPTH) for outcome in outcomes) / len(outcomes), 4),
        "ms_a_query": round(1000 * taken / len(outcomes), 1),
    }


def misses(task: Task, register: Register, outcomes: list[Outcome]) -> Iterator[str]:
    """Of each name that was not found first: what is right and what was found instead, each with its evidence."""
    yield f"\n## {task.name}\n"
    for outcome in outcomes:
        if outcome.among(1):
            continue
        place = next((place for place, record_id in enumerate(outcome.found) if record_id in outcome.right), None)
        yield f"{outcome.name}  (rank {'none' if place is None else place + 1})\n"
        for record_id in [*sorted(outcome.right)[:1], *outcome.found[:2]]:
            found = compare(Record("q", name=outcome.name), Record("r", name=task.register[record_id]), register.index)
            pieces = ", ".join(f"{piece.left}~{piece.right} {piece.bits:.1f}" for piece in found.evidence)
            yield f"    {found.weight:6.1f} {task.register[record_id]}  [{pieces}]\n"


@contextlib.contextmanager
def measured_model(folder: pathlib.Path) -> Iterator[None]:
    """Puts the model of a folder in the place of the shipped one for this process."""
    shipped = likeness.Likeness.__init__.__defaults__, space.Space.__init__.__defaults__
    likeness.Likeness.__init__.__defaults__ = (folder / "likeness.npz",)
    space.Space.__init__.__defaults__ = (folder / "space.npz",)
    _forget_models()
    yield
    likeness.Likeness.__init__.__defaults__, space.Space.__init__.__defaults__ = shipped
    _forget_models()


def _forget_models() -> None:
    likeness.likeness.cache_clear()
    space.space.cache_clear()


def measure(tasks: Iterator[Task], model: str, options: argparse.Namespace) -> Iterator[dict[str, object]]:
    for task in tasks:
        if options.task.casefold() not in task.name.casefold() or not task.queries:
            continue
        register, outcomes, taken = seek(task, options.queries)
        line = figures(task, model, outcomes, taken)
        low, high = line["r_at_1_interval"]
        print(
            f"{task.name:54} {model:8} n {line['queries']:5} R@1 {line['r_at_1']:.3f} ({low:.3f}-{high:.3f})"
            f" R@10 {line['r_at_10']:.3f} {line['ms_a_query']:6.1f} ms",
            flush=True,
        )
        if options.misses:
            with options.misses.open("a", encoding="utf-8") as out:
                out.writelines(misses(task, register, outcomes))
        yield line


def held_out_model(given: pathlib.Path | None, spare: str) -> pathlib.Path:
    if given is None:
        given = pathlib.Path(spare)
        learning.learn(TRAINING, given, hold_out=True)
    return given


def with_held_out(options: argparse.Namespace) -> Iterator[dict[str, object]]:
    """What a model finds of the names that it was not taught."""
    with tempfile.TemporaryDirectory() as spare, measured_model(held_out_model(options.model, spare)):
        yield from measure(map(unseen, by_language()), "held out", options)
        yield from measure(words_of_tables(), "held out", options)


def with_shipped(options: argparse.Namespace) -> Iterator[dict[str, object]]:
    """What the shipped model finds of all names, in the six directions."""
    yield from measure(directions(), "shipped", options)


PARTS = {"held out": with_held_out, "shipped": with_shipped}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=1000, help="names sought of each task, at most")
    parser.add_argument("--task", default="", help="only tasks with this in their name; nothing is written then")
    parser.add_argument("--part", choices=PARTS, action="append", help="only this model; the others' lines are kept")
    parser.add_argument("--model", type=pathlib.Path, help="a folder where `learning --hold-out` put its model")
    parser.add_argument("--misses", type=pathlib.Path, help="where to list the names that were not found first")
    options = parser.parse_args()
    for part in options.part or PARTS:
        lines = list(PARTS[part](options))
        if not options.task:
            put_in_record(part, lines)


def put_in_record(part: str, lines: list[dict[str, object]]) -> None:
    """Writes the lines of one model; those of the other stay as they are."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    lines = [line for model in PARTS for line in (lines if model == part else known) if line.get("model") == model]
    RESULTS.write_text(json.dumps(lines, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
