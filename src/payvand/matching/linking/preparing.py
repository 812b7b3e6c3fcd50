"""From the texts of a register to what the kernel and the plan need: rows, tokens, counts, and the texts of names."""

import pathlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from payvand.matching import facts
from payvand.matching.evidence import FEATURES
from payvand.matching.gazetteer import FORMER
from payvand.matching.linking.database import arrays, literal
from payvand.matching.linking.reading import BIRTH
from payvand.matching.linking.rows import Pieces, build
from payvand.matching.linking.texts import Lists, Vocabulary, read_all
from payvand.matching.rarity import common_names
from payvand.matching.records import Record, Relation

File = Callable[[str], pathlib.Path]

Source = tuple[NDArray[Any], Lists, NDArray[np.int64]]
"""Numbers of each record's text, the words that each text adds to a section, and how many entries these are."""

NAMED: Final = ("name", "given", "father", "surname")
_KIN: Final[tuple[Relation, ...]] = ("mother", "spouse")
_NUMBERS: Final = ("phone", "document")
_READ: Final = (*NAMED, *_KIN, "place")
_COUNT_SHIFT: Final = 8
_MOST_COUNTED: Final = (1 << 24) - 1
_FEATURE_SHIFT: Final = 56


@dataclass(frozen=True)
class Texts:
    """The distinct texts of one field, and how many records have each."""

    texts: list[str]
    counts: NDArray[np.int64]


@dataclass(frozen=True)
class Prepared:
    """What reading the names gave.

    Attributes:
        vocabulary: The texts of all fields of names, one field after another.
        offsets: Where the texts of each field begin in it.
        counts: How many records have each text.
        people: Numbers of each record's texts.
        person: The columns of the table `person` of the plan, but `rec`.
    """

    vocabulary: Vocabulary
    offsets: dict[str, int]
    counts: NDArray[np.int64]
    people: dict[str, NDArray[Any]]
    person: dict[str, NDArray[Any]]


def texts_of(database: duckdb.DuckDBPyConnection, file: File, field: str) -> Texts:
    """The texts of a field, by number."""
    found = database.execute(f"SELECT text, n FROM {literal(file(f'texts-{field}.parquet'))} ORDER BY id").fetchall()
    return Texts([text for text, _ in found], np.array([n for _, n in found], dtype=np.int64))


def prepare(database: duckdb.DuckDBPyConnection, file: File, told: Callable[[float], None]) -> Prepared:
    """Reads the texts of all names and writes `rows.bin`, `starts.npy`, `tokens.npy`, `rarity.npz`."""
    fields = {field: texts_of(database, file, field) for field in _READ}
    offsets: dict[str, int] = {}
    texts: list[tuple[str, str]] = []
    for field, found in fields.items():
        offsets[field] = len(texts)
        part = field if field in NAMED else "name"
        texts += [(part, text) for text in found.texts] if field != "place" else []
    levels = _place_levels(fields["place"].texts)
    offsets["levels"] = len(texts)
    texts += [("name", level) for level in levels.names]
    vocabulary = read_all(texts, told)
    counts = np.concatenate([fields[field].counts for field in (*NAMED, *_KIN)])
    prepared = Prepared(vocabulary, offsets, counts, {}, {})
    births = _births(database, file)
    people = arrays(
        database,
        f"SELECT {', '.join((*_READ, *_NUMBERS, 'birth', 'sex'))} FROM {literal(file('people.parquet'))} ORDER BY rec",
    )
    further = {
        "kin": [_kin(relation, people[relation], prepared) for relation in _KIN],
        "places": [_places(people["place"], levels, prepared)],
        "numbers": [_numbers(database, file, field, people[field]) for field in _NUMBERS],
    }
    rarity = _rarity(prepared, births, people, further["places"][0], vocabulary.words)
    pieces = _pieces(database, file, people, prepared, births=births, further=further)
    person = _person(births, people, further) | {"sex": pieces.sexes[people["sex"]].astype(np.int32)}
    _write(file, pieces, people, vocabulary)
    np.savez(file("rarity.npz"), keys=rarity[0], counts=rarity[1])
    return Prepared(vocabulary, offsets, counts, people, person)


def _person(
    births: NDArray[np.uint32], people: dict[str, NDArray[Any]], further: dict[str, list[Source]]
) -> dict[str, NDArray[Any]]:
    """The columns of the table `person` of the plan but `rec` and `sex`."""
    written, marks = births[:, 2].astype(np.int32), births[:, 3]
    year, month, day = written >> 9, written >> 5 & 15, written & 31
    exact = (day > 0) & (marks & facts.YEAR_ONLY == 0)
    low, high = np.minimum(month, day), np.maximum(month, day)
    dated = np.where(exact, low << 5 | high, 0)
    of_birth = {
        "date": np.where(exact, year << 10 | dated, 0),
        "day": dated,
        "year": year,
        "vague": ((year > 0) & ~exact).astype(np.int32),
    }
    columns = {name: values.astype(np.int32)[people["birth"]] for name, values in of_birth.items()}
    numbers = dict(zip(_NUMBERS, further["numbers"], strict=True))
    sections = {
        "place": (further["places"][0], 0),
        "phone": (numbers["phone"], 1),
        "document": (numbers["document"], 1),
    }
    return columns | {name: _told_apart(*section) for name, section in sections.items()}


def _told_apart(source: Source, skipped: int) -> NDArray[np.int32]:
    """A number for what a section says first of each record; −1 where it says nothing."""
    numbers, listed, held = source
    said = np.full((len(held) + 1, 3), 0, dtype=np.uint32)
    for number in np.flatnonzero(held).tolist():
        start, end = int(listed.starts[number]), int(listed.starts[number + 1])
        first = listed.values[start + skipped : min(start + skipped + 3, end)]
        said[number, : len(first)] = first
    _, places = np.unique(said, axis=0, return_inverse=True)
    places = np.where(np.r_[held > 0, False], places.ravel(), -1).astype(np.int32)
    return np.asarray(places[numbers])


@dataclass(frozen=True)
class _Levels:
    """Levels of places: distinct names, and for each place the numbers of its levels and their keys."""

    names: list[str]
    numbers: list[list[int]]
    keys: list[list[int]]


def _place_levels(places: list[str]) -> _Levels:
    from payvand.matching.gazetteer import keys, levels

    names: dict[str, int] = {}
    numbers = [[names.setdefault(level, len(names)) for level in levels(place)] for place in places]
    return _Levels(list(names), numbers, [list(keys(place)) for place in places])


def _births(database: duckdb.DuckDBPyConnection, file: File) -> NDArray[np.uint32]:
    """Words 2 to 5 of the row for each birth, and those of an unknown one last."""
    rows = database.execute(
        f"SELECT {', '.join(BIRTH)} FROM {literal(file('texts-birth.parquet'))} ORDER BY id"
    ).fetchall()
    found = [facts.header(_record_of_birth(*row))[:4] for row in (*rows, (None,) * len(BIRTH))]
    return np.array(found, dtype=np.uint32)


def _record_of_birth(date: str | None, year: str | None, age: str | None, on: str | None) -> Record:
    return Record("", birth_date=date, birth_year=_whole(year), age=_whole(age), age_on=on)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) <= len("1985") else None


def _kin(relation: Relation, numbers: NDArray[np.int32], prepared: Prepared) -> Source:
    offset = prepared.offsets[relation]
    count = int(numbers.max(initial=-1)) + 1
    code = facts.RELATION_CODES[relation]
    listed = [_refs(prepared.vocabulary, offset + number) for number in range(count)]
    words = [[code, len(refs), *refs] if refs else [] for refs in listed]
    return numbers, Lists.of(words, np.uint32), np.array([bool(refs) for refs in listed], dtype=np.int64)


def _refs(vocabulary: Vocabulary, text: int) -> list[int]:
    start, end = vocabulary.refs.starts[text : text + 2]
    return list(vocabulary.refs.values[start:end].tolist())


def _places(numbers: NDArray[np.int32], levels: _Levels, prepared: Prepared) -> Source:
    offset, words, held = prepared.offsets["levels"], [], []
    for mine, keys in zip(levels.numbers, levels.keys, strict=True):
        told = [(key, _refs(prepared.vocabulary, offset + number)) for number, key in zip(mine, keys, strict=True)]
        known = [(key, refs) for key, refs in told if key or refs]
        words.append([word for key, refs in known for word in (key, len(refs), *refs)])
        held.append(len(known))
    return numbers, Lists.of(words, np.uint32), np.array(held, dtype=np.int64)


def _numbers(database: duckdb.DuckDBPyConnection, file: File, field: str, numbers: NDArray[np.int32]) -> Source:
    texts = texts_of(database, file, field).texts
    words = [facts.numbers(Record("", **{f"{field}s": (text,)})) for text in texts]  # type: ignore[arg-type]  # both are tuples of texts
    return numbers, Lists.of(words, np.uint32), np.array([bool(found) for found in words], dtype=np.int64)


def _rarity(
    prepared: Prepared,
    births: NDArray[np.uint32],
    people: dict[str, NDArray[Any]],
    places: Source,
    words: NDArray[np.uint32],
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """How many records hold each name, date and place, by the keys of the kernel; names are written into the tokens."""
    refs = prepared.vocabulary.refs
    own = int(prepared.offsets["mother"])
    owners = np.repeat(np.arange(own), refs.lengths[:own])
    mine = refs.values[: int(refs.starts[own])]
    skeletons = words[mine + 2].astype(np.uint64) | words[mine + 3].astype(np.uint64) << np.uint64(32)
    names, numbers = np.unique(skeletons, return_inverse=True)
    kept = np.sort(owners * max(len(names), 1) + numbers)
    kept = kept[np.r_[True, kept[1:] != kept[:-1]]] if len(kept) else kept  # a name twice in a text counts once
    holders, inverse = np.divmod(kept, max(len(names), 1))
    held = np.bincount(inverse, prepared.counts[holders], minlength=len(names)).astype(np.int64)
    common = common_names()
    held += np.array([common.get(name, 0) for name in names.tolist()], dtype=np.int64)
    _write_counts(prepared.vocabulary, names, held)
    dates, of_births = births[:, 2].astype(np.uint64), _held(people["birth"], len(births))
    birth = np.uint64(FEATURES.index("birth") << _FEATURE_SHIFT)
    years = dates >> np.uint64(9) << np.uint64(9)
    more_than_a_year, known = years != dates, dates > 0
    place_keys, of_places = _place_keys(places, words), _held(people["place"], len(places[2]) + 1)
    placed = place_keys > 0
    keys = [names, birth | dates[known], birth | years[known & more_than_a_year], place_keys[placed]]
    counted = [held, of_births[known], of_births[known & more_than_a_year], of_places[placed]]
    found, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    return found, np.bincount(inverse, np.concatenate(counted)).astype(np.uint32)


def _held(numbers: NDArray[np.int32], count: int) -> NDArray[np.int64]:
    """How many records have each of `count` numbers; the last one stands for none."""
    return np.bincount(np.where(numbers >= 0, numbers, count - 1), minlength=count)


def _write_counts(vocabulary: Vocabulary, names: NDArray[np.uint64], held: NDArray[np.int64]) -> None:
    """Writes into each token how many records hold its name: quicker than to look it up for every pair."""
    words = vocabulary.words
    at = np.unique(vocabulary.refs.values).astype(np.int64)
    skeletons = words[at + 2].astype(np.uint64) | words[at + 3].astype(np.uint64) << np.uint64(32)
    place = np.minimum(np.searchsorted(names, skeletons), max(len(names) - 1, 0))
    if len(names):
        counts = np.where(names[place] == skeletons, held[place], 0)
        words[at + 1] |= np.minimum(counts, _MOST_COUNTED).astype(np.uint32) << np.uint32(_COUNT_SHIFT)


def _place_keys(places: Source, words: NDArray[np.uint32]) -> NDArray[np.uint64]:
    """The key of the smallest level of each place; 0 where it has none, and last for no place."""
    _, listed, held = places
    feature = np.uint64(FEATURES.index("place") << _FEATURE_SHIFT)
    keys = np.zeros(len(held) + 1, dtype=np.uint64)
    for number in np.flatnonzero(held).tolist():
        start = int(listed.starts[number])
        key, count = (int(word) for word in listed.values[start : start + 2])
        if key:
            keys[number] = feature | np.uint64(key & ~FORMER)
        elif count:
            at = int(listed.values[start + 2])
            keys[number] = (np.uint64(words[at + 2]) | np.uint64(words[at + 3]) << np.uint64(32)) ^ feature
    return keys


def _pieces(
    database: duckdb.DuckDBPyConnection,
    file: File,
    people: dict[str, NDArray[Any]],
    prepared: Prepared,
    *,
    births: NDArray[np.uint32],
    further: dict[str, list[Source]],
) -> Pieces:
    names = np.stack([people[field] for field in NAMED]).astype(np.int32)
    for place, field in enumerate(NAMED):
        names[place][names[place] >= 0] += prepared.offsets[field]
    sexes = [facts.SEX_CODES.get(text, 0) for text in texts_of(database, file, "sex").texts]
    return Pieces(
        birth=births,
        sexes=np.array([*sexes, 0], dtype=np.uint32),
        names=names,
        refs=prepared.vocabulary.refs,
        cores=prepared.vocabulary.cores,
        alone=(names[1] >= 0) | (names[3] >= 0),
        further=further,
    )


def _write(file: File, pieces: Pieces, people: dict[str, NDArray[Any]], vocabulary: Vocabulary) -> None:
    lengths: list[NDArray[np.int64]] = []
    with file("rows.bin").open("wb") as out:

        def put(words: NDArray[np.uint32], length: NDArray[np.int64]) -> None:
            words.tofile(out)
            lengths.append(length)

        build(pieces, people["birth"], people["sex"], put)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), *lengths])
    np.save(file("starts.npy"), np.cumsum(starts))
    np.save(file("tokens.npy"), vocabulary.words)
