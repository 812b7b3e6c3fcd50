"""Two records compared: evidence by feature, added up to the match weight (Fellegi & Sunter 1969)."""

import math
from operator import attrgetter
from typing import Final

from payvand.matching.evidence import Comparison, Evidence, Statistics
from payvand.matching.pairing import Bits, PairBits, pair_tokens
from payvand.matching.rarity import Rarity
from payvand.matching.records import Birth, Record
from payvand.matching.tokens import Token, levels_of, mother_of, spellings_of

UNANSWERED: Final = -5.0
"""Bits of a token that the other name has a token against, but none like it."""

MISSING: Final = -2.0
"""Bits of a token that the other name simply lacks: fathers' names and second names often are not written."""

OTHER_GIVEN: Final = -12.0
"""Bits of two given names that are not alike, where both are known to be given names."""

KINSHIP: Final = 0.75
"""Share of the bits for surname and father that another given name takes back: brothers and sisters have both alike."""

OTHER_FATHER: Final = -8.0
"""Bits of two fathers' names that are not alike."""

_MOTHER_DIFFERS: Final = -4.0
_SAME_PLACE: Final = 4.0  # bits of likeness from which two names of places are taken for one
_PLACES: Final = {"same": 3.0, "part": 1.5, "region": 0.5, "differs": -1.0}
_PRIOR_OF_A_PAIR: Final = 2000
"""Where no register is given, the chance of a match is taken as one in so many."""

_PAIR_BITS: Final = PairBits()


_SAME_DAY: Final = {
    0: (14.0, "same-date"),
    1: (9.0, "year-off-by-one"),
    10: (1.0, "year-differs"),
    20: (1.0, "year-differs"),
}
_VAGUE_YEARS: Final = {
    0: (4.5, "same-year"),
    1: (2.0, "year-off-by-one"),
    2: (-2.5, "year-differs"),
    3: (-2.5, "year-differs"),
}
_OTHER_YEAR: Final = (-7.0, "year-differs")
_OTHER_YEAR_SAME_DAY: Final = (-3.0, "year-differs")
"""Bits by years apart: where the day agrees, where one date is but a year, otherwise. Ten years: a mistyped digit."""


def compare(left: Record, right: Record, statistics: Statistics | None = None) -> Comparison:
    """Compares two records. Symmetric in weight; never raises, whatever the fields hold.

    Args:
        left: One record.
        right: The other.
        statistics: How common names are where the records come from, such as an `Index`; without it no name is common.
    """
    return weigh(left, right, _PAIR_BITS, Rarity(statistics))


def weigh(left: Record, right: Record, pair_bits: PairBits, rarity: Rarity) -> Comparison:
    """Compares two records with what is remembered between many comparisons; see `compare`."""

    def bits(one: Token, other: Token) -> float:
        return rarity.tempered(one, other, pair_bits(one, other))

    evidence = [
        *_names(left, right, bits),
        *_mother(left, right, bits),
        *_birth(left, right),
        *_sex(left, right),
        *_place(left, right, pair_bits),
    ]
    weight = math.fsum(piece.bits for piece in evidence)
    return Comparison(weight, probability(weight, rarity.size or _PRIOR_OF_A_PAIR), tuple(evidence))


def probability(weight: float, size: int) -> float:
    """The chance of one person at a weight, where one record in `size` is expected to be the one."""
    return 1 / (1 + math.exp2(min(math.log2(max(size, 2)) - weight, 1000.0)))


def _names(left: Record, right: Record, bits: Bits) -> list[Evidence]:
    """The best pair of spellings of the two."""
    ways = [_name(ours, theirs, bits) for ours in spellings_of(left) for theirs in spellings_of(right)]
    return max(ways, key=lambda way: math.fsum(piece.bits for piece in way), default=[])


def _name(left: tuple[Token, ...], right: tuple[Token, ...], bits: Bits) -> list[Evidence]:
    matches = pair_tokens(left, right, bits)
    found = []
    for match in matches:
        ours, theirs = _text(left, match.left), _text(right, match.right)
        father = left[match.left[0]].of_father or right[match.right[0]].of_father
        note = "same" if ours.casefold() == theirs.casefold() else "alike"
        found.append(Evidence("father" if father else "name", ours, theirs, match.bits, note))
    spare_left = _spare(left, [place for match in matches for place in match.left])
    spare_right = _spare(right, [place for match in matches for place in match.right])
    shared = math.fsum(piece.bits for piece in found)
    for mine, other in _against(spare_left, spare_right):
        spare_left.remove(mine)
        spare_right.remove(other)
        found.append(Evidence(*_conflict(mine, other, shared), "differs"))
    found += (Evidence("name", token.text, "", MISSING, "missing") for token in spare_left)
    found += (Evidence("name", "", token.text, MISSING, "missing") for token in spare_right)
    return found


def _against(left: list[Token], right: list[Token]) -> list[tuple[Token, Token]]:
    """Which token stands against which, where nothing is alike: given name and father first, then in their order."""
    pairs: list[tuple[Token, Token]] = []
    ours, theirs = list(left), list(right)
    for said in map(attrgetter, ("given", "of_father", "text")):
        mine, other = list(filter(said, ours)), list(filter(said, theirs))
        for one, two in zip(mine, other, strict=False):
            pairs.append((one, two))
            ours.remove(one)
            theirs.remove(two)
    return pairs


def _conflict(one: Token, other: Token, shared: float) -> tuple[str, str, str, float]:
    """Feature, both sides and bits of two tokens that contradict each other."""
    if one.given and other.given:
        return "name", one.text, other.text, min(OTHER_GIVEN, -KINSHIP * shared)
    if one.of_father and other.of_father:
        return "father", one.text, other.text, OTHER_FATHER
    return "name", one.text, other.text, UNANSWERED


def _spare(tokens: tuple[Token, ...], taken: list[int]) -> list[Token]:
    """Tokens that nothing answers to, particles and titles left out."""
    return [token for place, token in enumerate(tokens) if place not in taken and not token.weak]


def _mother(left: Record, right: Record, bits: Bits) -> list[Evidence]:
    if not left.mother or not right.mother:
        return []
    ours, theirs = mother_of(left), mother_of(right)
    found = math.fsum(match.bits for match in pair_tokens(ours, theirs, bits))
    alike = found > 0
    note = "alike" if alike else "differs"
    return [Evidence("mother", left.mother, right.mother, found if alike else _MOTHER_DIFFERS, note)]


def _text(tokens: tuple[Token, ...], places: tuple[int, ...]) -> str:
    return " ".join(tokens[place].text for place in places)


def _birth(left: Record, right: Record) -> list[Evidence]:
    ours, theirs = left.birth, right.birth
    if any(not birth.known and birth.unreadable is None for birth in (ours, theirs)):
        return []
    bits, note = _birth_bits(ours, theirs)
    return [Evidence("birth", str(ours), str(theirs), bits, note)]


def _year_only(birth: Birth) -> bool:
    """The first of January is what clerks write where only the year is known."""
    return birth.month is None or (birth.month, birth.day) in ((1, 1), (1, None))


def _birth_bits(ours: Birth, theirs: Birth) -> tuple[float, str]:  # noqa: PLR0911 — one way a date goes wrong a line
    if ours.year is None or theirs.year is None:
        return 0.0, "unreadable"
    vague = _year_only(ours) or _year_only(theirs)
    apart = abs(ours.year - theirs.year)
    if vague:
        return _VAGUE_YEARS.get(apart, _OTHER_YEAR)
    if (ours.month, ours.day) == (theirs.month, theirs.day) and ours.day is not None:
        return _SAME_DAY.get(apart, _OTHER_YEAR_SAME_DAY)
    if apart:
        return (-2.0, "date-differs") if apart == 1 else _OTHER_YEAR
    if (ours.month, ours.day) == (theirs.day, theirs.month):
        return 10.0, "day-month-swapped"
    if ours.month != theirs.month:
        return 0.0, "day-and-month-differ"
    return (6.0, "same-month") if None in (ours.day, theirs.day) else (3.0, "day-differs")


def _sex(left: Record, right: Record) -> list[Evidence]:
    if not left.sex or not right.sex or "other" in (left.sex, right.sex):
        return []
    same = left.sex == right.sex
    return [Evidence("sex", left.sex, right.sex, 0.9 if same else -5.0, "same" if same else "differs")]


def _place(left: Record, right: Record, pair_bits: PairBits) -> list[Evidence]:
    ours, theirs = levels_of(left), levels_of(right)
    if not ours or not theirs:
        return []

    def alike(one: tuple[Token, ...], other: tuple[Token, ...]) -> bool:
        return math.fsum(match.bits for match in pair_tokens(one, other, pair_bits)) > _SAME_PLACE

    if alike(ours[0], theirs[0]):
        note = "same"
    elif any(alike(ours[0], level) for level in theirs[1:]) or any(alike(theirs[0], level) for level in ours[1:]):
        note = "part"
    else:
        note = "region" if any(alike(one, other) for one in ours[1:] for other in theirs[1:]) else "differs"
    return [Evidence("place", left.place or "", right.place or "", _PLACES[note], note)]
