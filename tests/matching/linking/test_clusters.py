"""Clusters of made cases: what is known of them by hand."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from payvand.matching.linking.clusters import Edge, bridges, cluster, contradiction, one_to_one


def never(ours, theirs):
    return False


def complete(records, weight):
    return [Edge(one, other, weight) for one, other in itertools.combinations(records, 2)]


def test_a_chain_of_three_is_one_person():
    found, refused, cut = cluster(4, [Edge(0, 1, 20.0), Edge(1, 2, 15.0)], never)
    assert found.tolist() == [0, 0, 0, 3]
    assert (refused, cut) == (0, 0)


def test_a_weak_bridge_between_two_well_knit_clusters_is_cut():
    edges = [*complete([0, 1, 2], 25.0), *complete([3, 4, 5], 24.0), Edge(2, 3, 12.0)]
    found, _, cut = cluster(6, edges, never)
    assert found.tolist() == [0, 0, 0, 3, 3, 3]
    assert cut == 1


def test_a_strong_bridge_holds():
    edges = [*complete([0, 1, 2], 25.0), *complete([3, 4, 5], 24.0), Edge(2, 3, 30.0)]
    found, _, cut = cluster(6, edges, never)
    assert found.tolist() == [0] * 6
    assert cut == 0


def test_two_ties_between_clusters_are_no_bridge():
    edges = [*complete([0, 1, 2], 25.0), *complete([3, 4, 5], 24.0), Edge(2, 3, 12.0), Edge(0, 5, 12.0)]
    assert cluster(6, edges, never)[0].tolist() == [0] * 6


def test_two_pairs_on_a_weak_tie_are_two_people():
    found, _, cut = cluster(4, [Edge(0, 1, 30.0), Edge(2, 3, 30.0), Edge(1, 2, 10.0)], never)
    assert found.tolist() == [0, 0, 2, 2]
    assert cut == 1


def test_records_that_contradict_are_parted_at_the_weakest_pair():
    dates = np.array([1985 << 10 | 3 << 5 | 21, 0, 1962 << 10 | 7 << 5 | 30], dtype=np.int32)
    papers = np.full(3, -1, dtype=np.int32)
    edges = [Edge(0, 1, 18.0), Edge(1, 2, 14.0)]
    found, refused, _ = cluster(3, edges, contradiction(dates, papers))
    assert found.tolist() == [0, 0, 2]
    assert refused == 1


def test_slips_of_a_date_do_not_contradict():
    day = 3 << 5 | 21
    dates = np.array([1985 << 10 | day, 1986 << 10 | day, 1985 << 10 | 3 << 5 | 22, 1999 << 10 | 1 << 5 | 2], np.int32)
    contradict = contradiction(dates, np.full(4, -1, dtype=np.int32))
    assert not contradict([0], [1])
    assert not contradict([0], [2])
    assert contradict([0], [3])


def test_two_documents_contradict_and_one_does_not():
    contradict = contradiction(np.zeros(3, dtype=np.int32), np.array([7, 8, -1], dtype=np.int32))
    assert contradict([0], [1])
    assert not contradict([0], [2])


def test_one_to_one_keeps_the_strongest():
    edges = [Edge(0, 10, 9.0), Edge(0, 11, 12.0), Edge(1, 11, 10.0), Edge(1, 10, 3.0)]
    assert one_to_one(edges) == [Edge(0, 11, 12.0), Edge(1, 10, 3.0)]


pairs_of_few = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), unique=True
)


def parts(edges, records):
    of = {record: record for record in records}
    for _ in records:
        for edge in edges:
            of[edge.left] = of[edge.right] = min(of[edge.left], of[edge.right])
    return len(set(of.values()))


@given(pairs_of_few)
def test_bridges_are_the_edges_without_which_a_graph_falls_apart(pairs):
    every = [Edge(one, other, 1.0) for one, other in pairs]
    if not every:
        return
    reached, grown = {every[0].left}, True
    while grown:
        wider = reached | {record for edge in every if reached & {edge.left, edge.right} for record in edge[:2]}
        grown, reached = wider != reached, wider
    edges = [edge for edge in every if edge.left in reached]
    whole = parts(edges, reached)
    expected = {edge for edge in edges if parts([other for other in edges if other != edge], reached) > whole}
    assert set(bridges(edges)) == expected


@given(pairs_of_few, st.randoms())
def test_clusters_do_not_depend_on_the_order_of_pairs(pairs, random):
    edges = [Edge(one, other, float(one * 7 + other * 3)) for one, other in pairs]
    shuffled = edges[:]
    random.shuffle(shuffled)
    assert cluster(8, edges, never)[0].tolist() == cluster(8, shuffled, never)[0].tolist()
