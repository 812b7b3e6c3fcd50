"""The package's copy of the tables in `data/`, loaded when first asked for.

Made by `python -m payvand.names.build_tables`.
"""

import functools
import json
from pathlib import Path
from typing import Final, NamedTuple, TypedDict

TABLES_FILE: Final = Path(__file__).with_name("tables.json")


class Affix(NamedTuple):
    """One form of a row of `data/names/affixes.csv`, with what it says; folded, but for the position `exact`."""

    form: str
    position: str
    role: str
    sex: str
    sure: int
    min_stem: int
    only: tuple[str, ...]


class Letters(NamedTuple):
    """One row of a romanisation table: `source` becomes `latin` where `after` and `before` allow it (empty = any)."""

    source: str
    after: str
    before: str
    latin: str


class Scheme(NamedTuple):
    """A romanisation scheme of a language, with where its spellings are met and the evidence for it."""

    language: str
    name: str
    table: str
    base: str
    where_used: str
    evidence: str


class _Tables(TypedDict):
    schemes: list[list[str]]
    romanisation: dict[str, dict[str, list[list[str]]]]
    affixes: list[list[str | int | list[str]]]
    not_endings: list[str]
    words: dict[str, str]
    alphabets: dict[str, str]
    clusters: dict[str, list[str]]
    short_forms: dict[str, list[tuple[str, int]]]
    sexes: dict[str, str]
    article_kept: list[str]
    letter_names: dict[str, tuple[str, bool]]
    x_as_ks: list[str]


@functools.lru_cache(maxsize=1)
def _tables() -> _Tables:
    tables: _Tables = json.loads(TABLES_FILE.read_text(encoding="utf-8"))
    return tables


@functools.lru_cache(maxsize=1)
def all_schemes() -> tuple[Scheme, ...]:
    """Every scheme in the order of `data/romanisation/schemes.csv`."""
    return tuple(Scheme(*row) for row in _tables()["schemes"])


@functools.lru_cache(maxsize=64)
def letters(table: str, scheme: str) -> tuple[Letters, ...]:
    """The rows of one scheme in one file of letters; empty where there are none."""
    return tuple(Letters(*row) for row in _tables()["romanisation"].get(table, {}).get(scheme, ()))


@functools.lru_cache(maxsize=32)
def affixes(position: str) -> dict[str, tuple[Affix, ...]]:
    """The affixes of a position (ending, exact, follows, precedes, word, fond, …: see `affixes.csv`), by their form."""
    found: dict[str, tuple[Affix, ...]] = {}
    for form, place, role, sex, sure, min_stem, only in _tables()["affixes"]:
        if place == position:
            row = Affix(str(form), str(place), str(role), str(sex), int(str(sure)), int(str(min_stem)), tuple(only))  # type: ignore[arg-type]  # JSON rows are mixed
            found[row.form] = (*found.get(row.form, ()), row)
    return found


@functools.lru_cache(maxsize=1)
def not_endings() -> frozenset[str]:
    """Folded names that end like a surname and are not one."""
    return frozenset(_tables()["not_endings"])


@functools.lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """Folded words whose role is likely by themselves (tribes, nisbas), and that role."""
    return _tables()["words"]


@functools.lru_cache(maxsize=1)
def alphabets() -> dict[str, frozenset[str]]:
    """The lower-case letters of each language and script, by tag (`uz-Latn`, `tg`, …)."""
    return {tag: frozenset(text) for tag, text in _tables()["alphabets"].items()}


@functools.lru_cache(maxsize=1)
def clusters() -> dict[str, tuple[str, ...]]:
    """The clusters of spellings that a folded spelling is known in."""
    return {form: tuple(names) for form, names in _tables()["clusters"].items()}


@functools.lru_cache(maxsize=1)
def short_forms() -> dict[str, list[tuple[str, int]]]:
    """The full names that a folded short form may stand for, in its script, each with the bits that it costs."""
    return {form: [(full, bits) for full, bits in fulls] for form, fulls in _tables()["short_forms"].items()}


@functools.lru_cache(maxsize=1)
def sexes() -> dict[str, str]:
    """The sex (female, male) of folded given names and short forms that are of one sex only."""
    return _tables()["sexes"]


@functools.lru_cache(maxsize=1)
def article_kept() -> frozenset[str]:
    """Folded Arabic-script names that begin with ال as letters of the name, not as the article."""
    return frozenset(_tables()["article_kept"])


@functools.lru_cache(maxsize=1)
def x_as_ks() -> tuple[str, ...]:
    """Beginnings of Latin names in which x is read ks, not kh."""
    return tuple(_tables()["x_as_ks"])


@functools.lru_cache(maxsize=1)
def letter_names() -> dict[str, tuple[str, bool]]:
    """Folded names of English letters as Persian writes them: the letter, and whether only a full stop tells it."""
    return {name: (letter, dotted) for name, (letter, dotted) in _tables()["letter_names"].items()}
