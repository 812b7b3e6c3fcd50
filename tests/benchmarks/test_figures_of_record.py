"""The figures of record: the page shows them as they are, and a fall of accuracy is noticed."""

import importlib
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def benchmark(monkeypatch):
    """Modules of the benchmarks, which are no part of the package."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


def test_the_page_shows_the_figures_of_record(benchmark):
    page, figures = benchmark("versus.page"), benchmark("versus.figures")
    assert page.PAGE.read_text(encoding="utf-8") == page.page(figures.recorded())


def test_the_charts_show_the_figures_of_record(benchmark):
    page, figures, charts = benchmark("versus.page"), benchmark("versus.figures"), benchmark("versus.charts")
    drawn = {name: draw(figures.recorded()) for name, draw in charts.CHARTS.items()}
    assert {name: (page.IMAGES / f"{name}.svg").read_text(encoding="utf-8") for name in drawn} == drawn


def test_a_newer_figure_takes_the_place_of_an_older_one(benchmark, tmp_path):
    figures = benchmark("versus.figures")
    path = tmp_path / "figures.json"
    figures.record([figures.Figure("finding", "task", "us", {"r_at_1": 0.5}, 0.0, "2026-01-01")], path)
    figures.record([figures.Figure("finding", "task", "us", {"r_at_1": 0.9}, 0.0, "2026-02-02")], path)
    figures.record([figures.Figure("finding", "task", "them", {"r_at_1": 0.7}, 0.0, "2026-02-02")], path)
    assert [(figure.method, figure.values["r_at_1"]) for figure in figures.recorded(path)] == [
        ("us", 0.9),
        ("them", 0.7),
    ]


def test_a_list_of_pairs_is_scored_as_by_hand(benchmark, tmp_path):
    scoring = benchmark("versus.scoring")
    truth = pl.DataFrame({"id": list("abcdef"), "person": [1, 1, 1, 2, 2, 3], "script": list("lallal")})
    pairs = pl.DataFrame(
        {
            "left_id": ["a", "a", "d", "a"],
            "right_id": ["b", "c", "f", "d"],
            "weight": [9.0, 8.0, 7.0, 6.0],
            "probability": [0.99, 0.9, 0.6, 0.2],
        }
    )
    pairs.write_parquet(tmp_path / "pairs.parquet")
    assert scoring.count_true_pairs(truth) == 4
    scores = scoring.linking_scores(tmp_path / "pairs.parquet", truth, 4)
    assert (scores["precision"], scores["recall"], scores["f1"]) == (1.0, 0.5, 0.6667)
    assert scores["f1_at_half"] == pytest.approx(4 / 7, abs=1e-4)
    assert scores["recall_at_p99"] == 0.5
    assert (scores["cross_pairs"], scores["cross_recall_at_p99"]) == (3, 0.3333)


def test_scores_put_in_order_are_measured_as_by_hand(benchmark):
    scores = benchmark("versus.scoring").ranking_scores(
        np.array([4.0, 3.0, 3.0, 1.0]), np.array([True, True, False, False])
    )
    assert (scores["roc_auc"], scores["average_precision"]) == (0.875, 0.8333)


def test_trigrams_are_those_of_postgresql(benchmark):
    assert benchmark("versus.finders").trigrams("ali x") == {"  a", " al", "ali", "li ", "  x", " x "}


def test_what_has_fallen_is_named(benchmark):
    fallen = benchmark("check").fallen
    record = {"one": 0.9, "other": 0.8}
    assert fallen({"one": 0.9, "other": 0.799}, record) == []
    assert fallen({"list: found first": 0.885}, {"list: found first": 0.9}) == []
    assert fallen({"one": 0.88, "other": 0.9}, record) == ["one: 0.8800, on record 0.9000"]
    assert fallen({"one": 0.9}, record) == ["other: 0.0000, on record 0.8000"]


@pytest.mark.slow
def test_accuracy_has_not_fallen():
    ran = subprocess.run([sys.executable, str(BENCHMARKS / "check.py")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-800:]
