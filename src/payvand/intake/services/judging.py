"""What is said of each row: whether its cells can be read, whether it was taken before, what to correct.

The check and the taking judge with the same code, so that what the check promised is what is taken.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from payvand.core.encryption import blind_index
from payvand.intake.enums import Verdict
from payvand.intake.matching_columns import fold
from payvand.intake.models import Batch, Taken
from payvand.intake.queries import Row, marks_of
from payvand.intake.targets import About, BadCell, Column, ReadRow, Target, target_of

MOST_WORDS = 300
"""So many different words of one column are offered to be explained; a column with more is not one of words."""

Words = dict[str, dict[str, list[Any]]]
"""By column and folded word: how it is written, how often, the code it stands for (empty for not known)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of one row.

    Attributes:
        read: its values, where every cell could be read.
        complaints: (the column's place in the table or -1, a sentence).
        key, content: its marks; see `Taken`.
    """

    row: Row
    verdict: Verdict
    read: ReadRow | None = None
    complaints: tuple[tuple[int, str], ...] = ()
    key: str = ""
    content: str = ""


@dataclass
class Judge:
    """Reads rows of one table and says what is to be said of them.

    Attributes:
        seen: of the rows read so far in this table, line and content by key; kept by the check alone.
    """

    batch: Batch
    target: Target
    about: About
    words: Words
    seen: dict[int, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: Batch) -> "Judge":
        """Return the judge of a table whose columns are named."""
        about = About(unit=batch.unit, source=batch.source, options=json.loads(batch.options))
        return cls(batch, target_of(batch.target), about, json.loads(batch.words))

    def judge(self, rows: Sequence[Row]) -> list[Judged]:
        """Judge some rows, in order; one query."""
        raw = [self._raw(row) for row in rows]
        keys = [self._marks(texts) for texts in raw]
        known = marks_of(key for key, _content in keys)
        return [
            self._one(row, texts, key, content, known.get(key))
            for row, texts, (key, content) in zip(rows, raw, keys, strict=True)
        ]

    def _raw(self, row: Row) -> dict[str, list[tuple[int, str]]]:
        """The cells that are not empty, by the column they are mapped to."""
        texts: dict[str, list[tuple[int, str]]] = {}
        for place, code in enumerate(self.batch.columns):
            if code and (text := row.cell(place).strip()):
                texts.setdefault(code, []).append((place, text))
        return texts

    def _marks(self, texts: Mapping[str, Sequence[tuple[int, str]]]) -> tuple[str, str]:
        said = {code: [_plain(text) for _place, text in cells] for code, cells in sorted(texts.items())}
        content = json.dumps(said, ensure_ascii=False)
        own = self.target.key
        number = said.get(own.code, [""])[0] if own else ""
        mark = f"{self.batch.source_key}:{'number' if number else 'content'}:{number or content}"
        return blind_index(mark, domain="intake.row"), blind_index(content, domain="intake.content")

    def _one(
        self, row: Row, texts: Mapping[str, Sequence[tuple[int, str]]], key: str, content: str, known: Taken | None
    ) -> Judged:
        short_key, short_content = int(key[:15], 16), int(content[:15], 16)
        before = self.seen.get(short_key)
        here = known is not None and known.batch_id == self.batch.pk
        if before is None and here and known is not None and known.line != row.line:
            before = known.line, int(known.content[:15], 16)
        if before is not None:
            return self._again(row, key, content, line=before[0], equal=before[1] == short_content)
        self.seen[short_key] = (row.line, short_content)
        if known is not None and not here:
            return self._known(row, key, content, known)
        values, complaints = self._values(row, texts)
        if complaints:
            return Judged(row, Verdict.WRONG, None, tuple(complaints), key, content)
        return Judged(row, Verdict.NEW, ReadRow(row.line, values), (), key, content)

    def _again(self, row: Row, key: str, content: str, *, line: int, equal: bool) -> Judged:
        if equal:
            return Judged(row, Verdict.TWICE, key=key, content=content)
        sentence = _("Line %(line)s has this number too and says something else: give each row a number of its own.")
        place = self._place(self.target.key)
        return Judged(row, Verdict.WRONG, None, ((place, sentence % {"line": line}),), key, content)

    def _known(self, row: Row, key: str, content: str, known: Taken) -> Judged:
        if known.content == content:
            return Judged(row, Verdict.SAME, key=key, content=content)
        sentence = _(
            "This row was taken with an earlier table (line %(line)s of it) and says something else now."
            " The record was not altered: look at it, and change it by hand if need be."
        )
        return Judged(row, Verdict.CHANGED, None, ((-1, sentence % {"line": known.line}),), key, content)

    def _values(
        self, row: Row, texts: Mapping[str, Sequence[tuple[int, str]]]
    ) -> tuple[dict[str, Any], list[tuple[int, str]]]:
        values: dict[str, Any] = {}
        complaints: list[tuple[int, str]] = []
        for column in self.target.columns:
            cells = texts.get(column.code, ())
            if not cells:
                if column.required:
                    complaints.append((self._place(column), _("This is empty, and no row can do without it.")))
                continue
            try:
                values[column.code] = self._value(column, "\n".join(text for _place, text in cells))
            except BadCell as error:
                complaints.append((cells[0][0], str(error)))
        if not complaints:
            wrong = self.target.check(self.about, ReadRow(row.line, values))
            complaints += [(self._place(self.target.column(code)), sentence) for code, sentence in wrong.items()]
        return values, complaints

    def _value(self, column: Column, text: str) -> object:
        if not column.words:
            return column.parse(text)
        code = self._word(column, text)
        if not code:
            what = _("What “%(word)s” means is not known. Say it on the page “Words”, or write another word.")
            raise BadCell(what % {"word": text[:60]})
        return code

    def _word(self, column: Column, text: str) -> str:
        """The code that a word stands for; words not met before are noted, with what they probably mean."""
        met = self.words.setdefault(column.code, {})
        folded = fold(text)
        if folded not in met:
            if len(met) >= MOST_WORDS:
                return meant(column, folded)
            met[folded] = [text[:100], 0, meant(column, folded)]
        met[folded][1] += 1
        return str(met[folded][2])

    def _place(self, column: Column | None) -> int:
        if column is None or column.code not in self.batch.columns:
            return -1
        return int(self.batch.columns.index(column.code))


def meant(column: Column, folded: str) -> str:
    """Return the code that a word means by the column's own lists, or an empty text."""
    for code, label in column.words.items():
        if folded in (fold(code), fold(str(label))):
            return code
    return next((code for word, code in column.word_aliases.items() if fold(word) == folded), "")


def told(judged: Iterable[Judged]) -> list[list[Any]]:
    """Return what is kept of these judgements in a chunk: of new rows nothing."""
    return [[one.row.line, str(one.verdict), list(one.complaints)] for one in judged if one.verdict != Verdict.NEW]


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
