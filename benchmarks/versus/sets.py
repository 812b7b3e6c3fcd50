"""The field's public sets of records with truth. Splink and our commands take the same files."""

import pathlib
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from tasks import NAMES
from versus.scoring import count_true_pairs

Written = tuple[list[pathlib.Path], pl.DataFrame, int]
"""The tables, the truth, and how many pairs there are to be found."""


@dataclass(frozen=True)
class PublicSet:
    """A set, the settings of Splink for it, and the command of ours that links it."""

    title: str
    model: str
    command: str
    write: Callable[[pathlib.Path], Written]


def febrl_3(folder: pathlib.Path) -> Written:
    """5,000 records of 2,000 people; the person stands in the id."""
    frame = _febrl("febrl3.csv")
    truth = _febrl_truth(frame)
    return [_written(folder, "febrl3", frame)], truth, count_true_pairs(truth)


def febrl_4(folder: pathlib.Path) -> Written:
    """5,000 records and their 5,000 copies with errors: only pairs between the two files count."""
    frames = {name: _febrl(f"{name}.csv") for name in ("febrl4a", "febrl4b")}
    left, right = map(_febrl_truth, frames.values())
    paths = [_written(folder, name, frame) for name, frame in frames.items()]
    return paths, pl.concat([left, right]), left.join(right, on="person").height


def historical(folder: pathlib.Path) -> Written:
    """50,000 records of people of history."""
    frame = pl.read_parquet(NAMES / "historical_50k.parquet")
    truth = frame.select(id="unique_id", person="cluster")
    return [_written(folder, "historical", frame.drop("cluster"))], truth, count_true_pairs(truth)


def fake(folder: pathlib.Path) -> Written:
    """1,000 records of 250 invented people, given and family name often swapped."""
    frame = pl.read_csv(NAMES / "fake_1000.csv", infer_schema=False)
    truth = frame.select(id="unique_id", person="cluster")
    return [_written(folder, "fake", frame.drop("cluster"))], truth, count_true_pairs(truth)


def _febrl(name: str) -> pl.DataFrame:
    frame = pl.read_csv(NAMES / name, infer_schema=False)
    frame = frame.rename({column: column.strip() for column in frame.columns})
    return frame.with_columns(pl.col(column).str.strip_chars().replace("", None) for column in frame.columns)


def _febrl_truth(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(id="rec_id", person=pl.col("rec_id").str.extract(r"rec-(\d+)-"))


def _written(folder: pathlib.Path, name: str, frame: pl.DataFrame) -> pathlib.Path:
    path = folder / f"{name}.parquet"
    frame.write_parquet(path)
    return path


PUBLIC = (
    PublicSet("FEBRL 3", "febrl-dedupe", "dedupe", febrl_3),
    PublicSet("FEBRL 4a and 4b", "febrl-link", "link", febrl_4),
    PublicSet("historical_50k", "historical", "dedupe", historical),
    PublicSet("fake_1000", "fake", "dedupe", fake),
)
