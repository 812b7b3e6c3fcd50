"""Which of the pairs that blocking found are weighed: those that agree in enough for a match.

What falls here would hardly ever reach a probability of .01: the weights say so before any letter is compared.
"""

import math
import pathlib
from collections.abc import Callable
from typing import Any, Final

import duckdb
import numpy as np
from numpy.typing import NDArray

from payvand.matching.kernel.shared import shared
from payvand.matching.linking.database import arrays, literal, write
from payvand.matching.linking.texts import Lists

BIT: Final = 256
"""Rarity is in whole parts of a bit."""

CLASSES_OF_A_MAN_AND_A_WOMAN: Final = 3
CLASSES_OF_OTHER_YEARS: Final = 2
DATE_SAYS, ELSE_SAYS = 15.5, 8.0
"""Bits that may be missing of those that tell one record from all others: where the date agrees, where it does not."""

_AT_ONCE: Final = 1_000_000
File = Callable[[str], pathlib.Path]
Numbers = NDArray[Any]


def write_spoken(file: File, owners: Numbers, classes: Numbers, records: int) -> None:
    """Writes the classes of all parts of each record's name, the father's among them, and how rare each class is."""
    room = int(classes.max(initial=0)) + 1
    kept = np.sort(owners.astype(np.int64) * room + classes)
    kept = kept[np.r_[True, kept[1:] != kept[:-1]]] if len(kept) else kept
    owners, classes = np.divmod(kept, room)
    held = np.maximum(np.bincount(classes, minlength=room), 1)
    starts = np.zeros(records + 1, dtype=np.int64)
    np.cumsum(np.bincount(owners, minlength=records), out=starts[1:])
    bits = np.floor(BIT * np.log2(np.maximum(records / held, 1.0)))
    np.savez(file("spoken.npz"), starts=starts, classes=classes.astype(np.int32), bits=bits.astype(np.int32))


def keep(database: duckdb.DuckDBPyConnection, file: File, told: Callable[[float], None]) -> None:
    """Writes the pairs of `met.parquet` that are weighed as `candidates.parquet`: `l`, `r`, `pass`, by `l` and `r`."""
    met = arrays(database, f"SELECT l, r, pass, sure FROM {literal(file('met.parquet'))}")
    person = arrays(database, f"SELECT date, day, year, sex, place FROM {literal(file('person.parquet'))} ORDER BY rec")
    with np.load(file("spoken.npz")) as spoken:
        classes, bits = Lists(spoken["classes"], spoken["starts"]), spoken["bits"]
    kept = []
    for start in range(0, len(met["l"]), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        left, right = met["l"][part].astype(np.int32), met["r"][part].astype(np.int32)
        count, rarity = shared(classes.starts, classes.values, bits, left, right)
        agree = _agree(person, left, right, count, rarity)
        kept.append(start + np.flatnonzero(agree | (met["sure"][part] == 1)))
        told(min(start / max(len(met["l"]), 1), 1.0))
    chosen = np.concatenate(kept) if kept else np.empty(0, dtype=np.int64)
    chosen = chosen[np.argsort(met["l"][chosen].astype(np.int64) << 32 | met["r"][chosen])]
    database.register("kept", {name: met[name][chosen].astype(np.int32) for name in ("l", "r", "pass")})
    write(database, "FROM kept", file("candidates.parquet"))
    database.unregister("kept")


def _agree(
    person: dict[str, Numbers], left: Numbers, right: Numbers, count: Numbers, rarity: Numbers
) -> NDArray[np.bool_]:
    """Whether pairs agree in enough.

    A man and a woman: the date and three classes. Other years and days: two classes and the place. Other places:
    classes so rare together that with the date, if it agrees, they may tell one record from all.
    """
    one, other = ({name: values[side] for name, values in person.items()} for side in (left, right))
    same = {name: (one[name] == other[name]) & (one[name] > least) for name, least in _KNOWN.items()}
    placed = (one["place"] >= 0) & (other["place"] >= 0)
    whole = int(BIT * math.log2(max(len(person["date"]), 1)))
    least_rare = whole - np.where(same["date"], int(DATE_SAYS * BIT), int(ELSE_SAYS * BIT))
    other_sex = one["sex"] * other["sex"] == 2  # noqa: PLR2004 — a woman and a man
    other_year = (one["year"] > 0) & (other["year"] > 0) & (one["year"] != other["year"]) & ~same["day"]
    other_place = placed & ~same["place"] & (count > 0)
    return np.select(
        [other_sex, other_year, other_place],
        [
            same["date"] & (count >= CLASSES_OF_A_MAN_AND_A_WOMAN),
            same["place"] & (count >= CLASSES_OF_OTHER_YEARS),
            rarity >= least_rare,
        ],
        default=True,
    )


_KNOWN: Final = {"date": 0, "day": 0, "place": -1}
"""What two records may agree in, and up to which number nothing is known."""
