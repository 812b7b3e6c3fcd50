"""Draws the lists in `examples/` from public data: `python benchmarks/draw_examples.py ../shared/names examples`.

The same data gives the same lists, byte for byte.
"""

import csv
import pathlib
import sys
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

Row = dict[str, str]

NEAR = ("Afghanistan", "Kyrgyzstan", "Turkey", "Armenia", "Georgia", "Abkhazia", "Lebanon", "Kuwait", "Moldova")
REGISTER_SIZE = 3000
LISTS = {
    "russian.csv": (("ru",), 200),
    "persian.csv": (("fa",), 100),
    "arabic.csv": (("ar",), 100),
    "central_asian.csv": (("tg", "uz", "kk", "ky"), 60),
}


def rows(path: pathlib.Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def drawn(keys: Iterable[str]) -> list[str]:
    """The keys in an order that looks drawn by lot and is the same for everyone."""
    return sorted(keys, key=lambda key: (zlib.crc32(key.encode()), key))


def write(path: pathlib.Path, columns: list[str], lines: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(columns)
        table.writerows(lines)


def main(source: pathlib.Path, target: pathlib.Path) -> None:
    people: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows(source / "politicians_multiscript.tsv"):
        people[row["qid"]].setdefault(row["lang"], row)
    english = {qid: spellings["en"] for qid, spellings in people.items() if "en" in spellings}
    register = [[qid, row["name"], row["dob"][:4], row["gender"]] for qid, row in sorted(english.items())]
    known = {line[1] for line in register}
    others = {
        row["latin"]
        for row in rows(source / "arabic_latin_fullnames.tsv")
        if row["source"] == "wikidata" and row["country"] in ("AF", "IR", "PK") and " " in row["latin"]
    }
    for number, name in enumerate(drawn(others - known)[: REGISTER_SIZE - len(register)], start=1):
        register.append([f"N{number:04}", name, "", ""])
    write(target / "register.csv", ["id", "name", "birth_year", "sex"], register)
    for name, (languages, most) in LISTS.items():
        found = [
            [f"{language}-{qid}", people[qid][language]["name"], people[qid][language]["dob"][:4]]
            for language in languages
            for qid in drawn(english)
            if language in people[qid]
        ]
        found.sort(key=lambda line: not set(NEAR) & set(english[line[0].split("-")[1]]["countries"].split("|")))
        with_year = name in ("russian.csv", "central_asian.csv")
        columns = ["id", "name", "birth_year"] if with_year else ["id", "name"]
        write(target / name, columns, (line[: len(columns)] for line in found[:most]))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
