"""Each distinct text of a name read once: its packed tokens for the kernel, its units for blocking.

A unit is a part of a name as it may stand in another record: a token, its stem, a form without an article, or all
tokens written as one word. Reading is spread over processes; what they send back is small.
"""

import concurrent.futures
import itertools
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from payvand.matching.letters import SCRIPTS
from payvand.matching.linking.database import threads
from payvand.matching.packing import packed_token
from payvand.matching.tokens import Token, no_collection, tokens_of
from payvand.names import skeleton

MOST_UNITS: Final = 6
_TOKENS_WITH_FORMS: Final = 3
_LEAST_LETTERS: Final = 2
_TEXTS_AT_ONCE: Final = 5000
_WORTH_PROCESSES: Final = 20_000
_NAMED: Final = frozenset({"name", "given", "father", "surname"})


class Unit(NamedTuple):
    """A part of a name: its letters, the place of its script in `SCRIPTS` (−1 for none of ours), its skeleton."""

    spelled: str
    script: int
    skeleton: str


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """Some texts as read: what they hold, each once, and for each text the numbers of what it holds.

    Attributes:
        tokens: For each token the packed words, and what it says whatever its ending.
        refs: For each text, its tokens.
        units: The units.
        unit_lists: For each text, its units.
    """

    tokens: list[tuple[bytes, str]]
    refs: "Lists"
    units: list[tuple[str, int, str]]
    unit_lists: "Lists"


def read_texts(texts: Sequence[tuple[str, str]]) -> ReadTexts:
    """Reads some texts, each with its field: the work of one process."""
    tokens: dict[tuple[bytes, str], int] = {}
    units: dict[tuple[str, int, str], int] = {}
    refs, unit_lists = [], []
    with no_collection():
        for part, text in texts:
            found = tokens_of({part: text})
            refs.append([tokens.setdefault((packed_token(token), token.core), len(tokens)) for token in found])
            named = _units(found) if part in _NAMED else ()
            unit_lists.append([units.setdefault(unit, len(units)) for unit in named])
    return ReadTexts(list(tokens), Lists.of(refs, np.int32), list(units), Lists.of(unit_lists, np.int32))


def _units(tokens: tuple[Token, ...]) -> Iterator[tuple[str, int, str]]:
    strong = [token for token in tokens if not token.weak and len(token.spelled) >= _LEAST_LETTERS]
    forms: dict[tuple[str, str | None], None] = {}
    for token in strong:
        forms[token.spelled, token.script] = None
    for token in strong[:_TOKENS_WITH_FORMS]:
        if token.stem:
            forms[token.stem, token.script] = None
        forms.update(dict.fromkeys((form.spelled, token.script) for form in token.variants[1:2]))
    if len(strong) > 1:
        forms["".join(token.spelled for token in strong), strong[0].script] = None
    for spelled, script in itertools.islice(forms, MOST_UNITS):
        yield spelled, SCRIPTS.index(script) if script else -1, skeleton(spelled)


@dataclass(frozen=True)
class Lists:
    """Lists of numbers, one behind the other: those of `n` are `values[starts[n]:starts[n + 1]]`."""

    values: NDArray[Any]
    starts: NDArray[np.int64]

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]], kind: type[np.generic] = np.int64) -> "Lists":
        """Lays lists behind one another."""
        starts = np.zeros(len(lists) + 1, dtype=np.int64)
        np.cumsum([len(each) for each in lists], out=starts[1:])
        return cls(np.fromiter(itertools.chain.from_iterable(lists), dtype=kind, count=int(starts[-1])), starts)

    @classmethod
    def joined(cls, parts: Sequence["Lists"], kind: type[np.generic]) -> "Lists":
        """The lists of several, one behind the other."""
        starts = np.zeros(sum(map(len, parts)) + 1, dtype=np.int64)
        if parts:
            np.cumsum(np.concatenate([part.lengths for part in parts]), out=starts[1:])
        return cls(np.concatenate([np.empty(0, dtype=kind), *(part.values for part in parts)]), starts)

    def through(self, table: NDArray[Any]) -> "Lists":
        """The same lists of what a table gives for each value."""
        return Lists(table[self.values], self.starts)

    def in_order(self, wanted: NDArray[np.int64]) -> "Lists":
        """The lists of these numbers, in this order."""
        starts = np.zeros(len(wanted) + 1, dtype=np.int64)
        np.cumsum(self.lengths[wanted], out=starts[1:])
        return Lists(self.take(wanted)[1], starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> NDArray[np.int64]:
        """How long each list is."""
        return np.diff(self.starts)

    def take(self, wanted: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[Any]]:
        """The values of several lists, and for each of them the place in `wanted` of its list; −1 is an empty list."""
        known = wanted >= 0
        chosen = np.where(known, wanted, 0)
        lengths = np.where(known, self.lengths[chosen], 0) if len(self) else np.zeros(len(wanted), dtype=np.int64)
        owners = np.repeat(np.arange(len(wanted)), lengths)
        ends = np.cumsum(lengths)
        within = np.arange(len(owners)) - np.repeat(ends - lengths, lengths)
        return owners, self.values[self.starts[chosen[owners]] + within] if len(owners) else self.values[:0]


@dataclass(frozen=True)
class Vocabulary:
    """The texts of all fields of names, read.

    Attributes:
        words: The packed tokens, each once.
        refs: For each text, where its tokens stand in `words`.
        cores: For each text, a number for what each token says whatever its ending.
        units: All units, each once.
        unit_lists: For each text, its units.
    """

    words: NDArray[np.uint32]
    refs: Lists
    cores: Lists
    units: list[Unit]
    unit_lists: Lists


def read_all(texts: Sequence[tuple[str, str]], told: Callable[[float], None]) -> Vocabulary:
    """Reads texts, each with its field; `told` is called with the share that is done."""
    words = bytearray()
    places: dict[bytes, int] = {}
    cores: dict[str, int] = {}
    units: dict[tuple[str, int, str], int] = {}
    refs, core_lists, unit_lists = [], [], []

    def place_of(packed: bytes) -> int:
        nonlocal words
        place = places.get(packed)
        if place is None:
            place = places[packed] = len(words) // 4
            words += packed
        return place

    # The same word in several fields is read once where its texts are neighbours.
    order = sorted(range(len(texts)), key=lambda number: texts[number][1])
    for read in _read([texts[number] for number in order], told):
        placed = np.array([place_of(packed) for packed, _ in read.tokens], dtype=np.uint32)
        cored = np.array([cores.setdefault(core, len(cores)) for _, core in read.tokens], dtype=np.int32)
        united = np.array([units.setdefault(unit, len(units)) for unit in read.units], dtype=np.int32)
        refs.append(read.refs.through(placed))
        core_lists.append(read.refs.through(cored))
        unit_lists.append(read.unit_lists.through(united))
    back = np.empty(len(texts), dtype=np.int64)
    back[order] = np.arange(len(texts))
    return Vocabulary(
        np.frombuffer(bytes(words), dtype="<u4").copy(),
        Lists.joined(refs, np.uint32).in_order(back),
        Lists.joined(core_lists, np.int32).in_order(back),
        [Unit(*unit) for unit in units],
        Lists.joined(unit_lists, np.int32).in_order(back),
    )


def _read(texts: Sequence[tuple[str, str]], told: Callable[[float], None]) -> Iterator[ReadTexts]:
    """Reads texts, in their order: here and, where there is much to do, in a process for each further processor."""
    parts = [texts[start : start + _TEXTS_AT_ONCE] for start in range(0, len(texts), _TEXTS_AT_ONCE)]
    others = min(threads(), len(parts)) - 1
    if len(texts) < _WORTH_PROCESSES or others < 1:
        for number, part in enumerate(parts, start=1):
            yield read_texts(part)
            told(number / len(parts))
        return
    context = multiprocessing.get_context("spawn")  # threads of the database must not be forked
    with concurrent.futures.ProcessPoolExecutor(others, mp_context=context) as pool:
        futures = [pool.submit(read_texts, part) for part in parts]
        mine: dict[int, ReadTexts] = {}
        for place in reversed(range(len(parts))):  # from the end, until those that the others have taken are met
            if futures[place].cancel():
                mine[place] = read_texts(parts[place])
                told((len(mine) + sum(future.done() and not future.cancelled() for future in futures)) / len(parts))
        for place, future in enumerate(futures):
            yield mine.pop(place) if place in mine else future.result()
