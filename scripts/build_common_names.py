#!/usr/bin/env python3
"""Counts which names are common: `python scripts/build_common_names.py FOLDER > src/payvand/matching/common_names.tsv`.

The folder holds `arabic_latin_units.tsv` (names of people with their country and count) and `tokens_en_ru.tsv` (tokens
of names with counts), both drawn from Wikidata and others: see data/SOURCES.md. The name parts of a person are given
name, father's name and surname, so a name's share of the people is the sum of its shares of the parts.
"""

import collections
import csv
import pathlib
import sys

from payvand.matching.rarity import PRIOR_RECORDS
from payvand.names import skeleton

LEAST = 1.5 / PRIOR_RECORDS  # a rarer name does not count among so few records
SHORTEST = 2  # consonants of a skeleton
PARTS = 3


def shares(rows: "list[tuple[str, int]]") -> "dict[str, tuple[float, str]]":
    """The share of each skeleton in one part of a name, and its commonest spelling."""
    total = sum(count for _, count in rows)
    spellings: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for spelling, count in rows:
        spellings[skeleton(spelling)][spelling.casefold()] += count
    return {
        key: (sum(found.values()) / total, found.most_common(1)[0][0])
        for key, found in spellings.items()
        if len(key) >= SHORTEST
    }


def read(path: pathlib.Path) -> "list[dict[str, str]]":
    """The rows of a list."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def main(folder: pathlib.Path) -> None:
    """Prints skeleton, commonest spelling and share of each common name, commonest first."""
    units = [row for row in read(folder / "arabic_latin_units.tsv") if " " not in row["latin"]]
    given = shares([(row["latin"], int(row["count"])) for row in units if row["role"] == "given"])
    surnames = shares([(row["latin"], int(row["count"])) for row in units if row["role"] != "given"])
    russian = [row for row in read(folder / "tokens_en_ru.tsv") if row["latin"].isalpha()]
    tokens = shares([(row["latin"], int(row["count"])) for row in russian])
    common = {}
    for key in {*given, *surnames, *tokens}:
        nothing = 0.0, ""
        first, last, any_part = given.get(key, nothing), surnames.get(key, nothing), tokens.get(key, nothing)
        southern, northern = 2 * first[0] + last[0], PARTS * any_part[0]
        common[key] = max((southern, max(first, last)[1]), (northern, any_part[1]))
    out = csv.writer(sys.stdout, delimiter="\t", lineterminator="\n")
    out.writerow(("skeleton", "commonest", "share"))
    for key, (share, spelling) in sorted(common.items(), key=lambda pair: (-pair[1][0], pair[0])):
        if share >= LEAST:
            out.writerow((key, spelling, f"{share:.5f}"))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
