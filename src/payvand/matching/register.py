"""A register that can be searched: records, their index, and the comparison of the best candidates."""

import pathlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self

from payvand.matching.evidence import Evidence
from payvand.matching.index import Index, indexed_tokens
from payvand.matching.pairing import PairBits
from payvand.matching.rarity import Rarity
from payvand.matching.records import Record, Where
from payvand.matching.score import weigh
from payvand.matching.store import Store

CANDIDATES: Final = 100
"""Candidates of the index whose evidence is weighed, at least."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: its id, the match weight in bits, the probability, and the evidence."""

    id: str
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]


class Register:
    """Records and their index, in memory or in a folder."""

    def __init__(self, index: Index, store: Store) -> None:
        self.index = index
        self.store = store
        self._pair_bits = PairBits()

    @classmethod
    def build(cls, records: Iterable[Record]) -> Self:
        """A register in memory.

        Raises:
            DuplicateIdError: two records have one id.
        """
        register = cls(Index(), Store())
        register.index.build(register.store.put_new(records))
        register.index.commit()
        register.store.commit()
        return register

    @classmethod
    def open(cls, path: pathlib.Path | str, *, writable: bool = False) -> Self:
        """Opens a saved register.

        Raises:
            DamagedIndexError: it is not there, or cannot be read.
        """
        folder = pathlib.Path(path)
        return cls(Index.open(folder / "index", writable=writable), Store(folder / "records.sqlite", writable=writable))

    def save(self, path: pathlib.Path | str) -> None:
        """Writes the register into a new folder.

        Raises:
            FileExistsError: the folder is there already.
        """
        folder = pathlib.Path(path)
        folder.mkdir(parents=True)
        self.store.copy(folder / "records.sqlite")
        index = Index.open(folder / "index", writable=True)
        index.build(self.store.all())
        index.commit()
        index.close()

    def __len__(self) -> int:
        return len(self.store)

    def add(self, records: Iterable[Record]) -> None:
        """Takes in records; one whose id is there already replaces it. Found by the next search."""
        new = list(records)
        replaced = self._tokens_of([record.id for record in new])
        self.index.add(self.store.put(new))
        self._commit(replaced)

    def remove(self, ids: Iterable[str]) -> None:
        """Takes records out, and out of the lexicon what they alone held; ids that are not there are passed over."""
        gone = list(ids)
        tokens = self._tokens_of(gone)
        self.store.remove(gone)
        self.index.remove(gone)
        self._commit(tokens)

    def _tokens_of(self, ids: list[str]) -> set[str]:
        return {token for record in self.store.get(ids) for token in indexed_tokens(record)}

    def _commit(self, doubtful: set[str]) -> None:
        self.index.commit()
        if doubtful:
            self.index.purge(doubtful)
        self.store.commit()

    def search(self, record: Record, limit: int = 10, where: Where | None = None) -> list[Hit]:
        """The records most like one, best first; only those for which the evidence speaks (weight above zero)."""
        candidates = self.index.candidates(record, max(CANDIDATES, 2 * limit), where)
        found = self.store.get([record_id for record_id, _ in candidates])
        self._pair_bits.prepare_all(record, found)
        hits = []
        rarity = Rarity(self.index)
        for other in found:
            comparison = weigh(record, other, self._pair_bits, rarity)
            if comparison.weight > 0:
                hits.append(Hit(other.id, comparison.weight, comparison.probability, comparison.evidence))
        hits.sort(key=lambda hit: (-hit.weight, hit.id))
        return hits[:limit]
