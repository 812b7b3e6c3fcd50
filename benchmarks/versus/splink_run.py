"""Splink from start to the end of `predict`, as one process: `python -m versus.splink_run MODEL PAIRS TABLE [TABLE]`.

Writes the pairs to a Parquet file as ours are written (left_id, right_id, weight, probability) and prints a line of
JSON: seconds from the start of the process to the end of `predict`, CPU seconds, the most memory held until then.
"""

import json
import resource
import sys

import duckdb
import psutil
from splink import DuckDBAPI, Linker

from versus.splink_models import MODELS

_FEWEST = 0.01  # probability below which a pair is not worth keeping: the same as ours


def main(name: str, out: str, tables: list[str]) -> None:
    model = MODELS[name]()
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    database = DuckDBAPI(connection=connection)
    frames = []
    for number, path in enumerate(tables):
        connection.execute(f"CREATE TABLE records_{number} AS SELECT * FROM '{path}'")
        frames.append(database.register(f"records_{number}", dataset_display_name=f"table_{number}"))
    linker = Linker(frames if len(frames) > 1 else frames[0], model.settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(model.certain, recall=model.recall)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for block in model.blocks:
        training.estimate_parameters_using_expectation_maximisation(block, max_pairs=1e6)
    pairs = linker.inference.predict(threshold_match_probability=_FEWEST).physical_name
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {
        "seconds": _age(),
        "cpu_s": used.ru_utime + used.ru_stime,
        "memory_mb": used.ru_maxrss / 1024,
    }
    key = model.settings.unique_id_column_name
    connection.execute(
        f"COPY (SELECT {key}_l::VARCHAR AS left_id, {key}_r::VARCHAR AS right_id, match_weight AS weight,"
        f" match_probability AS probability FROM {pairs}) TO '{out}' (FORMAT parquet)"
    )
    print(json.dumps(figures), flush=True)


def _age() -> float:
    """Seconds since this process started, its imports included."""
    import time

    return time.time() - psutil.Process().create_time()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
