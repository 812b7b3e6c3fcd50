"""The tasks of finding that peers and ourselves are measured on: queries, a register, and who is who.

Built from the public lists in `../shared/names` beside the checkout, or the folder in PAYVAND_NAMES.
"""

import csv
import os
import pathlib
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).parents[1]
NAMES = pathlib.Path(os.environ.get("PAYVAND_NAMES", ROOT.parent / "shared" / "names"))
REGISTER_SIZE = 50_000


@dataclass(frozen=True)
class Task:
    """Names to find (each with the ids that are right) among names by id."""

    name: str
    queries: list[tuple[str, frozenset[str]]]
    register: dict[str, str]


def rows(name: str) -> Iterator[dict[str, str]]:
    with (NAMES / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def politicians(language: str, title: str) -> Task:
    """Politicians by their labels in one language among their English labels, filled up with other people's names."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows("politicians_multiscript.tsv"):
        labels[row["qid"]].setdefault(row["lang"], row["name"])
    register = {qid: spellings["en"] for qid, spellings in labels.items() if "en" in spellings}
    known = set(register.values())
    for row in rows("arabic_latin_fullnames.tsv"):
        if len(register) == REGISTER_SIZE:
            break
        if row["latin"] not in known:
            known.add(row["latin"])
            register[f"filling-{len(register)}"] = row["latin"]
    queries = [
        (spellings[language], frozenset({qid}))
        for qid, spellings in sorted(labels.items())
        if language in spellings and "en" in spellings
    ]
    return Task(title, queries, register)


def arabic_names(most: int = 1000) -> Task:
    """Full names in Arabic script among their Latin spellings; every spelling of the same name is right.

    The model has seen the parts of these names: the figure shows what a change does, not what a new list would give.
    """
    register: dict[str, str] = {}
    right: dict[str, set[str]] = defaultdict(set)
    for number, row in enumerate(rows("arabic_latin_fullnames.tsv")):
        if len(register) == REGISTER_SIZE:
            break
        if row["source"] == "wikidata" and " " in row["arab_key"]:
            register[str(number)] = row["latin"]
            right[row["arab_key"]].add(str(number))
    chosen = random.Random(7).sample(sorted(right), most)
    return Task("Arabic → Latin, names (seen parts)", [(name, frozenset(right[name])) for name in chosen], register)


def all_tasks() -> list[Task]:
    return [
        politicians("ru", "Russian → English, politicians"),
        politicians("fa", "Persian → English, politicians"),
        arabic_names(),
    ]
