"""Searching a register for duplicates, and linking two: the stages in their order."""

import json
import pathlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import duckdb
import numpy as np
from numpy.typing import NDArray

from payvand.matching.calibration import IDENTITY, Curve
from payvand.matching.evidence import FEATURES, LEVELS
from payvand.matching.linking import agreement, blocking, clusters, further, preparing, reading, results, weighing
from payvand.matching.linking.database import arrays, connected, literal
from payvand.matching.linking.keying import write_tables
from payvand.matching.linking.progress import Told, silent
from payvand.matching.linking.workfolder import WorkFolder, key_of
from payvand.matching.weights import Weights

EngineName = Literal["duckdb", "spark"]

TOGETHER: Final = 0.5
"""Probability from which a pair holds a cluster together, unless it is asked otherwise."""

_CHOICE: Final = 12  # examples of a kind in the report


@dataclass(frozen=True)
class Options:
    """How registers are linked.

    Attributes:
        columns: For each register, fields and the columns that hold them where their names do not say it.
        further: Columns to be compared as they are; None takes the known ones.
        engine: Where the plan runs.
        work: The folder of the run, to be gone on with if it is stopped; None takes a temporary one.
        memory: The most memory of the database, such as `4GB`.
        together: Probability from which a pair holds a cluster together.
        one_to_one: Whether a record of one register is at most one of the other.
        curve: From stated odds to borne-out ones: see `payvand calibrate`.
    """

    columns: tuple[Mapping[str, str], ...] = ()
    further: tuple[str, ...] | None = None
    engine: EngineName = "duckdb"
    work: pathlib.Path | None = None
    memory: str | None = None
    together: float = TOGETHER
    one_to_one: bool = False
    curve: Curve = IDENTITY


@dataclass(frozen=True)
class Linked:
    """What a run found, for the caller and the report.

    Attributes:
        records: Records of each register.
        candidates: Pairs that were weighed.
        pairs: Pairs that were written.
        steps: What each key of each pass of blocking did: see `blocking.Step`.
        weights: Bits, m and u of each level of each feature.
        prior: Bits of the chance that two records drawn at random are one person.
        histogram: Edges and counts of the weights of all candidates.
        thresholds: For some probabilities, how many pairs reach them.
        clusters: How many clusters there are of each size; refused pairs and cut bridges.
        labelled: Precision and recall at thresholds, where labels were given.
        examples: Some pairs with their evidence.
    """

    records: tuple[int, ...]
    candidates: int
    pairs: int
    steps: list[dict[str, Any]]
    weights: list[dict[str, Any]]
    prior: float
    histogram: dict[str, list[float]]
    thresholds: list[dict[str, float]]
    clusters: dict[str, Any] = field(default_factory=dict)
    labelled: list[dict[str, float]] = field(default_factory=list)
    examples: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Run:
    """One run: its folder, database and options."""

    sources: list[pathlib.Path]
    options: Options
    folder: WorkFolder
    database: duckdb.DuckDBPyConnection
    told: Told

    @property
    def linking(self) -> bool:
        """Whether two registers are linked."""
        return len(self.sources) > 1

    def part(self, stage: str) -> Callable[[float], None]:
        """What a stage tells its share to."""
        return lambda share: self.told(stage, share)


def run(
    sources: list[pathlib.Path],
    out: pathlib.Path,
    options: Options,
    *,
    clusters_out: pathlib.Path | None = None,
    labels: pathlib.Path | None = None,
    told: Told = silent,
) -> Linked:
    """Links registers: one with itself, or two; writes the pairs, and the clusters where they are asked for."""
    if options.engine == "spark":
        from payvand.matching.linking import spark

        spark.active()  # what is missing is told before anything is read
    what = (options.columns, options.further, len(sources), results.LEAST)
    key = key_of(sources, what, whole=options.work is not None)
    with WorkFolder(options.work, key) as folder, connected(folder.path, options.memory) as database:
        one = Run(sources, options, folder, database, told)
        read = folder.stage("read", lambda: _read(one))
        folder.stage("prepare", lambda: _prepare(one))
        split = int(read["left"]) if one.linking else None
        steps = folder.stage("candidates", lambda: _candidates(one, split))
        return _finish(one, read, steps, out=out, clusters_out=clusters_out, labels=labels)


def _read(one: Run) -> dict[str, object]:
    one.told("Reading", 0.0)
    columns = [*one.options.columns, {}, {}]
    sources = [
        reading.Source(path, dict(mine), one.options.further) for path, mine in zip(one.sources, columns, strict=False)
    ]
    return reading.read(one.database, sources, one.folder.file)


def _prepare(one: Run) -> bool:
    prepared = preparing.prepare(one.database, one.folder.file, one.part("Reading names"))
    one.told("Likeness of names", 0.0)
    write_tables(one.database, one.folder.file, prepared)
    return True


def _candidates(one: Run, split: int | None) -> list[dict[str, Any]]:
    path, told = one.folder.file("met.parquet"), one.part("Finding candidates")
    if one.options.engine == "spark":
        from payvand.matching.linking.spark import SparkEngine

        with SparkEngine(one.folder.file) as engine:
            steps = blocking.run(engine, split, path, told)
    else:
        steps = blocking.run(blocking.DuckEngine(one.database, one.folder.file), split, path, told)
    agreement.keep(one.database, one.folder.file, told)
    path.unlink()
    return steps


def _weigh(one: Run, rows: weighing.Rows, weights: Weights, left: NDArray[np.int32], right: NDArray[np.int32]) -> int:
    told = one.part("Weighing")
    told(0.0)
    if one.options.engine == "spark":
        from payvand.matching.linking.spark import SparkEngine

        with SparkEngine(one.folder.file) as engine:
            return engine.weigh(weights, len(left))
    return weighing.weigh_candidates(rows, weights, left, right, file=one.folder.file, told=told)


def _finish(
    one: Run,
    read: dict[str, Any],
    steps: list[dict[str, Any]],
    *,
    out: pathlib.Path,
    clusters_out: pathlib.Path | None,
    labels: pathlib.Path | None,
) -> Linked:
    file, count = one.folder.file, int(read["records"])
    split = int(read["left"]) if one.linking else None
    rows = weighing.Rows.open(file)
    with_u = weighing.random_weights(rows, split)
    found = arrays(one.database, f"SELECT l, r FROM {literal(file('candidates.parquet'))}")
    left, right = found["l"].astype(np.int32), found["r"].astype(np.int32)
    batches = one.folder.stage("weigh", lambda: _weigh(one, rows, with_u, left, right))
    bits, levels = weighing.weighed(batches, file)
    pairs = count * (count - 1) / 2 if split is None else split * (count - split)
    learned = weighing.learn(with_u, bits, levels, pairs)
    weight = weighing.total(learned.weights, bits, levels)
    columns = [further.Further.open(one.database, file, number, name) for number, name in enumerate(read["further"])]
    further_levels, further_bits = further.weigh(columns, left, right, weight + learned.prior)
    for said in further_bits:
        weight = weight + said
    probability = weighing.probabilities(weight, learned.prior, one.options.curve)
    table = results.found_columns(
        left=left,
        right=right,
        weight=weight,
        probability=probability,
        bits=bits,
        levels=levels,
        further=list(zip(further_levels, further_bits, strict=True)),
    )
    if one.options.one_to_one:
        table = _one_to_one(table)
    one.told("Writing", 0.0)
    one.database.register("found", table)
    query = results.pairs_query(table, learned.weights, read["further"], file("ids.parquet"))
    results.write_table(one.database, query, out)
    clustered = _clusters(one, table, count, split, clusters_out) if clusters_out is not None else {}
    one.told("Writing", 1.0)
    return Linked(
        records=(split, count - split) if split is not None else (count,),
        candidates=len(left),
        pairs=len(table["l"]),
        steps=steps,
        weights=_weights_told(learned.weights),
        prior=learned.prior,
        histogram=_histogram(weight),
        thresholds=_thresholds(probability),
        clusters=clustered,
        labelled=_labelled(one, labels, left, right, probability),
        examples=_examples(one, query, table),
    )


def _one_to_one(table: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    edges = map(clusters.Edge, table["l"].tolist(), table["r"].tolist(), table["weight"].tolist())
    chosen = {(edge.left, edge.right) for edge in clusters.one_to_one(edges)}
    kept = np.array([pair in chosen for pair in zip(table["l"].tolist(), table["r"].tolist(), strict=True)], dtype=bool)
    return {name: values[kept] for name, values in table.items()}


def _clusters(
    one: Run, table: dict[str, NDArray[Any]], count: int, split: int | None, path: pathlib.Path
) -> dict[str, Any]:
    strong = table["probability"] >= one.options.together
    edges = list(
        map(clusters.Edge, table["l"][strong].tolist(), table["r"][strong].tolist(), table["weight"][strong].tolist())
    )
    person = arrays(
        one.database, f"SELECT date, document FROM {literal(one.folder.file('person.parquet'))} ORDER BY rec"
    )
    found, refused, cut = clusters.cluster(count, edges, clusters.contradiction(person["date"], person["document"]))
    one.database.register("clustered", {"rec": np.arange(count, dtype=np.int32), "lowest": found})
    ids = literal(one.folder.file("ids.parquet"))
    side = "" if split is None else f"CASE WHEN a.rec < {split} THEN 'left' ELSE 'right' END AS register, "
    results.write_table(
        one.database,
        f"SELECT {side}a.id AS id, b.id AS cluster_id FROM clustered c JOIN {ids} a ON a.rec = c.rec "
        f"JOIN {ids} b ON b.rec = c.lowest ORDER BY c.rec",
        path,
    )
    sizes = np.bincount(np.bincount(found, minlength=1))
    told = {str(size): int(number) for size, number in enumerate(sizes.tolist()) if size and number}
    return {"sizes": told, "refused": refused, "bridges": cut}


def _weights_told(weights: Any) -> list[dict[str, Any]]:
    return [
        {"feature": feature, "level": level, "m": rates[0], "u": rates[1], "bits": float(np.log2(rates[0] / rates[1]))}
        for feature in FEATURES
        if feature in weights.levels
        for level in LEVELS[feature]
        if (rates := weights.levels[feature][level])
    ]


def _histogram(weight: NDArray[np.float64]) -> dict[str, list[float]]:
    counts, edges = np.histogram(np.clip(weight, -40.0, 60.0), bins=100, range=(-40.0, 60.0))
    return {"edges": edges.tolist(), "counts": counts.tolist()}


def _thresholds(probability: NDArray[np.float64]) -> list[dict[str, float]]:
    return [
        {"probability": least, "pairs": int((probability >= least).sum())}
        for least in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999)
    ]


def _labelled(
    one: Run,
    labels: pathlib.Path | None,
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    probability: NDArray[np.float64],
) -> list[dict[str, float]]:
    """Precision and recall, where a file says which pairs are one person: `left_id`, `right_id`."""
    if labels is None:
        return []
    ids = literal(one.folder.file("ids.parquet"))
    low, high = ("a", "b") if one.linking else ("least", "greatest")
    pair = "a.rec AS l, b.rec AS r" if one.linking else f"{low}(a.rec, b.rec) AS l, {high}(a.rec, b.rec) AS r"
    sides = "AND a.rec < b.rec" if one.linking else ""
    one.database.register("scored", {"l": left, "r": right, "p": probability})
    one.database.execute(
        f"CREATE OR REPLACE TEMP TABLE labelled AS SELECT DISTINCT {pair} FROM {reading.scan(labels)} t "
        f"JOIN {ids} a ON a.id = CAST(t.left_id AS VARCHAR) JOIN {ids} b ON b.id = CAST(t.right_id AS VARCHAR) {sides}"
    )
    told = []
    for least in (0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999):
        counts = one.database.execute(
            "SELECT (SELECT count(*) FROM labelled), count(*), count(t.l) FROM scored s "
            f"LEFT JOIN labelled t ON s.l = t.l AND s.r = t.r WHERE s.p >= {least}"
        ).fetchall()
        true, found, right_ones = counts[0]
        precision, recall = right_ones / max(found, 1), right_ones / max(true, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-12)
        told.append({"probability": least, "precision": precision, "recall": recall, "f1": f1, "pairs": found})
    return told


def _examples(one: Run, query: str, table: dict[str, NDArray[Any]]) -> list[dict[str, Any]]:
    """Some of the surest, of the doubtful and of the least sure pairs, without any name: ids and evidence."""
    if not len(table["l"]):
        return []
    rows: list[tuple[Any, ...]] = []
    for around in (1.0, 0.5, 0.01):
        nearest = np.argsort(np.abs(table["probability"] - around), kind="stable")[: _CHOICE // 3]
        one.database.register("found", {name: values[nearest] for name, values in table.items()})
        rows += one.database.execute(query).fetchall()
    return [
        {"left": left, "right": right, "weight": weight, "probability": chance, "evidence": json.loads(evidence)}
        for left, right, weight, chance, evidence in rows
    ]
