"""A record's names as tokens: what is compared and indexed."""

import functools
import itertools
from dataclasses import dataclass
from typing import Final

from payvand.matching.letters import script_of_token, spell
from payvand.matching.records import Record
from payvand.names import NameToken, Role, parse, skeleton

MOST: Final = 30
"""Tokens of one spelling of a name that take part; the rest is kept for display only."""

_MOST_LEVELS: Final = 5
_LONGEST: Final = 2000  # letters of a field that are read; a name is never so long
_WEAK: Final = frozenset({Role.PARTICLE, Role.TITLE})
_ARTICLE_LETTERS: Final = frozenset({"al", "el", "ul", "ال", "аль", "эль"})
_FUSED: Final = ("ال", "al", "el", "аль", "эль")
_SHORTEST_CORE: Final = 3
_STEM_BITS: Final = {Role.PATRONYMIC: 1.5, Role.SURNAME: 3.0, Role.NISBA: 3.0}
_INFLECTED: Final = frozenset({Role.PATRONYMIC, Role.SURNAME})
_OF: Final = {"ی": 3, "i": 4, "ӣ": 4}  # endings of a name that may say whose, where so many letters stand before them
_CORE_BITS: Final = 1.0
_SEXED_ENDING: Final = "аaя"  # Каримов and Каримова are one family's name


@dataclass(frozen=True, slots=True)
class Variant:
    """Another form a token may take in another record: its letters, and the bits that taking it costs."""

    spelled: str
    cost: float


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a name.

    Attributes:
        text: As given.
        spelled: The letters that carry sound (`letters.spell`); never empty.
        script: One of `letters.SCRIPTS`, or None for another script or digits.
        part: The field it comes from: name, given, father, surname, mother.
        role: What `names.parse` reads it for.
        variants: Its own letters first, at no cost; then without article or ending.
        glued: Letters of an article or hyphened word before it, for when both are written as one.
        stem: Its letters without the ending of a surname or patronymic; empty where it has none.
        ending: The kind of that ending.
    """

    text: str
    spelled: str
    script: str | None
    part: str
    role: Role
    variants: tuple[Variant, ...]
    glued: str = ""
    stem: str = ""
    ending: Role | None = None

    @property
    def weak(self) -> bool:
        """Particles and titles: they say little, and nothing when they are missing."""
        return self.role in _WEAK

    @property
    def initial(self) -> bool:
        """Whether it is one letter that stands for a name."""
        return len(self.spelled) == 1

    @property
    def given(self) -> bool:
        """Whether it is known to be the given name."""
        return self.part == "given" or self.role is Role.GIVEN

    @property
    def of_father(self) -> bool:
        """Whether it names the father."""
        return self.part == "father" or self.role in (Role.FATHER, Role.PATRONYMIC)


def tokens_of(spelling: dict[str, str]) -> tuple[Token, ...]:
    """The tokens of one spelling of a name, in the order given.

    The mother's are left out, and those of the father that the name says already, as a patronymic or as the surname.
    """
    found = [token for part, text in spelling.items() if part != "mother" for token in _tokens(text[:_LONGEST], part)]
    own = {_core(token) for token in found if token.part != "father"}
    return tuple(token for token in found if token.part != "father" or _core(token) not in own)[:MOST]


def _core(token: Token) -> str:
    """What a token says, whatever its ending and script: Давлат and Давлатовна name one father, who counts once."""
    return skeleton(token.stem or token.spelled)


@functools.lru_cache(maxsize=20_000)
def _tokens(text: str, part: str) -> tuple[Token, ...]:
    found: list[Token] = []
    glued = ""
    for read in parse(text).tokens[: MOST + 1]:
        spelled = spell(read.text)
        if not spelled:
            continue
        article = spelled in _ARTICLE_LETTERS and read.role in _WEAK
        role = Role.PARTICLE if read.joined and len(spelled) == 1 else read.role
        variants = (*_variants(read, spelled), *([Variant(glued + spelled, 0.5)] if glued else []))
        stem = spell(read.stem) if read.removed and read.kind in _INFLECTED else ""
        ending = read.kind if len(stem) >= _SHORTEST_CORE else None
        script = script_of_token(spelled)
        found.append(Token(read.text, spelled, script, part, role, variants, glued, stem if ending else "", ending))
        glued = spelled if article else ""
    return tuple(found)


def _variants(read: NameToken, spelled: str) -> list[Variant]:
    forms = {spelled: 0.0}
    for article in _FUSED:
        core = spelled.removeprefix(article)
        if core != spelled and len(core) >= _SHORTEST_CORE:
            forms.setdefault(core, _CORE_BITS)
            break
    if read.removed and read.kind in _STEM_BITS:
        stem = spell(read.stem)
        if spelled.endswith(tuple(_SEXED_ENDING)) and read.kind is Role.SURNAME:
            forms.setdefault(spelled[:-1], 1.0)
        if len(stem) >= _SHORTEST_CORE:
            forms.setdefault(stem, _STEM_BITS[read.kind])
    elif len(spelled) > _OF.get(spelled[-1], len(spelled)):
        forms.setdefault(spelled[:-1], _STEM_BITS[Role.NISBA])
    return [Variant(form, cost) for form, cost in forms.items()]


def spellings_of(record: Record) -> list[tuple[Token, ...]]:
    """The tokens of each spelling of the record's name; spellings without a letter are left out."""
    return [tokens for spelling in record.spellings if (tokens := tokens_of(spelling))]


def mother_of(record: Record) -> tuple[Token, ...]:
    """The tokens of the mother's name."""
    return tokens_of({"name": record.mother}) if record.mother else ()


def levels_of(record: Record) -> list[tuple[Token, ...]]:
    """The tokens of each level of the place, smallest first, as commas part them; none where it is not known."""
    return [
        tokens for level in (record.place or "").split(",")[:_MOST_LEVELS] if (tokens := tokens_of({"name": level}))
    ]


def joined(tokens: tuple[Token, ...]) -> list[tuple[int, int, Token]]:
    """Neighbours written as one (`Abd al-Rahman` → `AbdalRahman`): places of first and last, the token of both."""
    strong = [(place, token) for place, token in enumerate(tokens) if not token.weak]
    return [
        (
            first,
            last,
            Token(
                f"{one.text} {two.text}",
                one.spelled + two.glued + two.spelled,
                one.script,
                one.part,
                one.role,
                (Variant(one.spelled + two.glued + two.spelled, 0.0),),
            ),
        )
        for (first, one), (last, two) in itertools.pairwise(strong)
        if one.script == two.script and one.part == two.part
    ]
