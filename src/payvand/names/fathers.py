"""The father's name, read out of a patronymic or out of the words beside it."""

from typing import NamedTuple

from payvand.names.certainty import Certainty
from payvand.names.parsing import NameToken, ParsedName
from payvand.names.stems import Role


class FatherStem(NamedTuple):
    """The father's name as far as the name tells it: its stem, the token that it stands in, and how sure that is."""

    stem: str
    token: NameToken
    certainty: Certainty


def father_stem(name: ParsedName) -> FatherStem | None:
    """The father's name: the token beside uulu, oʻgʻli or ibn, else the stem of a patronymic; None where there is neither.

    A patronymic gives a stem, not the name itself: Сергеевич gives `Серге`, Абдуллаевна gives `Абдулла`. Compare it by skeleton.
    """
    for role in (Role.FATHER, Role.PATRONYMIC):
        for token in name.tokens:
            if token.role is role:
                return FatherStem(token.stem if role is Role.PATRONYMIC else token.text, token, token.certainty)
    return None
