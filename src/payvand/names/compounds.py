"""Names written together or apart: Абдурраҳмон, Abd al-Rahman, عبد الرحمن."""

import functools
from collections.abc import Sequence
from typing import Final, NamedTuple, Protocol

from payvand.names import tables
from payvand.names.folding import fold_token
from payvand.names.stems import Role, cut_start


class _Token(Protocol):
    """What a compound needs to know of a token."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def removed(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def joined(self) -> bool: ...


class Compound(NamedTuple):
    """One name in its joined form and its parts.

    `first` and `last` are the places of its tokens in the parsed name: the same place where one token is taken apart,
    two or three neighbouring places where tokens are put together. `start` and `end` are places in the source.
    """

    text: str
    parts: tuple[str, ...]
    first: int
    last: int
    start: int
    end: int


_SHORTEST_PART: Final = 2
_LONGEST_PART: Final = 10


@functools.lru_cache(maxsize=65536)
def split(token: str) -> tuple[str, str] | None:
    """A joined name taken apart at a known first or second element, or None: Муҳаммадҷон gives Муҳаммад, ҷон."""
    folded = fold_token(token)
    firsts, seconds = tables.affixes("first"), tables.affixes("second")
    best, best_place = (0, 0), 0
    for place in _places(len(folded)):
        first, second = folded[:place], folded[place:]
        known = [part for part, table in ((first, firsts), (second, seconds)) if part in table]
        score = (len(known), sum(map(len, known)))
        if score > best and (len(known) > 1 or min(len(first), len(second)) > _SHORTEST_PART):
            best, best_place = score, place
    if not best_place:
        return None
    place = cut_start(token, best_place)
    return token[:place], token[place:]


def _places(letters: int) -> list[int]:
    """The places at which a known element can end or begin, so that a very long token costs no more than a long one."""
    near = min(letters, _LONGEST_PART)
    places = {*range(_SHORTEST_PART, near + 1), *range(letters - near, letters - _SHORTEST_PART + 1)}
    return sorted(place for place in places if _SHORTEST_PART <= place <= letters - _SHORTEST_PART)


_KEPT_APART: Final = frozenset({Role.INITIAL, Role.NICKNAME, Role.PATRONYMIC})


@functools.lru_cache(maxsize=65536)
def _belong(left: str, right: str) -> bool:
    """Whether two neighbouring tokens are often written as one."""
    first, second = fold_token(left), fold_token(right)
    return first in tables.affixes("first") or second in tables.affixes("second") or second in tables.affixes("follows")


@functools.lru_cache(maxsize=4096)
def _article(token: str) -> bool:
    return any(row.role == Role.PARTICLE for row in tables.affixes("word").get(fold_token(token), ()))


def find_compounds(tokens: Sequence[_Token]) -> tuple[Compound, ...]:
    """The compounds of a row of tokens: neighbours that may be one name, then tokens that may be two."""
    found = []
    for place, token in enumerate(tokens):
        nexts = tokens[place + 1 : place + 3]
        if len(nexts) > 1 and token.role is not Role.PARTICLE and _article(nexts[0].text):
            found.append(_put_together(tokens, place, place + 2))
        elif (
            nexts
            and (nexts[0].joined or _belong(token.text, nexts[0].text))
            and not {token.role, nexts[0].role} & _KEPT_APART
        ):
            found.append(_put_together(tokens, place, place + 1))
        parts = split(token.text)
        if parts and parts[1] != token.removed:
            found.append(Compound(token.text, parts, place, place, token.start, token.end))
    return tuple(found)


def _put_together(tokens: Sequence[_Token], first: int, last: int) -> Compound:
    parts = tuple(token.text for token in tokens[first : last + 1])
    return Compound("".join(parts), parts, first, last, tokens[first].start, tokens[last].end)
