"""The index over records: postings of tokens in tantivy under the lexicon, for the best candidates of a search.

One process writes, many read; a reader sees what was committed when it last called `reload`. No text of a record is
stored: only its id, its tokens as terms, and its labels, by which a search can be filtered before the best are
chosen.
"""

import pathlib
from collections.abc import Iterable
from typing import Final, Self

import tantivy

from payvand.matching.errors import DamagedIndexError
from payvand.matching.lexicon import KEPT, Lexicon
from payvand.matching.pairing import EXACT_OTHER_SCRIPT
from payvand.matching.rarity import key
from payvand.matching.records import Birth, Record, Where
from payvand.matching.tokens import Token, joined, spellings_of

FORMAT: Final = "2"
_FORMAT_FILE: Final = "format"
_SHORT: Final = 4  # a part of a name this short is often written together with the next: Abd, al, bin, Xi
_YEAR_BITS: Final = 5.0
_DATE_BITS: Final = 4.0  # on top of the year
_SKELETON_BITS: Final = 4.0  # of a token of which no more is known than that its consonants are the same
_WRITER_BYTES: Final = 64_000_000
_FIELDS: Final = ("id", "token", "skeleton", "fact", "label")


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for name in _FIELDS[1:]:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    return builder.build()


class Index:
    """Candidates for a record among many; `Index()` lives in memory, `Index.open(path)` in a folder."""

    def __init__(self, path: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self.path = path
        self.schema = _schema()
        self.lexicon = Lexicon(path / "lexicon" if path else None)
        self._index = self._open_postings(path)
        self._writer = self._index.writer(_WRITER_BYTES, 1) if writable else None
        self._searcher = self._index.searcher()

    @classmethod
    def open(cls, path: pathlib.Path | str, *, writable: bool = False) -> Self:
        """Opens the index in a folder; a writable one is made if it is not there.

        Raises:
            DamagedIndexError: it is not there, or cannot be read.
        """
        folder = pathlib.Path(path)
        mark = folder / _FORMAT_FILE
        if writable and not folder.exists():
            folder.mkdir(parents=True)
            mark.write_text(FORMAT, encoding="utf-8")
        if not mark.is_file() or mark.read_bytes() != FORMAT.encode():
            raise DamagedIndexError(folder, "there is no index of this version")
        return cls(folder, writable=writable)

    def _open_postings(self, path: pathlib.Path | None) -> tantivy.Index:
        if path is None:
            return tantivy.Index(self.schema)
        folder = path / "postings"
        folder.mkdir(exist_ok=True)
        try:
            return tantivy.Index(self.schema, str(folder))
        except (ValueError, OSError) as error:
            raise DamagedIndexError(path, f"the postings cannot be read ({error})") from error

    def __len__(self) -> int:
        return self._searcher.num_docs

    def add(self, records: Iterable[Record]) -> None:
        """Takes in records; one whose id is there already replaces it. They are found after `commit`."""
        writer = self._writing()
        for record in records:
            writer.delete_documents_by_term("id", record.id)
            self._put(writer, record)

    def build(self, records: Iterable[Record]) -> None:
        """Takes in records whose ids are known to be new: quicker than `add`."""
        writer = self._writing()
        for record in records:
            self._put(writer, record)

    def _put(self, writer: tantivy.IndexWriter, record: Record) -> None:
        document = tantivy.Document()
        document.add_text("id", record.id)
        tokens = set(indexed_tokens(record))
        self.lexicon.add(tokens)
        for token in tokens:
            document.add_text("token", token)
        for skeleton in {key(token.spelled) for tokens in spellings_of(record) for token in tokens if not token.weak}:
            document.add_text("skeleton", skeleton)
        for fact in _facts(record.birth):
            document.add_text("fact", fact)
        for label in record.labels:
            document.add_text("label", label)
        writer.add_document(document)

    def remove(self, ids: Iterable[str]) -> None:
        """Takes records out; ids that are not there are passed over."""
        writer = self._writing()
        for record_id in ids:
            writer.delete_documents_by_term("id", record_id)

    def commit(self) -> None:
        """Makes the changes durable and visible to `reload`: the lexicon first, so that it never lacks a token."""
        self.lexicon.commit()
        self._writing().commit()
        self.reload()
        self.lexicon.merge()

    def purge(self, tokens: Iterable[str] | None = None) -> None:
        """Drops from the lexicon every token that no record holds any more: part of erasing a person.

        Args:
            tokens: Only these are looked at, the forms of `indexed_tokens`; None looks at all of them.
        """
        doubtful = None if tokens is None else {token for token in tokens if not self._used(token)}
        self.lexicon.drop((lambda token: not self._used(token)) if doubtful is None else doubtful.__contains__)

    def _used(self, token: str) -> bool:
        """Whether any record holds a token now; the frequency alone counts removed records too."""
        if not self._searcher.doc_freq("token", token):
            return False
        query = tantivy.Query.term_query(self.schema, "token", token, "basic")
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

    def _writing(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise PermissionError("this index was opened for reading")
        return self._writer

    @property
    def size(self) -> int:
        """How many records there are, as `evidence.Statistics` asks."""
        return len(self)

    def frequency(self, skeleton: str) -> int:
        """In how many records a name with this consonant skeleton occurs, as `evidence.Statistics` asks."""
        return self._searcher.doc_freq("skeleton", skeleton)

    def candidates(self, record: Record, limit: int = 100, where: Where | None = None) -> list[tuple[str, float]]:
        """The ids of the records most like one, best first, with a rough score in bits."""
        query = self._query(record)
        if query is None:
            return []
        clauses = [(tantivy.Occur.Must, query), *self._filters(where)]
        if where is not None and where.any_of is not None and not where.any_of:
            return []
        hits = self._searcher.search(tantivy.Query.boolean_query(clauses), limit, count=False).hits
        return [(str(self._searcher.doc(address).get_first("id")), float(score)) for score, address in hits]

    def _filters(self, where: Where | None) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        if where is None:
            return []
        filters = []
        if where.any_of is not None:
            demanded = tantivy.Query.term_set_query(self.schema, "label", sorted(where.any_of))
            filters.append((tantivy.Occur.Must, tantivy.Query.const_score_query(demanded, 0.0)))
        if where.none_of:
            filters.append(
                (tantivy.Occur.MustNot, tantivy.Query.term_set_query(self.schema, "label", sorted(where.none_of)))
            )
        return filters

    def _query(self, record: Record) -> tantivy.Query | None:
        """Each token as the best of what is like it, added up; the birth date adds to what a name found."""
        spellings = [clauses for tokens in spellings_of(record) if (clauses := self._name_clauses(tokens))]
        if not spellings:
            return None
        names = [
            tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses]) for clauses in spellings
        ]
        name = names[0] if len(names) == 1 else tantivy.Query.disjunction_max_query(names)
        facts = [
            (tantivy.Occur.Should, self._term("fact", fact, bits))
            for fact, bits in zip(_facts(record.birth), (_YEAR_BITS, _DATE_BITS), strict=False)
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, name), *facts])

    def _name_clauses(self, tokens: tuple[Token, ...]) -> list[tantivy.Query]:
        wanted = [token for token in tokens if not token.weak] or list(tokens)
        clauses = []
        for token in [*wanted, *(both for _, _, both in joined(tokens))]:
            best = sorted(self._like(token).items(), key=lambda pair: (-pair[1], pair[0]))[:KEPT]
            terms = [self._term("token", text, bits) for text, bits in best]
            if not token.weak and len(skeleton := key(token.spelled)) > 1:
                terms.append(self._term("skeleton", skeleton, _SKELETON_BITS))
            if terms:
                clauses.append(tantivy.Query.disjunction_max_query(terms))
        return clauses

    def _like(self, token: Token) -> dict[str, float]:
        """Tokens of the lexicon that are like any form of a token, with bits."""
        if token.script is None:
            return {token.spelled: EXACT_OTHER_SCRIPT + len(token.spelled)}
        found: dict[str, float] = {}
        for form in token.variants:
            for text, bits in self.lexicon.like(form.spelled, token.script).items():
                if bits > form.cost:
                    found[text] = max(found.get(text, 0.0), bits - form.cost)
        return found

    def _term(self, field: str, text: str, bits: float) -> tantivy.Query:
        return tantivy.Query.const_score_query(tantivy.Query.term_query(self.schema, field, text, "basic"), bits)


def indexed_tokens(record: Record) -> Iterable[str]:
    """The spelled tokens a record is found by: every form of its own, and short ones joined with the next."""
    for tokens in spellings_of(record):
        strong = [token for token in tokens if not token.weak] or list(tokens)
        yield from (form.spelled for token in strong for form in token.variants)
        for first, last, both in joined(tokens):
            if min(len(tokens[first].spelled), len(tokens[last].spelled)) < _SHORT:
                yield both.spelled


def _facts(birth: Birth) -> list[str]:
    """Terms of a birth date: the year, and the whole date where it is known and is not the first of January."""
    if not birth.known:
        return []
    whole = birth.month and birth.day and (birth.month, birth.day) != (1, 1)
    return [f"year:{birth.year}"] + ([f"date:{birth}"] if whole else [])
