import csv
import json

import numpy as np
import pytest

from payvand.config.cli import main
from payvand.config.operations.calibrating import judged_of_files
from payvand.matching.calibration import Curve, chance, default_curve

SEED = 11
PRIOR = -13.0


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header, *rows])
    return path


@pytest.fixture
def pairs(tmp_path):
    """Pairs of a run whose odds are twice as sure as they are, and those that are one person."""
    rng = np.random.default_rng(SEED)
    stated = rng.normal(0, 6, 2_000)
    same = rng.random(2_000) < chance(stated / 2)
    told = chance(stated)
    rows = [(f"a{n}", f"b{n}", odds - PRIOR, told[n]) for n, odds in enumerate(stated)]
    file = write(tmp_path / "pairs.csv", ("left_id", "right_id", "weight", "probability"), rows)
    labels = write(tmp_path / "labels.csv", ("left_id", "right_id"), [(f"b{n}", f"a{n}") for n in np.flatnonzero(same)])
    return file, labels, stated, same


def test_stated_odds_are_read_back_from_weight_and_probability(pairs):
    file, labels, stated, same = pairs
    judged = judged_of_files(file, labels)
    assert judged.stated == pytest.approx(stated, abs=0.01)
    assert judged.same.tolist() == same.tolist()


def test_a_curve_is_fitted_shown_and_written(pairs, tmp_path, capsys):
    file, labels, _, _ = pairs
    curve, plot = tmp_path / "curve.json", tmp_path / "plot.svg"
    assert main(["calibrate", str(file), "--labels", str(labels), "--out", str(curve), "--plot", str(plot)]) == 0
    shown = capsys.readouterr().out
    assert "stated before" in shown
    assert "Brier score" in shown
    fitted = Curve.from_json(curve.read_text(encoding="utf-8"))
    assert fitted.probability(8.0) == pytest.approx(chance(np.array([4.0]))[0], abs=0.05)
    assert fitted.about["pairs"] == 2_000
    assert plot.read_text(encoding="utf-8").startswith("<svg")


def test_only_the_pairs_with_a_verdict_count_where_verdicts_are_given(pairs, tmp_path):
    file, _, _, same = pairs
    rows = [(f"a{n}", f"b{n}", "yes" if same[n] else "no") for n in range(300)]
    judged = judged_of_files(file, write(tmp_path / "verdicts.csv", ("left_id", "right_id", "same"), rows))
    assert judged.same.tolist() == same[:300].tolist()


def test_too_few_labels_calibrate_nothing(pairs, tmp_path, capsys):
    file, _, _, _ = pairs
    few = write(tmp_path / "few.csv", ("left_id", "right_id"), [("a1", "b1")])
    assert main(["calibrate", str(file), "--labels", str(few), "--out", str(tmp_path / "curve.json")]) == 2
    assert "1 pairs are judged to be one person" in capsys.readouterr().err
    assert not (tmp_path / "curve.json").exists()


@pytest.mark.parametrize(
    ("header", "row", "told"),
    [
        (("left_id", "right_id", "weight"), ("a", "b", "1"), "no column 'probability'"),
        (("left_id", "right_id", "weight", "probability"), ("a", "b", "much", "1"), "not a number"),
        (("left_id", "right_id", "weight", "probability"), ("a", "b"), "2 fields where the header has 4"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path, capsys, header, row, told):
    file = write(tmp_path / "pairs.csv", header, [row])
    labels = write(tmp_path / "labels.csv", ("left_id", "right_id"), [("a", "b")])
    assert main(["calibrate", str(file), "--labels", str(labels), "--out", str(tmp_path / "curve.json")]) == 3
    assert told in capsys.readouterr().err


def test_labels_and_out_are_needed(tmp_path, capsys):
    assert main(["calibrate", str(tmp_path / "pairs.csv")]) == 2
    assert "--labels" in capsys.readouterr().err


DECIDE = """
from payvand.people.enums import Purpose
from payvand.people.models import Person
from payvand.tracing.enums import HintState
from payvand.tracing.models import Hint, HintDecision, SoughtPerson

sought = SoughtPerson.objects.create(person=Person.objects.create(purpose=Purpose.TRACING))
for number in range(60):
    hint = Hint.objects.create(
        sought=sought, candidate=Person.objects.create(purpose=Purpose.TRACING), weight=number / 4, probability=0.5
    )
    state = HintState.CONFIRMED if number % 3 else HintState.REFUSED
    HintDecision.objects.create(hint=hint, state=HintState.UNDECIDED, weight=number / 4)
    HintDecision.objects.create(hint=hint, state=state, weight=number / 4)
"""


ACTS = """
from payvand.audit.models import Act

print(*Act.objects.filter(subject_id="calibration").values_list("action", flat=True))
"""


def test_a_node_is_calibrated_by_its_reviewers_only_when_agreed_and_can_go_back(real_node):
    assert "it takes 50" in real_node.run("calibrate", code=1).stderr
    real_node.python(DECIDE)
    curve = real_node.folder / "calibration.json"
    shown = real_node.run("calibrate", code=1)
    assert "Nothing was changed." in shown.stdout
    assert not curve.exists()
    real_node.run("calibrate", "--apply")
    about = json.loads(curve.read_text(encoding="utf-8"))
    assert about["pairs"] == 60
    assert {"date", "by", "source"} <= set(about)
    states = "from payvand.people.calibration import node_curve; print(node_curve().about['pairs'])"
    assert real_node.python(states).strip() == "60"
    real_node.run("calibrate", "--undo")
    assert not curve.exists()
    assert real_node.python(states).strip() == str(default_curve().about["pairs"])
    assert "no calibration of its own" in real_node.run("calibrate", "--undo", code=1).stderr
    assert set(real_node.python(ACTS).split()) == {"node.calibration_taken_up", "node.calibration_undone"}
