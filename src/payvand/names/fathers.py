"""The father's name, read out of a patronymic or out of the words beside it."""

from typing import NamedTuple

from payvand.names.certainty import Certainty
from payvand.names.parsing import NameToken, ParsedName
from payvand.names.stems import Role


class FatherStem(NamedTuple):
    """The father's name as far as the name tells it: its stem, the tokens that it stands in, and how sure that is."""

    stem: str
    tokens: tuple[NameToken, ...]
    certainty: Certainty


def father_stem(name: ParsedName) -> FatherStem | None:
    """The father's name: what stands beside uulu, oʻgʻli or ibn, else the stem of a patronymic; None where neither is.

    A patronymic gives a stem, not the name itself: Сергеевич gives `Серге`, Абдуллаевна gives `Абдулла`. Compare it by
    its skeleton.
    """
    beside = name.with_role(Role.FATHER)
    if beside:
        return FatherStem(name.source[beside[0].start : beside[-1].end], beside, beside[0].certainty)
    patronymics = name.with_role(Role.PATRONYMIC)[:1]
    return FatherStem(patronymics[0].stem, patronymics, patronymics[0].certainty) if patronymics else None
