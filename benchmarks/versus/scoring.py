"""How good a list of scored pairs is, where the truth is known."""

import pathlib

import numpy as np
import polars as pl
from numpy.typing import NDArray

_PRECISE = 0.99
_CURVE = 40  # points of a curve that are kept for the charts


def linking_scores(pairs: pathlib.Path, truth: pl.DataFrame, true_pairs: int) -> dict[str, object]:
    """Figures of a file of pairs.

    Args:
        pairs: Parquet with left_id, right_id, weight and probability.
        truth: `id`, `person`, and `script` where records are in several.
        true_pairs: How many pairs there are to be found.

    Returns:
        Precision, recall and F1 where F1 is best (f1), F1 where the method itself calls a pair likely (f1_at_half),
        recall at the lowest weight with precision .99, the same of the pairs between scripts alone, and the curve.
    """
    frame = pl.read_parquet(pairs, columns=["left_id", "right_id", "weight", "probability"])
    for side in ("left", "right"):
        known = truth.rename({name: f"{side}_{name}" for name in truth.columns})
        frame = frame.with_columns(pl.col(f"{side}_id").cast(pl.String)).join(known, on=f"{side}_id", how="left")
    frame = frame.with_columns(same=pl.col("left_person") == pl.col("right_person")).sort("weight", descending=True)
    same, weight = frame["same"].to_numpy().astype(bool), frame["weight"].to_numpy()
    precision, recall = curve(same, weight, true_pairs)
    found: dict[str, object] = {"true_pairs": true_pairs, "pairs": len(frame), **_best(precision, recall)}
    half = int((frame["probability"] >= 0.5).sum())
    found["f1_at_half"] = round(_f1(same[:half].sum(), half, true_pairs), 4)
    found["recall_at_p99"] = round(_recall_at(precision, recall), 4)
    if "script" in truth.columns:
        across = (frame["left_script"] != frame["right_script"]).to_numpy()
        wanted = _across(truth)
        if wanted:
            found["cross_pairs"] = wanted
            least = _weight_at(precision, weight)
            found["cross_recall_at_p99"] = round(float((same & across & (weight >= least)).sum()) / wanted, 4)
            alone = curve(same[across], weight[across], wanted)
            found["cross_recall_at_cross_p99"] = round(_recall_at(*alone), 4)
    chosen = np.unique(np.linspace(0, max(len(precision) - 1, 0), _CURVE).astype(int)) if len(precision) else []
    found["curve"] = [[round(float(recall[place]), 4), round(float(precision[place]), 4)] for place in chosen]
    return found


def count_true_pairs(truth: pl.DataFrame) -> int:
    """Unordered pairs of records of one person."""
    size = truth.group_by("person").len()["len"].cast(pl.Int64)
    return int((size * (size - 1) // 2).sum())


def _across(truth: pl.DataFrame) -> int:
    size = truth.group_by("person", "script").len()["len"].cast(pl.Int64)
    return count_true_pairs(truth) - int((size * (size - 1) // 2).sum())


def curve(
    same: NDArray[np.bool_], weight: NDArray[np.float64], positives: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Precision and recall at each distinct weight, highest first; pairs of one weight come together."""
    hits = np.cumsum(same)
    last = np.append(weight[1:] != weight[:-1], True) if len(weight) else np.zeros(0, dtype=bool)
    taken = np.arange(1, len(same) + 1)
    return (hits / taken)[last], (hits / max(positives, 1))[last]


def ranking_scores(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> dict[str, float]:
    """Area under the ROC curve and average precision."""
    order = np.argsort(-scores, kind="stable")
    ranked, labels = scores[order], positive[order]
    precision, recall = curve(labels, ranked, int(positive.sum()))
    average = float(np.sum(np.diff(recall, prepend=0.0) * precision))
    above, below = scores[positive][:, None], scores[~positive][None, :]
    area = float(((above > below) + 0.5 * (above == below)).mean())
    return {
        "pairs": len(scores),
        "roc_auc": round(area, 4),
        "average_precision": round(average, 4),
        "best_f1": float(_best(precision, recall)["f1"]),
    }


def _best(precision: NDArray[np.float64], recall: NDArray[np.float64]) -> dict[str, float]:
    if not len(precision):
        return {"f1": 0.0, "precision": 0.0, "recall": 0.0}
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    place = int(np.argmax(f1))
    return {
        "f1": round(float(f1[place]), 4),
        "precision": round(float(precision[place]), 4),
        "recall": round(float(recall[place]), 4),
    }


def _f1(hits: int, taken: int, positives: int) -> float:
    return 2 * float(hits) / (taken + positives) if taken + positives else 0.0


def _recall_at(precision: NDArray[np.float64], recall: NDArray[np.float64]) -> float:
    enough = precision >= _PRECISE
    return float(recall[enough].max()) if enough.any() else 0.0


def _weight_at(precision: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """The lowest weight down to which the pairs are right often enough; above all where none is."""
    distinct = weight[np.append(weight[1:] != weight[:-1], True)] if len(weight) else weight
    enough = np.flatnonzero(precision >= _PRECISE)
    return float(distinct[enough[-1]]) if len(enough) else float("inf")
