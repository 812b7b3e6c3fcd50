"""The learned sieve: tokens of every script as 256 bits, near one another when they may spell one name.

Character n-grams of both spellings of the training pairs are mapped into one space by the leading eigenvectors of
their normalised co-occurrence (Levy & Goldberg 2014 for the factorisation); the signs of a rotated vector are its
code, so that nearness is a count of equal bits (Gong & Lazebnik 2011). A lexicon of 150,000 tokens is sieved in
milliseconds.
"""

import collections
import functools
import itertools
import pathlib
from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.damage import told_of_model
from payvand.matching.kernel.learn import together as co_occurrence
from payvand.matching.kernel.sieve import SIGNS as DIMENSIONS
from payvand.matching.kernel.sieve import codes_of
from payvand.matching.letters import LONGEST

MODEL: Final = pathlib.Path(__file__).with_name("space.npz")

SpaceCodes = NDArray[np.uint64]


def grams(spelled: str) -> set[str]:
    """The n-grams of a token, n from 1 to 4, with its ends marked."""
    text = f"^{spelled[:LONGEST]}$"
    return {text[place : place + size] for size in (1, 2, 3, 4) for place in range(len(text) - size + 1)}


class Space:
    """The learned space of n-grams."""

    def __init__(self, path: pathlib.Path = MODEL) -> None:
        with told_of_model(path), path.open("rb") as file, np.load(file) as arrays:
            self.numbers = {gram: number for number, gram in enumerate(str(arrays["grams"]).split("\n"))}
            self.vectors: NDArray[np.int8] = arrays["vectors"]
            self.centre: NDArray[np.float32] = arrays["centre"]

    def codes(self, spelled: Iterable[str]) -> SpaceCodes:
        """The codes of tokens: rows of four 64-bit words. A token of no known n-gram gets the code of the centre."""
        known = [
            [number for gram in grams(token) if (number := self.numbers.get(gram)) is not None] for token in spelled
        ]
        ends = np.cumsum([len(numbers) for numbers in known], dtype=np.int64)
        numbers = np.fromiter(itertools.chain.from_iterable(known), dtype=np.int32, count=int(ends[-1]) if known else 0)
        return codes_of(self.vectors, self.centre, numbers, ends)


@functools.cache
def space() -> Space:
    """The shipped space of n-grams, read once for the process."""
    return Space()


def learn_space(pairs: list[tuple[str, str]], out: pathlib.Path, grams_of_a_script: int = 4000) -> None:
    """Learns the space from pairs of spelled tokens and writes it; the same pairs give the same file."""
    tokens = sorted({token for pair in pairs for token in pair})
    vocabulary = _vocabulary(tokens, grams_of_a_script)
    known = {
        token: np.array(sorted(vocabulary[gram] for gram in grams(token) if gram in vocabulary), dtype=np.int32)
        for token in tokens
    }
    counted = co_occurrence([known[one] for one, _ in pairs], [known[other] for _, other in pairs], len(vocabulary))
    together = counted + counted.T
    damping = (1 / np.sqrt(together.sum(axis=1) + 50)).astype(np.float32)
    together *= damping[:, None]
    together *= damping[None, :]
    chance = np.random.default_rng(20_261_121)
    basis = chance.standard_normal((len(vocabulary), DIMENSIONS + 20), dtype=np.float32)
    for _ in range(7):  # subspace iteration: enough for the leading eigenvectors to settle
        basis, _ = np.linalg.qr(together @ basis)
    values, turn = np.linalg.eigh(basis.T @ (together @ basis))
    leading = np.argsort(-values)[1 : DIMENSIONS + 1]  # the first says only how common an n-gram is
    vectors = (basis @ turn[:, leading]) * np.sqrt(np.maximum(values[leading], 0)) * damping[:, None]
    rotation, _ = np.linalg.qr(chance.standard_normal((DIMENSIONS, DIMENSIONS)))
    vectors = vectors @ rotation.astype(np.float32)
    vectors = np.clip(np.round(vectors * (24 / np.sqrt(np.mean(vectors**2)))), -127, 127)
    sums = np.stack([vectors[known[token]].sum(axis=0) for token in tokens[::5]])
    centre = (sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)).mean(axis=0)
    np.savez_compressed(
        out,
        grams=np.array("\n".join(vocabulary)),
        vectors=vectors.astype(np.int8),
        centre=centre.astype(np.float32),
    )


def _vocabulary(tokens: list[str], most: int) -> dict[str, int]:
    """The n-grams that are learned, numbered: the most frequent ones of the tokens of each script."""
    seen: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for token in tokens:
        seen[_block(token)].update(grams(token) - {"^", "$"})
    common = (
        sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:most] for _, counted in sorted(seen.items())
    )
    return {gram: number for number, gram in enumerate(sorted({gram for block in common for gram, _ in block}))}


def _block(token: str) -> str:
    return "Latn" if token[0] < "\u0370" else "Cyrl" if token[0] < "\u0530" else "Arab"
