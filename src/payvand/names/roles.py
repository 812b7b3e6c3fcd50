"""Gives each token of a name its role and says how sure: by its ending, by the words beside it, by commas and by place."""

import functools
from collections.abc import Sequence
from typing import Final, NamedTuple

from payvand.names import tables
from payvand.names.certainty import Certainty
from payvand.names.folding import fold_token
from payvand.names.stems import Role, Stem
from payvand.names.tokens import RawToken

Reading = tuple[Role, Certainty]

_UNKNOWN: Final[Reading] = (Role.UNKNOWN, Certainty.UNKNOWN)


class _Word(NamedTuple):
    """What the tables know of a word by itself."""

    follows: Role | None
    precedes: bool
    alone: Reading | None


@functools.lru_cache(maxsize=131072)
def _word(token: str) -> _Word | None:
    """What the tables know of a token as a word; None where they know nothing."""
    folded = fold_token(token)
    follows = tables.affixes("follows").get(folded)
    precedes = tables.affixes("precedes").get(folded)
    rows = tables.affixes("word").get(folded)
    alone: Reading | None = (Role(rows[0].role), Certainty(rows[0].sure)) if rows else None
    if alone is None and folded in tables.words():
        alone = (Role(tables.words()[folded]), Certainty.LIKELY)
    if not (follows or precedes or alone):
        return None
    return _Word(Role(follows[0].role) if follows else None, bool(precedes), alone)


class _Reader:
    """The roles of one name while they are being read."""

    def __init__(self, raw: Sequence[RawToken], stems: Sequence[Stem]) -> None:
        self.raw = raw
        self.stems = stems
        self.words = [_word(token.text) for token in raw]
        self.roles: list[Reading] = [_UNKNOWN] * len(raw)

    def give(self, place: int, role: Role, certainty: Certainty) -> None:
        """Gives a role where none is given yet."""
        if 0 <= place < len(self.roles) and self.roles[place] is _UNKNOWN:
            self.roles[place] = (role, certainty)

    def by_signs(self) -> None:
        """Initials and what stands in brackets or quotes."""
        for place, token in enumerate(self.raw):
            if token.bracketed:
                kind = self.stems[place].kind
                self.give(place, Role.SURNAME if kind is Role.SURNAME else Role.NICKNAME, Certainty.POSSIBLE)
            elif len(token.text) == 1 and not token.text.isdigit():
                self.give(place, Role.INITIAL, Certainty.SURE if token.dotted else Certainty.LIKELY)

    def by_words(self) -> None:
        """Words beside a father's name (uulu, oʻgʻli, ibn, ولد) and words by themselves (titles, tribes, nisbas)."""
        fathers = 0
        for place, word in enumerate(self.words):
            if word is None:
                continue
            if word.follows is Role.PATRONYMIC and place > 0:
                self.give(place - 1, Role.FATHER, Certainty.SURE)
                self.give(place, Role.PARTICLE, Certainty.SURE)
            elif word.follows is Role.SURNAME and place > 0:
                self.give(place - 1, Role.SURNAME, Certainty.LIKELY)
                self.give(place, Role.PARTICLE, Certainty.SURE)
            elif word.precedes and 0 < place < len(self.raw) - 1:
                fathers += 1
                father = fathers == 1
                self.give(place, Role.PARTICLE, Certainty.SURE)
                self.give(place + 1, Role.FATHER if father else Role.GRANDFATHER, Certainty.SURE if father else Certainty.LIKELY)
            elif word.alone is not None and len(self.raw) > 1:
                self.give(place, *self._alone(place, word.alone))

    def _alone(self, place: int, reading: Reading) -> Reading:
        """A word by itself: a blessing stands before another name, else it is a name of its own."""
        role, _ = reading
        last = place == len(self.raw) - 1
        return _UNKNOWN if role in (Role.RELIGIOUS, Role.PARTICLE) and last else reading

    def by_endings(self) -> None:
        """Patronymics, surnames, nisbas and tribes by the ending that the stem lost."""
        for place, taken in enumerate(self.stems):
            if taken.kind is None:
                continue
            if taken.kind is Role.PATRONYMIC:
                self.give(place, Role.PATRONYMIC, taken.certainty)
            elif taken.certainty >= Certainty.LIKELY and len(self.raw) > 1:
                self.give(place, taken.kind, Certainty.LIKELY)

    def by_commas(self) -> None:
        """SURNAME, GIVEN and SURNAME<<GIVEN: what stands before is the surname, what stands after is given."""
        for place, token in enumerate(self.raw):
            zone = token.gap.startswith("<<")
            if place and (zone or token.gap.strip() in {",", "،"}):
                certainty = Certainty.SURE if zone else Certainty.LIKELY
                for before in range(place):
                    self.give(before, Role.SURNAME, certainty)
                for after in range(place, len(self.raw)):
                    self.give(after, Role.GIVEN, certainty)
                return

    def by_places(self) -> None:
        """What is left beside a surname or a patronymic: three tokens with one, two tokens with the other."""
        free = [place for place, reading in enumerate(self.roles) if reading is _UNKNOWN]
        taken = {role for role, _ in self.roles}
        patronymic = next((place for place, (role, _) in enumerate(self.roles) if role is Role.PATRONYMIC), None)
        if len(free) == 1 and taken & {Role.SURNAME, Role.PATRONYMIC, Role.FATHER}:
            self.give(free[0], Role.GIVEN, Certainty.LIKELY)
        elif len(free) == _TWO and patronymic is not None:
            given = patronymic - 1 if patronymic - 1 in free else free[0]
            self.give(given, Role.GIVEN, Certainty.LIKELY)
            self.give(free[0] if given != free[0] else free[1], Role.SURNAME, Certainty.LIKELY)


_TWO: Final = 2


def read_roles(raw: Sequence[RawToken], stems: Sequence[Stem]) -> list[Reading]:
    """The role of each token and how sure it is, in the order of the tokens; UNKNOWN where the text does not tell."""
    reader = _Reader(raw, stems)
    reader.by_signs()
    reader.by_words()
    reader.by_endings()
    reader.by_commas()
    reader.by_places()
    return reader.roles
