"""Pairs of spellings of one name, drawn from public lists, for `learning`.

Every source is read as *groups*: spellings in several scripts of one name part. Two spellings that share a third
(Latin ↔ Cyrillic and Latin ↔ Arabic) are a pair too; so script pairs without a list of their own are learned as well.
"""

import collections
import csv
import itertools
import pathlib
import zlib
from collections.abc import Iterator

from payvand.matching.letters import LONGEST, SCRIPTS, script_of_token, spell

Pair = tuple[str, str]
_MOST_OF_A_GROUP = 12  # spellings of one name that are paired with one another; more would drown the rare names
_MOST_PAIRS = 60_000  # of one pair of scripts: EM learns no more from the rest and takes longer


def attested(folder: pathlib.Path) -> Iterator[Pair]:
    """All pairs of single-token spellings that the lists in the folder attest, as spelled by `letters.spell`."""
    yield from _column_pairs(folder / "tokens_en_ru.tsv", "latin", "target")
    yield from _column_pairs(folder / "tokens_en_ar.tsv", "latin", "target")
    yield from _column_pairs(folder / "arabic_latin_units.tsv", "latin", "arab_key")
    yield from _column_pairs(folder / "arabic_latin_fullnames.tsv", "latin", "arab_key")
    yield from _column_pairs(folder / "uk_ru_name_pairs.tsv", "uk", "ru_ranked")


def _column_pairs(path: pathlib.Path, left: str, right: str) -> Iterator[Pair]:
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            ours, theirs = row[left].replace("-", " ").split(), row[right].replace("-", " ").split()
            if len(ours) == len(theirs):
                for one, other in zip(ours, theirs, strict=True):
                    spelled = spell(one), spell(other)
                    if all(0 < len(token) < LONGEST for token in spelled):
                        yield spelled


def by_scripts(pairs: Iterator[Pair]) -> dict[tuple[str, str], list[Pair]]:
    """Pairs by their two scripts, source first in the order of `letters.SCRIPTS`; pairs over a third spelling added.

    The choice of at most 60,000 pairs is by checksum: the same for everyone, whatever the order of the lists.
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
        script = script_of_token(token)
        assert script is not None
        group = {name: _few(members) for name, members in spellings.items() if name != script} | {script: [token]}
        for (left, right), pairs_found in found.items():
            if left in group and right in group:
                pairs_found.update((one, other) for one in group[left] for other in group[right])
        for name, members in spellings.items():
            if len(members) > 1:  # one spelling alone says nothing about how it is respelled
                found[name, name].update((one, other) for one in _few(members) for other in _few(members))
    return {scripts: sorted(pairs_found, key=_draw)[:_MOST_PAIRS] for scripts, pairs_found in found.items()}


def _few(tokens: set[str]) -> list[str]:
    return sorted(tokens, key=lambda token: zlib.crc32(token.encode()))[:_MOST_OF_A_GROUP]


def _draw(pair: Pair) -> tuple[int, Pair]:
    return zlib.crc32("\t".join(pair).encode()), pair
