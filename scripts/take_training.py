#!/usr/bin/env python3
"""Takes the lists that the likeness model is learned from: `python scripts/take_training.py FOLDER`.

FOLDER holds the lists as they were published (`data/SOURCES.md` names them). Of each the two columns that are learned
from are kept, each pair once, sorted and compressed, in `data/training/`: the same lists give the same files.
"""

import csv
import lzma
import pathlib
import sys

OUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "training"
LISTS = (
    ("tokens_en_ru", "latin", "target"),
    ("tokens_en_ar", "latin", "target"),
    ("arabic_latin_units", "latin", "arab_key"),
    ("arabic_latin_fullnames", "latin", "arab_key"),
    ("uk_ru_name_pairs", "uk", "ru_ranked"),
)
ALTERNATIVES = "|"
"""Parts the spellings of one cell, the likeliest first."""


def take(folder: pathlib.Path, name: str, left: str, right: str) -> int:
    """Writes one list; gives the number of its pairs."""
    with (folder / f"{name}.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        pairs = sorted({(row[left], spelling) for row in rows for spelling in row[right].split(ALTERNATIVES)})
    text = "".join(f"{one}\t{other}\n" for one, other in pairs)
    packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
    (OUT / f"{name}.tsv.xz").write_bytes(packed)
    return len(pairs)


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    for columns in LISTS:
        print(columns[0], take(pathlib.Path(sys.argv[1]), *columns))  # noqa: T201 — a command that reports what it did
