"""Two words letter by letter, in the forms in which they were compared: a patronymic as the father's name in it."""

from dataclasses import dataclass
from typing import Final

from payvand.matching.alignment import Unit, align
from payvand.matching.letters import spell
from payvand.matching.tokens import tokens_of

_MOST_FORMS: Final = 6


@dataclass(frozen=True, slots=True)
class Spelled:
    """Two words cut into units that answer to one another.

    Attributes:
        left, right: The forms that are the likest, as `letters.spell` gives them.
        changed: Whether each is another form than the one that is written.
        cost: Bits that taking these forms costs, from 0 upwards.
        units: From the first letter to the last.
    """

    left: str
    right: str
    changed: tuple[bool, bool]
    cost: float
    units: tuple[Unit, ...]

    @property
    def bits(self) -> float:
        """What the letters say, less the cost of the forms."""
        return sum(unit.bits for unit in self.units) - self.cost


def spell_out(left: str, right: str) -> Spelled | None:
    """The likest forms of two words, letter by letter; None where no letters speak for one name."""
    ours, theirs = _forms(left), _forms(right)
    ways = [
        Spelled(one, other, (one != ours[0][0], other != theirs[0][0]), mine + his, tuple(align(one, other)))
        for one, mine in ours
        for other, his in theirs
    ]
    best = max(ways, key=lambda way: way.bits)
    return best if best.bits > 0 else None


def _forms(text: str) -> list[tuple[str, float]]:
    tokens = tokens_of({"name": text})
    if len(tokens) != 1:
        return [(spell(text), 0.0)]
    return [(form.spelled, form.cost) for form in tokens[0].variants[:_MOST_FORMS]]
