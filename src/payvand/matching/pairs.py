"""Pairs of spellings of one name, drawn from the lists in `data/training`, for `learning`.

Every list is read as *groups*: spellings in several scripts of one name part. Two spellings that share a third
(Latin ↔ Cyrillic and Latin ↔ Arabic) are a pair too; so script pairs without a list of their own are learned as well.
"""

import collections
import hashlib
import itertools
import lzma
import pathlib
import zlib
from collections.abc import Iterable, Iterator
from typing import Final

from rapidfuzz.distance import Levenshtein

from payvand.matching.letters import ARABIC, LONGEST, SCRIPTS, script_of_token, spell
from payvand.names import skeleton

Pair = tuple[str, str]
"""Two spellings as `letters.spell` gives them."""

LISTS: Final = "*.tsv.xz"
"""The lists in the folder: two spellings a line, parted by a tab; xz."""

_MOST_OF_A_GROUP: Final = 12  # spellings of one name that are paired with one another; more would drown the rare names
_MOST_PAIRS: Final = 120_000  # of one pair of scripts: more of them change nothing that can be measured
_HELD_OUT: Final = 10  # one name in so many is kept for measuring


def attested(folder: pathlib.Path) -> Iterator[Pair]:
    """All pairs of single-token spellings that the lists in the folder attest, as spelled by `letters.spell`."""
    for path in sorted(folder.glob(LISTS)):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                ours, theirs = (side.replace("-", " ").split() for side in line.rstrip("\n").split("\t"))
                if len(ours) == len(theirs):
                    yield from filter(_fits, zip(map(spell, ours), map(spell, theirs), strict=True))


def _fits(pair: Pair) -> bool:
    return all(0 < len(token) < LONGEST for token in pair)


def digest(folder: pathlib.Path) -> str:
    """The SHA-256 of all lists in the folder, names and contents: what a model was learned from."""
    found = hashlib.sha256()
    for path in sorted(folder.glob(LISTS)):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def held_out(spelled: str) -> bool:
    """Whether a name part is one of the tenth that is kept for measuring: by its skeleton, so in all scripts alike."""
    return zlib.crc32(skeleton(spelled).encode()) % _HELD_OUT == 0


def without_held_out(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """The pairs of which neither side is held out."""
    known: dict[str, bool] = {}
    for pair in pairs:
        for token in pair:
            if token not in known:
                known[token] = held_out(token)
        if not known[pair[0]] and not known[pair[1]]:
            yield pair


def by_scripts(pairs: Iterable[Pair]) -> dict[tuple[str, str], list[Pair]]:
    """Pairs by their two scripts, source first in the order of `letters.SCRIPTS`; pairs over a third spelling added.

    The choice of at most 120,000 pairs is by checksum: the same for everyone, whatever the order of the lists.
    """
    neighbours: dict[str, dict[str, set[str]]] = collections.defaultdict(lambda: collections.defaultdict(set))
    for one, other in sorted(set(pairs)):
        scripts = script_of_token(one), script_of_token(other)
        if scripts[0] and scripts[1] and abs(len(one) - len(other)) <= max(len(one), len(other)) // 2 + 1:
            neighbours[one][scripts[1]].add(other)
            neighbours[other][scripts[0]].add(one)
    found: dict[tuple[str, str], set[Pair]] = {
        scripts: set() for scripts in itertools.combinations_with_replacement(SCRIPTS, 2)
    }
    for token, spellings in neighbours.items():
        _pair_group(token, {script: _few(members) for script, members in spellings.items()}, found)
    _second_hand(neighbours, found)
    found["Cyrl", "Cyrl"] = {pair for pair in found["Cyrl", "Cyrl"] if _may_be_one(*pair)}
    return {scripts: sorted(pairs_found, key=_draw)[:_MOST_PAIRS] for scripts, pairs_found in found.items()}


def _pair_group(token: str, spellings: dict[str, list[str]], found: dict[tuple[str, str], set[Pair]]) -> None:
    """Adds the pairs of one token and the spellings that are attested for it, and of these with one another.

    A pair that a list states within one script is left out: Ukrainian and Russian spell most names alike, and learned
    from them Cyrillic letters would never change, so that Керим were not Карим. Writers of one name in another script
    show better what changes.
    """
    own = script_of_token(token)
    assert own is not None
    group = {script: members for script, members in spellings.items() if script != own} | {own: [token]}
    for (left, right), pairs in found.items():
        if left != right and left in group and right in group:
            pairs.update(itertools.product(group[left], group[right]))
    for script, members in spellings.items():
        if script != own and len(members) > 1:  # one spelling alone says nothing about how it is respelled
            found[script, script].update(itertools.product(members, members))


def _second_hand(neighbours: dict[str, dict[str, set[str]]], found: dict[tuple[str, str], set[Pair]]) -> None:
    """Adds Cyrillic spellings of one name that two writers took from two Latin spellings of one Arabic spelling.

    This is how Tajik, Kazakh, Uzbek and Russian papers come to differ: Мухаммад, Мохамед, Мухамед.
    """
    for token, spellings in neighbours.items():
        if script_of_token(token) != ARABIC:
            continue
        latin = spellings.get("Latn", set())
        members = _few({other for spelling in latin for other in neighbours[spelling].get("Cyrl", ())})
        if len(members) > 1:
            found["Cyrl", "Cyrl"].update(itertools.product(members, members))


def _may_be_one(one: str, other: str) -> bool:
    """Whether the consonants of two spellings differ in one place at most: those of two names differ in more."""
    return Levenshtein.distance(skeleton(one), skeleton(other), score_cutoff=1) <= 1


def _few(tokens: set[str]) -> list[str]:
    return sorted(tokens, key=lambda token: (zlib.crc32(token.encode()), token))[:_MOST_OF_A_GROUP]


def _draw(pair: Pair) -> tuple[int, Pair]:
    return zlib.crc32("\t".join(pair).encode()), pair
