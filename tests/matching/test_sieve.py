import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from payvand.matching.kernel.sieve import codes_of, nearest

CODES = arrays(np.uint64, st.tuples(st.integers(0, 40), st.just(4)))
CODE = arrays(np.uint64, (2, 4))


def distances(code, codes):
    return np.bitwise_count(codes ^ code[None, :]).sum(axis=1)


@given(CODES, CODE, st.integers(1, 50))
def test_the_nearest_come_first_and_equally_near_ones_by_place(codes, wanted, most):
    found = nearest(codes, wanted, most)
    assert found.shape == (2, min(most, len(codes)))
    for places, code in zip(found, wanted, strict=True):
        assert places.tolist() == np.argsort(distances(code, codes).clip(max=255), kind="stable")[:most].tolist()


def test_many_codes_are_sieved_as_few_are():
    codes = np.random.default_rng(5).integers(0, 2**64, (5000, 4), dtype=np.uint64)
    wanted = codes[[0, 4999, 1024]]
    found = nearest(codes, wanted, 300)
    assert found[:, 0].tolist() == [0, 4999, 1024]
    for places, code in zip(found, wanted, strict=True):
        assert places.tolist() == np.argsort(distances(code, codes), kind="stable")[:300].tolist()


def test_codes_of_another_shape_are_refused():
    with pytest.raises(ValueError, match="rows of 4 words"):
        nearest(np.zeros((3, 5), dtype=np.uint64), np.zeros((1, 4), dtype=np.uint64), 1)


def test_a_code_says_on_which_side_of_the_centre_the_sum_of_the_vectors_lies():
    chance = np.random.default_rng(3)
    vectors = chance.integers(-127, 128, (50, 256), dtype=np.int8)
    centre = chance.normal(0, 0.02, 256).astype(np.float32)
    grams = [[], [3], [4, 7, 49], list(range(50))]
    numbers = np.array([number for each in grams for number in each], dtype=np.int32)
    codes = codes_of(vectors, centre, numbers, np.cumsum([len(each) for each in grams]))
    for code, each in zip(codes, grams, strict=True):
        total = vectors[each].astype(np.float64).sum(axis=0)
        length = max(np.float32(np.sqrt((total**2).sum())), np.float32(1e-9))
        assert code.tobytes() == np.packbits(total.astype(np.float32) > centre * length).tobytes()


def test_ends_that_do_not_part_the_numbers_are_refused():
    vectors, centre = np.zeros((2, 256), dtype=np.int8), np.zeros(256, dtype=np.float32)
    with pytest.raises(ValueError, match="do not part"):
        codes_of(vectors, centre, np.zeros(3, dtype=np.int32), np.array([2, 1, 3]))
    assert codes_of(vectors, centre, np.array([7, -1], dtype=np.int32), np.array([2])).shape == (1, 4)
