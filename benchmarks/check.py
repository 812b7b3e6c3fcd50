"""Fails when people are found, or registers linked, worse than the figures of record: `python benchmarks/check.py`.

Takes what stands in the repository alone: the public lists in `examples/` and invented people, drawn the same for
everyone. `--record` puts what is measured now on record, in `results/check.json`.
"""

import argparse
import datetime as dt
import json
import pathlib
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from payvand.config.cli import main as payvand
from payvand.config.demo.invent import InventedPerson, invent
from payvand.config.tabular.people import read_people
from payvand.matching import Record, Register
from versus.scoring import count_true_pairs, linking_scores

ROOT = pathlib.Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "check.json"
EXAMPLES = ("russian", "persian", "arabic", "central_asian")
SPELLINGS = ("tg", "ru", "uz", "fa")
PLACES = ("Душанбе", "Хуҷанд", "Кӯлоб", "Хоруғ", "Ҳисор", "Самарқанд", "Бухоро", "Мазори Шариф")
INVENTED, QUERIES, PERSONS = 3000, 150, 2500
ALLOWED = {"found first": 0.017}
"""How far a figure may fall below its record: a query of the shortest list; others by less than a hundredth."""

_OTHERS = 0.006

Figures = dict[str, float]


def examples() -> Iterator[tuple[str, float]]:
    """Public names in other scripts among public names in Latin letters, with and without the year of birth."""
    register = Register.build(read_people(ROOT / "examples" / "register.csv", {}))
    for name in EXAMPLES:
        queries = list(read_people(ROOT / "examples" / f"{name}.csv", {}))
        found = sum([hit.id for hit in register.search(query, 1)] == [query.id.split("-")[1]] for query in queries)
        yield f"examples, {name}: found first", found / len(queries)


def spellings() -> Iterator[tuple[str, float]]:
    """Invented people by name alone: sought as one spelling writes them, among all as passports do."""
    people = list(invent(random.Random(3), PLACES, count=INVENTED))
    register = Register.build(Record(str(n), name=person.full_name("latin")) for n, person in enumerate(people))
    for spelling in SPELLINGS:
        right = defaultdict(set)
        for number, person in enumerate(people):
            right[person.full_name(spelling)].add(str(number))
        hits = [
            any(hit.id in right[name] for hit in register.search(Record("q", name=name), 1))
            for name in (person.full_name(spelling) for person in people[:QUERIES])
        ]
        yield f"invented people, {spelling} to latin: found first", sum(hits) / len(hits)


def linking() -> Iterator[tuple[str, float]]:
    """A register of invented people, some of them written down twice or thrice, in another script and with errors."""
    with tempfile.TemporaryDirectory(prefix="payvand-check-") as name:
        folder = pathlib.Path(name)
        frame = pl.DataFrame(list(_rows(random.Random(9))), orient="row", schema=_COLUMNS)
        frame.drop("person", "script").write_parquet(folder / "register.parquet")
        if payvand(["dedupe", str(folder / "register.parquet"), "--out", str(folder / "pairs.parquet")]):
            raise SystemExit("payvand dedupe failed")
        truth = frame.select("id", "person", "script")
        scores = linking_scores(folder / "pairs.parquet", truth, count_true_pairs(truth))
    yield "invented register: F1", float(str(scores["f1"]))
    yield "invented register: pairs across scripts at precision .99", float(str(scores["cross_recall_at_p99"]))


_COLUMNS = ["id", "person", "script", "name", "birth_date", "sex", "place"]


def _rows(rng: random.Random) -> Iterator[tuple[str, int, str, str, str | None, str, str | None]]:
    for number, person in enumerate(invent(rng, PLACES, count=PERSONS)):
        copies = 1 + (rng.random() < 0.3) + (rng.random() < 0.1)
        for copy in range(copies):
            spelling = rng.choice(SPELLINGS) if copy else "latin"
            name = person.full_name(spelling) if rng.random() < 0.7 else person.short_name(spelling)
            place = person.place if rng.random() < 0.8 else None
            script = {"fa": "arab", "tg": "cyrl", "ru": "cyrl"}.get(spelling, "latn")
            yield f"{number}-{copy}", number, script, name, _birth(rng, person, copy), person.sex, place


def _birth(rng: random.Random, person: InventedPerson, copy: int) -> str | None:
    """The birth as a paper may have it: a copy's day and month change places, get lost, or the year is one off."""
    year, month, day = person.birth
    chance = rng.random() if copy else 1.0
    if chance < 0.08:
        return None
    if chance < 0.16:
        return str(year)
    if chance < 0.2:
        return dt.date(year + 1, month, day).isoformat()
    if chance < 0.24 and day <= 12:
        return dt.date(year, day, month).isoformat()
    return dt.date(year, month, day).isoformat()


def measured() -> Figures:
    """Every figure by its name."""
    found: Figures = {}
    for part in (examples, spellings, linking):
        for name, value in part():
            found[name] = round(value, 4)
            print(f"{name:60} {value:.4f}", flush=True)
    return found


def fallen(now: Figures, record: Figures) -> list[str]:
    """What is worse than on record, a line each."""
    return [
        f"{name}: {now.get(name, 0.0):.4f}, on record {value:.4f}"
        for name, value in record.items()
        if now.get(name, 0.0) < value - ALLOWED.get(name.split(": ")[-1], _OTHERS)
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="put the figures on record instead of checking them")
    options = parser.parse_args()
    now = measured()
    if options.record:
        RESULTS.write_text(json.dumps(now, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return 0
    worse = fallen(now, json.loads(RESULTS.read_text(encoding="utf-8")))
    for text in worse:
        print(f"accuracy has fallen: {text}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
