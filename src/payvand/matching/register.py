"""A register that can be searched: records, their index, and the comparison of the best candidates."""

import pathlib
import shutil
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Self

from payvand.matching.damage import told
from payvand.matching.errors import DamagedIndexError
from payvand.matching.evidence import Evidence
from payvand.matching.index import Index, indexed_forms
from payvand.matching.records import Record, Where
from payvand.matching.score import Comparer
from payvand.matching.store import Store

CANDIDATES: Final = 100
"""Candidates of the index that are weighed, at least."""

_RECORDS: Final = "records.sqlite"
_INDEX: Final = "index"


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
        self._comparer = Comparer(index)
        self._pending = store.pending()

    @classmethod
    def build(cls, records: Iterable[Record]) -> Self:
        """A register in memory.

        Raises:
            DuplicateIdError: two records have one id.
        """
        return cls._filled(Index(), Store(), records)

    @classmethod
    def create(cls, path: pathlib.Path | str, records: Iterable[Record]) -> Self:
        """A register in a new folder, which is there only when all of it is; records may be more than memory holds.

        Raises:
            DuplicateIdError: two records have one id.
            FileExistsError: the folder is there already.
        """
        folder = pathlib.Path(path)
        if folder.exists():
            raise FileExistsError(f"{folder} is there already")
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
        draft.mkdir(mode=0o700)
        try:
            store = Store(draft / _RECORDS)
            store.hurry()
            register = cls._filled(Index.open(draft / _INDEX, writable=True), store, records)
            register.close()
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return cls.open(folder)

    @classmethod
    def _filled(cls, index: Index, store: Store, records: Iterable[Record]) -> Self:
        index.build(store.put_new(records))
        store.finish()
        index.commit()
        return cls(index, store)

    @classmethod
    def open(cls, path: pathlib.Path | str, *, writable: bool = False) -> Self:
        """Opens a saved register; a writer makes good what one that was killed left half done.

        Raises:
            DamagedIndexError: it is not there, cannot be read, or was made by another version or model.
        """
        folder = pathlib.Path(path)
        if not (folder / _RECORDS).is_file():
            raise DamagedIndexError(folder, "there is no index with its records")
        index = Index.open(folder / _INDEX, writable=writable)
        register = cls(index, Store(folder / _RECORDS, writable=writable))
        if writable and register._pending:
            register._take_up(register._pending, None)
        return register

    def save(self, path: pathlib.Path | str) -> None:
        """Writes the register into a new folder.

        Raises:
            FileExistsError: the folder is there already.
        """
        self.create(path, self.store.all()).close()

    def close(self) -> None:
        """Lets go of the files."""
        self.index.close()
        self.store.close()

    def __len__(self) -> int:
        return len(self.store)

    def reload(self) -> None:
        """Takes up what another process has committed since."""
        self.index.reload()
        self._refresh()

    def _refresh(self) -> None:
        self._comparer = Comparer(self.index)
        self._pending = self.store.pending()

    def add(self, records: Iterable[Record]) -> None:
        """Takes in records; one whose id is there already replaces it. Found by the next search."""
        new = list({record.id: record for record in records}.values())
        ids = [record.id for record in new]
        self._change(ids, lambda: self.store.put(new))

    def remove(self, ids: Iterable[str]) -> None:
        """Takes records out, and out of the lexicon what they alone held; ids that are not there are passed over."""
        gone = list(ids)
        self._change(gone, lambda: self.store.remove(gone))

    def _change(self, ids: list[str], change: Callable[[], None]) -> None:
        """The store first, with a note of what the index does not hold yet; then the index; then the note goes."""
        if self.index.read_only:
            raise PermissionError("this register was opened for reading")
        doubtful = {form for record in self.store.get(ids) for form in indexed_forms(record)}
        change()
        self.store.commit()
        self._take_up(ids, doubtful)

    def _take_up(self, ids: list[str], doubtful: set[str] | None) -> None:
        """Brings records into the index as the store has them; forms that may be nobody's leave (None: look at all)."""
        self.index.remove(ids)
        self.index.build(self.store.get(ids))
        self.index.commit()
        if doubtful is None or doubtful:
            self.index.purge(doubtful)
        self.store.settle(ids)
        self._refresh()

    def search(self, record: Record, limit: int = 10, where: Where | None = None) -> list[Hit]:
        """The records most like one, best first; only those for which the evidence speaks (weight above zero)."""
        ids = [found for found, _ in self.index.candidates(record, max(CANDIDATES, 2 * limit), where)]
        ids += self._waiting(set(ids), where)
        packed = self.store.packed(ids)
        if not packed:
            return []
        with told(self.store.path and self.store.path.parent, "its records"):
            weighing = self._comparer.weighing(record, list(packed.values()))
        weights = enumerate(zip(weighing.weights().tolist(), packed, strict=True))
        best = sorted((-weight, found, number) for number, (weight, found) in weights if weight > 0)[:limit]
        others, texts = self.store.with_texts([found for _, found, _ in best])
        compared = weighing.explain([number for *_, number in best], others, texts)
        hits = [
            Hit(other.id, comparison.weight, comparison.probability, comparison.evidence)
            for other, comparison in zip(others, compared, strict=True)
        ]
        return sorted(hits, key=lambda hit: (-hit.weight, hit.id))

    def _waiting(self, known: set[str], where: Where | None) -> list[str]:
        """Records whose change a killed writer did not bring into the index any more: they are weighed one by one."""
        others = self.store.get([found for found in self._pending if found not in known])
        return [other.id for other in others if where is None or where.lets(other.labels)]
