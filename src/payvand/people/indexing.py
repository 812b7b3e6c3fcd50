"""The search index over people: one process writes it, every process reads it.

Each change of a person leaves an `IndexChange` row in its own transaction. The indexer brings those people into the
index, and only when the index holds them on disk deletes exactly the rows it has seen. So a killed indexer repeats work
and loses none, and a search that reads the waiting rows first and the index after them sees every change that was
committed.

The folder of the index is named after its generation, which the database knows too: an index that is lost, or that
belongs to another state of the database, is told from the right one and built anew.
"""

import fcntl
import logging
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import PayvandError
from payvand.core.ids import new_id
from payvand.matching import DamagedIndexError, Index
from payvand.people.models import IndexChange, IndexGeneration, Person
from payvand.people.places import PLACE_LEVELS
from payvand.people.records import records_of

BATCH = 500
PAUSE = 0.25
"""Seconds between two looks for changes; searches do not wait for it."""

_PREFIX = "people-"
_LOCK_FILE = "people.lock"
_log = logging.getLogger(__name__)


class IndexBusy(PayvandError):  # noqa: N818 — reads as the sentence it states
    """Another process writes the index."""


class Stop(Protocol):
    """What ends the indexer: a `threading.Event` is one."""

    def is_set(self) -> bool:
        """Say whether to stop."""

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set, or for some seconds."""


def index_folder() -> Path:
    """Return the folder in which this node keeps its indexes.

    Raises:
        PayvandError: this process serves no node.
    """
    folder: Path | None = settings.INDEX_FOLDER
    if folder is None:
        raise PayvandError("no node is served, so there is no search index")
    return folder


def current_generation() -> UUID | None:
    """Return the generation that the database was last written into; None before the first."""
    return IndexGeneration.objects.values_list("generation", flat=True).first()


def folder_of(generation: UUID) -> Path:
    """Return the folder of one generation of the index."""
    return index_folder() / f"{_PREFIX}{generation.hex}"


def waiting() -> int:
    """Return how many changes the index does not hold yet."""
    return IndexChange.objects.count()


def run_indexer(stop: Stop) -> None:
    """Keep the index up to date until told to stop; the one process of a node that writes it.

    It builds the index if it is missing or damaged, then catches up, then follows.

    Raises:
        IndexBusy: another indexer runs.
    """
    with Writer() as writer:
        while not stop.is_set():
            try:
                writer.follow()
                busy = writer.step() + end_offers()
            except DamagedIndexError:
                _log.exception("the search index is damaged and is built anew")
                discard()
                busy = 1
            except DatabaseError:
                _log.exception("the indexer could not use the database; it will try again")
                connection.close()
                busy = 0
            if not busy:
                stop.wait(PAUSE)


def catch_up() -> int:
    """Bring every waiting change into the index now; return how many there were.

    Raises:
        IndexBusy: another process writes the index; it will do it.
    """
    done = 0
    with Writer() as writer:
        while step := writer.step():
            done += step
    return done


def rebuild() -> int:
    """Build the index anew from the rows and throw the old one away; return how many people it holds.

    Raises:
        IndexBusy: the node's indexer is running; `discard` makes it build a new one.
    """
    with _writing():
        _generation, held = _build()
        return held


def discard() -> None:
    """Forget the index: after a restore of the database it would tell of another state.

    The indexer, running or next to start, builds a new one; until then searches say what `search` says of a lost index.
    """
    IndexGeneration.objects.all().delete()


def end_offers() -> int:
    """Note that people whose agreement to be searched has ended are found differently; return how many.

    Searches leave them out from the first moment; this only tidies the index.
    """
    ended = Person.objects.filter(offered_to_tracing=True, offered_until__lt=timezone.localdate())
    people = list(ended.values_list("pk", flat=True)[:BATCH])
    if people:
        with transaction.atomic():
            IndexChange.objects.bulk_create([IndexChange(person_id=person_id) for person_id in people])
            Person.objects.filter(pk__in=people).update(offered_to_tracing=False)
    return len(people)


def problems() -> list[str]:
    """Return what is wrong with the index, in sentences, for `payvand doctor`, whose advice is to build it anew."""
    generation = current_generation()
    people = _searchable().count()
    if generation is None or not folder_of(generation).is_dir():
        return [f"there is no search index for {people} people"]
    try:
        held = len(Index.open(folder_of(generation)))
    except (DamagedIndexError, OSError, ValueError) as error:
        return [f"the search index is damaged ({error})"]
    if (changes := waiting()) > BATCH:
        return [f"{changes} changes wait for the indexer: is it running?"]
    if not changes and held != people:
        return [f"the search index holds {held} of {people} people"]
    return []


class Writer:
    """The right to write the index, held by one process; a context manager.

    Raises:
        IndexBusy: on entering, another process holds it.
    """

    def __init__(self) -> None:
        self._lock = _writing()
        self._index: Index | None = None
        self._generation: UUID | None = None

    def __enter__(self) -> Self:
        self._lock.__enter__()
        try:
            self._open()
        except BaseException:
            self._lock.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._index is not None:
            self._index.close()
        self._lock.__exit__(kind, error, trace)

    def follow(self) -> None:
        """Turn to the generation that the database names now: somebody may have asked for another one."""
        if current_generation() != self._generation:
            if self._index is not None:
                self._index.close()
                self._index = None
            self._open()

    def _open(self) -> None:
        generation = current_generation()
        if generation is not None and folder_of(generation).is_dir():
            try:
                self._index, self._generation = Index.open(folder_of(generation), writable=True), generation
            except DamagedIndexError:
                _log.exception("the search index is damaged and is built anew")
            else:
                return
        generation, _held = _build()  # not read from the database: somebody may discard it again meanwhile
        self._index, self._generation = Index.open(folder_of(generation), writable=True), generation

    def step(self) -> int:
        """Bring at most `BATCH` waiting changes into the index; return how many there were.

        Raises:
            DatabaseError: the database cannot be used now; nothing was lost.
        """
        assert self._index is not None
        changes = list(IndexChange.objects.order_by("pk").values_list("pk", "person_id")[:BATCH])
        if not changes:
            return 0
        changed = {person_id for _number, person_id in changes}
        present = {person.pk: person for person in _searchable().filter(pk__in=changed)}
        self._index.add(records_of(list(present.values())).values())
        gone = [str(person_id) for person_id in changed - present.keys()]
        self._index.remove(gone)
        self._index.commit()
        if gone:
            self._index.purge()
        IndexChange.objects.filter(pk__in=[number for number, _person in changes]).delete()
        return len(changes)


class _Lock:
    """A file lock that dies with its process."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Self:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open("a")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise IndexBusy(_("Another process is writing the search index.")) from error
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._file.close()


def _writing() -> _Lock:
    return _Lock(index_folder() / _LOCK_FILE)


def _searchable() -> QuerySet[Person]:
    """Everyone whom a search may find: those known only by mention are part of another file."""
    return Person.objects.filter(removed_at=None, mentioned_by=None).select_related(PLACE_LEVELS)


def _build() -> tuple[UUID, int]:
    """Write a new generation beside the old one, then put it in its place; return it and how many people it holds."""
    started = time.monotonic()
    seen = list(IndexChange.objects.values_list("pk", flat=True))
    generation = new_id()
    index = Index.open(folder_of(generation), writable=True)
    held = 0
    for people in _batches():
        index.build(records_of(people).values())
        held += len(people)
    index.commit()
    index.close()
    # First the generation, then the rows: killed between the two, the new index takes the changes in once more.
    IndexGeneration.objects.update_or_create(pk=1, defaults={"generation": generation, "built_at": timezone.now()})
    for start in range(0, len(seen), BATCH):
        IndexChange.objects.filter(pk__in=seen[start : start + BATCH]).delete()
    for folder in index_folder().glob(f"{_PREFIX}*"):
        if folder != folder_of(generation):
            shutil.rmtree(folder, ignore_errors=True)
    _log.info("built the search index: %d people in %.1f s", held, time.monotonic() - started)
    return generation, held


def _batches() -> Iterator[list[Person]]:
    """Everyone in batches by key, without holding a transaction open."""
    last: UUID | None = None
    while True:
        people = _searchable().order_by("pk")
        batch = list((people.filter(pk__gt=last) if last else people)[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk
