"""Labelled pairs of names: who tells the same person from another by the names alone."""

import csv
import time
from collections.abc import Callable, Iterator

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from payvand.matching import Record, compare
from tasks import NAMES
from versus.figures import Figure, Wanted, told
from versus.finders import AbsentError, logic_v2_score
from versus.scoring import ranking_scores

PART = "names"
TASK = "Labelled pairs of names of persons"
_GIVEN = "logic-v2, scores given with the cases"

Score = Callable[[str, str], float]


def names(wanted: Wanted) -> Iterator[Figure]:
    """Every scorer on the cases about persons."""
    with (NAMES / "name_bench_logicv2.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["schema"] == "Person"]
    if not wanted.task(TASK):
        return
    positive = np.array([row["is_match"] == "true" for row in rows])
    if wanted.method(_GIVEN):
        given = np.array([float(row["score"]) for row in rows])
        yield Figure(PART, TASK, _GIVEN, {"positive": int(positive.sum()), **ranking_scores(given, positive)})
    for method, make in SCORERS.items():
        if not wanted.method(method):
            continue
        try:
            score = make()
        except AbsentError as absent:
            told(f"{method} is left out: {absent}")
            continue
        score("Ali Karimov", "Али Каримов")  # what is loaded at the first call is no part of the time
        start = time.perf_counter()
        scores = np.array([score(row["name1"], row["name2"]) for row in rows])
        taken = time.perf_counter() - start
        figures = {"positive": int(positive.sum()), **ranking_scores(scores, positive)}
        yield Figure(PART, TASK, method, {**figures, "ms_a_pair": round(1000 * taken / len(rows), 3)})


def _weight(one: str, other: str) -> float:
    return compare(Record("1", name=one), Record("2", name=other)).weight


def _payvand() -> Score:
    """The weight as it is: long names earn more bits than short ones, whether or not one of their tokens differs."""
    return _weight


def _payvand_lost() -> Score:
    """The weight less what the two names weigh beside themselves: pairs of unlike length become comparable."""
    return lambda one, other: _weight(one, other) - (_weight(one, one) + _weight(other, other)) / 2


def _token_sort() -> Score:
    return lambda one, other: fuzz.token_sort_ratio(anyascii(one).casefold(), anyascii(other).casefold())


def _jaro_winkler() -> Score:
    return lambda one, other: JaroWinkler.similarity(anyascii(one).casefold(), anyascii(other).casefold())


SCORERS: dict[str, Callable[[], Score]] = {
    "payvand": _payvand,
    "payvand, less the names' own weight": _payvand_lost,
    "rapidfuzz on anyascii": _token_sort,
    "Jaro-Winkler on anyascii": _jaro_winkler,
    "logic-v2": logic_v2_score,
}
