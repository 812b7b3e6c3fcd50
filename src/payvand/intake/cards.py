"""A table as its page shows it: how far, how many of what, what is wrong, what can be done now."""

import json
from dataclasses import dataclass
from itertools import islice

from django.utils.functional import Promise

from payvand.intake import policies, queries
from payvand.intake.corrections import sentences
from payvand.intake.enums import WORKING, BatchState, Verdict
from payvand.intake.models import Batch
from payvand.intake.reading.delimited import ENCODINGS
from payvand.intake.targets import Target, target_of

_TONES = {
    BatchState.TO_MAP: "amber",
    BatchState.CHECKED: "amber",
    BatchState.STOPPED: "danger",
    BatchState.FAILED: "danger",
    BatchState.TAKEN: "ok",
    **dict.fromkeys(WORKING, "info"),
}
_VERDICT_TONES = {Verdict.NEW: "ok", Verdict.WRONG: "danger", Verdict.CHANGED: "amber"}


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a verdict."""

    label: str | Promise
    number: int
    tone: str


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that is to be corrected: its line, the start of it, and what is wrong by column."""

    line: int
    verdict: str
    begins: str
    complaints: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BatchCard:
    """What the pages show of one table."""

    batch: Batch
    target: Target

    @property
    def tone(self) -> str:
        """The tone of the state."""
        return _TONES.get(BatchState(self.batch.state), "")

    @property
    def is_working(self) -> bool:
        """Whether the node is at work on it, or will be."""
        return self.batch.state in WORKING

    @property
    def rows(self) -> int:
        """How many rows there are below the header, as far as they were counted."""
        counted = sum(self.batch.counts.values())
        return counted if counted and not self.is_working else max(0, self.batch.lines - 1)

    @property
    def most(self) -> int:
        """The end of the progress bar; of a table that is being read it is not known."""
        return max(1, self._whole)

    @property
    def how_far(self) -> str:
        """How much of the present work is done, in figures."""
        return (
            f"{self.batch.position} / {self._whole}"
            if self.batch.state != BatchState.READING
            else str(self.batch.lines)
        )

    @property
    def _whole(self) -> int:
        undoing = self.batch.state == BatchState.UNDOING
        return self.batch.taken + self.batch.position if undoing else self.batch.lines

    @property
    def encoding(self) -> str:
        """The encoding by its common name."""
        return ENCODINGS.get(self.batch.encoding, self.batch.encoding)

    @property
    def counts(self) -> list[Count]:
        """How many rows of each verdict, as the check or the taking counted."""
        found = self.batch.counts
        return [
            Count(verdict.label, found[verdict], _VERDICT_TONES.get(verdict, ""))
            for verdict in Verdict
            if found.get(verdict)
        ]

    @property
    def new(self) -> int:
        """How many rows can be taken."""
        return int(self.batch.counts.get(Verdict.NEW, 0))

    @property
    def wrong(self) -> int:
        """How many rows are to be corrected or looked at."""
        return sum(int(self.batch.counts.get(verdict, 0)) for verdict in (Verdict.WRONG, Verdict.CHANGED))

    @property
    def has_words(self) -> bool:
        """Whether the table has words of its own that stand for something."""
        return any(json.loads(self.batch.words).values())

    @property
    def unknown_words(self) -> int:
        """How many different words of the table are not understood."""
        met = json.loads(self.batch.words).values()
        return sum(not meaning for words in met for _shown, count, meaning in words.values() if count)

    @property
    def may_name_columns(self) -> bool:
        """Whether its columns can be named now."""
        return policies.may_name_columns(self.batch)

    @property
    def may_take(self) -> bool:
        """Whether rows can be taken now."""
        return policies.may_take(self.batch)

    @property
    def may_discard(self) -> bool:
        """Whether it can be given up."""
        return policies.may_discard(self.batch)

    @property
    def may_undo(self) -> bool:
        """Whether what was made of it can be taken back."""
        return policies.may_undo(self.batch)

    def problems(self, most: int) -> list[WrongRow]:
        """Return the first rows that are to be corrected, with what is wrong."""
        if self.batch.emptied_at or not self.wrong:
            return []
        header = queries.header_of(self.batch)
        return [
            WrongRow(
                line=row.line,
                verdict=problem.verdict,
                begins=" · ".join(cell for cell in row.cells if cell)[:120],
                complaints=sentences(header, problem),
            )
            for row, problem in islice(queries.told_rows(self.batch), most)
        ]


def batch_card(batch: Batch) -> BatchCard:
    """Return the card of a visible table."""
    return BatchCard(batch, target_of(batch.target))
