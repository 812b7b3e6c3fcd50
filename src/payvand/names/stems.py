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


_SHORTEST: Final = 2
_ROLES: Final = {role.value: role for role in Role}
_GRADES: Final = {grade.value: grade for grade in Certainty}
SEXES: Final = {"male": Sex.MALE, "female": Sex.FEMALE, "*": Sex.UNKNOWN}


@functools.lru_cache(maxsize=1)
def _lengths() -> dict[str, tuple[int, ...]]:
    """For the last two letters of a word, how long the endings and kept ends are that close so, longest first."""
    found: dict[str, set[int]] = {}
    for end in (*tables.affixes("ending"), *tables.affixes("keep")):
        found.setdefault(end[-_SHORTEST:], set()).add(len(end))
    return {end: tuple(sorted(lengths, reverse=True)) for end, lengths in found.items()}


def _ending(folded: str, language: str | None) -> tables.Affix | None:
    """The longest ending that the table allows on a folded token."""
    endings, kept = tables.affixes("ending"), tables.affixes("keep")
    for length in _lengths().get(folded[-_SHORTEST:], ()):
        end = folded[-length:]
        if length < len(folded):
            if end in kept:
                return None
            for row in endings.get(end, ()):
                if _leaves_a_name(row, len(folded) - length, language):
                    return row
    return None


def _leaves_a_name(row: tables.Affix, letters: int, language: str | None) -> bool:
    """Whether enough letters are left, in a language for which the row holds."""
    if letters < row.min_stem or not row.only:
        return letters >= row.min_stem
    known = (language or "").split("-", 1)[0]
    return any(known == tag.split("-", 1)[0] for tag in row.only)


def _exact_ending(token: str, letters: int, language: str | None) -> tables.Affix | None:
    """An ending that is told by letters that folding would lose: ӣ, ё."""
    if token.isascii():
        return None
    written = unicodedata.normalize("NFC", token.casefold())
    if not written.endswith(tuple(tables.affixes("exact"))):
        return None
    for form, rows in tables.affixes("exact").items():
        if written.endswith(form):
            for row in rows:
                if _leaves_a_name(row, letters - len(form), language):
                    return row
    return None


def cut_start(token: str, letters: int) -> int:
    """The place in the token at which its first folded `letters` end."""
    place, left = 0, letters
    for length in folded_lengths(token):
        if left <= 0:
            break
        left -= length
        place += 1
    return place


def cut_end(token: str, letters: int) -> int:
    """The place in the token at which its last folded `letters` begin."""
    if token.isascii() and token.isalpha():
        return len(token) - letters
    place, left = len(token), letters
    lengths = folded_lengths(token)
    while place and left > 0:
        place -= 1
        left -= lengths[place]
    return place


@functools.lru_cache(maxsize=262144)
def stem(token: str, language: str | None = None) -> Stem:
    """Takes a patronymic, surname, nisba, tribe or sex ending off one token of any script.

    A few endings are too common elsewhere to be seen unless `language` is given (Kyrgyz -дин, Latin -uli). Total.
    """
    folded = fold_token(token)
    if folded not in tables.not_endings():
        row = _ending(folded, language) or _exact_ending(token, len(folded), language)
        if row is not None:
            place = cut_end(token, len(row.form))
            return Stem(token[:place], token[place:], _ROLES[row.role], SEXES[row.sex], _GRADES[row.sure])
    return Stem(token, "", None, Sex.UNKNOWN, Certainty.UNKNOWN)
