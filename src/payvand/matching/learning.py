"""Learns how names are respelled: `python -m payvand.matching.learning FOLDER OUT`.

A joint multigram model for each pair of scripts: a pair of spellings is cut into units of one or two source letters
and up to three target letters; the probability of each unit is learned by expectation-maximisation over all ways to
cut (after Deligne, Yvon & Bimbot 1995; Bisani & Ney 2008). Deterministic: the same folder gives the same file.
"""

import argparse
import collections
import dataclasses
import pathlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from payvand.matching.letters import START
from payvand.matching.pairs import Pair, attested, by_scripts
from payvand.matching.space import learn_space

SHAPES = ((1, 0), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2))
"""Letters taken from the source and from the target by one unit."""

_ROUNDS = 7
_DISCOUNT = 1.5  # taken off every unit's expected count, so that units seen by accident are forgotten
_SAME_SCRIPT_PAIRS = 20_000  # the space learns scripts from one another; within a script n-grams are near anyway
_RARE_LETTER = 30  # a letter seen less often shares the fate of its base letter
Array = NDArray[np.float64]


@dataclasses.dataclass
class Side:
    """One side of the pairs: letters as numbers, and a number for each chunk of one, two or three letters."""

    letters: str
    codes: NDArray[np.int64]  # pairs × LONGEST + 1, padded with -1
    lengths: NDArray[np.int64]

    @classmethod
    def of(cls, tokens: list[str]) -> "Side":
        """Numbers the letters of the tokens by their alphabet."""
        letters = "".join(sorted({letter for token in tokens for letter in token}))
        number = {letter: position for position, letter in enumerate(letters)}
        codes = np.full((len(tokens), max(map(len, tokens))), -1, dtype=np.int64)
        for row, token in enumerate(tokens):
            codes[row, : len(token)] = [number[letter] for letter in token]
        return cls(letters, codes, np.array([len(token) for token in tokens]))

    def chunks(self, size: int) -> tuple[list[str], NDArray[np.int64]]:
        """Distinct chunks of that many letters, and the chunk that starts at each place of each token (-1: none)."""
        rows, width = self.codes.shape
        if size == 0:
            return [""], np.zeros((rows, width + 1), dtype=np.int64)
        base = len(self.letters)
        combined = np.zeros((rows, width), dtype=np.int64)
        whole = np.zeros((rows, width), dtype=bool)
        last = width - size + 1
        for step in range(size):
            combined[:, :last] = combined[:, :last] * base + self.codes[:, step : step + last]
        whole[:, :last] = self.codes[:, size - 1 :] >= 0 if size > 1 else self.codes >= 0
        values, inverse = np.unique(combined[whole], return_inverse=True)
        numbers = np.full((rows, width + 1), -1, dtype=np.int64)
        numbers[:, :width][whole] = inverse
        names = [
            "".join(self.letters[value // base**power % base] for power in reversed(range(size))) for value in values
        ]
        return names, numbers


class Learner:
    """Expectation-maximisation over the pairs of one pair of scripts."""

    def __init__(self, pairs: list[Pair]) -> None:
        self.source = Side.of([START + source for source, _ in pairs])
        self.target = Side.of([target for _, target in pairs])
        self.sources = {size: self.source.chunks(size) for size in {shape[0] for shape in SHAPES}}
        self.targets = {size: self.target.chunks(size) for size in {shape[1] for shape in SHAPES}}
        self.units: dict[tuple[int, int], Array] = {}
        for taken, given in SHAPES:
            size = len(self.sources[taken][0]), len(self.targets[given][0])
            self.units[taken, given] = np.full(size, 10.0 ** (-2 - taken - given))

    def learn(self) -> None:
        """Runs the rounds; a pair still unlike after half of them is left out as a mistake of the list."""
        weights = np.ones(len(self.source.lengths))
        for turn in range(_ROUNDS):
            likelihood, counts = self.expect(weights)
            if turn == _ROUNDS // 2:
                bits = np.log2(np.maximum(likelihood, 1e-300)) / (self.source.lengths + self.target.lengths)
                weights = (bits > np.median(bits) - 1.8).astype(float)
            self.maximise(counts)

    def unit(self, place: int, taken: int, given: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """For every pair and place in the target: the flat number of the unit there, and whether there is one."""
        source = self.sources[taken][1][:, place][:, None]
        target = self.targets[given][1]
        there = (source >= 0) & (target >= 0)
        return source * len(self.targets[given][0]) + target, there

    def expect(self, weights: Array) -> tuple[Array, dict[tuple[int, int], Array]]:
        """The likelihood of each pair and the expected count of each unit."""
        rows, width, across = len(self.source.lengths), self.source.codes.shape[1], self.target.codes.shape[1]
        ahead = np.zeros((width + 1, rows, across + 1))
        ahead[0, :, 0] = 1
        for place in range(width):
            for taken, given, chance, _ in self.steps(place, width):
                ahead[place + taken, :, given:] += (
                    ahead[place, :, : across + 1 - given] * chance[:, : across + 1 - given]
                )
        back = np.zeros((width + 3, rows, across + 4))
        every = np.arange(rows)
        likelihood = np.maximum(ahead[self.source.lengths, every, self.target.lengths], 1e-300)
        counts = {shape: np.zeros(table.size) for shape, table in self.units.items()}
        for place in reversed(range(width + 1)):
            ends = self.source.lengths == place
            back[place, every[ends], self.target.lengths[ends]] = weights[ends] / likelihood[ends]
            for taken, given, chance, flat in self.steps(place, width):
                onward = chance * back[place + taken, :, given : given + across + 1]
                back[place, :, : across + 1] += onward
                share = ahead[place] * onward
                counts[taken, given] += np.bincount(flat[share > 0], share[share > 0], counts[taken, given].size)
        return likelihood, counts

    def steps(self, place: int, width: int) -> Iterator[tuple[int, int, Array, NDArray[np.int64]]]:
        """Each shape of unit at a place of the source: its chance and number for every pair and place of the target."""
        for taken, given in SHAPES:
            if place + taken <= width:
                flat, there = self.unit(place, taken, given)
                yield (
                    taken,
                    given,
                    np.where(there, self.units[taken, given].ravel()[np.where(there, flat, 0)], 0.0),
                    flat,
                )

    def maximise(self, counts: dict[tuple[int, int], Array]) -> None:
        """New probabilities from expected counts, each less the discount."""
        kept = {shape: np.maximum(count - _DISCOUNT, 0) for shape, count in counts.items()}
        total = sum(count.sum() for count in kept.values())
        self.units = {shape: (count / total).reshape(self.units[shape].shape) for shape, count in kept.items()}

    def learned(self) -> Iterator[tuple[str, str, float]]:
        """Every unit that is left: source letters, target letters, joint probability."""
        for (taken, given), table in self.units.items():
            sources, targets = self.sources[taken][0], self.targets[given][0]
            for row, column in zip(*np.nonzero(table), strict=True):
                yield sources[row], targets[column], float(table[row, column])


def without_rare_letters(pairs: list[Pair]) -> list[Pair]:
    """The pairs whose letters all occur often enough to learn from."""
    seen = collections.Counter(letter for pair in pairs for token in pair for letter in set(token))
    return [pair for pair in pairs if all(seen[letter] >= _RARE_LETTER for token in pair for letter in token)]


def learn(folder: pathlib.Path, out: pathlib.Path) -> None:
    """Learns all pairs of scripts from the lists in the folder and writes `likeness.npz` and `space.npz`."""
    arrays: dict[str, NDArray[np.generic]] = {}
    spaced: list[Pair] = []
    for (left, right), pairs in by_scripts(attested(folder)).items():
        learner = Learner(without_rare_letters(pairs))
        learner.learn()
        units = list(learner.learned())
        arrays[f"{left}-{right}-units"] = np.array([f"{source}\t{target}" for source, target, _ in units])
        arrays[f"{left}-{right}-bits"] = np.array([-np.log2(chance) for _, _, chance in units], dtype=np.float16)
        spaced += pairs if left != right else pairs[:_SAME_SCRIPT_PAIRS]
        print(f"{left} {right}: {len(pairs)} pairs, {len(units)} units")  # noqa: T201 — a command that reports its progress
    np.savez_compressed(out / "likeness.npz", **arrays)  # type: ignore[arg-type]  # its stub takes a flag among the arrays
    learn_space(spaced, out / "space.npz")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    learn(options.folder, options.out)
