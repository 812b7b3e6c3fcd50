"""Measures how many names a second are read, folded, romanised, and made tokens of: `python benchmarks/names.py`.

The names are those of `examples/` (public, three scripts) and of the demonstration (invented, five spellings). Prints a
table and writes `benchmarks/results/names.json`. One core; seconds are those of the processor, not of the clock.
"""

import csv
import json
import multiprocessing
import operator
import pathlib
import random
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypedDict

from payvand.config.demo.invent import SPELLINGS, invent
from payvand.matching.tokens import tokens_of, tokens_of_all
from payvand.names import fold, latin, parse, romanise, skeleton, sort_key

HERE = pathlib.Path(__file__).parent
RESULTS = HERE / "results" / "names.json"
EXAMPLES = ("register.csv", "russian.csv", "persian.csv", "arabic.csv")
INVENTED = 4000
SEED = 7
RUNS = 3
"""Of each rate the best of so many runs stands: the others were disturbed."""


class Row(TypedDict):
    """What was measured, and how many a second."""

    what: str
    unit: str
    rate: int


def names() -> list[str]:
    found: list[str] = []
    for name in EXAMPLES:
        with (HERE.parent / "examples" / name).open(encoding="utf-8", newline="") as lines:
            found += [row["name"] for row in csv.DictReader(lines)]
    people = invent(random.Random(SEED), ("Kŭlob",), count=INVENTED)
    return found + [person.full_name(SPELLINGS[number % len(SPELLINGS)]) for number, person in enumerate(people)]


def rate(work: Callable[[str], object], texts: list[str]) -> int:
    start = time.process_time()
    for text in texts:
        work(text)
    return round(len(texts) / (time.process_time() - start))


def bulk_rate(texts: list[str], part: str) -> int:
    start = time.process_time()
    tokens_of_all(texts, part)
    return round(len(texts) / (time.process_time() - start))


def reading_rates() -> list[Row]:
    """Rates of what `payvand.names` does."""
    full = names()
    tokens = sorted({token for name in full for token in name.split()})
    russian = [person.full_name("ru") for person in invent(random.Random(SEED), ("Kŭlob",), count=INVENTED)]
    return [
        {"what": "parse, new names", "unit": "names/s", "rate": rate(parse, full)},
        {"what": "parse, names met before", "unit": "names/s", "rate": rate(parse, full)},
        {"what": "fold", "unit": "names/s", "rate": rate(fold, full)},
        {"what": "sort_key", "unit": "names/s", "rate": rate(sort_key, full)},
        {"what": "latin, new tokens", "unit": "tokens/s", "rate": rate(latin, tokens)},
        {"what": "skeleton, new tokens", "unit": "tokens/s", "rate": rate(skeleton, tokens)},
        {
            "what": "romanise Russian, ICAO 9303",
            "unit": "names/s",
            "rate": rate(lambda name: romanise(name, "ru", "ICAO9303"), russian),
        },
    ]


def token_rates() -> list[Row]:
    """Rates of tokens: of new words, of new names of three known words, and of names that were read before."""
    words = sorted({word for name in names() for word in name.split()})
    draw = random.Random(SEED)
    full = [" ".join(draw.sample(words, 3)) for _ in range(len(words))]
    tokens_of_all(["Карим"], "name")
    return [
        {"what": "tokens, new words", "unit": "words/s", "rate": bulk_rate(words, "name")},
        {"what": "tokens, new names of known words", "unit": "names/s", "rate": bulk_rate(full, "name")},
        {"what": "tokens, one name at a time", "unit": "names/s", "rate": rate(tokens_of_name, full)},
        {"what": "tokens, names met before", "unit": "names/s", "rate": rate(tokens_of_name, full)},
    ]


def tokens_of_name(name: str) -> object:
    return tokens_of({"name": name})


def in_new_process(rates: Callable[[], list[Row]]) -> list[Row]:
    """The rates measured by a process that remembers no word."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as worker:
        return worker.submit(rates).result()


def main() -> None:
    rows = []
    for rates in (reading_rates, token_rates):
        runs = [in_new_process(rates) for _ in range(RUNS)]
        rows += [max(same, key=operator.itemgetter("rate")) for same in zip(*runs, strict=True)]
    for row in rows:
        print(f"{row['what']:34} {row['rate']:>10,} {row['unit']}")
    RESULTS.write_text(json.dumps({"names": len(names()), "rates": rows}, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
