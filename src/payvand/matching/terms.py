"""The terms under which a record stands in the postings: hashes of forms, of skeletons and of facts, no text of it.

A term is 64 bits, so that the postings hold no name that could be read; what is left of somebody who was taken out
says nothing.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from payvand.matching.facts import numbers, places
from payvand.matching.gazetteer import FORMER
from payvand.matching.hashing import hash_of
from payvand.matching.rarity import key as skeleton_of
from payvand.matching.records import Record
from payvand.matching.tokens import Token, joined, tokens_of

_SHORT: Final = 4  # a part of a name this short is often written together with the next: Abd, al, bin, Xi
_SHORTEST_SKELETON: Final = 2  # consonants; one alone is under every tenth name
_MOST_YEARS: Final = 6  # of a range; a wider one finds nothing
_WORDS_OF_A_NUMBER: Final = 5
_RELATED: Final = frozenset({"mother", "father", "spouse", "child"})
_REMEMBERED: Final = 1 << 17
_FORM, _SKELETON, _LABEL = (hash_of(kind) for kind in ("form", "skeleton", "label"))  # keep terms of one hash apart

YEAR_BITS: Final = 5.0
DATE_BITS: Final = 9.0
PLACED_BITS: Final = 6.0
"""Bits of a place beside a year or a date, on top of theirs."""

KIN_BITS: Final = 8.0
NUMBER_BITS: Final = 20.0

_Told = tuple[str | None, int | None, str | None, str | None, int | None, str | None]


class Term(NamedTuple):
    """What is looked for beside the name, and its bits; what is not `alone` adds to what others found, no more.

    Hashed (`fact_term`), `text` is a term of the postings.
    """

    text: str
    bits: float
    alone: bool


@dataclass(frozen=True, slots=True)
class Written:
    """What one field adds to a record's document: its terms, joined by spaces, and the forms the lexicon must know.

    Attributes:
        terms: Terms of the postings.
        forms: Hash, spelled form and script of each; a script is None where the model has none.
    """

    terms: tuple[int, ...]
    forms: tuple[tuple[int, str, str | None], ...]


def form_term(key: int) -> int:
    """The term of a form, by its hash."""
    return key ^ _FORM


def skeleton_term(key: str) -> int:
    """The term of a consonant skeleton, by its key (`rarity.key`)."""
    return int(key, 16) ^ _SKELETON


@functools.lru_cache(maxsize=_REMEMBERED)
def fact_term(text: str) -> int:
    """The term of a fact."""
    return hash_of(text)


def label_term(label: str) -> int:
    """The term of a label."""
    return hash_of(label) ^ _LABEL


@functools.lru_cache(maxsize=_REMEMBERED)
def of_field(part: str, text: str) -> Written:
    """The terms of a name in one field: every form of its tokens, skeletons, short tokens joined with the next."""
    tokens = tokens_of({part: text})
    strong = [token for token in tokens if not token.weak] or list(tokens)
    forms = dict.fromkeys((form.spelled, token.script) for token in strong for form in token.variants)
    forms |= dict.fromkeys((both.spelled, both.script) for both in _often_joined(tokens))
    skeletons = dict.fromkeys(key for token in tokens if (key := skeleton_key(token)))
    keyed = tuple((hash_of(form), form, script) for form, script in forms)
    terms = [*(form_term(key) for key, _, _ in keyed), *map(skeleton_term, skeletons)]
    return Written(tuple(terms), keyed)


def _often_joined(tokens: tuple[Token, ...]) -> Iterator[Token]:
    for first, last, both in joined(tokens):
        if min(len(tokens[first].spelled), len(tokens[last].spelled)) < _SHORT:
            yield both


def skeleton_key(token: Token) -> str | None:
    """The key of a token's skeleton; None where it is too short to tell, and for particles and titles."""
    if token.weak or len(token.spelled) < _SHORTEST_SKELETON:
        return None
    return skeleton_of(token.spelled) or None


def fields_of(record: Record) -> list[tuple[str, str]]:
    """Each field of each spelling of the name, as `of_field` takes it."""
    fathers = record.kin("father") if record.relatives else (record.father,)
    fields = [("name", record.name), ("given", record.given), ("surname", record.surname)]
    fields += [("father", father) for father in fathers] + [("name", name) for name in record.names]
    return [(part, text) for part, text in fields if text]


def of_facts(record: Record) -> list[Term]:
    """The terms of birth, place, relatives and numbers, as they are written and as they are looked for."""
    born = _births(
        (record.birth_date, record.birth_year, record.birth_from, record.birth_to, record.age, record.age_on)
    )
    found = list(born)
    if record.place and (where := _smallest_place(record.place)):
        found += [Term(f"p{text}.{where}", bits + PLACED_BITS, alone=True) for text, bits, _ in born]
    if born and (kin := _kin(record)):
        years = [text for text, _, _ in born if text.startswith("y")]
        found += [Term(f"k{year}.{one}", KIN_BITS, alone=True) for one in kin for year in years]
    if record.phones or record.documents:
        found += _numbers(record)
    return found


@functools.lru_cache(maxsize=_REMEMBERED)
def _births(told: _Told) -> tuple[Term, ...]:
    """The years that a birth can be in, and the whole date where it is one."""
    date, year, first, last, age, age_on = told
    birth = Record("", birth_date=date, birth_year=year, birth_from=first, birth_to=last, age=age, age_on=age_on).birth
    years = birth.years
    if not years or len(years) > _MOST_YEARS:
        return ()
    found = tuple(Term(f"y{year}", YEAR_BITS, alone=False) for year in years)
    if birth.year is None or not birth.day or birth.year_only:
        return found
    return (*found, Term(f"d{birth.year:04}{birth.month:02}{birth.day:02}", DATE_BITS, alone=True))


@functools.lru_cache(maxsize=_REMEMBERED)
def _smallest_place(place: str) -> str | None:
    """The smallest level of a place, by its key where it has one, else by its skeleton."""
    for key, tokens in places(Record("", place=place)):
        if key:
            return f"{key & ~FORMER:x}"
        return next((skeleton for token in tokens if (skeleton := skeleton_key(token))), None)
    return None


def _kin(record: Record) -> set[str]:
    """Skeletons of the first names of relatives, each with the first letter of what they are."""
    named = [("m", record.mother), ("f", record.father), ("s", record.spouse)]
    named += [(relative.relation[0], relative.name) for relative in record.relatives if relative.relation in _RELATED]
    return {f"{letter}{key}" for letter, name in named if name and (key := _first_skeleton(name))}


@functools.lru_cache(maxsize=_REMEMBERED)
def _first_skeleton(name: str) -> str | None:
    return next((key for token in tokens_of({"name": name}) if (key := skeleton_key(token))), None)


def _numbers(record: Record) -> Iterator[Term]:
    words = numbers(record)
    for start in range(0, len(words), _WORDS_OF_A_NUMBER):
        kind, low, high, tail_low, tail_high = words[start : start + _WORDS_OF_A_NUMBER]
        for number in {high << 32 | low, tail_high << 32 | tail_low} - {0}:
            yield Term(f"n{kind}{number:016x}", NUMBER_BITS, alone=True)
