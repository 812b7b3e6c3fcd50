"""The index over records: postings under the lexicon, for the best candidates of a search.

One process writes, many read; a reader sees what was committed when it last called `reload`. No text of a record is
stored but its id: names, facts and labels stand as hashes (`terms`).
"""

import functools
import hashlib
import math
import pathlib
from collections.abc import Iterable
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from payvand.matching import likeness, space
from payvand.matching.errors import DamagedIndexError
from payvand.matching.hashing import hash_of
from payvand.matching.kernel.postings import Clause, Keys, Query
from payvand.matching.lexicon import KEPT, LEAST_BITS, Lexicon, Likes
from payvand.matching.packing import MARK
from payvand.matching.postings import PostingsList
from payvand.matching.records import Record, Where
from payvand.matching.segments import MANIFEST
from payvand.matching.terms import (
    fact_term,
    fields_of,
    form_term,
    label_term,
    of_facts,
    of_field,
    skeleton_key,
    skeleton_term,
)
from payvand.matching.tokens import Token, joined, led_in, no_collection, spellings_of

FORMAT: Final = "4"
LEXICON: Final = "lexicon"
POSTINGS: Final = "postings"
EXACT_OTHER_SCRIPT: Final = 8.0
"""Bits of two equal tokens in a script that the model does not know, and one more for every letter."""

_FORMAT_FILE: Final = "format"
_SKELETON_BITS: Final = 4.0  # of a token of which no more is known than that its consonants are the same
_SMOOTHING: Final = 2000  # records that a register is thought to have besides its own, as in `kernel/tokens.c`
_BEYOND: Final = 0.25  # what each bit of likeness beyond the rarity of a name still counts, as there
_FREQUENT: Final = 50  # a name that one record in so many bears says too little to be looked for alone
_EXACT_SHARE: Final = 4  # one candidate in so many is kept for those whom the exact ways alone find


@functools.cache
def edition() -> str:
    """What an index and the packed rows beside it must have been made by to be read: this format and these models."""
    digest = hashlib.blake2b(digest_size=8)
    for model in (likeness.MODEL, space.MODEL):
        digest.update(model.read_bytes())
    return f"{FORMAT} {MARK:x} {digest.hexdigest()}"


class Index:
    """Candidates for a record among many; `Index()` lives in memory, `Index.open(path)` in a folder."""

    def __init__(self, path: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self.path = path
        self.lexicon = Lexicon(path / LEXICON if path else None, writable=writable)
        self.postings = PostingsList(path / POSTINGS if path else None, writable=writable)
        self._writable = writable

    @classmethod
    def open(cls, path: pathlib.Path | str, *, writable: bool = False) -> Self:
        """Opens the index in a folder; a writable one is made if it is not there.

        Raises:
            DamagedIndexError: it is not there, cannot be read, or was made by another version or model.
        """
        folder = pathlib.Path(path)
        mark = folder / _FORMAT_FILE
        if writable and not folder.exists():
            folder.mkdir(parents=True)
            mark.write_text(edition(), encoding="utf-8")
        if not mark.is_file():
            raise DamagedIndexError(folder, "there is no index")
        if mark.read_bytes() != edition().encode():
            raise DamagedIndexError(folder, "the index was made by another version of the program or of its model")
        if (folder / LEXICON / MANIFEST).is_file() and not (folder / POSTINGS / MANIFEST).is_file():
            raise DamagedIndexError(folder, "the manifest of the postings is missing")
        index = cls(folder, writable=writable)
        if len(index) and not (folder / LEXICON / MANIFEST).is_file():
            raise DamagedIndexError(folder, "the manifest of the lexicon is missing")
        return index

    def __len__(self) -> int:
        return len(self.postings)

    def add(self, records: Iterable[Record]) -> None:
        """Takes in records; one whose id is there already replaces it. They are found after `commit`."""
        new = {record.id: record for record in records}
        self.remove(new)
        self.build(new.values())

    def build(self, records: Iterable[Record]) -> None:
        """Takes in records whose ids are known to be new: quicker than `add`."""
        self._demand_writable()
        with no_collection():
            for record in records:
                self._put(record)

    def _put(self, record: Record) -> None:
        gathered = self.postings.gathered
        pieces = []
        for field in fields_of(record):
            piece = gathered.pieces.get(field)
            if piece is None:
                written = of_field(*field)
                self.lexicon.add(written.forms)
                piece = gathered.piece(field, written.terms)
            pieces.append(piece)
        pieces += [
            gathered.pieces.get(fact.text) or gathered.piece(fact.text, (fact_term(fact.text),))
            for fact in of_facts(record)
        ]
        if record.labels:
            pieces.append(
                gathered.pieces.get(record.labels) or gathered.piece(record.labels, map(label_term, record.labels))
            )
        self.postings.add(record.id, pieces)

    def remove(self, ids: Iterable[str]) -> None:
        """Takes records out; ids that are not there are passed over."""
        self._demand_writable()
        self.postings.remove(ids)

    def commit(self) -> None:
        """Makes the changes durable and visible to `reload`: the lexicon first, so that it never lacks a form."""
        self._demand_writable()
        self.lexicon.commit()
        self.postings.commit()
        self.lexicon.merge()

    def purge(self, forms: Iterable[str] | None = None) -> None:
        """Drops from the lexicon every form that no record holds any more: part of erasing a person.

        Args:
            forms: Only these are looked at, as `indexed_forms` gives them; None looks at all of them.
        """
        if forms is None:
            self.lexicon.drop(self._used)
            return
        doubtful = np.array([hash_of(form) for form in forms], dtype=np.uint64)
        unused = doubtful[~self._used(doubtful)]
        self.lexicon.drop(lambda keys: ~np.isin(keys, unused))

    def _used(self, keys: Keys) -> NDArray[np.bool_]:
        """Whether any record holds each form now."""
        return self.postings.used(keys ^ np.uint64(form_term(0)))

    def reload(self) -> None:
        """Takes up what was committed since, by this process or another."""
        self.postings.reload()
        self.lexicon.reload()

    def close(self) -> None:
        """Lets go of the folder, so that another process may write."""
        self._writable = False
        self.postings.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading."""
        return not self._writable

    def _demand_writable(self) -> None:
        if not self._writable:
            raise PermissionError("this index was opened for reading")

    @property
    def size(self) -> int:
        """How many records there are, as `evidence.Statistics` asks."""
        return len(self)

    def frequencies(self, skeletons: NDArray[np.uint64]) -> NDArray[np.int64]:
        """In how many records names with these skeletons occur, as `evidence.Statistics` asks."""
        return self.postings.counts(skeletons ^ np.uint64(skeleton_term("0")))

    def candidates(self, record: Record, limit: int = 100, where: Where | None = None) -> list[tuple[str, float]]:
        """The ids of the records most like one, best first, with a rough score in bits.

        Some places are kept for records that birth, place, relatives or numbers alone point to: a name can be misread.
        """
        if where is not None and where.any_of is not None and not where.any_of:
            return []
        facts = of_facts(record)
        exact = [_fact_clause(fact.text, fact.bits) for fact in facts if fact.alone]
        found = self._search(self._name_query(record, [fact[:2] for fact in facts]), limit, where)
        if not exact:
            return found
        known = {record_id for record_id, _ in found}
        room = max(limit // _EXACT_SHARE, limit - len(found))
        others = self._search(exact, limit, where)
        new = [hit for hit in others if hit[0] not in known][:room]
        return sorted([*found[: limit - len(new)], *new], key=lambda hit: -hit[1])

    def _search(self, clauses: list[Clause], limit: int, where: Where | None) -> list[tuple[str, float]]:
        if not clauses:
            return []
        any_of = None if where is None or where.any_of is None else _labels(where.any_of)
        none_of = _labels(frozenset() if where is None else where.none_of)
        return self.postings.best(Query.of(clauses), limit, any_of, none_of)

    def _name_query(self, record: Record, facts: list[tuple[str, float]]) -> list[Clause]:
        """Each token as the best of what is like it, added up; the facts add to what a name found."""
        clauses: list[Clause] = []
        for number, tokens in enumerate(spellings_of(record)):
            if names := self._name_clauses(tokens):
                clauses += [clause._replace(spelling=number) for clause in self._ordered(names)]
                clauses += [_fact_clause(text, bits, number, adds=True) for text, bits in facts]
        return clauses

    def _ordered(self, clauses: list[tuple[Clause, int]]) -> list[Clause]:
        """The clauses, given with how many bear each name: what very many bear adds to what the others found."""
        *others, (most, frequency) = sorted(clauses, key=lambda clause: clause[1])
        frequent = bool(others) and frequency * _FREQUENT >= self.size
        return [*(clause for clause, _ in others), most._replace(adds=frequent)]

    def _name_clauses(self, tokens: tuple[Token, ...]) -> list[tuple[Clause, int]]:
        """For each token the clause that stands for it, and how many records hold its name.

        Two neighbours written as one stand in for the rarer of them, and are not counted beside both.
        """
        wanted = [place for place, token in enumerate(tokens) if not token.weak] or list(range(len(tokens)))
        pairs, led = joined(tokens), [(place, word) for place, word in led_in(tokens) if place in wanted]
        as_one = [both for _, _, both in pairs] + [word for _, word in led]
        stood_for = self._stood_for([*(tokens[place] for place in wanted), *as_one])
        alone = dict(zip(wanted, stood_for, strict=False))
        found = {place: clause for place, (clause, _) in alone.items()}
        ones = iter(clause for clause, _ in stood_for[len(wanted) :])
        for first, last, _ in pairs:
            rarer = min(first, last, key=lambda place: alone[place][1])
            found[rarer] = found[rarer].beside(next(ones).less(alone[first + last - rarer][0]))
        for place, _ in led:
            found[place] = found[place].beside(next(ones))
        return [(clause, alone[place][1]) for place, clause in found.items() if len(clause.keys)]

    def _stood_for(self, wanted: list[Token]) -> list[tuple[Clause, int]]:
        """For each token the clause of what is like it, and how many records hold its name."""
        likes = self.lexicon.like(
            (form.spelled, token.script) for token in wanted if token.script for form in token.variants
        )
        terms = [skeleton_term(key) if token.script and (key := skeleton_key(token)) else None for token in wanted]
        counts = iter(self.postings.counts(np.array([term for term in terms if term], dtype=np.uint64)).tolist())
        frequencies = [next(counts) if term else 0 for term in terms]
        return [
            (self._token_clause(token, likes, term, frequency), frequency)
            for token, term, frequency in zip(wanted, terms, frequencies, strict=True)
        ]

    def _token_clause(self, token: Token, likes: dict[str, Likes], skeleton: int | None, frequency: int) -> Clause:
        """The best of what is like a token, hardly more than the rarity of its name allows."""
        if token.script is None:
            return _clause([form_term(hash_of(token.spelled))], [EXACT_OTHER_SCRIPT + len(token.spelled)])
        rarity = math.log2((self.size + _SMOOTHING) / max(frequency - 1, 1))
        keys, bits = _best_of_forms(token, likes)
        bits = np.minimum(bits, rarity + _BEYOND * np.maximum(bits - rarity, 0.0))
        keys ^= np.uint64(form_term(0))
        if skeleton:
            keys, bits = np.append(keys, np.uint64(skeleton)), np.append(bits, np.float32(_SKELETON_BITS))
        return Clause(keys, bits)


def _clause(terms: list[int], bits: list[float]) -> Clause:
    return Clause(np.array(terms, dtype=np.uint64), np.array(bits, dtype=np.float32))


def _fact_clause(text: str, bits: float, spelling: int = 0, *, adds: bool = False) -> Clause:
    return _clause([fact_term(text)], [bits])._replace(spelling=spelling, adds=adds)


def _labels(labels: frozenset[str]) -> Keys:
    return np.array(sorted(map(label_term, labels)), dtype=np.uint64)


def _best_of_forms(token: Token, likes: dict[str, Likes]) -> tuple[Keys, NDArray[np.float32]]:
    """Forms of the lexicon that are like any form of a token, with bits, the best `KEPT` of them."""
    found = [(likes[form.spelled], np.float32(form.cost)) for form in token.variants]
    keys = np.concatenate([like.keys for like, _ in found])
    bits = np.concatenate([like.bits - cost for like, cost in found])
    order = np.lexsort((keys, -bits))[: np.count_nonzero(bits >= LEAST_BITS)]
    if len(found) > 1:
        _, firsts = np.unique(keys[order], return_index=True)
        order = order[np.sort(firsts)]
    return keys[order[:KEPT]], bits[order[:KEPT]]


def indexed_forms(record: Record) -> set[str]:
    """The spelled forms by which a record is found, as `Index.purge` takes them."""
    return {form for field in fields_of(record) for _, form, _ in of_field(*field).forms}
