import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from payvand.matching.calibration import (
    IDENTITY,
    Curve,
    brier,
    chance,
    default_curve,
    expected_error,
    fit,
    reliability,
)
from payvand.matching.errors import DamagedWeightsError
from payvand.matching.isotonic import pooled

SEED = 5


@given(arrays(np.float64, st.integers(0, 40), elements=st.floats(-50, 50)))
def test_pooling_never_falls_and_keeps_the_mean(values):
    risen = pooled(values, np.ones(len(values)))
    assert (np.diff(risen) >= 0).all()
    assert risen.sum() == pytest.approx(values.sum(), abs=1e-6)
    if (np.diff(values) >= 0).all():
        assert risen == pytest.approx(values)


def test_pooling_by_hand():
    assert pooled(np.array([1.0, 3.0, 2.0, 4.0]), np.ones(4)).tolist() == [1.0, 2.5, 2.5, 4.0]
    assert pooled(np.array([3.0, 0.0]), np.array([1.0, 2.0])).tolist() == [1.0, 1.0]


def overconfident(pairs, seed):
    """Odds that a model states twice as sure as they are, in bits, and what was the case."""
    rng = np.random.default_rng([SEED, seed])
    odds = rng.normal(0, 6, pairs)
    return odds, rng.random(pairs) < chance(odds / 2)


def test_a_model_that_is_too_sure_is_brought_to_its_word():
    stated, same = overconfident(20_000, 1)
    curve = fit(stated, same)
    unseen, truth = overconfident(20_000, 2)
    before, after = chance(unseen), curve.probabilities(unseen)
    assert brier(after, truth) < brier(before, truth)
    assert expected_error(after, truth) < 0.02 < expected_error(before, truth)


def test_a_model_that_can_be_trusted_stays_as_it_is():
    rng = np.random.default_rng(SEED)
    odds = rng.normal(0, 4, 20_000)
    curve = fit(odds, rng.random(20_000) < chance(odds))
    at = np.array([-4.0, -1.0, 0.0, 1.0, 4.0])
    assert curve.probabilities(at) == pytest.approx(chance(at), abs=0.05)


def test_few_labels_change_little():
    few = fit(np.array([5.0, 6.0, 7.0]), np.array([False, False, False]))
    assert few.probability(6.0) > 0.6
    many = fit(np.repeat(6.0, 300), np.zeros(300, dtype=bool))
    assert many.probability(6.0) < 0.15
    assert fit(np.array([]), np.array([], dtype=bool)) == IDENTITY


@given(
    st.lists(st.tuples(st.floats(-80, 80), st.booleans()), max_size=60),
    st.floats(-200, 200),
    st.floats(-200, 200),
)
def test_a_curve_rises_and_leads_back(pairs, one, other):
    curve = fit(np.array([odds for odds, _ in pairs]), np.array([same for _, same in pairs], dtype=bool))
    low, high = sorted((one, other))
    assert 0 <= curve.probability(low) <= curve.probability(high) <= 1
    there = curve.odds(np.array([one]))
    assert curve.stated_odds(there)[0] == pytest.approx(one, abs=1e-3)
    assert Curve.from_json(curve.as_json()).odds(np.array([one]))[0] == pytest.approx(there[0], abs=1e-3)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"knots": []}', '{"knots": [[1, 2], [1, 3]]}', '{"knots": [[1]]}', "no"]
)
def test_a_damaged_curve_says_so(text):
    with pytest.raises(DamagedWeightsError):
        Curve.from_json(text)


def test_the_tenths_of_a_reliability_plot():
    bins = reliability(np.array([0.05, 0.06, 0.95, 1.0]), np.array([False, True, True, True]))
    assert [(each.least, each.pairs, each.borne_out) for each in bins] == [(0.0, 2, 0.5), (0.9, 2, 1.0)]


def test_the_shipped_curve_says_where_it_comes_from():
    assert {"source", "date", "pairs"} <= set(default_curve().about)
