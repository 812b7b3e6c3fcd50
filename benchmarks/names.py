"""Measures how many names a second `payvand.names` reads, folds and romanises: `python benchmarks/names.py`.

The names are those of `examples/` (public, three scripts) and of the demonstration (invented, five spellings). Prints a
table and writes `benchmarks/results/names.json`.
"""

import csv
import json
import pathlib
import random
import time
from collections.abc import Callable

from payvand.config.demo.invent import SPELLINGS, invent
from payvand.names import fold, latin, parse, romanise, skeleton, sort_key

HERE = pathlib.Path(__file__).parent
RESULTS = HERE / "results" / "names.json"
EXAMPLES = ("register.csv", "russian.csv", "persian.csv", "arabic.csv")
INVENTED = 4000
SEED = 7


def names() -> list[str]:
    found: list[str] = []
    for name in EXAMPLES:
        with (HERE.parent / "examples" / name).open(encoding="utf-8", newline="") as lines:
            found += [row["name"] for row in csv.DictReader(lines)]
    people = invent(random.Random(SEED), ("Kŭlob",), count=INVENTED)
    return found + [person.full_name(SPELLINGS[number % len(SPELLINGS)]) for number, person in enumerate(people)]


def rate(work: Callable[[str], object], texts: list[str]) -> int:
    start = time.perf_counter()
    for text in texts:
        work(text)
    return round(len(texts) / (time.perf_counter() - start))


def main() -> None:
    full = names()
    tokens = sorted({token for name in full for token in name.split()})
    russian = [person.full_name("ru") for person in invent(random.Random(SEED), ("Kŭlob",), count=INVENTED)]
    rows = [
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
    for row in rows:
        print(f"{row['what']:30} {row['rate']:>10,} {row['unit']}")
    RESULTS.write_text(json.dumps({"names": len(full), "rates": rows}, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
