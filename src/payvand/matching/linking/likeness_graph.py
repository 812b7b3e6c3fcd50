"""The likeness graph of all units of names, and the classes of units that blocking goes by.

Which units may be spellings of one name is found without comparing all with all: units that share a key (their
consonant skeleton, their letters, where there are several scripts also their common Latin form, or any of these with
one letter left out) meet; within a key each meets the few most common ones, in a small key all meet. The learned
likeness says how alike they are, and each unit is led to the likest that is more common than it, and from there to the
next: where that ends is its class. A unit may be of up to three classes; two spellings of one name nearly always share
one.
"""

import concurrent.futures
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from payvand.matching.letters import LONGEST, SCRIPTS
from payvand.matching.likeness import likeness
from payvand.matching.linking.database import threads
from payvand.matching.linking.texts import Unit
from payvand.names import latin

MOST_CLASSES: Final = 3


class Crowd(NamedTuple):
    """Who meets whom under a key: all others the commonest ones; in a small key all meet one another."""

    commonest: int
    small: int


WITHIN: Final = Crowd(commonest=3, small=12)
ACROSS: Final = Crowd(commonest=8, small=16)
"""Where there are several scripts: names that are no more than alike across them crowd the keys."""

LIKE: Final = 0.2
"""Share of a unit's likeness to itself from which it is led to another."""

_STEPS: Final = 6
_LEAST_SKELETON: Final = 2
_LEAST_TO_SHORTEN: Final = 3
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)
_LETTER: Final = np.uint64(0x9E3779B1)
_SKELETONS, _PLAIN = np.uint64(7), np.uint64(11)

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Graph:
    """Edges from units to more common ones that may be the same name.

    Attributes:
        units: From.
        others: To.
        bits: Their likeness.
        own: The likeness of each unit to itself.
    """

    units: Ints
    others: Ints
    bits: NDArray[np.float32]
    own: NDArray[np.float32]


def graph_of(units: list[Unit], counts: Ints) -> Graph:
    """The graph of units, where `counts` says how many records have each."""
    if not units:
        none = np.empty(0, dtype=np.int64)
        return Graph(none, none, np.empty(0, np.float32), np.empty(0, np.float32))
    forms, scripts = _letters(units)
    several = len(np.unique(scripts[scripts < len(SCRIPTS)])) > 1
    owners, keys = _keys(units, several=several)
    one, other = _meeting(owners, keys, counts, ACROSS if several else WITHIN)
    known = scripts < len(SCRIPTS)
    kept = known[one] & known[other]
    one, other = one[kept], other[kept]
    shown = np.where(known, scripts, 0).astype(np.uint8)
    every = np.arange(len(units))
    return Graph(one, other, _bits(forms, shown, other, one), _bits(forms, shown, every, every))


def _keys(units: list[Unit], *, several: bool) -> tuple[Ints, Hashes]:
    """Units and the keys that they stand under."""
    skeletons = [unit.skeleton for unit in units]
    every = np.arange(len(units))
    with np.errstate(over="ignore"):
        bones, short_owners, short_bones = _shortened(skeletons)
        whole, owners, shortened = _shortened([unit.spelled for unit in units])
        plain, plain_owners, plain_shortened = _shortened([latin(unit.spelled) for unit in units] if several else [])
        long_enough = np.array([len(skeleton) >= _LEAST_SKELETON for skeleton in skeletons])
        found = [
            (every[long_enough], _mixed(bones[long_enough] + _SKELETONS)),
            (short_owners, _mixed(short_bones + _SKELETONS)),
            (every, whole),
            (owners, shortened),
            (every[: len(plain)], _mixed(plain + _PLAIN)),
            (plain_owners, _mixed(plain_shortened + _PLAIN)),
        ]
    return np.concatenate([owner for owner, _ in found]), np.concatenate([key for _, key in found])


def _shortened(texts: list[str]) -> tuple[Hashes, Ints, Hashes]:
    """The hash of each text; then owners and hashes of the texts with one letter left out."""
    letters = np.array([text[:LONGEST] for text in texts], dtype=f"<U{LONGEST}").view(np.uint32)
    letters = letters.reshape(len(texts), LONGEST).astype(np.uint64) * _LETTER
    lengths = np.count_nonzero(letters, axis=1)
    powers = np.ones(LONGEST + 1, dtype=np.uint64)
    powers[1:] = np.multiply.accumulate(np.full(LONGEST, _BASE))
    before = np.zeros((len(texts), LONGEST + 1), dtype=np.uint64)
    after = np.zeros((len(texts), LONGEST + 2), dtype=np.uint64)
    for place in range(LONGEST):
        here = place < lengths
        before[:, place + 1] = np.where(here, before[:, place] * _BASE + letters[:, place], before[:, place])
    for place in reversed(range(LONGEST)):
        weight = powers[np.maximum(lengths - 1 - place, 0)]
        after[:, place] = np.where(place < lengths, letters[:, place] * weight + after[:, place + 1], 0)
    owners, hashes = [], []
    for place in range(LONGEST):
        mine = np.flatnonzero((place < lengths) & (lengths >= _LEAST_TO_SHORTEN))
        owners.append(mine)
        rest = powers[np.maximum(lengths[mine] - 1 - place, 0)]
        hashes.append(before[mine, place] * rest + after[mine, place + 1])
    whole = before[np.arange(len(texts)), lengths]
    return _mixed(whole), np.concatenate(owners), _mixed(np.concatenate(hashes))


def _mixed(hashes: Hashes) -> Hashes:
    turned = (hashes ^ hashes >> np.uint64(29)) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(turned ^ turned >> np.uint64(32))


def _meeting(owners: Ints, keys: Hashes, counts: Ints, crowd: Crowd) -> tuple[Ints, Ints]:
    """Pairs of units that share a key, each from the rarer to the more common one."""
    order = np.lexsort((owners, -counts[owners], keys))
    owners, keys = owners[order], keys[order]
    first = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    sizes = np.diff(np.r_[first, len(keys)])
    starts, sizes = np.repeat(first, sizes), np.repeat(sizes, sizes)
    places = np.arange(len(owners)) - starts
    rooms = np.where(sizes <= crowd.small, crowd.small, crowd.commonest)
    pairs = []
    for step in range(crowd.small):
        mine = np.flatnonzero((places > step) & (step < rooms))
        pairs.append(owners[starts[mine] + step] * len(counts) + owners[mine])
    found = np.sort(np.concatenate(pairs))  # by the common one: the kernel is fastest where the same form comes again
    found = found[np.r_[True, found[1:] != found[:-1]]] if len(found) else found
    other, one = found // len(counts), found % len(counts)
    kept = one != other
    return one[kept], other[kept]


def _letters(units: list[Unit]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    forms = np.zeros((len(units), LONGEST), dtype=np.uint8)
    scripts = np.array([unit.script if unit.script >= 0 else len(SCRIPTS) for unit in units], dtype=np.int64)
    for number, script in enumerate(SCRIPTS):
        mine = np.flatnonzero(scripts == number)
        if len(mine):
            forms[mine] = likeness().encode([units[place].spelled for place in mine.tolist()], script)
    return forms, scripts


def _bits(forms: NDArray[np.uint8], scripts: NDArray[np.uint8], one: Ints, other: Ints) -> NDArray[np.float32]:
    """Likeness of pairs of units, in several threads."""
    model = likeness().compiled
    parts = np.array_split(np.arange(len(one)), 4 * threads())
    with concurrent.futures.ThreadPoolExecutor(threads()) as pool:
        done = pool.map(
            lambda part: model.pair_bits(forms, scripts, one[part].astype(np.uint32), other[part].astype(np.uint32)),
            parts,
        )
        return np.concatenate(list(done))


def classes_of(graph: Graph, counts: Ints) -> NDArray[np.int64]:
    """The classes of each unit [n, 3], the likest first; −1 where there are fewer."""
    every = np.arange(len(counts))
    found = np.full((len(counts), MOST_CLASSES), -1, dtype=np.int64)
    if not len(counts):
        return found
    least = np.maximum(np.minimum(graph.own[graph.units], graph.own[graph.others]), 1.0) * LIKE
    kept = graph.bits >= least
    units, others, bits = graph.units[kept], graph.others[kept], graph.bits[kept]
    order = np.lexsort((others, -bits, units))
    units, others = units[order], others[order]
    first = np.searchsorted(units, units, side="left")
    places = np.arange(len(units)) - first
    leads = every.copy()
    leads[units[places == 0]] = others[places == 0]
    for _ in range(_STEPS):
        leads = leads[leads]
    found[:, 0] = leads
    for place in range(1, MOST_CLASSES):
        mine = places == place
        found[units[mine], place] = leads[others[mine]]
    return found
