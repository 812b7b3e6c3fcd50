"""All records as packed rows of the kernel, built by distinct texts instead of record by record.

What `packing.pack` does for one record is done here for a whole register at once: each distinct text, place, number
and birth is packed once, and the rows are put together from these pieces by array operations. A test holds both to the
same weights.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.linking.texts import Lists
from payvand.matching.packing import MARK, ROW_HEAD

_HEAD_PLACES: Final = {"spellings": 7, "kin": 9, "places": 11, "numbers": 13}
_AT_ONCE: Final = 200_000


@dataclass(frozen=True)
class Pieces:
    """What the rows are put together from.

    Attributes:
        birth: Words 2 to 5 of the row of each distinct birth, uint32 [b, 4].
        sexes: The word for the sex, of each text of it.
        names: Numbers of each record's texts of name, given, father and surname, int32 [4, n]; −1 is none.
        refs: Tokens of each text of a name: their places in the shared buffer.
        cores: What these tokens say whatever their ending, by number.
        alone: Whether the whole name stands beside its parts, as a spelling of its own.
        further: Sections `kin`, `places` and `numbers`: for each, its sources: the number of each record's text, the
            words that each text adds, and how many entries these are.
    """

    birth: NDArray[np.uint32]
    sexes: NDArray[np.uint32]
    names: NDArray[np.int32]
    refs: Lists
    cores: Lists
    alone: NDArray[np.bool_]
    further: dict[str, list[tuple[NDArray[np.int32], Lists, NDArray[np.int64]]]]


NAME, GIVEN, FATHER, SURNAME = range(4)


def build(
    pieces: Pieces,
    birth: NDArray[np.int32],
    sex: NDArray[np.int32],
    write: Callable[[NDArray[np.uint32], NDArray[np.int64]], None],
) -> None:
    """Builds the rows, a batch at a time: `write` is given the words of a batch and the length of each row."""
    for start in range(0, len(birth), _AT_ONCE):
        wanted = slice(start, min(start + _AT_ONCE, len(birth)))
        write(*_batch(pieces, birth[wanted], sex[wanted], wanted))


def _batch(
    pieces: Pieces, birth: NDArray[np.int32], sex: NDArray[np.int32], wanted: slice
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    count = len(birth)
    sections: dict[str, list[tuple[NDArray[np.int64], NDArray[Any]]]] = {"spellings": []}
    entries = {"spellings": np.zeros(count, dtype=np.int64)}
    for owners, values in _spellings(pieces, pieces.names[:, wanted], pieces.alone[wanted]):
        lengths = np.bincount(owners, minlength=count)
        named = np.flatnonzero(lengths)
        sections["spellings"] += [(named, lengths[named]), (owners, values)]
        entries["spellings"][named] += 1
    for section, sources in pieces.further.items():
        sections[section], entries[section] = [], np.zeros(count, dtype=np.int64)
        for numbers, words, held in sources:
            mine = numbers[wanted]
            sections[section].append(words.take(mine))
            entries[section] += np.where(mine >= 0, held[np.maximum(mine, 0)], 0) if len(held) else 0
    return _laid(_head(pieces, birth, sex), sections, entries)


def _head(pieces: Pieces, birth: NDArray[np.int32], sex: NDArray[np.int32]) -> NDArray[np.uint32]:
    head = np.zeros((len(birth), ROW_HEAD), dtype=np.uint32)
    head[:, 0] = MARK
    head[:, 2:6] = pieces.birth[birth]  # the last row stands for −1, no birth
    head[:, 6] = pieces.sexes[sex]
    return head


def _laid(
    head: NDArray[np.uint32],
    sections: dict[str, list[tuple[NDArray[np.int64], NDArray[Any]]]],
    entries: dict[str, NDArray[np.int64]],
) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Puts head and sections of all rows one behind the other."""
    count = len(head)
    fill = np.full(count, ROW_HEAD, dtype=np.int64)
    placed = []
    for section, sources in sections.items():
        place = _HEAD_PLACES[section]
        head[:, place], head[:, place + 1] = entries[section], fill
        for owners, values in sources:
            lengths = np.bincount(owners, minlength=count)
            within = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
            placed.append((owners, fill[owners] + within, values))
            fill = fill + lengths
    head[:, 1] = fill
    starts = np.cumsum(fill) - fill
    words = np.zeros(int(fill.sum()), dtype=np.uint32)
    words[(starts[:, None] + np.arange(ROW_HEAD)).ravel()] = head.ravel()
    for owners, at, values in placed:
        words[starts[owners] + at] = values
    return words, fill


def _spellings(
    pieces: Pieces, names: NDArray[np.int32], alone: NDArray[np.bool_]
) -> list[tuple[NDArray[np.int64], NDArray[Any]]]:
    """The tokens of each spelling: the parts of the name together, then the whole name where it stands beside them."""
    own = [np.where(alone, -1, names[NAME]), names[GIVEN], names[SURNAME]]
    parts = [own[0], names[GIVEN], _fathers(pieces, own, names[FATHER]), names[SURNAME]]
    taken = [part if isinstance(part, tuple) else pieces.refs.take(part) for part in parts]
    together = _together(taken, names.shape[1])
    return [_cut(*together), _cut(*pieces.refs.take(np.where(alone, names[NAME], -1)))]


def _together(
    parts: list[tuple[NDArray[np.int64], NDArray[Any]]], count: int
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """What several lists say of each of `count` owners, one list after the other; each is sorted by owner."""
    lengths = [np.bincount(owners, minlength=count) for owners, _ in parts]
    whole = np.sum(lengths, axis=0)
    fill = np.cumsum(whole) - whole
    values = np.empty(int(whole.sum()), dtype=np.uint32)
    for (owners, mine), length in zip(parts, lengths, strict=True):
        within = np.arange(len(owners)) - np.repeat(np.cumsum(length) - length, length)
        values[fill[owners] + within] = mine
        fill += length
    return np.repeat(np.arange(count), whole), values


def _cut(owners: NDArray[np.int64], values: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """The first tokens of each, as many as a spelling may have."""
    from payvand.matching.tokens import MOST

    first = np.searchsorted(owners, owners, side="left")
    kept = np.arange(len(owners)) - first < MOST
    return owners[kept], values[kept]


def _fathers(
    pieces: Pieces, own: list[NDArray[np.int32]], fathers: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[Any]]:
    """The father's tokens, without those that the name says already: see `tokens.tokens_of`."""
    owners, refs = pieces.refs.take(fathers)
    _, cores = pieces.cores.take(fathers)
    said = [pieces.cores.take(part) for part in own]
    room = int(pieces.cores.values.max(initial=0)) + 1
    spoken = np.sort(np.concatenate([who.astype(np.int64) * room + what for who, what in said]))
    fathers_say = owners.astype(np.int64) * room + cores
    place = np.minimum(np.searchsorted(spoken, fathers_say), max(len(spoken) - 1, 0))
    new = spoken[place] != fathers_say if len(spoken) else np.ones(len(owners), dtype=bool)
    return owners[new], refs[new]
