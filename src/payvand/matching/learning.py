"""Learns how names are respelled: `python -m payvand.matching.learning FOLDER OUT`, or `make model`.

A joint multigram model for each pair of scripts: a pair of spellings is cut into units of up to three source and three
target letters; the chance of each unit is learned by expectation-maximisation over all ways to cut (after Deligne,
Yvon & Bimbot 1995; Bisani & Ney 2008). Small units and insertions come first; larger ones are then counted where the
small ones would cut. The sums are made in `kernel/learn.c`. Deterministic: the same folder gives the same files.

`likeness.npz` holds for each pair of scripts the units as text (source, tab, target) and −log2 of their chances; units
of any shape up to 3 × 4 letters may stand there, and a unit always takes a source letter. `trained_on` is the digest of
the lists, `held_out` whether a tenth of the names was kept back for measuring.
"""

import argparse
import collections
import itertools
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from payvand.matching.kernel.learn import (
    MOST_LETTERS,
    SOURCE_WIDTH,
    TARGET_WIDTH,
    Pairs,
    Units,
    collect,
    expect,
    grow,
    hashed,
    sizes,
)
from payvand.matching.kernel.learn import letters_of as unit_letters
from payvand.matching.letters import SCRIPTS, START, plain
from payvand.matching.pairs import Pair, attested, by_scripts, digest, without_held_out
from payvand.matching.space import learn_space

SMALL: Final = ((0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2))
LARGER: Final = ((1, 3), (2, 3), (3, 2), (3, 3))
"""Letters taken from the source and given to the target by one unit."""

_ROUNDS: Final = 8
_LARGER_ROUNDS: Final = 4
_DISCOUNT: Final = 1.0  # taken off every unit's expected count, so that units seen by accident are forgotten
_LEAST: Final = 0.02  # share of the cuts that must pass both ends of a larger unit
_MISTAKE: Final = 1.8  # bits a letter less likely than the median: a mistake of the list
_COMMON: Final = 150  # a letter seen less often, in all lists together, shares the fate of its base letter
_MOST_OF_A_SCRIPT: Final = MOST_LETTERS - 1  # the sign of the start is a letter too
_MET: Final = 30  # the same in the pairs of two scripts; it then borrows the units of its base
_LENT: Final = 2.0**-3  # what a borrowed unit is worth of the lender's
_LONGEST_TARGET: Final = 3
_FAINTEST: Final = 2e-7  # chance of a unit with an insertion that is still worth keeping
_SAME_SCRIPT_PAIRS: Final = 20_000  # the space learns scripts from one another; within one n-grams are near anyway

Learned = dict[tuple[str, str], float]
"""Units as text, source and target letters, with their joint chance."""


@dataclass(frozen=True)
class Letters:
    """The letters of one side, numbered from 1 in the order of the text."""

    text: str

    def rows(self, tokens: list[str], width: int) -> NDArray[np.uint8]:
        """The tokens as rows of numbers, padded with 0."""
        number = {letter: place for place, letter in enumerate(self.text, start=1)}
        found = np.zeros((len(tokens), width), dtype=np.uint8)
        for row, token in enumerate(tokens):
            found[row, : len(token)] = [number[letter] for letter in token]
        return found

    def of(self, numbers: tuple[int, ...]) -> str:
        """The text of a chunk."""
        return "".join(self.text[number - 1] for number in numbers)


def learn_units(pairs: list[Pair]) -> Learned:
    """The units of one pair of scripts. All letters of the pairs must be worth learning: see `with_common_letters`."""
    sources = Letters(START + "".join(sorted({letter for source, _ in pairs for letter in source})))
    targets = Letters("".join(sorted({letter for _, target in pairs for letter in target})))
    rows = Pairs(
        sources.rows([START + source for source, _ in pairs], SOURCE_WIDTH),
        targets.rows([target for _, target in pairs], TARGET_WIDTH),
    )
    units = _maximised(rows)
    learned: Learned = {}
    for key, chance in zip(*(side.tolist() for side in units.listed()), strict=True):
        source, target = unit_letters(key)
        learned[sources.of(source), targets.of(target)] = chance
    return with_insertions(learned)


def _maximised(rows: Pairs) -> Units:
    weights = np.ones(len(rows.source))
    lengths = (rows.source > 0).sum(axis=1) + (rows.target > 0).sum(axis=1)
    keys = collect(rows, SMALL)
    units = Units(SMALL, keys, np.where(keys > 0, 10.0 ** (-2.0 - sizes(keys)), 0.0))
    made = 0.0
    for turn in range(_ROUNDS):
        counts, likelihood = expect(rows, weights, units)
        if turn == _ROUNDS - 2:
            bits = np.log2(np.maximum(likelihood, 1e-300)) / lengths
            weights *= bits > np.median(bits) - _MISTAKE
        units, made = Units(SMALL, keys, _chances(counts)), float(counts.sum())
    small, chance = units.listed()
    large, counts = grow(rows, weights, units, LARGER, _LEAST)
    large, counts = large[counts > _DISCOUNT], counts[counts > _DISCOUNT]
    together = np.concatenate([chance * made, counts])
    units = hashed((*SMALL, *LARGER), np.concatenate([small, large]), together / together.sum())
    for _ in range(_LARGER_ROUNDS):
        counts, _ = expect(rows, weights, units)
        units = Units(units.shapes, units.keys, _chances(counts))
    return units


def _chances(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    kept = np.maximum(counts - _DISCOUNT, 0.0)
    if not kept.any():
        raise ValueError("these are too few pairs to learn from")
    return np.asarray(kept / kept.sum())


def with_insertions(learned: Learned) -> Learned:
    """Units that take no source letter, folded into the units that they may follow: a vowel after any consonant."""
    single = {target: chance for (source, target), chance in learned.items() if not source}
    inserted = collections.Counter(single)
    for (one, first), (other, second) in itertools.product(single.items(), repeat=2):
        if len(one + other) <= _LONGEST_TARGET:
            inserted[one + other] += first * second  # type: ignore[assignment]  # its stub counts in whole numbers
    found: dict[tuple[str, str], float] = collections.defaultdict(float)
    for (source, target), chance in learned.items():
        if not source:
            continue
        found[source, target] += chance
        if len(source) == 1:
            for vowel, follows in inserted.items():
                if len(target + vowel) <= _LONGEST_TARGET and chance * follows > _FAINTEST:
                    found[source, target + vowel] += chance * follows
    return dict(sorted(found.items()))


def alphabets(pairs: dict[tuple[str, str], list[Pair]]) -> dict[str, set[str]]:
    """The letters of each script that are common enough to be told apart, `_MOST_OF_A_SCRIPT` at most."""
    seen: dict[str, collections.Counter[str]] = {script: collections.Counter() for script in SCRIPTS}
    for scripts, found in pairs.items():
        for side, script in enumerate(scripts):
            seen[script].update(letter for pair in found for letter in set(pair[side]))
    ranked = {
        script: sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_OF_A_SCRIPT]
        for script, counted in seen.items()
    }
    return {script: {letter for letter, count in counted if count >= _COMMON} for script, counted in ranked.items()}


def with_common_letters(pairs: list[Pair], scripts: tuple[str, str], common: dict[str, set[str]]) -> list[Pair]:
    """The pairs, each rare letter taken for its base; pairs that still hold one are left out."""
    for side, script in enumerate(scripts):
        seen = collections.Counter(letter for pair in pairs for letter in set(pair[side]))
        kept = {letter for letter, count in seen.items() if count >= _MET and letter in common[script]}
        read = {ord(letter): letter if letter in kept else plain(letter) for letter in seen}
        changed = [
            (pair[0].translate(read), pair[1]) if side == 0 else (pair[0], pair[1].translate(read)) for pair in pairs
        ]
        pairs = [pair for pair in changed if kept.issuperset(pair[side])]
    return pairs


def with_lent_units(learned: Learned, scripts: tuple[str, str], common: dict[str, set[str]]) -> Learned:
    """The units, and for each letter that these two scripts did not teach those of its base letter."""
    found = dict(learned)
    for side, script in enumerate(scripts):
        met = {letter for unit in learned for letter in unit[side]}
        for letter in sorted(common[script] - met):
            base = plain(letter)
            for unit, chance in learned.items():
                if unit[side] == base and base != letter:
                    lent = (letter, unit[1]) if side == 0 else (unit[0], letter)
                    found[lent] = chance * _LENT
    return found


def learn(folder: pathlib.Path, out: pathlib.Path, *, hold_out: bool = False) -> None:
    """Learns all pairs of scripts from the lists in the folder and writes `likeness.npz` and `space.npz`.

    Args:
        folder: The lists.
        out: Where the files go; it must be there.
        hold_out: Whether a tenth of the names (`pairs.held_out`) is left out, to be measured with.
    """
    known = attested(folder)
    pairs = by_scripts(without_held_out(known) if hold_out else known)
    common = alphabets(pairs)
    arrays: dict[str, NDArray[np.generic]] = {"trained_on": np.array(digest(folder)), "held_out": np.array(hold_out)}
    for scripts, found in pairs.items():
        units = with_lent_units(learn_units(with_common_letters(found, scripts, common)), scripts, common)
        name = "-".join(scripts)
        arrays[f"{name}-units"] = np.array([f"{source}\t{target}" for source, target in units])
        arrays[f"{name}-bits"] = -np.log2(np.array(list(units.values()))).astype(np.float16)
        print(f"{name}: {len(found)} pairs, {len(units)} units", flush=True)  # noqa: T201 — a command that reports its progress
    np.savez_compressed(out / "likeness.npz", **arrays)  # type: ignore[arg-type]  # its stub takes a flag among the arrays
    learn_space(list(_spaced(pairs)), out / "space.npz")


def _spaced(pairs: dict[tuple[str, str], list[Pair]]) -> Iterator[Pair]:
    for (left, right), found in pairs.items():
        yield from found if left != right else found[:_SAME_SCRIPT_PAIRS]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--hold-out", action="store_true", help="leave a tenth of the names out, to measure with")
    options = parser.parse_args()
    learn(options.folder, options.out, hold_out=options.hold_out)
