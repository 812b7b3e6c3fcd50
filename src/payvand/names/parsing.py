"""Reads a name into tokens with roles. The order of a name is unknown unless the text itself tells it."""

import functools
from typing import Final, NamedTuple

from payvand.names.certainty import Certainty
from payvand.names.compounds import Compound, find_compounds
from payvand.names.roles import Known, Setting, know, read_roles
from payvand.names.scripts import Script, detect_script
from payvand.names.stems import Role, Sex
from payvand.names.tokens import RawToken, cut

_LONGEST_LAST_ABBREVIATION: Final = 4  # letters; a longer word before the last full stop is taken for whole


class NameToken(NamedTuple):
    """A token of a name: `source[start:end] == text`, and `stem + removed == text`.

    `kind` is the role that the removed ending speaks for, `sex` the sex it hints at; `joined` tells that the token
    hangs on the one before it by a hyphen, `abbreviated` that it is the beginning of a longer word (Мух., Абдурахма…),
    `former` that it is a surname of before or after marriage, beside the one that is borne now.
    """

    text: str
    start: int
    end: int
    role: Role
    certainty: Certainty
    stem: str
    removed: str
    kind: Role | None
    sex: Sex
    joined: bool
    abbreviated: bool
    former: bool


class ParsedName(NamedTuple):
    """A name as given, its script, and its tokens in the order of the source."""

    source: str
    script: Script
    tokens: tuple[NameToken, ...]

    @property
    def compounds(self) -> tuple[Compound, ...]:
        """Tokens that may be one name written apart, and tokens that may be two names written together."""
        return find_compounds(self.tokens)

    def with_role(self, *roles: Role) -> tuple[NameToken, ...]:
        """The tokens that have one of the roles."""
        return tuple(token for token in self.tokens if token.role in roles)


_script = functools.lru_cache(maxsize=131072)(detect_script)


def _script_of(scripts: set[Script]) -> Script:
    scripts.discard(Script.NONE)
    if len(scripts) == 1:
        return scripts.pop()
    return Script.MIXED if scripts else Script.NONE


def parse(text: str, *, language: str | None = None) -> ParsedName:
    """Reads a name in any script. Never alters the source; total over any string; linear in the length of the text.

    `language` (a tag such as `ky`), if the writer of the record knew it, allows endings that are too common elsewhere.
    """
    raw = cut(text)
    known = [know(token.text, language) for token in raw]
    settings = tuple(Setting(token.gap, token.bracketed, token.dotted) for token in raw)
    roles = read_roles(settings, tuple(of.traits for of in known))
    last = len(raw) - 1
    tokens = [
        NameToken(
            token.text,
            token.start,
            token.end,
            reading.role,
            reading.certainty,
            of.stem.stem,
            of.stem.removed,
            of.stem.kind,
            of.stem.sex,
            token.gap == "-",
            reading.role is not Role.INITIAL and _abbreviated(token, of, last=place == last),
            reading.former,
        )
        for place, (token, of, reading) in enumerate(zip(raw, known, roles, strict=True))
    ]
    return ParsedName(text, _script_of({_script(token.text) for token in raw}), tuple(tokens))


def _abbreviated(token: RawToken, known: Known, *, last: bool) -> bool:
    """Whether a token is the beginning of a longer word; a full stop after a whole name or a title says nothing."""
    if token.cut_off or not token.dotted:
        return token.cut_off
    word = known.traits.word
    whole = known.stem.kind is not None or (word is not None and (word.alone or word.follows or word.precedes))
    return not whole and len(token.text) > 1 and not (last and len(token.text) > _LONGEST_LAST_ABBREVIATION)
