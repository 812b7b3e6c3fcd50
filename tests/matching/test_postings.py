import collections

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.matching.errors import DamagedIndexError
from payvand.matching.kernel.postings import Clause, Postings, Query, invert, text_keys
from payvand.matching.postings import Part, PostingsList
from payvand.matching.segments import SEGMENTS, Folder, to_merge

TERMS = st.integers(0, 30)
ROWS = st.lists(st.lists(TERMS, max_size=6), max_size=60)
CLAUSES = st.lists(
    st.tuples(st.dictionaries(TERMS, st.integers(1, 9), max_size=5), st.integers(0, 2), st.booleans()),
    min_size=1,
    max_size=6,
)
NONE = np.empty(0, dtype=np.uint64)


def key(term):
    return term * 0x9E3779B97F4A7C15 % 2**64


def keys(terms):
    return np.array([key(term) for term in terms], dtype=np.uint64)


def postings_of(rows, gone=None):
    terms = keys(range(31))
    order = np.argsort(terms)
    rank = np.argsort(order)
    numbers = np.array([rank[term] for row in rows for term in row], dtype=np.uint32)
    starts, held = invert(numbers, np.cumsum([len(row) for row in rows], dtype=np.int64), 31)
    return Postings(terms[order], starts, held, len(rows), gone)


def query_of(clauses):
    return Query.of(
        [
            Clause(keys(bits), np.array(list(bits.values()), dtype=np.float32), spelling, adds)
            for bits, spelling, adds in sorted(clauses, key=lambda clause: clause[1])
        ]
    )


def expected(row, clauses):
    """What a row gets, added up the plain way."""
    totals = collections.Counter()
    for bits, spelling, adds in sorted(clauses, key=lambda clause: clause[1]):
        best = max((bits[term] for term in row if term in bits), default=0)
        if best and (totals[spelling] or not adds):
            totals[spelling] += best
    return max(totals.values(), default=0)


@settings(deadline=None)
@given(ROWS, CLAUSES, st.integers(1, 70), st.sets(TERMS, max_size=3), st.sets(TERMS, max_size=2) | st.none())
def test_the_best_rows_are_those_that_adding_up_gives(rows, clauses, most, none_of, any_of):
    found = postings_of(rows).best(query_of(clauses), most, None if any_of is None else keys(any_of), keys(none_of))
    wanted = [
        (-bits, number)
        for number, row in enumerate(rows)
        if (bits := expected(row, clauses)) and not none_of & set(row) and (any_of is None or any_of & set(row))
    ]
    assert sorted((-bits, row) for bits, row in found.tolist()) == sorted(wanted)[:most]


def test_rows_of_many_windows_are_gone_through_and_those_that_are_gone_left_out():
    count = 200_000
    rows = [[number % 7, 8 + number % 3] for number in range(count)]
    gone = np.zeros(count // 8, dtype=np.uint8)
    gone[0] = 0b1000_0001
    query = query_of([({0: 5, 1: 2}, 0, False), ({8: 3}, 0, False), ({9: 9}, 0, True)])
    found = postings_of(rows, gone).best(query, 5, None, NONE)
    clauses = [({0: 5, 1: 2}, 0, False), ({8: 3}, 0, False), ({9: 9}, 0, True)]
    wanted = sorted((-expected(row, clauses), number) for number, row in enumerate(rows) if number not in (0, 7))[:5]
    assert sorted((-bits, row) for bits, row in found.tolist()) == wanted


@settings(deadline=None)
@given(ROWS)
def test_postings_say_which_rows_hold_a_term(rows):
    held = postings_of(rows)
    wanted = keys([*range(31), 99])
    counts = [sum(term in row for row in rows) for term in [*range(31), 99]]
    assert np.diff(held.ends(wanted)).ravel().tolist() == counts
    assert held.used(wanted).tolist() == [count > 0 for count in counts]


def test_ends_that_cannot_be_are_refused_and_rows_that_are_not_there_passed_over():
    terms, held = keys([0, 1]), np.array([0, 99, 1], dtype=np.uint32)
    terms.sort()
    damaged = Postings(terms, np.array([0, 9, 3]), held, 2)
    with pytest.raises(ValueError, match="ends before"):
        damaged.ends(terms)
    query = Query.of([Clause(terms, np.array([1, 1], dtype=np.float32))])
    found = Postings(terms, np.array([0, 3, 3]), held, 2).best(query, 5, None, NONE)
    assert sorted(found["row"].tolist()) == [0, 1]
    with pytest.raises(ValueError, match="not what they should be"):
        Postings(terms, np.array([0, 3]), held, 2)


def test_numbers_of_other_terms_are_refused():
    with pytest.raises(ValueError, match="so many rows"):
        invert(np.array([3], dtype=np.uint32), np.array([1]), 3)
    with pytest.raises(ValueError, match="part the texts"):
        text_keys(np.zeros(2, dtype=np.uint8), np.array([3]))


def held_by(postings, terms=range(31)):
    """Which records hold each term, by id."""
    return {
        term: sorted(
            record_id
            for record_id, _ in postings.best(
                Query.of([Clause(keys([term]), np.ones(1, dtype=np.float32))]), 1000, None, NONE
            )
        )
        for term in terms
    }


def add(postings, record_id, terms):
    gathered = postings.gathered
    postings.add(record_id, [gathered.piece(term, [key(term)]) for term in terms])


CHANGES = st.lists(
    st.lists(st.tuples(st.integers(0, 12), st.lists(TERMS, min_size=1, max_size=4) | st.none()), max_size=5),
    max_size=25,
)


@settings(deadline=None)
@given(CHANGES)
def test_what_is_added_changed_and_removed_is_there_as_it_was_left(changes):
    postings, there = PostingsList(), {}
    for commit in changes:
        for number, terms in commit:
            postings.remove([str(number)])
            there.pop(str(number), None)
            if terms is not None:
                add(postings, str(number), terms)
                there[str(number)] = terms
        postings.commit()
        assert len(postings) == len(there)
    assert len(postings.parts) <= SEGMENTS
    assert held_by(postings) == {term: sorted(one for one in there if term in there[one]) for term in range(31)}


def test_a_folder_holds_what_memory_does_and_no_more_files_than_it_needs(tmp_path):
    postings = PostingsList(tmp_path)
    for number in range(40):
        add(postings, f"id-{number}", [number % 5])
        postings.remove([f"id-{number - 3}"])
        postings.commit()
        reader = PostingsList(tmp_path, writable=False)
        assert held_by(reader, range(5)) == held_by(postings, range(5))
        files = {path.name for path in tmp_path.iterdir() if path.suffix == ".segment"}
        assert len(files) == len(postings.parts) + sum(part.gone is not None for part in postings.parts.values())
    assert len(postings) == 3
    with pytest.raises(BlockingIOError):
        PostingsList(tmp_path)
    postings.close()
    PostingsList(tmp_path).close()


def test_what_was_not_committed_is_not_there(tmp_path):
    postings = PostingsList(tmp_path)
    add(postings, "kept", [1])
    postings.commit()
    add(postings, "lost", [1])
    postings.remove(["kept"])
    postings.close()
    again = PostingsList(tmp_path)
    assert held_by(again, [1]) == {1: ["kept"]}
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.name[0] != ".") == [".json", ".segment"]
    again.close()


def test_ids_whose_hashes_are_the_same_are_told_apart():
    part = Part.of(["one", "two"], keys([1]), np.array([0, 0], dtype=np.uint32), np.array([1, 2]))
    same = np.array([part.arrays["id_keys"][0]] * 2, dtype=np.uint64)
    part = Part({**part.arrays, "id_keys": same})
    assert part.rows_of(["two"], same[:1]) == [1]
    assert part.rows_of(["three"], same[:1]) == []


def test_few_segments_are_left_alone_and_a_large_one_waits():
    assert to_merge({str(number): 1 for number in range(SEGMENTS)}) == []
    assert sorted(to_merge({"large": 1000} | {str(number): 1 for number in range(SEGMENTS)})) == [
        str(number) for number in range(SEGMENTS)
    ]


@pytest.mark.parametrize("place", [0, 9, 20, -1])
def test_a_segment_whose_head_is_changed_or_that_is_cut_is_refused(tmp_path, place):
    folder = Folder(tmp_path, "the postings")
    folder.write("one", {"keys": keys(range(9)), "none": np.empty((0, 24), dtype=np.uint8)})
    assert folder.read("one")["keys"].tolist() == keys(range(9)).tolist()
    assert folder.read("one")["none"].shape == (0, 24)
    path = tmp_path / "one.segment"
    raw = bytearray(path.read_bytes())
    if place < 0:
        del raw[place]
    else:
        raw[place] ^= 0x55
    path.write_bytes(raw)
    with pytest.raises(DamagedIndexError, match="build it again"):
        folder.read("one")
