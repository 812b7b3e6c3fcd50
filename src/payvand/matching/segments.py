"""Immutable segments of arrays in a folder, and the manifest that says which of them count.

A segment is one file of named arrays that is written once and mapped by those who read it. `manifest.json`, replaced
in one step, lists the segments: a reader sees the old list or the new one, never half of each, and what a killed
writer left behind is on no list.
"""

import json
import mmap
import os
import pathlib
import uuid
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from payvand.matching.damage import told
from payvand.matching.errors import DamagedIndexError

MANIFEST: Final = "manifest.json"
SEGMENTS: Final = 8
"""So many segments are merged into fewer."""

_ENDING: Final = ".segment"
_MARK: Final = b"PVSEG\x00\x00\x01"
_ALIGNED: Final = 64
_ATTEMPTS: Final = 5
_KINDS: Final = frozenset({"u1", "u4", "u8", "i8"})

Arrays = Mapping[str, NDArray[Any]]
Listed = dict[str, str | None]
"""Names of segments, each with that of a segment beside it, which says what of it is gone."""

Opened = TypeVar("Opened")


def to_merge(sizes: Mapping[str, int]) -> list[str]:
    """Which of many segments are merged into one: the small ones; a large one waits until they outweigh it."""
    if len(sizes) <= SEGMENTS:
        return []
    (first, total), *others = sorted(sizes.items(), key=lambda pair: (pair[1], pair[0]))
    small = [first]
    for name, size in others:
        if size > 2 * total and len(small) > 1:
            break
        small.append(name)
        total += size
    return small


class Folder:
    """The segments in a folder.

    Args:
        path: The folder.
        what: What the segments are, for messages: "the lexicon".
    """

    def __init__(self, path: pathlib.Path, what: str) -> None:
        self.path = path
        self.what = what

    def listed(self) -> Listed:
        """The segments that the manifest names; none where there is no manifest yet.

        Raises:
            DamagedIndexError: it cannot be read.
        """
        path = self.path / MANIFEST
        try:
            listed = json.loads(path.read_text(encoding="utf-8"))["segments"] if path.exists() else {}
            return {str(name): None if gone is None else str(gone) for name, gone in listed.items()}
        except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise DamagedIndexError(self.path, f"the manifest of {self.what} cannot be read") from error

    def opened(self, read: Callable[[Listed], Opened]) -> Opened:
        """What `read` makes of the listed segments; it is asked again where they were replaced meanwhile.

        Raises:
            DamagedIndexError: one of them is not there or not whole.
        """
        for _ in range(_ATTEMPTS):
            listed = self.listed()
            try:
                return read(listed)
            except DamagedIndexError:
                if listed == self.listed():
                    raise
        return read(self.listed())

    def publish(self, segments: Listed) -> None:
        """Puts these segments on the list in place of those that were there."""
        draft = self.path / f"{MANIFEST}.{uuid.uuid4().hex}"
        with draft.open("w", encoding="utf-8") as out:
            json.dump({"segments": segments}, out)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self.path / MANIFEST)

    def remove(self, names: Iterable[str]) -> None:
        """Removes the files of segments that are on no list any more; who has them mapped keeps what he sees."""
        for name in names:
            (self.path / f"{name}{_ENDING}").unlink(missing_ok=True)

    def clear_away(self) -> None:
        """Removes what the manifest does not name: half of a change, or the names of somebody who was taken out."""
        listed = self.listed()
        named = {f"{name}{_ENDING}" for name in [*listed, *filter(None, listed.values())]} | {MANIFEST}
        for path in self.path.iterdir():
            if path.name not in named and not path.name.startswith("."):
                path.unlink(missing_ok=True)

    def write(self, name: str, arrays: Arrays) -> None:
        """Writes a new segment and waits until it is on the disk; its name must be new."""
        told_of: list[tuple[str, str, list[int], int]] = []
        at = 0
        for array_name, array in arrays.items():
            kind = array.dtype.newbyteorder("<").str[1:]
            told_of.append((array_name, kind, list(array.shape), at))
            at += -(-array.nbytes // _ALIGNED) * _ALIGNED
        head = json.dumps({"arrays": told_of, "bytes": at}).encode()
        start = _start(len(head))
        with (self.path / f"{name}{_ENDING}").open("xb") as out:
            out.write(_MARK + len(head).to_bytes(4, "little") + zlib.crc32(head).to_bytes(4, "little") + head)
            for (*_, place), array in zip(told_of, arrays.values(), strict=True):
                out.seek(start + place)
                array.tofile(out)
            out.truncate(start + at)
            out.flush()
            os.fsync(out.fileno())

    def holds(self, name: str) -> bool:
        """Whether the file of a segment is there."""
        return (self.path / f"{name}{_ENDING}").is_file()

    def read(self, name: str) -> dict[str, NDArray[Any]]:
        """Maps the arrays of a segment.

        Raises:
            DamagedIndexError: it is not there or not whole.
        """
        with told(self.path, f"segment {name} of {self.what}"):
            with (self.path / f"{name}{_ENDING}").open("rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            size, check = (int.from_bytes(mapped[place : place + 4], "little") for place in (8, 12))
            head = mapped[16 : 16 + size]
            if mapped[:8] != _MARK or zlib.crc32(head) != check:
                raise ValueError("its head is damaged")
            said = json.loads(head)
            start = _start(size)
            if len(mapped) != start + said["bytes"]:
                raise ValueError("it is not whole")
            return {
                array_name: _mapped(mapped, kind, tuple(shape), start + place)
                for array_name, kind, shape, place in said["arrays"]
            }


def _start(size: int) -> int:
    """Where the arrays begin behind a head of so many bytes."""
    return -(-(16 + size) // _ALIGNED) * _ALIGNED


def _mapped(mapped: mmap.mmap, kind: str, shape: tuple[int, ...], place: int) -> NDArray[Any]:
    if kind not in _KINDS:
        raise ValueError("an array is of no kind that is known")
    count = int(np.prod(shape, dtype=np.int64))
    return np.frombuffer(mapped, dtype=f"<{kind}", count=count, offset=place).reshape(shape)
