"""Every distinct form of a register's names, once, and for a form of a query those that are like it.

The lexicon is a list of immutable segments of arrays, mapped from files where the index is on disk. New forms come
as a new segment; many segments are merged into one, and forms that no record holds any more fall out then.
`manifest.json`, replaced in one step, says which segments count: a reader sees the old list or the new one, never
half of each.
"""

import itertools
import json
import os
import pathlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.damage import told
from payvand.matching.errors import DamagedIndexError
from payvand.matching.hashing import hash_of
from payvand.matching.kernel.sieve import WORDS, Places, nearest
from payvand.matching.letters import LONGEST, SCRIPTS
from payvand.matching.likeness import likeness
from payvand.matching.space import SpaceCodes, space

SIEVED: Final = 500
"""Forms of a segment that are near enough to have their likeness computed."""

KEPT: Final = 60
"""Forms of the lexicon that stand for one form of a query, at most."""

LEAST_BITS: Final = 3.0
"""Likeness that is less than this is met by chance as often."""

SEGMENTS: Final = 8
"""So many segments are merged into one."""

MANIFEST: Final = "manifest.json"

_AT_ONCE: Final = 125
_WORTH_MORE: Final = 2  # if fewer of those at once are alike, those farther away hardly are
_ATTEMPTS: Final = 5
_MOST_REMEMBERED: Final = 20_000  # forms of queries whose likes are kept until the lexicon changes

Form = tuple[str, str]
"""A spelled form and its script."""


@dataclass(frozen=True, slots=True)
class Likes:
    """Forms of the lexicon like one form, most like first: their hashes, and the bits of their likeness."""

    keys: NDArray[np.uint64]
    bits: NDArray[np.float32]


@dataclass(frozen=True)
class Segment:
    """Forms of one script: letters as numbers of the likeness model, codes of the sieve, hashes. No text."""

    script: str
    letters: NDArray[np.uint8]
    codes: SpaceCodes
    keys: NDArray[np.uint64]

    ARRAYS = ("letters", "codes", "keys")

    @classmethod
    def of(cls, script: str, forms: dict[int, str]) -> "Segment":
        """Makes a segment of spelled forms of one script, by their hashes."""
        spelled = list(forms.values())
        keys = np.fromiter(forms, dtype=np.uint64, count=len(forms))
        return cls(script, likeness().encode(spelled, script), space().codes(spelled), keys)

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, kept: NDArray[np.bool_]) -> "Segment":
        """The segment without the forms that are not kept."""
        return Segment(self.script, *(np.ascontiguousarray(getattr(self, array)[kept]) for array in self.ARRAYS))

    @classmethod
    def merged(cls, segments: "list[Segment]") -> "Segment":
        """One segment of the forms of several of one script."""
        arrays = (np.concatenate([getattr(segment, array) for segment in segments]) for array in cls.ARRAYS)
        return cls(segments[0].script, *arrays)

    def save(self, folder: pathlib.Path, name: str) -> None:
        """Writes the arrays as files that can be mapped."""
        for array in self.ARRAYS:
            with (folder / f"{name}.{array}.npy").open("xb") as out:
                np.save(out, getattr(self, array))
                out.flush()
                os.fsync(out.fileno())

    @classmethod
    def open(cls, folder: pathlib.Path, name: str) -> "Segment":
        """Maps a saved segment."""
        script = name.split("-", 1)[0]
        with told(folder, f"segment {name} of the lexicon"):
            arrays = [
                np.load(folder / f"{name}.{array}.npy", mmap_mode="r", allow_pickle=False) for array in cls.ARRAYS
            ]
        count = len(arrays[-1])
        shapes = [(np.uint8, (count, LONGEST)), (np.uint64, (count, WORDS)), (np.uint64, (count,))]
        if script not in SCRIPTS or [(array.dtype, array.shape) for array in arrays] != shapes:
            raise DamagedIndexError(folder, f"the arrays of segment {name} are not what they should be")
        return cls(script, *(array.view(np.ndarray) for array in arrays))

    def like(self, forms: Sequence[Form], codes: SpaceCodes) -> list[Likes]:
        """For each form those of the segment that are like it, in any order."""
        return [
            self._alike(form, places) for form, places in zip(forms, nearest(self.codes, codes, SIEVED), strict=True)
        ]

    def _alike(self, form: Form, places: Places) -> Likes:
        """Those of some places, nearest first, that are like a form; the rest is left when hardly one more is."""
        bits = np.empty(len(places), dtype=np.float32)
        done = 0
        while done < len(places):
            part = slice(done, done + _AT_ONCE)
            bits[part] = likeness().bits(*form, self.letters, self.script, places[part])
            done = min(done + _AT_ONCE, len(places))
            if np.count_nonzero(bits[part] > LEAST_BITS) < _WORTH_MORE:
                break
        alike = bits[:done] > LEAST_BITS
        return Likes(self.keys[places[:done][alike]], bits[:done][alike])


class Lexicon:
    """The forms of an index, in memory or in a folder.

    Args:
        folder: Where its segments lie; None keeps them in memory.
        writable: Whether it will be changed; what a killed writer left behind is then cleared away.
    """

    def __init__(self, folder: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self.folder = folder
        self.segments: dict[str, Segment] = {}
        self._known: set[int] | None = None
        self._remembered: dict[str, Likes] = {}
        self._fresh: dict[str, dict[int, str]] = {}
        if folder is not None:
            if writable:
                folder.mkdir(parents=True, exist_ok=True)
            self.reload()
            if writable:
                self._clear_away()

    def _clear_away(self) -> None:
        """Removes files that no manifest names: half of a change, or the names of somebody who was taken out."""
        assert self.folder is not None
        named = {f"{name}.{array}.npy" for name in self.segments for array in Segment.ARRAYS} | {MANIFEST}
        for path in self.folder.iterdir():
            if path.name not in named:
                path.unlink(missing_ok=True)

    def reload(self) -> None:
        """Takes up the segments that the manifest lists now; again if they were replaced meanwhile."""
        if self.folder is None:
            return
        for attempt in range(_ATTEMPTS):
            names = self._listed()
            if names == list(self.segments):
                return
            try:
                segments = {name: self.segments.get(name) or Segment.open(self.folder, name) for name in names}
            except DamagedIndexError:
                if attempt == _ATTEMPTS - 1 or names == self._listed():
                    raise
                continue
            self.segments = segments
            self._known = None
            self._remembered.clear()
            return

    def _listed(self) -> list[str]:
        """The segments that the manifest names."""
        assert self.folder is not None
        path = self.folder / MANIFEST
        try:
            return (
                [str(name) for name in json.loads(path.read_text(encoding="utf-8"))["segments"]]
                if path.exists()
                else []
            )
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise DamagedIndexError(self.folder, "the manifest of the lexicon cannot be read") from error

    def __len__(self) -> int:
        return sum(map(len, self.segments.values()))

    def holds(self, spelled: str) -> bool:
        """Whether a form is among those that were committed."""
        key = np.uint64(hash_of(spelled))
        return any(bool((segment.keys == key).any()) for segment in self.segments.values())

    def add(self, forms: Iterable[tuple[int, str, str | None]]) -> None:
        """Takes in the forms that are new, given as hash, letters, script; they can be found after `commit`."""
        if self._known is None:
            self._known = {key for segment in self.segments.values() for key in segment.keys.tolist()}
            self._known.update(key for fresh in self._fresh.values() for key in fresh)
        for key, spelled, script in forms:
            if key not in self._known and script is not None:
                self._known.add(key)
                self._fresh.setdefault(script, {})[key] = spelled

    def commit(self) -> None:
        """Writes the new forms as segments and puts them on the list."""
        if not self._fresh:
            return
        fresh = {f"{script}-{uuid.uuid4().hex}": Segment.of(script, forms) for script, forms in self._fresh.items()}
        self._publish(self.segments | fresh, fresh)
        self._fresh = {}

    def merge(self) -> None:
        """Merges small segments of a script where there are many; a large one waits until they outweigh it."""
        for script in SCRIPTS:
            mine = sorted((len(part), name) for name, part in self.segments.items() if part.script == script)
            if len(mine) <= SEGMENTS:
                continue
            small, total = [mine[0][1]], mine[0][0]
            for size, name in mine[1:]:
                if size > 2 * total and len(small) > 1:
                    break
                small.append(name)
                total += size
            self._replace(small, Segment.merged([self.segments[name] for name in small]))

    def drop(self, unused: Callable[[int], bool]) -> None:
        """Takes out the forms, asked for by hash, that are not used any more, from memory and disk."""
        for name, segment in list(self.segments.items()):
            kept = np.array([not unused(key) for key in segment.keys.tolist()], dtype=bool)
            if not kept.all():
                self._replace([name], segment.only(kept))
        self._known = None

    def _replace(self, old: list[str], new: Segment) -> None:
        fresh = {f"{new.script}-{uuid.uuid4().hex}": new} if len(new) else {}
        self._publish({name: part for name, part in self.segments.items() if name not in old} | fresh, fresh)
        if self.folder is not None:
            for name, array in itertools.product(old, Segment.ARRAYS):
                (self.folder / f"{name}.{array}.npy").unlink(missing_ok=True)

    def _publish(self, segments: dict[str, Segment], fresh: dict[str, Segment]) -> None:
        if self.folder is not None:
            for name, segment in fresh.items():
                segment.save(self.folder, name)
            draft = self.folder / f"{MANIFEST}.{uuid.uuid4().hex}"
            with draft.open("w", encoding="utf-8") as out:
                json.dump({"segments": list(segments)}, out)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(self.folder / MANIFEST)
        self.segments = segments
        self._remembered.clear()

    def like(self, forms: Iterable[Form]) -> dict[str, Likes]:
        """For each spelled form those of the lexicon most like it, `KEPT` at most, most like first."""
        wanted = dict(forms)
        missing = [(spelled, script) for spelled, script in wanted.items() if spelled not in self._remembered]
        found = {spelled: known for spelled in wanted if (known := self._remembered.get(spelled)) is not None}
        if missing:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            new = self._find(missing)
            self._remembered.update(new)
            found |= new
        return found

    def _find(self, forms: list[Form]) -> dict[str, Likes]:
        codes = space().codes(spelled for spelled, _ in forms)
        by_segment = [segment.like(forms, codes) for segment in self.segments.values()]
        return {
            spelled: _best([likes[place] for likes in by_segment]) for place, (spelled, _script) in enumerate(forms)
        }


def _best(likes: list[Likes]) -> Likes:
    """The `KEPT` most alike of several segments; equal ones by hash, so that the order is always the same."""
    if not likes:
        return Likes(np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.float32))
    keys, bits = np.concatenate([one.keys for one in likes]), np.concatenate([one.bits for one in likes])
    best = np.lexsort((keys, -bits))[:KEPT]
    return Likes(keys[best], bits[best])
