"""What was found, as files: pairs with their evidence, clusters; written aside and renamed when whole."""

import json
import pathlib
from typing import Any, Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from payvand.matching.evidence import FEATURES, LEVELS
from payvand.matching.linking.database import literal
from payvand.matching.linking.further import NOTES
from payvand.matching.weights import Weights

LEAST: Final = 0.01
"""Pairs of a lower probability are not written."""

ENDINGS: Final = {
    ".csv": "FORMAT csv, HEADER",
    ".tsv": "FORMAT csv, HEADER, DELIMITER '\\t'",
    ".parquet": "FORMAT parquet",
}
"""How a result is written, by the ending of its name."""

_COMPRESSIBLE = "uint8"


def write_table(database: duckdb.DuckDBPyConnection, query: str, path: pathlib.Path) -> None:
    """Writes the rows of a query in the format that the ending says: aside, then under its name."""
    draft = path.with_name(f".{path.name}.new")
    try:
        database.execute(f"COPY ({query}) TO {literal(draft)} ({ENDINGS[path.suffix.casefold()]})")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def evidence_column(weights: Weights, further: list[str]) -> str:
    """The SQL of the evidence: a JSON list of objects with feature, note and bits, of what says anything."""
    pieces = ['\'{"feature": "name", "note": "weighed", "bits": \' || CAST(round(bits, 2) AS VARCHAR) || \'}\'']
    for number, feature in enumerate(FEATURES):
        if number and LEVELS[feature]:
            told = [
                _piece(feature, level, round(float(weights.bits[number, place]), 2))
                for place, level in enumerate(LEVELS[feature], start=1)
            ]
            pieces.append(f"[{', '.join(map(literal, told))}][level{number}]")
    for number, name in enumerate(further):
        notes = ", ".join(literal(json.dumps(note)) for note in NOTES[1:])
        said = f'{{"feature": {json.dumps(name, ensure_ascii=False)}, "note": '
        pieces.append(
            f"{literal(said)} || [{notes}][further{number}] || ', \"bits\": ' "
            f"|| CAST(round(further_bits{number}, 2) AS VARCHAR) || '}}'"
        )
    return f"'[' || concat_ws(', ', {', '.join(pieces)}) || ']'"


def _piece(feature: str, level: str, bits: float) -> str:
    return json.dumps({"feature": feature, "note": level, "bits": bits})


def pairs_query(columns: dict[str, NDArray[Any]], weights: Weights, further: list[str], ids: pathlib.Path) -> str:
    """The rows of the result, from the table `found` of `columns`."""
    evidence = evidence_column(weights, further) if columns else "''"
    return (
        f"SELECT a.id AS left_id, b.id AS right_id, weight, probability, {evidence} AS evidence "
        f"FROM found JOIN {literal(ids)} a ON a.rec = found.l JOIN {literal(ids)} b ON b.rec = found.r "
        "ORDER BY found.l, found.r"
    )


def found_columns(
    *,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    weight: NDArray[np.float64],
    probability: NDArray[np.float64],
    bits: NDArray[np.float32],
    levels: NDArray[np.uint8],
    further: list[tuple[NDArray[np.uint8], NDArray[np.float32]]],
) -> dict[str, NDArray[Any]]:
    """The columns of the table `found`: pairs that are likely enough to be written."""
    kept = np.flatnonzero(probability >= LEAST)
    columns: dict[str, NDArray[Any]] = {
        "l": left[kept],
        "r": right[kept],
        "weight": weight[kept],
        "probability": probability[kept],
        "bits": bits[kept].astype(np.float64),
    }
    for number, feature in enumerate(FEATURES):
        if number and LEVELS[feature]:
            columns[f"level{number}"] = levels[kept, number].astype(np.int32)
    for number, (found, said) in enumerate(further):
        columns[f"further{number}"] = found[kept].astype(np.int32)
        columns[f"further_bits{number}"] = said[kept].astype(np.float64)
    return columns
