"""The index over records: postings in tantivy under the lexicon, for the best candidates of a search.

One process writes, many read; a reader sees what was committed when it last called `reload`. No text of a record is
stored but its id: names, facts and labels stand as hashes (`terms`).
"""

import functools
import hashlib
import math
import pathlib
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import Final, NamedTuple, Self

import tantivy

from payvand.matching import likeness, space
from payvand.matching.damage import told
from payvand.matching.errors import DamagedIndexError
from payvand.matching.hashing import hash_of
from payvand.matching.ids import id_as_text, text_as_id
from payvand.matching.lexicon import KEPT, LEAST_BITS, MANIFEST, Lexicon, Likes
from payvand.matching.records import Record, Where
from payvand.matching.terms import form_term, label_term, of_facts, of_name, skeleton_key, skeleton_term
from payvand.matching.tokens import Token, joined, no_collection, spellings_of

FORMAT: Final = "3"
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
_WRITER_BYTES: Final = 200_000_000
_ID: Final = "id"
_TERM: Final = "term"
_LABEL: Final = "label"

_Query = tantivy.Query
_SHOULD: Final = tantivy.Occur.Should


@functools.cache
def edition() -> str:
    """What an index must have been made by to be read: this format and these models."""
    digest = hashlib.blake2b(digest_size=8)
    for model in (likeness.MODEL, space.MODEL):
        digest.update(model.read_bytes())
    return f"{FORMAT} {digest.hexdigest()}"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_ID, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(_TERM, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(_LABEL, tokenizer_name="whitespace", index_option="basic")
    return builder.build()


class Index:
    """Candidates for a record among many; `Index()` lives in memory, `Index.open(path)` in a folder."""

    def __init__(self, path: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self.path = path
        self.schema = _schema()
        self.lexicon = Lexicon(path / LEXICON if path else None, writable=writable)
        self._index = self._open_postings(path)
        self._writer = self._index.writer(_WRITER_BYTES, 1) if writable else None
        self._searcher = self._index.searcher()

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
        if (folder / LEXICON / MANIFEST).is_file() and not (folder / POSTINGS / "meta.json").is_file():
            raise DamagedIndexError(folder, "the list of the postings is missing")
        index = cls(folder, writable=writable)
        if len(index) and not (folder / LEXICON / MANIFEST).is_file():
            raise DamagedIndexError(folder, "the manifest of the lexicon is missing")
        return index

    def _open_postings(self, path: pathlib.Path | None) -> tantivy.Index:
        if path is None:
            return tantivy.Index(self.schema)
        folder = path / POSTINGS
        folder.mkdir(exist_ok=True)
        with self._told():
            return tantivy.Index(self.schema, str(folder))

    def _told(self) -> AbstractContextManager[None]:
        """Around every reading of the postings: says what is damaged, and how to build it again."""
        return told(self.path, "the postings")

    def __len__(self) -> int:
        return self._searcher.num_docs

    def add(self, records: Iterable[Record]) -> None:
        """Takes in records; one whose id is there already replaces it. They are found after `commit`."""
        writer = self._writing()
        for record in records:
            writer.delete_documents_by_term(_ID, id_as_text(record.id))
            self._put(writer, record)

    def build(self, records: Iterable[Record]) -> None:
        """Takes in records whose ids are known to be new: quicker than `add`."""
        writer = self._writing()
        with no_collection():
            for record in records:
                self._put(writer, record)

    def _put(self, writer: tantivy.IndexWriter, record: Record) -> None:
        fields = of_name(record)
        for written in fields:
            self.lexicon.add(written.forms)
        document = tantivy.Document()
        document.add_text(_ID, id_as_text(record.id))
        document.add_text(
            _TERM, " ".join([*(written.terms for written in fields), *(fact.text for fact in of_facts(record))])
        )
        if record.labels:
            document.add_text(_LABEL, " ".join(map(label_term, record.labels)))
        writer.add_document(document)

    def remove(self, ids: Iterable[str]) -> None:
        """Takes records out; ids that are not there are passed over."""
        writer = self._writing()
        for record_id in ids:
            writer.delete_documents_by_term(_ID, id_as_text(record_id))

    def commit(self) -> None:
        """Makes the changes durable and visible to `reload`: the lexicon first, so that it never lacks a form."""
        self.lexicon.commit()
        self._writing().commit()
        self.reload()
        self.lexicon.merge()

    def purge(self, forms: Iterable[str] | None = None) -> None:
        """Drops from the lexicon every form that no record holds any more: part of erasing a person.

        Args:
            forms: Only these are looked at, as `indexed_forms` gives them; None looks at all of them.
        """
        doubtful = None if forms is None else {key for form in forms if not self._used(key := hash_of(form))}
        self.lexicon.drop((lambda key: not self._used(key)) if doubtful is None else doubtful.__contains__)

    def _used(self, key: int) -> bool:
        """Whether any record holds a form now; the frequency alone counts removed records too."""
        term = form_term(key)
        if not self._searcher.doc_freq(_TERM, term):
            return False
        query = _Query.term_query(self.schema, _TERM, term, "basic")
        return bool(self._searcher.search(query, 1, count=False).hits)

    def reload(self) -> None:
        """Takes up what was committed since, by this process or another."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self.lexicon.reload()

    def close(self) -> None:
        """Lets go of the folder, so that another process may write."""
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def read_only(self) -> bool:
        """Whether it was opened for reading."""
        return self._writer is None

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise PermissionError("this index was opened for reading")
        return self._writer

    @property
    def size(self) -> int:
        """How many records there are, as `evidence.Statistics` asks."""
        return len(self)

    def frequency(self, key: str) -> int:
        """In how many records a name with this skeleton (`rarity.key`) occurs, as `evidence.Statistics` asks."""
        with self._told():
            return self._searcher.doc_freq(_TERM, skeleton_term(key))

    def candidates(self, record: Record, limit: int = 100, where: Where | None = None) -> list[tuple[str, float]]:
        """The ids of the records most like one, best first, with a rough score in bits.

        Some places are kept for records that birth, place, relatives or numbers alone point to: a name can be misread.
        """
        if where is not None and where.any_of is not None and not where.any_of:
            return []
        with self._told():
            return self._candidates(record, limit, where)

    def _candidates(self, record: Record, limit: int, where: Where | None) -> list[tuple[str, float]]:
        facts = of_facts(record)
        exact = [(_SHOULD, self._term(fact.text, fact.bits)) for fact in facts if fact.alone]
        found = self._search(
            self._name_query(record, [(_SHOULD, self._term(*fact[:2])) for fact in facts]), limit, where
        )
        if not exact:
            return found
        known = {record_id for record_id, _ in found}
        room = max(limit // _EXACT_SHARE, limit - len(found))
        others = self._search(_Query.boolean_query(exact), limit, where)
        new = [hit for hit in others if hit[0] not in known][:room]
        return sorted([*found[: limit - len(new)], *new], key=lambda hit: -hit[1])

    def _search(self, query: tantivy.Query | None, limit: int, where: Where | None) -> list[tuple[str, float]]:
        if query is None:
            return []
        query = _Query.boolean_query([(tantivy.Occur.Must, query), *self._filters(where)])
        hits = self._searcher.search(query, limit, count=False).hits
        return [(text_as_id(str(self._searcher.doc(address).get_first(_ID))), float(score)) for score, address in hits]

    def _filters(self, where: Where | None) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        if where is None:
            return []
        filters = []
        if where.any_of is not None:
            filters.append((tantivy.Occur.Must, _Query.const_score_query(self._labelled(where.any_of), 0.0)))
        if where.none_of:
            filters.append((tantivy.Occur.MustNot, self._labelled(where.none_of)))
        return filters

    def _labelled(self, labels: frozenset[str]) -> tantivy.Query:
        return _Query.term_set_query(self.schema, _LABEL, sorted(map(label_term, labels)))

    def _name_query(self, record: Record, facts: list[tuple[tantivy.Occur, tantivy.Query]]) -> tantivy.Query | None:
        """Each token as the best of what is like it, added up; the facts add to what a name found."""
        spellings = [clauses for tokens in spellings_of(record) if (clauses := self._name_clauses(tokens))]
        if not spellings:
            return None
        names = [self._added_up(clauses) for clauses in spellings]
        name = names[0] if len(names) == 1 else _Query.disjunction_max_query(names)
        return _Query.boolean_query([(tantivy.Occur.Must, name), *facts]) if facts else name

    def _added_up(self, clauses: "list[_Clause]") -> tantivy.Query:
        """The sum of the clauses. A name that very many bear adds to what the others found, and finds nobody itself."""
        *others, most = sorted(clauses, key=lambda clause: clause.frequency)
        rest = _Query.boolean_query([(_SHOULD, clause.query) for clause in others])
        if not others or most.frequency * _FREQUENT < self.size:
            return _Query.boolean_query([(_SHOULD, clause.query) for clause in clauses])
        return _Query.boolean_query([(tantivy.Occur.Must, rest), (_SHOULD, most.query)])

    def _name_clauses(self, tokens: tuple[Token, ...]) -> "list[_Clause]":
        wanted = [token for token in tokens if not token.weak] or list(tokens)
        wanted += [both for _, _, both in joined(tokens)]
        likes = self.lexicon.like(
            (form.spelled, token.script) for token in wanted if token.script for form in token.variants
        )
        return [clause for token in wanted if (clause := self._token_clause(token, likes)) is not None]

    def _token_clause(self, token: Token, likes: dict[str, Likes]) -> "_Clause | None":
        """The best of what is like a token, hardly more than the rarity of its name allows."""
        if token.script is None:
            query = self._term(form_term(hash_of(token.spelled)), EXACT_OTHER_SCRIPT + len(token.spelled))
            return _Clause(query, 0)
        skeleton = skeleton_key(token)
        frequency = self.frequency(skeleton) if skeleton else 0
        rarity = math.log2((self.size + _SMOOTHING) / max(frequency - 1, 1))
        terms = [
            self._term(form_term(key), min(bits, rarity + _BEYOND * max(bits - rarity, 0.0)))
            for key, bits in _best_of_forms(token, likes)
        ]
        if skeleton:
            terms.append(self._term(skeleton_term(skeleton), _SKELETON_BITS))
        return _Clause(_Query.disjunction_max_query(terms), frequency) if terms else None

    def _term(self, text: str, bits: float) -> tantivy.Query:
        return _Query.const_score_query(_Query.term_query(self.schema, _TERM, text, "basic"), bits)


class _Clause(NamedTuple):
    """What stands for a token in a query, and how many records hold its name."""

    query: tantivy.Query
    frequency: int


def _best_of_forms(token: Token, likes: dict[str, Likes]) -> list[tuple[int, float]]:
    """Forms of the lexicon that are like any form of a token, with bits, the best `KEPT` of them."""
    found: dict[int, float] = {}
    for form in token.variants:
        like = likes[form.spelled]
        for key, bits in zip(like.keys.tolist(), (like.bits - form.cost).tolist(), strict=True):
            if bits < LEAST_BITS:
                break
            if bits > found.get(key, 0.0):
                found[key] = bits
    best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    return best[:KEPT]


def indexed_forms(record: Record) -> set[str]:
    """The spelled forms by which a record is found, as `Index.purge` takes them."""
    return {form for written in of_name(record) for _, form, _ in written.forms}
