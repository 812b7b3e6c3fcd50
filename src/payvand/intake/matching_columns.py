"""Which column of a table holds what: by the name of its header first, by what its cells look like second. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from payvand.intake.targets import Column, Target

ENOUGH: Final = 0.7
"""Share of cells that must look like a column, for one whose header says nothing."""

_NO_LETTER: Final = re.compile(r"[\W_]+")
_LEAST_CELLS: Final = 3


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column of a table probably holds.

    Attributes:
        code: the target's column, empty for none.
        by: ``header``, ``cells`` or empty.
    """

    code: str = ""
    by: str = ""


def fold(text: str) -> str:
    """Return a header or a word without case, signs and marks: ``Дата рожд.`` is ``дата рожд``."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _NO_LETTER.sub(" ", plain).strip()


def guess_columns(target: Target, header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Guess]:
    """Guess what each column of a table holds.

    Args:
        target: what the table is to become.
        header: the names of its columns.
        rows: the cells of some rows below it.
    """
    meanings = _meanings(target, header)
    guesses = [Guess(meanings[name], "header") if (name := fold(text)) in meanings else Guess() for text in header]
    guesses = [
        _begins_with(text, meanings) if not guess.code else guess for text, guess in zip(header, guesses, strict=True)
    ]
    guesses = _once(target, guesses)
    used = {guess.code for guess in guesses}
    for place, guess in enumerate(guesses):
        if guess.code:
            continue
        cells = [row[place] for row in rows if place < len(row) and row[place].strip()]
        found = _by_cells([column for column in target.columns if column.code not in used], cells)
        if found:
            used.add(found)
            guesses[place] = Guess(found, "cells")
    return guesses


def _meanings(target: Target, header: Sequence[str]) -> dict[str, str]:
    """What each known header means in this table: ``Имя`` is the whole name, or the given one beside ``Фамилия``."""
    meanings: dict[str, list[Column]] = defaultdict(list)
    for column in target.columns:
        for known in dict.fromkeys(map(fold, (column.code, str(column.label), *column.aliases))):
            meanings[known].append(column)
    here = {column.code for text in header for column in meanings.get(fold(text), ())}
    return {
        known: next((column.code for column in columns if column.unless not in here), columns[0].code)
        for known, columns in meanings.items()
    }


def _begins_with(text: str, meanings: dict[str, str]) -> Guess:
    """A header such as ``Дата рождения (день, месяц, год)`` begins with a known one; the longest counts."""
    folded = fold(text)
    known = [name for name in meanings if len(name) > _LEAST_CELLS and folded.startswith(f"{name} ")]
    return Guess(meanings[max(known, key=len)], "header") if known else Guess()


def _once(target: Target, guesses: list[Guess]) -> list[Guess]:
    """Only a column that may stand several times is guessed twice."""
    several = {column.code for column in target.columns if column.several}
    seen: set[str] = set()
    kept = []
    for guess in guesses:
        doubled = guess.code in seen and guess.code not in several
        kept.append(Guess() if doubled else guess)
        seen.add(guess.code)
    return kept


def _by_cells(columns: Sequence[Column], cells: Sequence[str]) -> str:
    if len(cells) < _LEAST_CELLS:
        return ""
    shares = {
        column.code: sum(column.looks_like(cell.strip()) for cell in cells) / len(cells)
        for column in columns
        if column.looks_like
    }
    best = max(shares, key=lambda code: shares[code], default="")
    return best if best and shares[best] >= ENOUGH else ""


def guess_header(target: Target, rows: Sequence[tuple[int, Sequence[str]]]) -> int:
    """Return the line that names the columns: the one with most known names, else the first that is as wide as any.

    Tables often begin with a title. A table without names has 0 only where a person says so.
    """
    known = {fold(alias) for column in target.columns for alias in (column.code, *column.aliases)}
    known |= {fold(str(column.label)) for column in target.columns}

    def names(cells: Sequence[str]) -> int:
        return sum(fold(cell) in known for cell in cells if cell)

    best = max(rows, key=lambda row: (names(row[1]), -row[0]), default=None)
    if best is not None and names(best[1]):
        return best[0]
    widest = max((sum(bool(cell) for cell in cells) for _line, cells in rows), default=0)
    return next((line for line, cells in rows if sum(bool(cell) for cell in cells) == widest), 1)
