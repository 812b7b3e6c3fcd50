"""Which records hold which terms: immutable segments, mapped from files where the index is on disk.

What is added is gathered in memory and becomes a segment when it is much, or when it is committed. What is removed
gets a bit in a small segment beside that of its record. A commit writes both, waits for the disk and replaces the
manifest: a writer that is killed leaves the state before it or the state after it. Many small segments are merged into
one, and what is gone falls out then.
"""

import fcntl
import itertools
import os
import pathlib
import uuid
import weakref
from array import array
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.damage import told
from payvand.matching.ids import id_as_text, text_as_id
from payvand.matching.kernel.postings import Keys, Postings, Query, invert, text_keys
from payvand.matching.segments import Arrays, Folder, Listed, to_merge

FLUSHED: Final = 1_000_000
"""Records that are gathered in memory, at most, before they become a segment."""

_LOCK: Final = ".lock"
_MOST_PIECES: Final = 200_000
_MOST_GONE: Final = 0.25  # of a segment; with more it is written anew
_GONE: Final = "gone"

Bitmap = NDArray[np.uint8]


class Part:
    """One segment: records by row, and the rows of every term.

    Args:
        arrays: `keys`, `starts` and `held` as `Postings` takes them; `ids`, the texts of all ids, and `id_ends`, where
            each ends; `id_keys`, their hashes in order, and `id_rows`, whose they are.
        gone: A bit for each row that was removed.
    """

    def __init__(self, arrays: Arrays, gone: Bitmap | None = None) -> None:
        self.arrays = arrays
        self.gone = gone
        self.rows = len(arrays["id_ends"])
        if not len(arrays["id_keys"]) == len(arrays["id_rows"]) == self.rows:
            raise ValueError("the ids are not as many as the records")
        self.postings = Postings(arrays["keys"], arrays["starts"], arrays["held"], self.rows, gone)
        self.there = self.rows - (0 if gone is None else int(np.bitwise_count(gone).sum()))

    @classmethod
    def of(cls, ids: Sequence[str], terms: Keys, numbers: NDArray[np.uint32], ends: NDArray[np.int64]) -> "Part":
        """Makes a segment of records, given the distinct terms and, for each record, which of them it holds."""
        order = np.argsort(terms)
        rank = np.empty(len(terms), dtype=np.uint32)
        rank[order] = np.arange(len(terms), dtype=np.uint32)
        starts, held = invert(rank[numbers], ends, len(terms))
        texts = [id_as_text(record_id).encode() for record_id in ids]
        id_ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        found = np.frombuffer(b"".join(texts), dtype=np.uint8)
        return cls({"keys": terms[order], "starts": starts, "held": held, **_named(found, id_ends)})

    @classmethod
    def merged(cls, parts: "Sequence[Part]") -> "Part":
        """One segment of the records of several that are there."""
        kept = [part.kept() for part in parts]
        firsts = np.cumsum([0, *(np.count_nonzero(one) for one in kept)])
        keys = np.unique(np.concatenate([part.arrays["keys"] for part in parts]))
        counts = np.zeros(len(keys) + 1, dtype=np.int64)
        moved = []
        for part, there, first in zip(parts, kept, firsts, strict=False):
            rows = (np.cumsum(there, dtype=np.int64) + (first - 1)).astype(np.uint32)
            held, lives = part.arrays["held"], there[part.arrays["held"]]
            starts = np.concatenate([[0], np.cumsum(lives)])[part.arrays["starts"]]
            places = np.searchsorted(keys, part.arrays["keys"])
            counts[places + 1] += np.diff(starts)
            moved.append((places, starts, rows[held[lives]]))
        starts = np.cumsum(counts)
        held, room = np.empty(int(starts[-1]), dtype=np.uint32), starts[:-1].copy()
        for places, old, rows in moved:
            lengths = np.diff(old)
            held[np.repeat(room[places] - old[:-1], lengths) + np.arange(len(rows))] = rows
            room[places] += lengths
        used = np.diff(starts) > 0
        texts = [part.texts(there) for part, there in zip(parts, kept, strict=True)]
        names = _named(
            np.concatenate([found for found, _ in texts]), np.cumsum(np.concatenate([lengths for _, lengths in texts]))
        )
        return cls({"keys": keys[used], "starts": starts[np.append(used, True)], "held": held, **names})

    def kept(self) -> NDArray[np.bool_]:
        """Which rows are there."""
        if self.gone is None:
            return np.ones(self.rows, dtype=bool)
        return ~np.unpackbits(self.gone, count=self.rows, bitorder="little").astype(bool)

    def texts(self, kept: NDArray[np.bool_]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
        """The texts of the ids of some rows, one behind the other, and the length of each."""
        lengths = np.diff(self.arrays["id_ends"], prepend=0)
        return self.arrays["ids"][np.repeat(kept, lengths)], lengths[kept]

    def ids(self, rows: NDArray[np.uint32]) -> list[str]:
        """The ids of rows."""
        ends, texts = self.arrays["id_ends"], self.arrays["ids"].data
        firsts = np.where(rows > 0, ends[np.maximum(rows, 1) - 1], 0).tolist()
        return [
            text_as_id(bytes(texts[first:last]).decode())
            for first, last in zip(firsts, ends[rows].tolist(), strict=True)
        ]

    def rows_of(self, ids: Sequence[str], keys: Keys) -> list[int]:
        """The rows of these ids, given with their hashes; ids that are not there have none."""
        known = self.arrays["id_keys"]
        first, last = np.searchsorted(known, keys, "left"), np.searchsorted(known, keys, "right")
        return [
            row
            for number in np.flatnonzero(first < last).tolist()
            for row in self.arrays["id_rows"][first[number] : last[number]].tolist()
            if self.ids(np.array([row])) == [ids[number]]
        ]

    def without(self, rows: Sequence[int]) -> "Part":
        """The same with these rows gone."""
        gone = np.zeros(-(-self.rows // 8), dtype=np.uint8) if self.gone is None else self.gone.copy()
        places = np.array(rows, dtype=np.int64)
        np.bitwise_or.at(gone, places >> 3, (1 << (places & 7)).astype(np.uint8))
        return Part(self.arrays, gone)


def _named(texts: NDArray[np.uint8], ends: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    keys = text_keys(texts, ends)
    order = np.argsort(keys)
    return {"ids": texts, "id_ends": ends, "id_keys": keys[order], "id_rows": order.astype(np.uint32)}


def _nothing() -> None:
    """Lets go of no lock."""


class Gathered:
    """Records that are to become a segment.

    Attributes:
        ids: Their ids.
        pieces: The numbers of the terms of what many records share, such as a field, by what it is.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.pieces: dict[object, array[int]] = {}
        self._terms: dict[int, int] = {}
        self._numbers = array("I")
        self._ends = array("q")

    def __len__(self) -> int:
        return len(self.ids)

    def piece(self, what: object, terms: Iterable[int]) -> "array[int]":
        """The numbers of some terms, kept under what they are terms of."""
        if len(self.pieces) >= _MOST_PIECES:
            self.pieces.clear()
        numbers = [self._terms.setdefault(term, len(self._terms)) for term in terms]
        found = self.pieces[what] = array("I", numbers)
        return found

    def add(self, record_id: str, pieces: Iterable["array[int]"]) -> None:
        """Takes in a record with the numbers of the terms that it holds, in pieces."""
        for piece in pieces:
            self._numbers.extend(piece)
        self.ids.append(record_id)
        self._ends.append(len(self._numbers))

    def part(self) -> Part:
        """The segment."""
        terms = np.fromiter(self._terms, dtype=np.uint64, count=len(self._terms))
        return Part.of(self.ids, terms, np.frombuffer(self._numbers, np.uint32), np.frombuffer(self._ends, np.int64))


class PostingsList:
    """The postings of an index, in memory or in a folder.

    Args:
        folder: Where its segments lie; None keeps them in memory.
        writable: Whether it will be changed; what a killed writer left behind is then cleared away.

    Raises:
        BlockingIOError: another process writes it.
    """

    def __init__(self, folder: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self.parts: dict[str, Part] = {}
        self.gathered = Gathered()
        self._listed: Listed = {}
        self._changed: dict[str, Part] = {}  # what the next commit puts in place of the parts of these names
        self._folder = None if folder is None else Folder(folder, "the postings")
        self._unlock: Callable[[], object] = _nothing
        if self._folder is not None:
            if writable:
                self._folder.path.mkdir(parents=True, exist_ok=True)
                self._lock(self._folder.path / _LOCK)
            self.reload()
            if writable:
                self._folder.clear_away()

    def close(self) -> None:
        """Lets another process write."""
        self._unlock()

    def _lock(self, path: pathlib.Path) -> None:
        """Holds a file for this process, until this is closed or forgotten."""
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._unlock = weakref.finalize(self, os.close, held)
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def __len__(self) -> int:
        return sum(part.there for part in self.parts.values())

    def told(self) -> AbstractContextManager[None]:
        """Around every reading: says what is damaged, and how to build it again."""
        return told(None if self._folder is None else self._folder.path.parent, "the postings")

    def reload(self) -> None:
        """Takes up the segments that the manifest lists now."""
        if self._folder is not None and (not self.parts or self._folder.listed() != self._listed):
            self._listed, self.parts = self._folder.opened(self._read)

    def _read(self, listed: Listed) -> tuple[Listed, dict[str, Part]]:
        assert self._folder is not None
        parts = {}
        for name, gone in listed.items():
            known = self.parts.get(name)
            if known is not None and self._listed.get(name) == gone:
                parts[name] = known
                continue
            with told(self._folder.path, f"segment {name} of the postings"):
                arrays = known.arrays if known is not None else self._folder.read(name)
                parts[name] = Part(arrays, None if gone is None else self._folder.read(gone)[_GONE])
        return listed, parts

    # --- writing

    def add(self, record_id: str, pieces: Iterable["array[int]"]) -> None:
        """Takes in a record that is not there, with the numbers of its terms, in pieces (`gathered.piece`)."""
        self.gathered.add(record_id, pieces)
        if len(self.gathered) >= FLUSHED:
            self.flush()

    def flush(self) -> None:
        """Turns what is gathered into a segment, which counts from the next commit on."""
        if len(self.gathered):
            part = self.gathered.part()
            name = uuid.uuid4().hex
            if self._folder is not None:
                self._folder.write(name, part.arrays)
                part = Part(self._folder.read(name))
            self._changed[name] = part
            self.gathered = Gathered()

    def remove(self, ids: Iterable[str]) -> None:
        """Takes records out, what was added since the last commit included; ids that are not there are passed over."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return
        self.flush()
        texts = [id_as_text(record_id).encode() for record_id in wanted]
        ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
        keys = text_keys(np.frombuffer(b"".join(texts), dtype=np.uint8), ends)
        with self.told():
            for name, part in (self.parts | self._changed).items():
                if rows := part.rows_of(wanted, keys):
                    self._changed[name] = part.without(rows)

    def commit(self) -> None:
        """Makes the changes durable and visible, and merges where there are many segments, or much is gone."""
        self.flush()
        if self._changed:
            self._publish(self.parts | self._changed)
        self._changed = {}
        self._merge()

    def _merge(self) -> None:
        small = set(to_merge({name: part.there for name, part in self.parts.items()}))
        worn = {name for name, part in self.parts.items() if part.there < (1 - _MOST_GONE) * part.rows}
        if old := small | worn:
            merged = [part for name, part in self.parts.items() if name in old and part.there]
            kept = {name: part for name, part in self.parts.items() if name not in old}
            with self.told():
                self._publish(kept | ({uuid.uuid4().hex: Part.merged(merged)} if merged else {}))

    def _publish(self, parts: dict[str, Part]) -> None:
        """Writes what is not on disk yet, replaces the manifest, and removes what it names no more."""
        listed: Listed = {}
        for name, part in parts.items():
            listed[name] = self._listed.get(name)
            if self._folder is None:
                continue
            if name not in self._listed and not self._folder.holds(name):
                self._folder.write(name, part.arrays)
            if part.gone is not None and part is not self.parts.get(name):
                listed[name] = uuid.uuid4().hex
                self._folder.write(str(listed[name]), {_GONE: part.gone})
        if self._folder is not None:
            self._folder.publish(listed)
            old = {*self._listed, *self._listed.values()} - {*listed, *listed.values(), None}
            self._folder.remove(name for name in old if name)
        self._listed, self.parts = listed, parts

    # --- reading

    def counts(self, terms: Keys) -> NDArray[np.int64]:
        """In how many records each term occurs, of those removed some still counted."""
        found = np.zeros(len(terms), dtype=np.int64)
        with self.told():
            for part in self.parts.values():
                ends = part.postings.ends(terms)
                found += ends[:, 1] - ends[:, 0]
        return found

    def used(self, terms: Keys) -> NDArray[np.bool_]:
        """Whether any record that is there holds each term."""
        found = np.zeros(len(terms), dtype=bool)
        with self.told():
            for part in self.parts.values():
                found |= part.postings.used(terms)
        return found

    def best(self, query: Query, most: int, any_of: Keys | None, none_of: Keys) -> list[tuple[str, float]]:
        """The ids of the records for which a query says most, at most `most`, best first, with the bits."""
        found = []
        with self.told():
            for number, part in enumerate(self.parts.values()):
                best = part.postings.best(query, most, any_of, none_of)
                ids = part.ids(best["row"])
                bits, rows = (-best["bits"]).tolist(), best["row"].tolist()
                found += list(zip(bits, itertools.repeat(number), rows, ids, strict=False))
            found.sort()
            return [(record_id, -bits) for bits, _, _, record_id in found[:most]]
