"""This process's view of the search index: opened when first needed, and always as it was last committed."""

import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from payvand.matching import DamagedIndexError, Index, Record, Statistics, Where
from payvand.people import indexing

_TRIES = 3
_PAUSE = 0.02
_log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the index gives for a record: ids, the best first, and how common each name is in it."""

    ids: tuple[UUID, ...]
    statistics: Statistics


class Reader:
    """Reads the current generation of the index; safe for threads and after a fork."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._of: tuple[UUID, int] | None = None

    def candidates(self, record: Record, limit: int, where: Where) -> Candidates | None:
        """Return the people most like a record; None where there is no index that can be read."""

        def ask(index: Index) -> Candidates:
            found = index.candidates(record, limit, where)
            return Candidates(tuple(UUID(person_id) for person_id, _score in found), index)

        return self._ask(ask)

    def statistics(self) -> Statistics | None:
        """Return how common names are in the index; None where there is no index that can be read."""

        def itself(index: Index) -> Statistics:
            return index

        return self._ask(itself)

    def _ask(self, question: Callable[[Index], Answer]) -> Answer | None:
        with self._lock:
            for _try in range(_TRIES):
                generation = indexing.current_generation()
                if generation is None or not indexing.folder_of(generation).is_dir():
                    break
                try:
                    return question(self._reloaded(generation))
                except (DamagedIndexError, OSError, ValueError) as error:
                    # The indexer may just have merged files away; then the next try reads the new ones.
                    self._index = self._of = None
                    _log.warning("the search index could not be read: %s", error)
                    time.sleep(_PAUSE)
            else:
                _log.error("the search index cannot be read: run `payvand index rebuild`")
            self._index = self._of = None
            return None

    def _reloaded(self, generation: UUID) -> Index:
        if self._index is None or self._of != (generation, os.getpid()):
            self._index = Index.open(indexing.folder_of(generation))
            self._of = (generation, os.getpid())
        self._index.reload()
        return self._index


reader = Reader()
