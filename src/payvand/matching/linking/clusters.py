"""Records of one person as clusters: more than connected components.

One wrong pair among the found ones would join two people, and everyone who is joined to either. So:

1. Pairs are taken from the strongest to the weakest, and join the clusters of both records unless that would bring
   together what cannot be one person: two exact birth dates that are no slip of one another, or two documents.
   Since the strongest come first, the cut falls on the weakest pair between two records that contradict each other.
2. In what has grown so, a bridge is looked for: a pair without which the cluster falls into two parts. It is cut where
   both parts have two records at least and are well knit (half of their pairs or more were found), and it is weaker
   than what holds either part together. Cutting goes on until there is no such bridge.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

WELL_KNIT: Final = 0.5
"""Share of the pairs of a part that were found, from which it stands for itself."""

_LEAST_PART: Final = 2
_LEAST_CLUSTER: Final = 4


class Edge(NamedTuple):
    """A pair that was found: its records and its weight."""

    left: int
    right: int
    weight: float


Contradict = Callable[[list[int], list[int]], bool]
"""Whether any record of one list and any of the other cannot be one person."""


def cluster(count: int, edges: Iterable[Edge], contradict: Contradict) -> tuple[NDArray[np.int32], int, int]:
    """The clusters of records.

    Args:
        count: How many records there are, numbered from 0.
        edges: The pairs that hold clusters together.
        contradict: Says which records must not come together.

    Returns:
        For each record the lowest number in its cluster; how many pairs were left out as contradictions; how many
        bridges were cut.
    """
    ordered = sorted(edges, key=lambda edge: (-edge.weight, edge.left, edge.right))
    parent, refused = _grown(ordered, contradict)
    inside: dict[int, list[Edge]] = defaultdict(list)
    for edge in ordered:
        if edge.left in parent and parent.get(edge.left) == parent.get(edge.right):
            inside[parent[edge.left]].append(edge)
    found = np.arange(count, dtype=np.int32)
    cut = 0
    for held in inside.values():
        parts, bridges = _without_bridges(held)
        cut += bridges
        for part in parts:
            found[part] = min(part)
    return found, refused, cut


def _grown(ordered: Sequence[Edge], contradict: Contradict) -> tuple[dict[int, int], int]:
    """The cluster of each record that has a pair, and how many pairs were refused."""
    cluster_of: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    refused = 0
    for left, right, _ in ordered:
        for record in (left, right):
            if record not in cluster_of:
                cluster_of[record] = record
                members[record] = [record]
        one, other = cluster_of[left], cluster_of[right]
        if one == other:
            continue
        if contradict(members[one], members[other]):
            refused += 1
            continue
        if len(members[one]) < len(members[other]):
            one, other = other, one
        for record in members[other]:
            cluster_of[record] = one
        members[one] += members.pop(other)
    return cluster_of, refused


def _without_bridges(edges: list[Edge]) -> tuple[list[list[int]], int]:
    """The parts into which a cluster falls, and how many bridges were cut."""
    waiting, parts, cut = [edges], [], 0
    while waiting:
        mine = waiting.pop()
        records = sorted({record for edge in mine for record in (edge.left, edge.right)})
        halves = _parted(mine, records) if len(records) >= _LEAST_CLUSTER else None
        if halves is None:
            parts.append(records)
        else:
            cut += 1
            waiting += halves
    return parts, cut


def _parted(edges: list[Edge], records: list[int]) -> tuple[list[Edge], list[Edge]] | None:
    """The edges of both parts of a cluster without its weakest bridge of the kind that is cut."""
    for bridge in sorted(bridges(edges), key=lambda edge: edge.weight):
        rest = [edge for edge in edges if edge is not bridge]
        near = _reached(rest, bridge.left)
        one = [edge for edge in rest if edge.left in near]
        other = [edge for edge in rest if edge.left not in near]
        sizes = len(near), len(records) - len(near)
        if min(sizes) >= _LEAST_PART and all(
            _well_knit(part, size) and bridge.weight < min(edge.weight for edge in part)
            for part, size in zip((one, other), sizes, strict=True)
        ):
            return one, other
    return None


def _well_knit(edges: list[Edge], size: int) -> bool:
    return len(edges) >= WELL_KNIT * size * (size - 1) / 2


def _reached(edges: list[Edge], start: int) -> set[int]:
    beside = _beside(edges)
    reached, waiting = {start}, [start]
    while waiting:
        for other, _ in beside[waiting.pop()]:
            if other not in reached:
                reached.add(other)
                waiting.append(other)
    return reached


def _beside(edges: list[Edge]) -> dict[int, list[tuple[int, int]]]:
    beside: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        beside[edge.left].append((edge.right, number))
        beside[edge.right].append((edge.left, number))
    return beside


def bridges(edges: list[Edge]) -> list[Edge]:
    """The edges of a connected graph without which it falls apart (Tarjan 1974), without recursion."""
    if not edges:
        return []
    beside = _beside(edges)
    start = edges[0].left
    order, low = {start: 0}, {start: 0}
    found = []
    path = [(start, -1, iter(beside[start]))]
    while path:
        record, came_by, others = path[-1]
        step = next(others, None)
        if step is None:
            path.pop()
            if path:
                before = path[-1][0]
                low[before] = min(low[before], low[record])
                if low[record] > order[before]:
                    found.append(edges[came_by])
        elif step[1] != came_by:
            other, number = step
            if other in order:
                low[record] = min(low[record], order[other])
            else:
                order[other] = low[other] = len(order)
                path.append((other, number, iter(beside[other])))
    return found


_DAY_BITS: Final = 10


def contradiction(dates: NDArray[np.int32], documents: NDArray[np.int32]) -> Contradict:
    """Says which records cannot be one person: exact birth dates that are no slip of one another, other documents.

    Args:
        dates: For each record its exact date as the plan has it: year, then month and day in rising order; 0 for none.
            A slip is another year with the same day and month, or the same year with the same month or day.
        documents: For each record the number of its document; −1 for none.
    """

    def no_slip(one: int, other: int) -> bool:
        years = abs((one >> _DAY_BITS) - (other >> _DAY_BITS))
        low, high = (one ^ other) >> 5 & 31, (one ^ other) & 31
        return bool((low or high) and years) or bool(low and high)

    def contradict(ours: list[int], theirs: list[int]) -> bool:
        papers = [{int(documents[record]) for record in side} - {-1} for side in (ours, theirs)]
        if papers[0] and papers[1] and papers[0].isdisjoint(papers[1]):
            return True
        days = [{int(dates[record]) for record in side} - {0} for side in (ours, theirs)]
        return any(no_slip(one, other) for one in days[0] for other in days[1])

    return contradict


def one_to_one(edges: Iterable[Edge]) -> list[Edge]:
    """The strongest pairs of which no two share a record: each record of a register is at most one of the other."""
    taken: set[int] = set()
    chosen = []
    for edge in sorted(edges, key=lambda edge: (-edge.weight, edge.left, edge.right)):
        if edge.left not in taken and edge.right not in taken:
            taken.update((edge.left, edge.right))
            chosen.append(edge)
    return chosen
