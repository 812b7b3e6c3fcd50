"""Which records are compared: passes of blocking, as SQL that DuckDB and Spark both run.

Each pass puts records under keys; those that share a key are candidates. A block too large for the first key of a pass
is not cut off: its records go on to the next, finer key of that pass, so that rare names are compared widely and common
ones only where more agrees. What is too large under the finest key is dropped, counted, and told.

Two records that contradict each other must agree in more, unless a pass is `sure` of them: see `agreement`.

Tables: `person(rec, date, day, year, vague, sex, place, …)` where `date` is year, month and day with month and day in
rising order (a swap keeps it), `day` the same without the year; 0 where it is not known; `sex` is 1 for a woman, 2 for
a man. `named(rec, class)`: classes of the likeness graph of all parts of the name. `coupled(rec, pair)`: two classes of
one name as one number, in rising order, so that a swapped name keeps it. `fathered(rec, class)`: classes of the name
of the father. `marked(rec, mark)`: a number for each value of a further column.
"""

from dataclasses import dataclass
from typing import Final

CLASS: Final = 1 << 22
"""Classes are numbered below this, so that two of them and a day fit into 64 bits."""

PLACES: Final = 8191
"""Places are told apart modulo this prime in the finest keys; two that fall together are only compared in vain."""

DAYS: Final = 512
YEARS: Final = 4096


@dataclass(frozen=True, slots=True)
class Rung:
    """One key of a pass.

    Attributes:
        keys: A query of `rec` and `key`; `{only}` stands where the records may be limited to those of large blocks.
        most: Records of a block that are all compared with one another.
        share: Larger blocks are too, the smallest first, as long as they give no more than so many pairs a record.
        whole: Whether that is done only if it takes all blocks: where a finer key serves the large ones better.
    """

    keys: str
    most: int
    share: float = 0.0
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """A way for two records to meet.

    Attributes:
        name: What it is called in the report.
        means: What it does, for the report.
        rungs: Its keys, from coarse to fine.
        seeking: A condition on `person` that one of both records must meet; None asks nothing.
        told: Whether what is too large under its finest key is told as dropped: not where other passes are to find it.
        sure: Whether what it finds is weighed whatever else agrees.
    """

    name: str
    means: str
    rungs: tuple[Rung, ...]
    seeking: str | None = None
    told: bool = True
    sure: bool = False


def _person(key: str, known: str) -> str:
    return f"SELECT p.rec, {key} AS key FROM person p {{only}} WHERE {known}"


def _joined(table: str, key: str, known: str = "TRUE") -> str:
    return f"SELECT p.rec, {key} AS key FROM person p JOIN {table} t ON p.rec = t.rec {{only}} WHERE {known}"


_BIG: Final = "CAST({0} AS BIGINT)"
_DATE = _BIG.format("p.date")
_DAY = _BIG.format("p.day")
_YEAR = _BIG.format("p.year")
_PLACE = f"{_BIG.format('p.place')} % {PLACES}"

PASSES: Final = (
    Pass(
        "everyone",
        "all records of a small register",
        (Rung("SELECT p.rec, CAST(0 AS BIGINT) AS key FROM person p {only}", 1500),),
        told=False,
        sure=True,
    ),
    Pass(
        "date",
        "the same birth date, day and month perhaps swapped; where many have it, a part of the name too",
        (
            Rung(_person(_DATE, "p.date > 0"), 12, 4.0, whole=True),
            Rung(_joined("named", f"{_DATE} * {CLASS} + t.class", "p.date > 0"), 60, 4.0),
            Rung(_joined("coupled", f"{_DAY} * {CLASS} * {CLASS} + t.pair", "p.date > 0"), 400, 4.0),
        ),
    ),
    Pass(
        "date and place",
        "the same birth date and place",
        (Rung(_person(f"{_DATE} * {PLACES} + {_PLACE}", "p.date > 0 AND p.place >= 0"), 60, 2.0),),
    ),
    Pass(
        "day of another year",
        "the same day and month, swapped or not, of any year, and a rare part of the name or two parts",
        (
            Rung(_joined("named", f"{_DAY} * {CLASS} + t.class", "p.day > 0"), 4, 0.3),
            Rung(_joined("coupled", f"{_DAY} * {CLASS} * {CLASS} + t.pair", "p.day > 0"), 60, 0.7),
        ),
    ),
    Pass(
        "rare name",
        "two parts of a rare name, whatever the birth",
        (Rung("SELECT p.rec, p.pair AS key FROM coupled p {only}", 6, 0.3),),
        told=False,
    ),
    Pass(
        "year only",
        "where one gives no more than the year: the same year, and two parts of the name, or a rare one",
        (
            Rung(_joined("named", f"{_YEAR} * {CLASS} + t.class", "p.year > 0"), 8, 0.5),
            Rung(_joined("coupled", f"({_YEAR} - 1799) * {CLASS} * {CLASS} + t.pair", "p.year > 0"), 300, 1.0),
        ),
        "p.vague = 1",
    ),
    Pass(
        "no date",
        "where one gives no birth: a rare part of the name, two parts, or two and the place or the father",
        (
            Rung("SELECT p.rec, CAST(p.class AS BIGINT) AS key FROM named p {only}", 20, 0.5),
            Rung("SELECT p.rec, p.pair AS key FROM coupled p {only}", 60, 0.5),
            Rung(_joined("coupled", f"({_PLACE}) * {CLASS} * {CLASS} + t.pair", "p.place >= 0"), 300, 1.0),
        ),
        "p.year = 0",
    ),
    Pass(
        "no date, father",
        "where one gives no birth: two parts of the name, and the father's",
        (
            Rung(
                "SELECT p.rec, p.pair * 31 + f.class AS key FROM coupled p JOIN fathered f ON p.rec = f.rec {only}",
                300,
            ),
        ),
        "p.year = 0",
    ),
    Pass(
        "place",
        "the same place, and a rare part of the name or two parts",
        (
            Rung(_joined("named", f"{_BIG.format('p.place')} * {CLASS} + t.class", "p.place >= 0"), 3, 0.1),
            Rung(_joined("coupled", f"({_PLACE}) * {CLASS} * {CLASS} + t.pair", "p.place >= 0"), 4, 0.1),
        ),
        told=False,
    ),
    Pass(
        "further column",
        "the same value in a further column, a rare one or together with a part of the name",
        (
            Rung("SELECT p.rec, CAST(p.mark AS BIGINT) AS key FROM marked p {only}", 5, 1.0),
            Rung(
                f"SELECT p.rec, CAST(p.mark AS BIGINT) * {CLASS} + t.class AS key "
                "FROM marked p JOIN named t ON p.rec = t.rec {only}",
                30,
                3.0,
            ),
        ),
        told=False,
        sure=True,
    ),
    Pass(
        "document",
        "the same number of a document",
        (Rung("SELECT p.rec, CAST(p.document AS BIGINT) AS key FROM person p {only} WHERE p.document >= 0", 60),),
        sure=True,
    ),
    Pass(
        "phone",
        "the same phone",
        (Rung("SELECT p.rec, CAST(p.phone AS BIGINT) AS key FROM person p {only} WHERE p.phone >= 0", 60),),
        sure=True,
    ),
)
