"""Short and affectionate forms: which other names a name may stand for, and what that costs.

The way goes from the short form to the full name and never back: whoever is written Серёжа may be Сергей elsewhere.
"""

import functools
import math
from typing import Final, NamedTuple

from payvand.names import tables
from payvand.names.folding import fold_token
from payvand.names.stems import cut_end, cut_start

MOST_FULL_NAMES: Final = 4
"""Full names that one short form leads to."""

_FOND_BITS: Final = {3: 2.0, 2: 3.0, 1: 4.0}  # by the grade of the row: how readily another record leaves it out
_BLESSING_BITS: Final = 3.0
_LONGEST_FORM: Final = 40  # folded letters; a longer token is no short form


class Fuller(NamedTuple):
    """Another form of a given name, as it is written in the script of the short form, and the bits taking it costs."""

    text: str
    bits: float


@functools.lru_cache(maxsize=8)
def _ends(position: str) -> tuple[str, ...]:
    """The forms of a position, the longest first."""
    return tuple(sorted(tables.affixes(position), key=len, reverse=True))


def full_names(token: str) -> tuple[Fuller, ...]:
    """The full names that a token is a known short form of, at most MOST_FULL_NAMES; empty for most tokens. Total.

    A short form of many names says less of each: the bits grow by the logarithm of their number.
    """
    known = tables.short_forms().get(fold_token(token))
    if known is None:
        return ()
    many = math.log2(len(known))
    best = sorted(known, key=lambda full: full[1])[:MOST_FULL_NAMES]
    return tuple(Fuller(full, bits + many) for full, bits in best)


def without_addition(token: str) -> Fuller | None:
    """The name without an affectionate addition (Каримҷон, Нилуфархон) or a blessing before it (Муҳаммадкарим).

    None where there is no such addition or what is left is too short to be a name. Total.
    """
    folded = fold_token(token)
    if len(folded) > _LONGEST_FORM:
        return None
    if folded.endswith(_ends("fond")):
        form = next(form for form in _ends("fond") if folded.endswith(form))
        row = tables.affixes("fond")[form][0]
        if len(folded) - len(form) >= row.min_stem:
            return Fuller(token[: cut_end(token, len(form))], _FOND_BITS[row.sure])
    if folded.startswith(_ends("blessing")):
        form = next(form for form in _ends("blessing") if folded.startswith(form))
        if len(folded) - len(form) >= tables.affixes("blessing")[form][0].min_stem:
            return Fuller(token[cut_start(token, len(form)) :], _BLESSING_BITS)
    return None


def initial(token: str) -> str:
    """The letter that an initial stands for: where Persian names it in words (جی، دبلیو) by its sound, else itself.

    Total.
    """
    return tables.letter_names().get(fold_token(token), (token, False))[0]


def sex_of_given(token: str) -> str:
    """`female` or `male` where a given name, or an element at its end, is known to be of one sex; else empty. Total."""
    folded = fold_token(token)
    known = tables.sexes().get(folded)
    if known is not None or not folded.endswith(_ends("sexed")):
        return known or ""
    form = next(form for form in _ends("sexed") if folded.endswith(form))
    row = tables.affixes("sexed")[form][0]
    return row.sex if len(folded) - len(form) >= row.min_stem else ""
