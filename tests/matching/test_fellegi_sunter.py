"""Weights are learned from pairs whose rates are known, because they are drawn by them."""

import numpy as np
import pytest

from payvand.matching.errors import DamagedWeightsError
from payvand.matching.evidence import FEATURES, LEVELS
from payvand.matching.fellegi_sunter import CHAINS, estimate, estimate_u
from payvand.matching.weights import Weights, default_weights

BIRTH, SEX, PLACE = (FEATURES.index(feature) for feature in ("birth", "sex", "place"))
SEED = 3


def level(feature, name):
    return LEVELS[feature].index(name) + 1


def drawn(pairs, births, places):
    """Levels of pairs whose birth and place reach levels at these rates; the same ones in whatever order tests run."""
    rng = np.random.default_rng([SEED, pairs])
    levels = np.zeros((pairs, 16), dtype=np.uint8)
    for feature, name, rates in ((BIRTH, "birth", births), (PLACE, "place", places)):
        names = [level(name, each) for each in rates]
        levels[:, feature] = rng.choice(names, size=pairs, p=list(rates.values()))
    return levels


OTHERS = {"same-date": 0.001, "same-year": 0.02, "year-differs": 0.979}, {"same": 0.2, "differs": 0.8}
MATCHES = {"same-date": 0.7, "same-year": 0.25, "year-differs": 0.05}, {"same": 0.9, "differs": 0.1}


@pytest.fixture(scope="module")
def learned():
    rng = np.random.default_rng(SEED)
    levels = np.concatenate([drawn(4_000, *MATCHES), drawn(36_000, *OTHERS)])
    bits = np.concatenate([rng.normal(22, 4, 4_000), rng.normal(4, 4, 36_000)])
    return estimate(drawn(400_000, *OTHERS), levels, bits, pairs=1e8)


def test_u_is_what_random_pairs_show(learned):
    assert learned.weights.levels["birth"]["same-year"][1] == pytest.approx(0.02, rel=0.1)
    assert learned.weights.levels["place"]["same"][1] == pytest.approx(0.2, rel=0.1)


def test_m_is_found_without_labels(learned):
    assert learned.weights.levels["birth"]["same-date"][0] == pytest.approx(0.7, abs=0.06)
    assert learned.weights.levels["birth"]["year-differs"][0] == pytest.approx(0.05, abs=0.04)
    assert learned.weights.levels["place"]["same"][0] == pytest.approx(0.9, abs=0.05)
    assert learned.matches == pytest.approx(4_000, rel=0.15)
    assert learned.prior == pytest.approx(np.log2(4_000 / 1e8), abs=0.3)


def test_what_nobody_said_keeps_its_weight(learned):
    for feature in ("sex", "mother", "phone"):
        number = FEATURES.index(feature)
        assert learned.weights.bits[number] == pytest.approx(default_weights().bits[number], abs=1e-3)


def test_em_leaves_u_alone(learned):
    randomly = drawn(1_000, *OTHERS)
    with_u = estimate_u(randomly, default_weights())
    again = estimate(randomly, drawn(20_000, *MATCHES), np.full(20_000, 30.0), pairs=1e8)
    for feature, rates in with_u.levels.items():
        assert [u for _, u in again.weights.levels[feature].values()] == [u for _, u in rates.values()]


def test_matches_among_the_random_pairs_do_not_count():
    levels = np.concatenate([drawn(2_000, *MATCHES), drawn(198_000, *OTHERS)])
    bits = np.concatenate([np.full(2_000, 30.0), np.full(198_000, -15.0)])
    careful, careless = estimate_u(levels, default_weights(), bits=bits), estimate_u(levels, default_weights())
    assert careful.levels["birth"]["same-date"][1] < 0.0012 < careless.levels["birth"]["same-date"][1]


def test_a_tiny_register_changes_little():
    few = estimate(drawn(20, *OTHERS), drawn(3, *OTHERS), np.full(3, 20.0), pairs=190)
    assert np.abs(few.weights.bits - default_weights().bits).max() < 1.5


@pytest.mark.parametrize("seed", range(5))
def test_levels_keep_the_order_that_their_meaning_demands(seed):
    rng = np.random.default_rng(seed)
    levels = np.zeros((5_000, 16), dtype=np.uint8)
    for number, feature in enumerate(FEATURES):
        levels[:, number] = rng.integers(0, len(LEVELS[feature]) + 1, 5_000) if number > 1 else 0
    bits = estimate(levels[::-1], levels, rng.normal(15, 10, 5_000), pairs=1e6).weights.bits
    for feature, chains in CHAINS.items():
        for chain in chains:
            weights = [bits[FEATURES.index(feature), level(feature, each)] for each in chain]
            assert (np.diff(weights) <= 1e-3).all(), (feature, chain, weights)


def test_nothing_to_learn_from_leaves_the_weights():
    nothing = np.zeros((0, 16), dtype=np.uint8)
    found = estimate(nothing, nothing, np.zeros(0), pairs=0)
    assert found.weights.bits == pytest.approx(default_weights().bits, abs=1e-3)
    assert np.isfinite(found.prior)


def test_weights_are_read_as_they_are_written():
    assert Weights.from_json(default_weights().as_json()).table == pytest.approx(default_weights().table, rel=1e-4)


@pytest.mark.parametrize(
    "text", ["", "{}", "no", '{"levels": {}, "name": {}, "most": {}}', '{"levels": {"birth": {"same-date": [0, 0]}}}']
)
def test_damaged_weights_say_so(text):
    with pytest.raises(DamagedWeightsError):
        Weights.from_json(text)


def test_no_level_is_without_its_weight():
    bits = default_weights().bits
    for number, feature in enumerate(FEATURES):
        assert (bits[number, len(LEVELS[feature]) + 1 :] == 0).all()
        assert number < 2 or (default_weights().table[16 + number, 1 : len(LEVELS[feature]) + 1] > 0).all()
