"""The model is learned from what stands in the repository, the same way each time."""

import itertools
import lzma
import pathlib
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payvand.matching import learning, likeness, pairs, space
from payvand.matching.kernel import learn as kernel
from payvand.matching.letters import spell

ROOT = pathlib.Path(__file__).parents[2]
TRAINING = ROOT / "data" / "training"
MOST_BYTES = 10_000_000
NAMES = [("Раҳимов", "Rahimov", "رحیموف"), ("Каримов", "Karimov"), ("Ҷамшед", "Jamshed", "جمشید")]
PAIRS = st.tuples(st.text("abc", min_size=1, max_size=6), st.text("xyz", min_size=1, max_size=6))


def test_the_shipped_model_was_learned_from_the_lists_of_the_repository():
    with np.load(likeness.MODEL) as model:
        assert str(model["trained_on"]) == pairs.digest(TRAINING)
        assert not model["held_out"]


def test_lists_and_model_are_small():
    shipped = [likeness.MODEL, likeness.MODEL.with_name("space.npz")]
    assert sum(path.stat().st_size for path in TRAINING.iterdir()) < MOST_BYTES
    assert sum(path.stat().st_size for path in shipped) < MOST_BYTES


def test_units_take_a_source_letter_and_are_chances():
    with np.load(likeness.MODEL) as model:
        for name in (name for name in model.files if name.endswith("-units")):
            sources = [unit.split("\t")[0] for unit in model[name].tolist()]
            chances = np.exp2(-model[name.replace("-units", "-bits")].astype(float))
            assert all(sources)
            assert 0.9 < chances.sum() < 1.3


def test_the_same_pairs_give_the_same_model(tmp_path):
    with lzma.open(TRAINING / "tokens_en_ru.tsv.xz", "rt", encoding="utf-8") as lines:
        few = [tuple(reversed(line.split())) for line in lines if zlib.crc32(line.encode()) % 60 == 0]
    found = [pair for pair in few if len(pair) == 2 and pair[0].isalpha() and pair[1].isascii()][:1500]
    units = [learning.learn_units(found) for _ in range(2)]
    for name in ("one.npz", "two.npz"):
        space.learn_space(found, tmp_path / name, 400)

    assert len(units[0]) > 300
    assert units[0] == units[1]
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_pairs_that_are_too_few_are_refused():
    with pytest.raises(ValueError, match="too few pairs"):
        learning.learn_units([("а", "a")])


@pytest.mark.parametrize("names", NAMES)
def test_a_name_is_held_out_in_all_scripts_alike(names):
    assert len({pairs.held_out(spell(name)) for name in names}) == 1


def test_about_a_tenth_is_held_out_and_none_of_it_learned_from():
    found = list(itertools.islice(pairs.attested(TRAINING), 4000))
    kept = list(pairs.without_held_out(found))
    assert 0.7 < len(kept) / len(found) < 0.95
    assert not any(pairs.held_out(token) for pair in kept for token in pair)


def test_spellings_of_one_name_in_another_script_are_pairs():
    groups = pairs.by_scripts([("verbova", "вербовая"), ("verbova", "вербова"), ("petrov", "петров")])
    assert ("вербова", "вербовая") in groups["Cyrl", "Cyrl"]
    assert not any("петров" in pair for pair in groups["Cyrl", "Cyrl"])


def test_cyrillic_spellings_are_paired_over_two_latin_ones_of_an_arabic_one():
    known = [("karim", "کریم"), ("kerim", "کریم"), ("karim", "карим"), ("kerim", "керим"), ("kerim", "петров")]
    groups = pairs.by_scripts(known)
    assert ("карим", "керим") in groups["Cyrl", "Cyrl"]
    assert not any(len(set(pair)) == 2 and "петров" in pair for pair in groups["Cyrl", "Cyrl"])


def test_what_two_languages_write_alike_teaches_nothing_of_what_changes():
    assert not pairs.by_scripts([("бутусов", "бутусов"), ("андріанов", "андрианов")])["Cyrl", "Cyrl"]


@settings(deadline=None)
@given(st.lists(PAIRS, min_size=1))
def test_expected_units_take_every_letter_once(found):
    rows = kernel.Pairs(
        learning.Letters("abc").rows([source for source, _ in found], kernel.SOURCE_WIDTH),
        learning.Letters("xyz").rows([target for _, target in found], kernel.TARGET_WIDTH),
    )
    keys = kernel.collect(rows, learning.SMALL)
    units = kernel.Units(learning.SMALL, keys, np.where(keys > 0, 0.01, 0.0))
    counts, chances = kernel.expect(rows, np.ones(len(found)), units)
    sizes = [(count, *map(len, kernel.letters_of(int(key)))) for key, count in zip(keys, counts, strict=True) if key]

    assert (chances > 0).all()
    assert sum(count * taken for count, taken, _ in sizes) == pytest.approx(sum(len(source) for source, _ in found))
    assert sum(count * gave for count, _, gave in sizes) == pytest.approx(sum(len(target) for _, target in found))


def test_a_table_of_units_gives_back_what_was_put_in():
    keys = np.arange(1, 5000, dtype=np.uint64) << np.uint64(6)
    listed, chances = kernel.hashed(((1, 1),), keys, np.linspace(0.1, 0.9, len(keys))).listed()
    assert listed.tolist() == keys.tolist()
    assert chances == pytest.approx(np.linspace(0.1, 0.9, len(keys)))


def test_what_the_kernel_cannot_take_is_refused():
    letters = np.full((2, kernel.SOURCE_WIDTH), 63, dtype=np.uint8)
    with pytest.raises(ValueError, match="62 letters"):
        kernel.Pairs(letters, letters[:, 1:].copy())
    with pytest.raises(ValueError, match="number below"):
        kernel.together([np.array([3], dtype=np.int32)], [np.array([0], dtype=np.int32)], 3)
    rows = kernel.Pairs(np.ones((1, kernel.SOURCE_WIDTH), np.uint8), np.ones((1, kernel.TARGET_WIDTH), np.uint8))
    with pytest.raises(ValueError, match="takes 3 letters"):
        kernel.collect(rows, [(4, 1)])
