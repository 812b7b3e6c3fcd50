"""How alike two tokens are, in any of our scripts, by the learned model of `learning`.

For tokens *a* and *b* the model gives J(a, b), the chance that one name is spelled so by two writers, as a sum over
all ways to cut both into units, and the marginals m(a), m(b) of the same model. `log2 J − log2 m(a) − log2 m(b)` is
then a log-likelihood ratio in bits: what the likeness says for one name rather than for two.
"""

import functools
import pathlib
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.letters import ARABIC, LONGEST, SCRIPTS, START, plain

MODEL: Final = pathlib.Path(__file__).with_name("likeness.npz")
SLIP: Final = 0.004
"""Chance that a letter is mistyped, left out or doubled: what the training pairs, being clean, cannot teach."""

OPEN_READING: Final = 0.7
"""Bits that reading о as а costs beside Arabic script: Tajik and Uzbek write о for the long a of Persian, Russian а."""

UNALIKE: Final = -60.0
"""Bits of tokens that no way of cutting brings together."""

Codes = NDArray[np.uint8]
Floats = NDArray[np.float64]
_PAD: Final = 0  # after the last letter
_UNKNOWN: Final = 1  # a letter the model has not met
_TINY: Final = 1e-290
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

    def encode(self, spelled: str) -> list[int]:
        """Numbers of the letters; a letter with unknown marks counts as its base letter."""
        numbers = self.numbers
        return [numbers.get(letter) or numbers.get(plain(letter)) or _UNKNOWN for letter in spelled[:LONGEST]]


@dataclass(frozen=True)
class Shape:
    """Units of `taken` source and `given` target letters: a table of chances and the numbering of its sides."""

    taken: int
    given: int
    table: Floats
    rows: NDArray[np.int32]
    columns: NDArray[np.int32]


class PairModel:
    """The learned units of one pair of scripts."""

    def __init__(self, source: Alphabet, target: Alphabet, units: list[tuple[str, str, float]]) -> None:
        self.alphabets = source, target
        self.shapes = [self._shape(size, units) for size in ((1, 0), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2))]
        self._allow_slips()
        self.marginals = self._marginals()

    def _shape(self, size: tuple[int, int], units: list[tuple[str, str, float]]) -> Shape:
        mine = [unit for unit in units if (len(unit[0]), len(unit[1])) == size]
        rows, row_names = _numbering(self.alphabets[0], size[0], {source for source, _, _ in mine})
        learned_only = (
            None if size == (1, 2) else {target for _, target, _ in mine}
        )  # insertions need every pair of letters
        columns, column_names = _numbering(self.alphabets[1], size[1], learned_only)
        table = np.zeros((int(rows.max()) + 1, int(columns.max()) + 1))
        for source, target, chance in mine:
            table[row_names[source], column_names[target]] = chance
        return Shape(*size, table, rows, columns)

    def _allow_slips(self) -> None:
        """Adds to the learned units what any hand may do: another letter, one too few, one too many."""
        nothing, single, double = (shape.table for shape in self.shapes[:3])
        by_source, by_target = single.sum(axis=1) + nothing[:, 0], single.sum(axis=0)
        by_source[1:], by_target[1:] = by_source[1:] + 1e-5, by_target[1:] + 1e-5
        by_source[0] = by_target[0] = 0
        any_target = by_target / by_target.sum()
        numbers = self.shapes[2].columns.ravel()
        inserted = SLIP / 2 * (single[:, :, None] * any_target + single[:, None, :] * any_target[:, None])
        double[:, numbers[numbers > 0]] += inserted.reshape(len(by_source), -1)[:, numbers > 0]
        single += SLIP * by_source[:, None] * any_target
        nothing[:, 0] += SLIP * by_source

    def _marginals(self) -> tuple[list[Floats], list[Floats]]:
        """For each side, the chance of a chunk of one, two, three letters whatever stands on the other side."""
        sides: tuple[list[Floats], list[Floats]] = ([], [])
        for side, sizes in ((0, (1, 2)), (1, (1, 2, 3))):
            for size in sizes:
                total = np.zeros((self.alphabets[side].size,) * size)
                for shape in self.shapes:
                    if (shape.taken, shape.given)[side] == size:
                        chance = shape.table.sum(axis=1 - side)
                        chance[0] = 0
                        total += chance[(shape.rows, shape.columns)[side]]
                sides[side].append(total)
        return sides

    def log_marginal(self, codes: Codes, side: int) -> Floats:
        """log2 m of each row of codes, taken as source (0) or target (1)."""
        chunks = self.marginals[side]
        dropped = self.shapes[0].table.sum() if side == 1 else 0.0
        rows, width = codes.shape
        ahead = np.zeros((width + 1, rows))
        ahead[0] = 1
        for place in range(width):
            for size, chances in enumerate(chunks, start=1):
                if place + size <= width:
                    index = tuple(codes[:, place + step] for step in range(size))
                    ahead[place + size] += ahead[place] * chances[index] / (1 - dropped)
        lengths = (codes != _PAD).sum(axis=1)
        return np.asarray(np.log2(np.maximum(ahead[lengths, np.arange(rows)], _TINY)))

    def log_joint(self, token: Codes, others: "Side", *, token_is_source: bool) -> Floats:
        """log2 J of one token with each of the others, all at once, letter by letter of the token."""
        rows, across = others.codes.shape
        steps = [
            self._step(shape, token, chunks, token_is_source=token_is_source)
            for shape, chunks in zip(self.shapes, others.chunks, strict=True)
        ]
        ahead = np.zeros((len(token) + 1, across + 1, rows))
        ahead[0, 0] = 1
        for place in range(len(token) + 1):
            for along, _, chances in steps:
                if along == 0:
                    for other in range(across):
                        ahead[place, other + 1] += ahead[place, other] * chances[0][other]
            for along, aside, chances in steps:
                if along and place + along <= len(token):
                    ahead[place + along, aside:] += (
                        ahead[place, : across + 1 - aside] * chances[place][: across + 1 - aside]
                    )
        return np.asarray(np.log2(np.maximum(ahead[len(token), others.lengths, np.arange(rows)], _TINY)))

    @staticmethod
    def _step(
        shape: Shape, token: Codes, chunks: NDArray[np.int32], *, token_is_source: bool
    ) -> tuple[int, int, Floats]:
        """Letters taken of the token and of the others, and the chance of such a unit at place × place × row."""
        ours = shape.rows if token_is_source else shape.columns
        along, aside = (shape.taken, shape.given) if token_is_source else (shape.given, shape.taken)
        table = shape.table if token_is_source else shape.table.T
        mine = _chunk_numbers(token[None, :], along, ours)[:, 0] if along else np.zeros(1, dtype=np.int32)
        return along, aside, np.take(table[mine], chunks, axis=1)

    def side(self, codes: Codes, side: int) -> "Side":
        """What comparing tokens as source (0) or target (1) needs of them, worked out once."""
        if side == 0:
            start = np.full((len(codes), 1), self.alphabets[0].numbers[START], dtype=np.uint8)
            codes = np.concatenate([start, codes], axis=1)
        sizes = [(shape.taken, shape.rows) if side == 0 else (shape.given, shape.columns) for shape in self.shapes]
        chunks = [_chunk_numbers(codes, size, numbers) for size, numbers in sizes]
        return Side(codes, (codes != _PAD).sum(axis=1), chunks, self.log_marginal(codes, side))


@dataclass(frozen=True)
class Side:
    """Tokens as one side of a pair of scripts.

    Attributes:
        codes: Numbers of their letters, a row each, padded with 0; a source begins with the sign of the start.
        lengths: Letters of each row.
        chunks: For each shape of the model, the number of the chunk at each place (first axis) and row.
        log_marginals: log2 m of each row.
    """

    codes: Codes
    lengths: NDArray[np.int64]
    chunks: list[NDArray[np.int32]]
    log_marginals: Floats


class Block:
    """Tokens of one script that others are compared with, and what was worked out of them for each pair of scripts."""

    def __init__(self, codes: Codes, script: str) -> None:
        self.codes = codes
        self.script = script
        self._sides: dict[tuple[int, int], Side] = {}
        self._opened: Block | None = None

    def opened(self, alphabet: Alphabet) -> "Block | None":
        """These tokens with every о read as а; None where none has one."""
        if self._opened is None:
            changed = self.codes.copy()
            for closed, opened in _OPENED:
                if closed in alphabet.numbers:
                    changed[self.codes == alphabet.numbers[closed]] = alphabet.numbers[opened]
            self._opened = Block(changed, self.script) if (changed != self.codes).any() else self
        return None if self._opened is self else self._opened

    def side(self, model: PairModel, side: int) -> Side:
        """These tokens as one side of a model."""
        known = self._sides.get((id(model), side))
        if known is None:
            known = self._sides[id(model), side] = model.side(self.codes, side)
        return known


def _numbering(alphabet: Alphabet, size: int, names: set[str] | None) -> tuple[NDArray[np.int32], dict[str, int]]:
    """Numbers for chunks of letters: an array over letter codes, and the number of each named chunk; 0 is 'no unit'.

    Single letters are all numbered; pairs too where `names` is None; longer chunks only if learned.
    """
    if size == 0:
        return np.zeros((), dtype=np.int32), {"": 0}
    shape = (alphabet.size,) * size
    numbers = np.zeros(shape, dtype=np.int32)
    if size == 1:
        return np.arange(alphabet.size, dtype=np.int32), alphabet.numbers
    if names is None:
        numbers[1:, 1:] = np.arange(1, (alphabet.size - 1) ** 2 + 1).reshape(alphabet.size - 1, -1)
        letters = alphabet.numbers.items()
        return numbers, {one + two: int(numbers[first, second]) for one, first in letters for two, second in letters}
    named = {name: position for position, name in enumerate(sorted(names), start=1)}
    for name, number in named.items():
        numbers[tuple(alphabet.numbers[letter] for letter in name)] = number
    return numbers, named


def _chunk_numbers(codes: Codes, size: int, numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """For each place (first axis) and row: the number of the chunk of that size which starts there."""
    rows, width = codes.shape
    if size == 0:
        return np.zeros((width + 1, rows), dtype=np.int32)
    found = np.zeros((width + 1, rows), dtype=np.int32)
    last = width - size + 1
    if last > 0:
        found[:last] = numbers[tuple(codes[:, step : step + last] for step in range(size))].T
    return found


class Likeness:
    """The learned model of all pairs of scripts."""

    def __init__(self, path: pathlib.Path = MODEL) -> None:
        with np.load(path) as arrays:
            units = {name.removesuffix("-units"): arrays[name] for name in arrays.files if name.endswith("-units")}
            bits = {name: arrays[f"{name}-bits"].astype(float) for name in units}
        learned = {
            tuple(name.split("-")): [
                (*unit.split("\t"), 2.0**-cost)
                for unit, cost in zip(units[name].tolist(), bits[name].tolist(), strict=True)
            ]
            for name in units
        }
        letters: dict[str, set[str]] = {script: set() for script in SCRIPTS}
        for (left, right), found in learned.items():
            letters[left].update(*(source for source, _, _ in found))
            letters[right].update(*(target for _, target, _ in found))
        self.alphabets = {
            script: Alphabet(START + "".join(sorted(found - {START}))) for script, found in letters.items()
        }
        self.models = {
            (left, right): PairModel(self.alphabets[left], self.alphabets[right], found)
            for (left, right), found in learned.items()
        }

    def encode(self, spelled: list[str], script: str) -> Codes:
        """Letter numbers of tokens of one script: rows padded with 0 to the longest."""
        rows = [self.alphabets[script].encode(token) for token in spelled]
        codes = np.zeros((len(rows), max(map(len, rows), default=0)), dtype=np.uint8)
        for place, row in enumerate(rows):
            codes[place, : len(row)] = row
        return codes

    def block(self, spelled: list[str], script: str) -> Block:
        """Tokens of one script, made ready to be compared with many others."""
        return Block(self.encode(spelled, script), script)

    def bits(self, token: str, script: str, others: Block) -> Floats:
        """Likeness of one spelled token and each of the others, in bits (log-likelihood ratio by letters alone)."""
        mine = self.block([token], script)
        if others.script == script:
            one = self._directed(mine, others, (script, script), token_is_source=True)
            two = self._directed(mine, others, (script, script), token_is_source=False)
            return np.asarray(np.logaddexp2(one, two) - 1)
        token_is_source = SCRIPTS.index(script) < SCRIPTS.index(others.script)
        pair = (script, others.script) if token_is_source else (others.script, script)
        bits = self._directed(mine, others, pair, token_is_source=token_is_source)
        if ARABIC not in pair:
            return bits
        opened_mine, opened_others = mine.opened(self.alphabets[script]), others.opened(self.alphabets[others.script])
        if opened_mine is None and opened_others is None:
            return bits
        opened = self._directed(opened_mine or mine, opened_others or others, pair, token_is_source=token_is_source)
        return np.maximum(bits, opened - OPEN_READING)

    def _directed(self, mine: Block, others: Block, pair: tuple[str, str], *, token_is_source: bool) -> Floats:
        model = self.models[pair]
        ours, theirs = (0, 1) if token_is_source else (1, 0)
        token, many = mine.side(model, ours), others.side(model, theirs)
        joint = model.log_joint(token.codes[0], many, token_is_source=token_is_source)
        return np.maximum(joint - token.log_marginals - many.log_marginals, UNALIKE)
