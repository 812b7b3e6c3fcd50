"""How alike two tokens are, in any of our scripts, by the learned model of `learning`.

For tokens *a* and *b* the model gives J(a, b), the chance that one name is spelled so by two writers, as a sum over
all ways to cut both into units, and the marginals m(a), m(b) of the same model. `log2 J − log2 m(a) − log2 m(b)` is
then a log-likelihood ratio in bits: what the likeness says for one name rather than for two. The sums are made in
`kernel/likeness.c`; here the learned units are read and laid out.
"""

import functools
import pathlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.damage import told_of_model
from payvand.matching.kernel import CompiledModel
from payvand.matching.letters import LONGEST, SCRIPTS, START, plain

MODEL: Final = pathlib.Path(__file__).with_name("likeness.npz")
SLIP: Final = 0.004
"""Chance that a letter is mistyped, left out or doubled: what the training pairs, being clean, cannot teach."""

OPEN_READING: Final = 0.7
"""Bits that reading о as а costs beside Arabic script: Tajik and Uzbek write о for the long a of Persian, Russian а."""

UNALIKE: Final = -60.0
"""Bits of tokens that no way of cutting brings together."""

Codes = NDArray[np.uint8]
Floats = NDArray[np.float64]
_UNKNOWN: Final = 1  # a letter the model has not met; 0 stands after the last letter
_NEEDED: Final = ((1, 0), (1, 1), (1, 2))  # shapes that slips of the hand take
_INSERTED: Final = (1, 2)  # of the target every pair of letters is numbered: any letter may be inserted
_TAB: Final = 9
_SMALL_TABLE: Final = 1 << 20  # chances; a larger table is kept as the units that were learned
_WORD, _NARROW = 64, 64  # bits of a word; columns of a table that is looked into without asking what it holds
_OPENED: Final = (("о", "а"), ("o", "a"))


@dataclass(frozen=True)
class Alphabet:
    """The letters of one script as the model numbers them: 0 pads, 1 is an unknown letter, 2 is the start."""

    letters: str

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.letters) + 2

    @functools.cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each letter."""
        return {letter: position + 2 for position, letter in enumerate(self.letters)}

    def codes(self, letters: NDArray[np.uint32]) -> Codes:
        """Numbers of letters of this alphabet given as code points; 0 stays 0."""
        table = np.zeros(max(map(ord, self.letters)) + 1, dtype=np.uint8)
        table[[ord(letter) for letter in self.letters]] = np.arange(2, self.size)
        return np.asarray(table[letters])

    @functools.cached_property
    def _read(self) -> "_Reading":
        return _Reading(self.numbers)

    def encode(self, spelled: str) -> bytes:
        """Numbers of the first 24 letters, padded with 0; a letter with unknown marks counts as its base letter."""
        return spelled[:LONGEST].translate(self._read).encode("latin-1").ljust(LONGEST, b"\0")


class _Reading(dict[int, str]):
    """What `str.translate` puts for each letter: its number as a character; letters never seen are looked up once."""

    def __init__(self, numbers: dict[str, int]) -> None:
        super().__init__({ord(letter): chr(number) for letter, number in numbers.items()})
        self.numbers = numbers

    def __missing__(self, letter: int) -> str:
        return self.setdefault(letter, chr(self.numbers.get(plain(chr(letter)), _UNKNOWN)))


@dataclass(frozen=True)
class Shape:
    """Units of `taken` source and `given` target letters: their chances, by the numbers of their chunks.

    Attributes:
        table: The chance of each unit [rows, columns], where that is a small table; None where few of many are learned.
            Chunks with higher numbers have no unit of this shape.
        starts: Where the units of each row begin among `others` and `chances`, sorted by column; the last is their end.
    """

    taken: int
    given: int
    table: Floats | None
    starts: NDArray[np.int32]
    others: NDArray[np.int32]
    chances: Floats

    @property
    def held(self) -> NDArray[np.uint64]:
        """For each row the bits of its columns modulo 64."""
        rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        found = np.zeros(len(self.starts) - 1, dtype=np.uint64)
        np.bitwise_or.at(found, rows, np.uint64(1) << (self.others % 64).astype(np.uint64))
        return found

    @property
    def held_in_table(self) -> NDArray[np.uint64]:
        """For each row of a wide table a bit for each learned column [rows, words]; no words for a narrow one."""
        assert self.table is not None
        rows, columns = self.table.shape
        words = -(-columns // _WORD) if columns > _NARROW else 0
        if not words:
            return np.zeros((rows, 0), dtype=np.uint64)
        held = np.zeros((rows, words * _WORD), dtype=np.uint8)
        owners = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
        held[owners, self.others] = 1
        return np.packbits(held, axis=1, bitorder="little").view("<u8")

    def sums(self, side: int, count: int) -> Floats:
        """The chance of each of `count` numbered chunks of the source (0) or target (1), whatever answers to it."""
        if self.table is not None:
            held = self.table.sum(axis=1 - side)
            found = np.pad(held, (0, count - len(held)))
        else:
            rows = np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))
            found = np.bincount(self.others if side else rows, self.chances, count)
        found[0] = 0 if (self.given if side else self.taken) else found[0]  # no unit
        return np.asarray(found)

    def chance(self, row: int, column: int) -> float:
        """The chance of the unit of these chunks; 0 where it was not learned."""
        if self.table is not None:
            rows, columns = self.table.shape
            return float(self.table[row, column]) if row < rows and column < columns else 0.0
        first, last = self.starts[row : row + 2].tolist()
        place = first + int(np.searchsorted(self.others[first:last], column))
        return float(self.chances[place]) if place < last and self.others[place] == column else 0.0


class PairModel:
    """The learned units of one pair of scripts.

    Attributes:
        numbers: For source and target, by letters: the numbers of chunks, as an array over letter codes; 0 is no unit.
        slips: What a letter too many adds to a unit of one and two letters, by halves: see `kernel.h`.
        any_letter: The chance of each target letter.
    """

    def __init__(self, source: Alphabet, target: Alphabet, units: "Units") -> None:
        self.alphabets = source, target
        sides = units.coded(source, target)
        letters = [(side > 0).sum(axis=1) for side in sides]
        sizes = sorted({*zip(letters[0].tolist(), letters[1].tolist(), strict=True)} | set(_NEEDED))
        self.numbers = tuple(
            {
                size: _numbering(
                    self.alphabets[side], sides[side][letters[side] == size, :size], every=(side, size) == _INSERTED
                )
                for size in {pair[side] for pair in sizes}
            }
            for side in (0, 1)
        )
        self.shapes = []
        for size in sizes:
            mine = (letters[0] == size[0]) & (letters[1] == size[1])
            self.shapes.append(
                self._shape(size, sides[0][mine, : size[0]], sides[1][mine, : size[1]], units.chances[mine])
            )
        self._allow_slips()

    @property
    def start(self) -> int:
        """The code that stands before the first letter of a source."""
        return self.alphabets[0].numbers[START]

    @functools.cached_property
    def kept(self) -> float:
        """The chance that a unit writes something on the target side."""
        return 1.0 - float(
            sum(shape.sums(0, self.count(0, shape.taken)).sum() for shape in self.shapes if not shape.given)
        )

    def count(self, side: int, letters: int) -> int:
        """How many numbers there are for chunks of so many letters, 0 included."""
        return int(self.numbers[side][letters].max()) + 1

    def _shape(self, size: tuple[int, int], sources: Codes, targets: Codes, chances: Floats) -> Shape:
        """The units of one shape."""
        ours = self.numbers[0][size[0]][tuple(sources.T)]
        theirs = np.broadcast_to(self.numbers[1][size[1]][tuple(targets.T)], ours.shape)
        counts = int(ours.max(initial=0)) + 1, int(theirs.max(initial=0)) + 1
        if size in _NEEDED:
            counts = self.count(0, size[0]), self.count(1, size[1])
        table = None
        if counts[0] * counts[1] <= _SMALL_TABLE:
            table = np.zeros(counts)
            table[ours, theirs] = chances
        order = np.lexsort((theirs, ours))
        starts = np.searchsorted(ours[order], np.arange(self.count(0, size[0]) + 1)).astype(np.int32)
        return Shape(*size, table, starts, theirs[order].astype(np.int32), chances[order])

    def _allow_slips(self) -> None:
        """Adds to the learned units what any hand may do: another letter, one too few, one too many."""
        shapes = {(shape.taken, shape.given): shape for shape in self.shapes}
        nothing, single, double = (self._table(shapes[size]) for size in _NEEDED)
        by_source, by_target = single.sum(axis=1) + nothing[:, 0], single.sum(axis=0)
        by_source[1:], by_target[1:] = by_source[1:] + 1e-5, by_target[1:] + 1e-5
        by_source[0] = by_target[0] = 0
        any_target = by_target / by_target.sum()
        self.slips, self.any_letter = SLIP / 2 * single, any_target
        numbers = self.numbers[1][2].ravel()
        inserted = SLIP / 2 * (single[:, :, None] * any_target + single[:, None, :] * any_target[:, None])
        double[:, numbers[numbers > 0]] += inserted.reshape(len(by_source), -1)[:, numbers > 0]
        single += SLIP * by_source[:, None] * any_target
        nothing[:, 0] += SLIP * by_source

    @staticmethod
    def _table(shape: Shape) -> Floats:
        assert shape.table is not None
        return shape.table

    def unit(self, shape: Shape, source: tuple[int, ...], target: tuple[int, ...]) -> float:
        """The chance of the unit of these letter codes; 0 where it was not learned."""
        numbers = self.numbers[0][shape.taken][source], self.numbers[1][shape.given][target]
        return shape.chance(int(numbers[0]), int(numbers[1]))

    def chances(self, side: int, letters: int) -> Floats:
        """The chance of each numbered chunk of the source (0) or target (1), whatever stands on the other side."""
        found = np.zeros(self.count(side, letters))
        for shape in self.shapes:
            if (shape.taken, shape.given)[side] == letters:
                found += shape.sums(side, len(found))
        return found

    def alone(self, codes: tuple[int, ...], side: int) -> float:
        """The same of one chunk, by its letter codes."""
        if len(codes) not in self._alone[side]:
            self._alone[side][len(codes)] = self.chances(side, len(codes))
        return float(self._alone[side][len(codes)][self.numbers[side][len(codes)][codes]])

    @functools.cached_property
    def _alone(self) -> tuple[dict[int, Floats], dict[int, Floats]]:
        return {}, {}


def _numbering(alphabet: Alphabet, chunks: Codes, *, every: bool = False) -> NDArray[np.int32]:
    """Numbers of chunks of letters, as an array over letter codes; 0 is 'no unit'.

    Single letters are all numbered, longer chunks if they are among `chunks` [n, letters]; all others
    after these if `every`.
    """
    size = chunks.shape[1]
    if size == 0:
        return np.zeros((), dtype=np.int32)
    if size == 1:
        return np.arange(alphabet.size, dtype=np.int32)
    numbers = np.zeros((alphabet.size,) * size, dtype=np.int32)
    numbers[tuple(chunks.T)] = 1
    flat = numbers.ravel()
    flat[flat > 0] = np.arange(1, np.count_nonzero(flat) + 1)
    if every:
        rest = numbers == 0
        rest[0, :] = rest[:, 0] = False
        numbers[rest] = np.arange(1, np.count_nonzero(rest) + 1) + int(flat.max(initial=0))
    return numbers


@dataclass(frozen=True)
class Units:
    """The learned units of one pair of scripts as the file has them: `source TAB target`, and the chance of each."""

    texts: NDArray[np.str_]
    chances: Floats

    @functools.cached_property
    def _letters(self) -> NDArray[np.uint32]:
        """The letters of each text as code points [n, letters], 0 after the last."""
        texts = np.ascontiguousarray(self.texts)
        return texts.view(np.uint32).reshape(len(texts), -1)

    def letters(self) -> tuple[set[str], set[str]]:
        """All letters of the sources and of the targets."""
        target = np.cumsum(self._letters == _TAB, axis=1) > 0
        sides = (np.unique(self._letters[side & (self._letters > 0)]) for side in (~target, target))
        source, other = ({chr(letter) for letter in side.tolist()} for side in sides)
        return source, other - {chr(_TAB)}

    def coded(self, source: Alphabet, target: Alphabet) -> tuple[Codes, Codes]:
        """The letters of the sources [n, letters] and of the targets as codes, 0 after the last."""
        split = np.argmax(self._letters == _TAB, axis=1)
        width = self._letters.shape[1]
        places = np.arange(width)[None, :]
        sources = np.where(places < split[:, None], self._letters, 0)
        turned = np.take_along_axis(self._letters, np.minimum(places + split[:, None] + 1, width - 1), axis=1)
        targets = np.where(places + split[:, None] + 1 < width, turned, 0)
        return source.codes(sources), target.codes(targets)


class Likeness:
    """The learned model of all pairs of scripts."""

    def __init__(self, path: pathlib.Path = MODEL) -> None:
        with told_of_model(path), path.open("rb") as file, np.load(file) as arrays:
            learned = {
                tuple(name.removesuffix("-units").split("-")): Units(
                    arrays[name], 2.0 ** -arrays[f"{name.removesuffix('-units')}-bits"].astype(float)
                )
                for name in arrays.files
                if name.endswith("-units")
            }
        letters: dict[str, set[str]] = {script: set() for script in SCRIPTS}
        for pair, units in learned.items():
            for script, found in zip(pair, units.letters(), strict=True):
                letters[script] |= found
        self.alphabets = {
            script: Alphabet(START + "".join(sorted(found - {START}))) for script, found in letters.items()
        }
        self.models = {
            (left, right): PairModel(self.alphabets[left], self.alphabets[right], units)
            for (left, right), units in learned.items()
        }
        self.compiled = CompiledModel(self, open_cost=OPEN_READING, unalike=UNALIKE, opened=_OPENED)

    def encode(self, spelled: Sequence[str], script: str) -> Codes:
        """Letter numbers of tokens of one script: rows of 24, padded with 0."""
        encode = self.alphabets[script].encode
        return np.frombuffer(b"".join(encode(token) for token in spelled), dtype=np.uint8).reshape(-1, LONGEST)

    def bits(
        self, token: str, script: str, others: Codes, other_script: str, places: NDArray[np.int64] | None = None
    ) -> NDArray[np.float32]:
        """Likeness of one spelled token and each of the others, in bits (log-likelihood ratio by letters alone).

        Args:
            token: Its letters, as `letters.spell` gives them.
            script: Their script.
            others: Rows of `encode`.
            other_script: The script of all of them.
            places: The rows that are meant; None means all.
        """
        return self.compiled.bits(self.encode([token], script)[0], script, others, other_script, places)


@functools.cache
def likeness() -> Likeness:
    """The shipped likeness model, read once for the process."""
    return Likeness()
