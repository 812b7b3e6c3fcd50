"""Measures `payvand dedupe` on registers whose truth is known: `python benchmarks/linking.py NAME=FILE …`.

A register is Parquet with `unique_id` and the truth in `person` (`script` where it has several), as
`../shared/names/tools/make_register.py` makes them. Each runs as a whole process, reading and writing included.
Prints a table and writes `benchmarks/results/linking.json`; registers that are not asked for keep their figures.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import duckdb
import numpy as np

RESULTS = pathlib.Path(__file__).parent / "results" / "linking.json"
PRECISE = 0.99


def run(register: pathlib.Path, out: pathlib.Path) -> dict[str, float]:
    """Seconds of clock and processor, and the most memory of the whole command."""
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "payvand.config.cli", "dedupe", str(register), "--out", str(out)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "seconds": round(time.perf_counter() - clock, 1),
        "processor_seconds": round(processor, 1),
        "peak_mb": round(after.ru_maxrss / 1024),
    }


def measure(register: pathlib.Path, pairs: pathlib.Path) -> dict[str, float]:
    """F1 at its best and at one half; recall among pairs of two scripts where their precision is .99."""
    database = duckdb.connect()
    database.execute(f"CREATE TABLE r AS SELECT CAST(unique_id AS VARCHAR) AS id, person, script FROM '{register}'")
    query = f"""SELECT p.probability AS p, a.person = b.person AS same, a.script <> b.script AS across
        FROM '{pairs}' p JOIN r a ON a.id = p.left_id JOIN r b ON b.id = p.right_id ORDER BY p.weight DESC"""
    found = {name: np.asarray(column) for name, column in database.execute(query).fetchnumpy().items()}
    true, across = database.execute(
        """SELECT count(*), count(*) FILTER (a.script <> b.script)
        FROM r a JOIN r b ON a.person = b.person AND a.id < b.id"""
    ).fetchone() or (0, 0)
    precision, recall = curve(found["same"], true)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    half = max(int((found["p"] >= 0.5).sum()) - 1, 0)
    told = {
        "pairs": len(f1),
        "true": true,
        "best_f1": round(float(f1.max()), 4),
        "f1_at_half": round(float(f1[half]), 4),
    }
    if across:
        precision, recall = curve(found["same"][found["across"]], across)
        precise = np.flatnonzero(precision >= PRECISE)
        told["cross_recall_at_precision_99"] = round(float(recall[precise[-1]]) if len(precise) else 0.0, 4)
    return told


def curve(same: np.ndarray, true: int) -> tuple[np.ndarray, np.ndarray]:
    """Precision and recall after each pair, the surest first."""
    right = np.cumsum(same.astype(float))
    return right / np.arange(1, len(same) + 1), right / max(true, 1)


def main() -> None:
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    for word in sys.argv[1:]:
        name, _, path = word.partition("=")
        with tempfile.TemporaryDirectory() as folder:
            pairs = pathlib.Path(folder) / "pairs.parquet"
            spent = run(pathlib.Path(path), pairs)
            results[name] = {**spent, **measure(pathlib.Path(path), pairs), "load": round(os.getloadavg()[0], 1)}
        print(name, json.dumps(results[name]))
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
