"""Every distinct token of a register, once, and for a token of a query those that are like it.

The lexicon is a list of immutable segments of arrays, mapped from files where the index is on disk. New tokens come
as a new segment; many segments are merged into one, and tokens that no record holds any more fall out then.
`manifest.json`, replaced in one step, says which segments count: a reader sees the old list or the new one, never
half of each.
"""

import functools
import itertools
import json
import os
import pathlib
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.errors import DamagedIndexError
from payvand.matching.letters import SCRIPTS, script_of_token
from payvand.matching.likeness import likeness
from payvand.matching.space import Space, SpaceCodes, distances

SIEVED: Final = 500
"""Tokens of a segment and script that are near enough to have their likeness computed."""

KEPT: Final = 100
"""Tokens of the lexicon that stand for one token of a query, at most."""

SEGMENTS: Final = 8
"""So many segments are merged into one."""

MANIFEST: Final = "manifest.json"

_ATTEMPTS: Final = 5
_MOST_REMEMBERED: Final = 5000  # tokens of queries whose likes are kept until the lexicon changes


@functools.cache
def space() -> Space:
    """The shipped space of n-grams, read once for the process."""
    return Space()


@dataclass(frozen=True)
class Segment:
    """Tokens of one script: letters as numbers of the likeness model, codes of the sieve, and the spellings."""

    script: str
    letters: NDArray[np.uint8]
    codes: SpaceCodes
    text: NDArray[np.uint8]
    ends: NDArray[np.int64]

    ARRAYS = ("letters", "codes", "text", "ends")

    @classmethod
    def of(cls, script: str, tokens: list[str]) -> "Segment":
        """Makes a segment of spelled tokens of one script."""
        return cls(script, likeness().encode(tokens, script), space().codes(tokens), *_packed(tokens))

    def __len__(self) -> int:
        return len(self.ends)

    def token(self, place: int) -> str:
        """The spelling at a place."""
        start = int(self.ends[place - 1]) if place else 0
        return self.text[start : int(self.ends[place])].tobytes().decode()

    def tokens(self) -> list[str]:
        """All spellings."""
        return [self.token(place) for place in range(len(self))]

    def near(self, code: SpaceCodes) -> NDArray[np.intp]:
        """Places of the tokens nearest to a code: about `SIEVED`, fewer in a small segment."""
        if len(self) <= SIEVED:
            return np.arange(len(self))
        apart = distances(code, self.codes)
        limit = int(np.searchsorted(np.cumsum(np.bincount(apart)), SIEVED))
        return np.flatnonzero(apart <= limit)[: 2 * SIEVED]

    def only(self, kept: NDArray[np.bool_]) -> "Segment":
        """The segment without the tokens that are not kept."""
        text, ends = _packed([self.token(int(place)) for place in np.flatnonzero(kept)])
        return Segment(self.script, np.asarray(self.letters[kept]), np.asarray(self.codes[kept]), text, ends)

    @classmethod
    def merged(cls, segments: "list[Segment]") -> "Segment":
        """One segment of the tokens of several of one script."""
        text, ends = _packed([token for segment in segments for token in segment.tokens()])
        letters = np.concatenate([segment.letters for segment in segments])
        return cls(segments[0].script, letters, np.concatenate([segment.codes for segment in segments]), text, ends)

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
        try:
            arrays = [
                np.load(folder / f"{name}.{array}.npy", mmap_mode="r", allow_pickle=False) for array in cls.ARRAYS
            ]
            found = cls(name.split("-", 1)[0], *arrays)
        except (OSError, ValueError, EOFError) as error:
            raise DamagedIndexError(folder, f"segment {name} of the lexicon cannot be read ({error})") from error
        if not len(found.letters) == len(found.codes) == len(found.ends):
            raise DamagedIndexError(folder, f"the arrays of segment {name} differ in length")
        return found


def _packed(tokens: list[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Tokens as one array of bytes, and where each ends."""
    raw = [token.encode() for token in tokens]
    return np.frombuffer(b"".join(raw), dtype=np.uint8), np.cumsum([len(token) for token in raw], dtype=np.int64)


class Lexicon:
    """The tokens of an index, in memory or in a folder.

    Args:
        folder: Where its segments lie; None keeps them in memory.
    """

    def __init__(self, folder: pathlib.Path | None = None) -> None:
        self.folder = folder
        self.segments: dict[str, Segment] = {}
        self._known: set[str] | None = None
        self._remembered: dict[str, dict[str, float]] = {}
        self._fresh: dict[str, list[str]] = {}
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self.reload()

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
        except (ValueError, KeyError, TypeError) as error:
            raise DamagedIndexError(self.folder, "the manifest of the lexicon cannot be read") from error

    def __len__(self) -> int:
        return sum(map(len, self.segments.values()))

    def add(self, tokens: Iterable[str]) -> None:
        """Takes in tokens that are new; they can be found after `commit`."""
        if self._known is None:
            self._known = {token for segment in self.segments.values() for token in segment.tokens()}
        for token in tokens:
            if token not in self._known:
                self._known.add(token)
                if script := script_of_token(token):
                    self._fresh.setdefault(script, []).append(token)

    def commit(self) -> None:
        """Writes the new tokens as segments and puts them on the list."""
        if not self._fresh:
            return
        fresh = {
            f"{script}-{uuid.uuid4().hex}": Segment.of(script, sorted(tokens)) for script, tokens in self._fresh.items()
        }
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

    def drop(self, unused: Callable[[str], bool]) -> None:
        """Takes out the tokens that are not used any more, from memory and disk."""
        for name, segment in list(self.segments.items()):
            kept = np.array([not unused(token) for token in segment.tokens()], dtype=bool)
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

    def like(self, spelled: str, script: str) -> dict[str, float]:
        """The tokens most like one token, `KEPT` at most, with the bits of their likeness, those above zero only."""
        known = self._remembered.get(spelled)
        if known is None:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[spelled] = self._find(spelled, script)
        return known

    def _find(self, spelled: str, script: str) -> dict[str, float]:
        code = space().codes([spelled])[0]
        found: list[tuple[float, str]] = []
        for segment in self.segments.values():
            places = segment.near(code)
            bits = likeness().bits(spelled, script, segment.letters, segment.script, places)
            best = np.argsort(-bits, kind="stable")[:KEPT]
            found += [(float(bits[row]), segment.token(int(places[row]))) for row in best if bits[row] > 0]
        return {token: bits for bits, token in sorted(found, key=lambda pair: (-pair[0], pair[1]))[:KEPT]}
