"""What a record says beyond the names, as words of its packed row: see `kernel/kernel.h` for the row."""

import datetime as dt
import functools
from collections.abc import Iterator
from typing import Final

from payvand.matching.births import Birth
from payvand.matching.gazetteer import keys, levels
from payvand.matching.numbers import Blind, NumberKind, blind
from payvand.matching.records import RELATIONS, Record, Relation
from payvand.matching.tokens import Token, tokens_of

RELATION_CODES: Final[dict[Relation, int]] = {relation: code for code, relation in enumerate(RELATIONS, start=1)}
SEX_CODES: Final = {"female": 1, "male": 2, "other": 3}

YEAR_ONLY, BY_AGE, UNREADABLE = 1, 2, 4
"""Birth marks: of a date only the year is meant; it was reckoned from an age; it cannot be read."""

NO_DAY: Final = 1 << 31
"""The word for a day that is not known."""

MOST_KIN: Final = 20
MOST_NUMBERS: Final = 10

_EPOCH: Final = dt.date(1800, 1, 1).toordinal()
_NOTHING: Final = (NO_DAY, NO_DAY, 0, 0)


def header(record: Record) -> tuple[int, int, int, int, int]:
    """Words 2 to 6 of the row: first and last day of birth, the date as written, marks, sex."""
    return (*_birth(record.birth), SEX_CODES.get(record.sex or "", 0))


@functools.lru_cache(maxsize=100_000)
def _birth(birth: Birth) -> tuple[int, int, int, int]:
    if birth.unreadable is not None:
        return NO_DAY, NO_DAY, 0, UNREADABLE
    span = birth.span
    if span is None:
        return _NOTHING
    first, last = (_day(date) for date in span)
    marks = (YEAR_ONLY if birth.year_only else 0) | (BY_AGE if birth.by_age else 0)
    if birth.year is None:
        return first, last, 0, marks
    return first, last, birth.year << 9 | (birth.month or 0) << 5 | (birth.day or 0), marks


def _day(date: dt.date) -> int:
    return date.toordinal() - _EPOCH & 0xFFFFFFFF


def kin(record: Record) -> list[tuple[int, tuple[Token, ...]]]:
    """Code of relation and tokens of each relative but the father, who stands with the name."""
    if not (record.mother or record.spouse or record.relatives):
        return []
    found = [
        (RELATION_CODES[relation], tokens)
        for relation in RELATIONS
        if relation != "father"
        for name in record.kin(relation)
        if (tokens := tokens_of({"name": name}))
    ]
    return found[:MOST_KIN]


def places(record: Record) -> list[tuple[int, tuple[Token, ...]]]:
    """Gazetteer key (0 unknown) and tokens of each level of the place, smallest first."""
    return list(_places(record.place)) if record.place else []


@functools.lru_cache(maxsize=50_000)
def _places(place: str) -> tuple[tuple[int, tuple[Token, ...]], ...]:
    named = ((key, tokens_of({"name": text})) for key, text in zip(keys(place), levels(place), strict=True))
    return tuple((key, tokens) for key, tokens in named if key or tokens)


def numbers(record: Record) -> list[int]:
    """Words of the numbers section: kind, whole (low, high), tail (low, high) of each number, blind."""
    return [word for kind, number in _numbers(record) for word in (kind, *_halves(number.whole), *_halves(number.tail))]


def _numbers(record: Record) -> Iterator[tuple[int, Blind]]:
    for kind, given in ((NumberKind.PHONE, record.phones), (NumberKind.DOCUMENT, record.documents)):
        for number in given[:MOST_NUMBERS]:
            if (made := blind(kind, number)) is not None:
                yield int(kind), made


def _halves(number: int) -> tuple[int, int]:
    return number & 0xFFFFFFFF, number >> 32
