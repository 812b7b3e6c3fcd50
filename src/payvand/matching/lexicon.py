"""Every distinct form of a register's names, once, and for a form of a query those that are like it.

The lexicon is a list of immutable segments of arrays (`segments`), mapped from files where the index is on disk. New
forms come as a new segment; many segments are merged into one, and forms that no record holds any more are taken out.
"""

import functools
import pathlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.damage import told
from payvand.matching.hashing import hash_of
from payvand.matching.kernel.sieve import WORDS, Places, nearest
from payvand.matching.letters import LONGEST, SCRIPTS
from payvand.matching.likeness import likeness
from payvand.matching.segments import Arrays, Folder, Listed, to_merge
from payvand.matching.space import SpaceCodes, space
from payvand.names import skeleton

SIEVED: Final = 250
"""Forms of a segment that are near enough in the learned space to have their likeness computed."""

BONED: Final = 300
"""Forms with the same hard consonants that have it computed too: the codes of short names say little."""

KEPT: Final = 60
"""Forms of the lexicon that stand for one form of a query, at most."""

LEAST_BITS: Final = 3.0
"""Likeness that is less than this is met by chance as often."""

_SOFT: Final = str.maketrans("", "", "avH")
_LEAST_BONES: Final = 2
_MOST_REMEMBERED: Final = 20_000  # forms of queries whose likes are kept until the lexicon changes

Form = tuple[str, str]
"""A spelled form and its script."""


@functools.lru_cache(maxsize=_MOST_REMEMBERED)
def bones(spelled: str) -> int:
    """64 bits of the hardest consonants of a form: its skeleton without what is as often left out, a w and an h."""
    soft = skeleton(spelled)
    hard = soft.translate(_SOFT)
    return hash_of(hard if len(hard) >= _LEAST_BONES else soft)


@dataclass(frozen=True, slots=True)
class Likes:
    """Forms of the lexicon like one form, most like first: their hashes, and the bits of their likeness."""

    keys: NDArray[np.uint64]
    bits: NDArray[np.float32]


@dataclass(frozen=True)
class Segment:
    """Forms of one script, in the order of their hardest consonants (`bones`). No text.

    Attributes:
        letters: Letters as numbers of the likeness model.
        codes: Codes of the sieve.
        keys: Hashes of the forms.
        bones: Hashes of their hardest consonants, ascending.
    """

    script: str
    letters: NDArray[np.uint8]
    codes: SpaceCodes
    keys: NDArray[np.uint64]
    bones: NDArray[np.uint64]

    ARRAYS = ("letters", "codes", "keys", "bones")

    @classmethod
    def of(cls, script: str, forms: dict[int, str]) -> "Segment":
        """Makes a segment of spelled forms of one script, by their hashes."""
        spelled = list(forms.values())
        keys = np.fromiter(forms, dtype=np.uint64, count=len(forms))
        hardest = np.fromiter(map(bones, spelled), dtype=np.uint64, count=len(forms))
        return cls(script, likeness().encode(spelled, script), space().codes(spelled), keys, hardest).ordered()

    def ordered(self) -> "Segment":
        """The same in the order of the hardest consonants."""
        order = np.lexsort((self.keys, self.bones))
        return Segment(self.script, *(np.ascontiguousarray(getattr(self, array)[order]) for array in self.ARRAYS))

    def __len__(self) -> int:
        return len(self.keys)

    def only(self, kept: NDArray[np.bool_]) -> "Segment":
        """The segment without the forms that are not kept."""
        return Segment(self.script, *(np.ascontiguousarray(getattr(self, array)[kept]) for array in self.ARRAYS))

    @classmethod
    def merged(cls, segments: "list[Segment]") -> "Segment":
        """One segment of the forms of several of one script."""
        arrays = (np.concatenate([getattr(segment, array) for segment in segments]) for array in cls.ARRAYS)
        return cls(segments[0].script, *arrays).ordered()

    @property
    def arrays(self) -> Arrays:
        """The arrays by name, as files keep them."""
        return {array: getattr(self, array) for array in self.ARRAYS}

    @classmethod
    def from_arrays(cls, script: str, arrays: Arrays) -> "Segment":
        """What `arrays` gave.

        Raises:
            ValueError: they are something else.
        """
        found = tuple(arrays[array] for array in cls.ARRAYS)
        count = len(found[-1])
        shapes = [("|u1", (count, LONGEST)), ("<u8", (count, WORDS)), ("<u8", (count,)), ("<u8", (count,))]
        if script not in SCRIPTS or [(array.dtype.str, array.shape) for array in found] != shapes:
            raise ValueError("the arrays are not what they should be")
        return cls(script, *found)

    def like(self, forms: Sequence[Form], codes: SpaceCodes) -> list[Likes]:
        """For each form those of the segment that are like it, in any order."""
        return [
            self._alike(form, places) for form, places in zip(forms, nearest(self.codes, codes, SIEVED), strict=True)
        ]

    def _alike(self, form: Form, near: Places) -> Likes:
        """Those that are like a form: of the ones with its hardest consonants, and of the near ones."""
        mine = np.uint64(bones(form[0]))
        first, last = (int(np.searchsorted(self.bones, mine, side)) for side in ("left", "right"))
        last = min(last, first + BONED)
        places = np.concatenate([np.arange(first, last), near[(near < first) | (near >= last)]])
        bits = likeness().bits(*form, self.letters, self.script, places)
        alike = bits > LEAST_BITS
        return Likes(self.keys[places[alike]], bits[alike])


class Lexicon:
    """The forms of an index, in memory or in a folder.

    Args:
        folder: Where its segments lie; None keeps them in memory.
        writable: Whether it will be changed; what a killed writer left behind is then cleared away.
    """

    def __init__(self, folder: pathlib.Path | None = None, *, writable: bool = True) -> None:
        self._folder = None if folder is None else Folder(folder, "the lexicon")
        self.segments: dict[str, Segment] = {}
        self._known: set[int] | None = None
        self._remembered: dict[str, Likes] = {}
        self._fresh: dict[str, dict[int, str]] = {}
        if self._folder is not None:
            if writable:
                self._folder.path.mkdir(parents=True, exist_ok=True)
            self.reload()
            if writable:
                self._folder.clear_away()

    def reload(self) -> None:
        """Takes up the segments that the manifest lists now."""
        if self._folder is None or list(self._folder.listed()) == list(self.segments):
            return
        self.segments = self._folder.opened(self._read)
        self._known = None
        self._remembered.clear()

    def _read(self, listed: Listed) -> dict[str, Segment]:
        return {name: self.segments.get(name) or self._mapped(name) for name in listed}

    def _mapped(self, name: str) -> Segment:
        assert self._folder is not None
        with told(self._folder.path, f"segment {name} of the lexicon"):
            return Segment.from_arrays(name.split("-", 1)[0], self._folder.read(name))

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
            small = to_merge({name: len(part) for name, part in self.segments.items() if part.script == script})
            if small:
                self._replace(small, Segment.merged([self.segments[name] for name in small]))

    def drop(self, used: Callable[[NDArray[np.uint64]], NDArray[np.bool_]]) -> None:
        """Takes out the forms, asked for by hash, that are not used any more, from memory and disk."""
        for name, segment in list(self.segments.items()):
            kept = used(segment.keys)
            if not kept.all():
                self._replace([name], segment.only(kept))
        self._known = None

    def _replace(self, old: list[str], new: Segment) -> None:
        fresh = {f"{new.script}-{uuid.uuid4().hex}": new} if len(new) else {}
        self._publish({name: part for name, part in self.segments.items() if name not in old} | fresh, fresh)
        if self._folder is not None:
            self._folder.remove(old)

    def _publish(self, segments: dict[str, Segment], fresh: dict[str, Segment]) -> None:
        if self._folder is not None:
            for name, segment in fresh.items():
                self._folder.write(name, segment.arrays)
            self._folder.publish(dict.fromkeys(segments))
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
