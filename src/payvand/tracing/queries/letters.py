"""Two words letter by letter, with what each letter says in bits, so that all figures on the page add up."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from payvand.matching import Record, compare
from payvand.matching.spelled import spell_out
from payvand.names import Script, detect_script


@dataclass(frozen=True, slots=True)
class Unit:
    """Letters that answer to one another, either side possibly none, and what that says."""

    left: str
    right: str
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Two words cut into units; all bits are rounded to tenths so that they add up.

    Attributes:
        left, right: the words as written.
        left_form, right_form: in which form each was compared, where it is not the one written.
        units: from the first letter to the last.
        form: what taking another form costs, below zero; None where none was taken.
        rest: what lies beyond the letters: how common the name is, and all other ways to cut it.
        bits: what the pair weighs; None where only the letters are told.
        direction: of the row of units: `rtl` where both words are written so.
    """

    left: str
    right: str
    left_form: str = ""
    right_form: str = ""
    units: tuple[Unit, ...]
    form: float | None = None
    rest: float | None = None
    bits: float | None = None
    direction: str = "ltr"


def letters_of(left: str, right: str, bits: float | None = None) -> Letters | None:
    """Return two words letter by letter; None where no letters speak for one name.

    Args:
        left: as written.
        right: as written.
        bits: what the pair weighs, in tenths; the rest is then told too.
    """
    spelled = spell_out(left, right)
    if spelled is None:
        return None
    total = spelled.bits if bits is None else bits
    *said, form, rest = add_up([*(unit.bits for unit in spelled.units), -spelled.cost, total - spelled.bits], total)
    both_arabic = detect_script(left) == detect_script(right) == Script.ARABIC
    return Letters(
        left=left,
        right=right,
        left_form=spelled.left if spelled.changed[0] else "",
        right_form=spelled.right if spelled.changed[1] else "",
        units=tuple(Unit(unit.left, unit.right, own) for unit, own in zip(spelled.units, said, strict=True)),
        form=form if spelled.cost else None,
        rest=None if bits is None else rest,
        bits=bits,
        direction="rtl" if both_arabic else "ltr",
    )


def letters_of_names(ours: Iterable[str], theirs: Sequence[str], bits: float) -> list[Letters]:
    """Return the words of the two names that are the most alike among those of some relatives, letter by letter.

    Args:
        ours: names of relatives of one side.
        theirs: names of relatives of the other.
        bits: what these relatives weigh, in tenths; told where one word of one name is all of it.
    """
    pairs = [compare(Record("", name=one), Record("", name=other)) for one in ours for other in theirs]
    best = max(pairs, key=lambda pair: pair.weight, default=None)
    if best is None or best.weight <= 0:
        return []
    alike = [piece for piece in best.evidence if piece.left and piece.right and piece.bits > 0]
    all_of_it = bits if len(alike) == len(pairs) == 1 else None
    return [told for piece in alike if (told := letters_of(piece.left, piece.right, all_of_it))]


def add_up(values: Sequence[float], total: float) -> list[float]:
    """Return values in tenths, each off by less than a tenth, whose sum is the total in tenths.

    Args:
        values: whose sum is about the total.
        total: what they are to add up to once it is rounded to tenths.
    """
    tenths = [math.floor(value * 10) for value in values]
    missing = round(total * 10) - sum(tenths)
    order = sorted(range(len(values)), key=lambda place: tenths[place] - values[place] * 10)
    for place in order[: max(missing, 0)]:
        tenths[place] += 1
    return [tenth / 10 for tenth in tenths]
