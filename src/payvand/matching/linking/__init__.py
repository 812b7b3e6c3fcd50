"""Linking registers: duplicates within one, the same people in two.

    dedupe(Path("register.csv"), out=Path("pairs.csv"), clusters=Path("clusters.csv"))
    link(Path("left.csv"), Path("right.parquet"), out=Path("pairs.csv"))

Names are compared across scripts as everywhere in Payvand; registers may be larger than memory.
"""

import pathlib

from payvand.matching.linking.columns import ColumnError
from payvand.matching.linking.pipeline import Linked, Options, run
from payvand.matching.linking.progress import Told, silent
from payvand.matching.linking.reading import RegisterError

__all__ = ["ColumnError", "Linked", "Options", "RegisterError", "dedupe", "link"]


def dedupe(
    register: pathlib.Path,
    *,
    out: pathlib.Path,
    clusters: pathlib.Path | None = None,
    labels: pathlib.Path | None = None,
    options: Options | None = None,
    told: Told = silent,
) -> Linked:
    """Finds the records of one register that are of one person.

    Args:
        register: CSV, TSV or Parquet.
        out: Where the pairs go, as CSV, TSV or Parquet: `left_id`, `right_id`, `weight` in bits, `probability`,
            `evidence`; each pair once, those of a probability from .01.
        clusters: Where `id`, `cluster_id` of all records goes, if it is asked for.
        labels: A file of `left_id`, `right_id` that are known to be one person, to measure with.
        options: How; the defaults fit a register whose columns have the usual names.
        told: Called with the stage and its share while it runs.

    Raises:
        RegisterError: the register cannot be used; nothing is written.
    """
    return run([register], out, options or Options(), clusters_out=clusters, labels=labels, told=told)


def link(
    left: pathlib.Path,
    right: pathlib.Path,
    *,
    out: pathlib.Path,
    clusters: pathlib.Path | None = None,
    labels: pathlib.Path | None = None,
    options: Options | None = None,
    told: Told = silent,
) -> Linked:
    """Finds the records of two registers that are of one person; see `dedupe`.

    `left_id` is always of the left register. The clusters have a column `register` before the id: left or right.
    """
    return run([left, right], out, options or Options(), clusters_out=clusters, labels=labels, told=told)
