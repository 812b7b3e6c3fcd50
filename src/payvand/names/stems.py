"""Stems: a token without its patronymic, surname or sex ending. What is taken off is kept as evidence."""

import enum
import functools
import unicodedata
from typing import Final, NamedTuple

from payvand.names import tables
from payvand.names.certainty import Certainty
from payvand.names.folding import fold_token, folded_lengths


class Role(enum.StrEnum):
    """What a token is in a name."""

    GIVEN = "given"
    SURNAME = "surname"
    PATRONYMIC = "patronymic"
    FATHER = "father"
    GRANDFATHER = "grandfather"
    PARTICLE = "particle"
    NISBA = "nisba"
    TRIBE = "tribe"
    TITLE = "title"
    NICKNAME = "nickname"
    RELIGIOUS = "religious"
    INITIAL = "initial"
    UNKNOWN = "unknown"


class Sex(enum.StrEnum):
    """The sex that an ending hints at: a hint only, never required to agree with anything."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


class Stem(NamedTuple):
    """A token taken apart: `stem + removed == token`, always.

    `kind` is the role that the removed ending speaks for (None where nothing was removed), `sex` the sex that it hints
    at, `certainty` how sure the ending is one.
    """

    stem: str
    removed: str
    kind: Role | None
    sex: Sex
    certainty: Certainty


_LONGEST: Final = 9
_SEXES: Final = {"male": Sex.MALE, "female": Sex.FEMALE, "*": Sex.UNKNOWN}


def _ending(folded: str, language: str | None) -> tables.Affix | None:
    """The longest ending that the table allows on a folded token."""
    endings, kept = tables.affixes("ending"), tables.affixes("keep")
    for length in range(min(_LONGEST, len(folded) - 1), 1, -1):
        end = folded[-length:]
        if end in kept:
            return None
        for row in endings.get(end, ()):
            if _leaves_a_name(row, len(folded) - length, language):
                return row
    return None


def _leaves_a_name(row: tables.Affix, letters: int, language: str | None) -> bool:
    """Whether enough letters are left, in a language for which the row holds."""
    known = (language or "").split("-", 1)[0]
    return letters >= row.min_stem and (not row.only or any(known == tag.split("-", 1)[0] for tag in row.only))


def _exact_ending(token: str, letters: int, language: str | None) -> tables.Affix | None:
    """An ending that is told by letters that folding would lose: ӣ, ё."""
    if token.isascii():
        return None
    written = unicodedata.normalize("NFC", token.casefold())
    for form, rows in tables.affixes("exact").items():
        if written.endswith(form):
            for row in rows:
                if _leaves_a_name(row, letters - len(form), language):
                    return row
    return None


def _cut(token: str, letters: int) -> int:
    """The place in the token at which its last folded `letters` begin."""
    place, left = len(token), letters
    lengths = folded_lengths(token)
    while place and left > 0:
        place -= 1
        left -= lengths[place]
    return place


@functools.lru_cache(maxsize=131072)
def stem(token: str, language: str | None = None) -> Stem:
    """Takes a patronymic, surname, nisba, tribe or sex ending off one token of any script.

    A few endings are too common elsewhere to be seen unless `language` is given (Kyrgyz -дин, Latin -uli). Total.
    """
    folded = fold_token(token)
    if folded not in tables.not_endings():
        row = _ending(folded, language) or _exact_ending(token, len(folded), language)
        if row is not None:
            place = _cut(token, len(row.form))
            return Stem(token[:place], token[place:], Role(row.role), _SEXES[row.sex], Certainty(row.sure))
    return Stem(token, "", None, Sex.UNKNOWN, Certainty.UNKNOWN)
