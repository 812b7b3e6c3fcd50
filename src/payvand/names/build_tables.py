"""Makes the package's copy of the tables from their sources: `python -m payvand.names.build_tables [DATA]`.

DATA is the folder with `names/` and `romanisation/`, by default `data/` of the checkout. A test holds the copy to it.
"""

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from payvand.names.folding import fold
from payvand.names.latinising import latin
from payvand.names.romanisation import romanise, schemes
from payvand.names.tables import TABLES_FILE

DATA: Final = Path(__file__).parents[3] / "data"
_LANGUAGE_TAGS: Final = {
    ("uz", "Latn"): "uz-Latn",
    ("uz", "Cyrl"): "uz-Cyrl",
    ("uz", "Arab"): "uz-Arab",
    ("tk", "Latn"): "tk-Latn",
    ("tk", "Cyrl"): "tk-Cyrl",
}


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file whose lines that begin with # are comments."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(line for line in lines if not line.startswith("#"))


def _romanisation(folder: Path) -> dict[str, dict[str, list[list[str]]]]:
    found: dict[str, dict[str, list[list[str]]]] = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stem != "schemes":
            for row in rows_of(path):
                rows = found.setdefault(path.stem, {}).setdefault(row["scheme"], [])
                rows.append([row["source"], row["after"], row["before"], row["latin"]])
    return found


def _affixes(path: Path) -> list[list[Any]]:
    found = []
    for row in rows_of(path):
        for form in row["forms"].split():
            only = row["only"].split()
            written = form.casefold() if row["position"] == "exact" else fold(form)
            grades = [int(row["sure"]), int(row["min_stem"])]
            found.append([written, row["position"], row["role"], row["sex"], *grades, only])
    return found


def _forms(rows: Iterator[dict[str, str]], column: str) -> list[str]:
    return sorted({fold(form) for row in rows for form in row[column].split()})


def _clusters(path: Path) -> dict[str, list[str]]:
    """The clusters of each folded spelling; a near name that is another name is left out."""
    found: dict[str, set[str]] = {}
    for row in rows_of(path):
        for form in row["forms"].split("; "):
            if not form.endswith("(not same)"):
                found.setdefault(fold(form), set()).add(row["cluster"])
    return {form: sorted(names) for form, names in sorted(found.items())}


def _letter_names(rows: list[dict[str, str]]) -> dict[str, list[str | bool]]:
    """For each folded name of a letter the letter, and whether only a full stop tells it from a word."""
    return {
        fold(name): [letter, row["kind"] == "letter_name_dotted"]
        for row in rows
        if row["kind"].startswith("letter_name")
        for name, letter in (form.split("=") for form in row["forms"].split())
    }


def _latin_spellings(written: str, language: str) -> list[str]:
    """How a Cyrillic form is written in Latin: by each scheme of its language, the default first, and read plainly."""
    by_scheme = [romanise(written, language, scheme).plain for scheme in schemes(language)]
    return [*by_scheme, latin(written)]


def _in_scripts(row: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
    """The full name of a row in each script that it is met in, with the folded short forms there."""
    full, shorts, language = row["full"], row["shorts"].split(), row["area"]
    yield full, {fold(short) for short in shorts}
    spelled = {fold(latin) for short in shorts for latin in _latin_spellings(short, language)}
    added = {fold(short) for short in row["shorts_latin"].split()}
    yield (row["full_latin"].split() or _latin_spellings(full, language))[0], spelled | added
    if row["full_arab"]:
        yield row["full_arab"], {fold(short) for short in row["shorts_arab"].split()}


def _short_forms(path: Path) -> dict[str, list[list[str | int]]]:
    """For each folded short form the full names that it may stand for in its script, with their bits."""
    found: dict[str, dict[str, int]] = {}
    for row in rows_of(path):
        for full, shorts in _in_scripts(row):
            for short in shorts - {fold(full)}:
                found.setdefault(short, {}).setdefault(full, int(row["bits"]))
    return {short: [[full, bits] for full, bits in fulls.items()] for short, fulls in sorted(found.items())}


def _sexes(path: Path) -> dict[str, str]:
    """The sex of folded full names and of short forms that stand for names of one sex only."""
    found: dict[str, set[str]] = {}
    for row in rows_of(path):
        for full, shorts in _in_scripts(row):
            for form in (*shorts, fold(full), *map(fold, row["full_latin"].split())):
                found.setdefault(form, set()).add(row["sex"])
    return {form: next(iter(sexes)) for form, sexes in sorted(found.items()) if len(sexes) == 1}


def _alphabets(path: Path) -> dict[str, str]:
    found = {}
    for row in rows_of(path):
        tag = _LANGUAGE_TAGS.get((row["lang"], row["script"]), row["lang"])
        if not row["script"].startswith("Latn-"):
            found[tag] = "".join(
                sorted({letter for letter in row["letters"] if letter.isalpha() and letter not in "ʻʼ"})
            )
    return found


def tables(data: Path = DATA) -> dict[str, Any]:
    """All tables, read and folded.

    Latin spellings of short forms are made with the romanisation tables that the package has now: after a change of
    those the tables are made twice.
    """
    names, romanisation = data / "names", data / "romanisation"
    reading = list(rows_of(names / "reading.csv"))
    return {
        "schemes": [list(row.values()) for row in rows_of(romanisation / "schemes.csv")],
        "romanisation": _romanisation(romanisation),
        "affixes": _affixes(names / "affixes.csv"),
        "not_endings": _forms(rows_of(names / "not_endings.csv"), "names"),
        "words": {
            fold(word): row["role"] for row in rows_of(names / "name_words.csv") for word in row["words"].split()
        },
        "alphabets": _alphabets(names / "alphabets.csv"),
        "clusters": _clusters(names / "variants.csv"),
        "short_forms": _short_forms(names / "short_forms.csv"),
        "sexes": _sexes(names / "short_forms.csv"),
        "article_kept": _forms(iter([row for row in reading if row["kind"] == "article_kept"]), "forms"),
        "letter_names": _letter_names(reading),
        "x_as_ks": _forms(iter([row for row in reading if row["kind"] == "x_as_ks"]), "forms"),
    }


def text(data: Path = DATA) -> str:
    """The tables as the package keeps them: JSON, one table a line."""
    lines = (
        f"{json.dumps(key)}:{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
        for key, value in tables(data).items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main(arguments: list[str]) -> int:
    """Writes the package's copy. Exit 0."""
    TABLES_FILE.write_text(text(Path(arguments[0]) if arguments else DATA), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
