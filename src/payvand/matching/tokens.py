"""A record's names as tokens: what is compared and indexed."""

import contextlib
import functools
import gc
import itertools
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from payvand.matching.letters import script_of_token, spell
from payvand.matching.records import Record
from payvand.names import (
    Certainty,
    Role,
    Sex,
    Stem,
    full_names,
    initial,
    parse,
    sex_of_given,
    skeleton,
    without_addition,
)
from payvand.names.roles import Traits, know, read_plain_roles
from payvand.names.signs import APOSTROPHES

FEMALE: Final = 1
MALE: Final = 2

MOST: Final = 30
"""Tokens of one spelling of a name that take part; the rest is kept for display only."""

_MOST_LEVELS: Final = 5
_LONGEST: Final = 2000  # letters of a field that are read; a name is never so long
_WEAK: Final = frozenset({Role.PARTICLE, Role.TITLE})
_ARTICLE_LETTERS: Final = frozenset({"al", "el", "ul", "ال", "аль", "эль"})
_FUSED: Final = ("ال", "al", "el", "аль", "эль")
_SHORTEST_CORE: Final = 3
_STEM_BITS: Final[dict[Role | None, float]] = {
    Role.PATRONYMIC: 1.5,
    Role.SURNAME: 3.0,
    Role.TRIBE: 3.0,
    Role.NISBA: 3.0,
}
_ENDINGS: Final[dict[Role | None, Role]] = {
    Role.PATRONYMIC: Role.PATRONYMIC,
    Role.SURNAME: Role.SURNAME,
    Role.TRIBE: Role.SURNAME,
    Role.NISBA: Role.NISBA,
}
_OF: Final = {
    "ی": 3,
    "i": 4,
    "ӣ": 4,
    "и": 4,
}  # endings of a name that may say whose, where so many letters stand before them
_OF_A_DEAR_ONE: Final = ("джони", "жони", "joni")
"""Каримҷони Давлат: Karim, of Davlat. Persian -jani is as often of a place (Larijani) and is left alone."""

_CORE_BITS: Final = 1.0
_GLUED_BITS: Final = 0.5
_GENITIVE_BITS: Final = 1.5
_GENITIVE: Final = ("а", "я")  # of the father in Russian: Карим, сын Давлата
_SEXES: Final = {Sex.FEMALE: FEMALE, Sex.MALE: MALE}
_NOT_GIVEN: Final = frozenset({Role.SURNAME, Role.PATRONYMIC, Role.TRIBE, Role.NISBA, Role.PARTICLE, Role.TITLE})
_OTHERS_SEX: Final = frozenset({Role.FATHER, Role.GRANDFATHER})  # names of somebody else
_MOST_PLAIN: Final = 8  # words of a text that can go the short way
_SEXED_ENDINGS: Final = ("а", "a", "я")  # Каримов and Каримова are one family's name


class Variant(NamedTuple):
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
        variants: Its own letters first, at no cost; then the cheapest first: written as one with the article before it,
            without article or ending, and the full names that a short form stands for.
        glued: Letters of an article or hyphened word before it, for when both are written as one.
        stem: Its letters without the ending of a surname, patronymic or nisba; empty where it has none.
        ending: The kind of that ending: PATRONYMIC, SURNAME (tribes too) or NISBA.
        prefix: Whether it is the beginning of a longer word: Мух., Абдурахма…; bit 26 of a packed token's first word.
        sex: FEMALE or MALE, if an ending or the given name hints at the bearer's; a hint only.
        core: The skeleton of what it says, whatever its ending and script: Давлат and Давлатовна name one father.
        former: Whether it is a surname of another time, before or after marriage (`spellings_of` parts the two).
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
    prefix: bool = False
    sex: int | None = None
    former: bool = False
    core: str = ""

    def __hash__(self) -> int:
        return hash((self.spelled, self.part))

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
    def surname(self) -> bool:
        """Whether it is known to be the surname."""
        return self.part == "surname" or self.role is Role.SURNAME

    @property
    def of_father(self) -> bool:
        """Whether it names the father."""
        return self.part == "father" or self.role in (Role.FATHER, Role.PATRONYMIC)


def tokens_of(spelling: dict[str, str]) -> tuple[Token, ...]:
    """The tokens of one spelling of a name, in the order given.

    The mother's are left out, and those of the father that the name says already, as a patronymic or as the surname.
    """
    parts = [_tokens(text[:_LONGEST], part) for part, text in spelling.items() if part != "mother"]
    found = [token for tokens in parts for token in tokens]
    if len(parts) > 1 and "father" in spelling:
        own = {token.core for token in found if token.part != "father"}
        found = [token for token in found if token.part != "father" or token.core not in own]
    return tuple(found[:MOST])


def tokens_of_all(texts: Iterable[str], part: str) -> list[tuple[Token, ...]]:
    """The tokens of each of many distinct field values, in their order; nothing of whole values is remembered.

    For bulk work: take each distinct value once. Tokens of one word in one part and role are one object, so that what
    is worked out for a token can be kept by it. Each process has its own.
    """
    with no_collection():
        return [tuple(_read(text[:_LONGEST], part)[:MOST]) for text in texts]


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Looks for no cycles while many lasting objects are made, none of them in a cycle: half of the time goes there."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Word(NamedTuple):
    """What a word is wherever it stands; `fuller` are the forms that it has as a given name only."""

    traits: Traits
    spelled: str
    script: str | None
    variants: tuple[Variant, ...]
    fuller: tuple[Variant, ...]
    stem: str
    ending: Role | None
    sex: int | None
    core: str


@functools.lru_cache(maxsize=262144)
def _word(text: str) -> _Word:
    taken, traits = know(text, None)
    spelled = spell(text)
    if not spelled:
        return _Word(traits, "", None, (), (), "", None, None, "")
    stem = spell(taken.stem) if taken.removed and taken.kind in _STEM_BITS else ""
    ending = _ENDINGS.get(taken.kind) if len(stem) >= _SHORTEST_CORE else None
    return _Word(
        traits,
        spelled,
        script_of_token(spelled),
        _variants(spelled, taken, stem),
        _fuller(text, spelled, taken),
        stem if ending else "",
        ending,
        _sex(text, taken, traits),
        skeleton(stem if ending else spelled),
    )


def _fuller(text: str, spelled: str, taken: Stem) -> tuple[Variant, ...]:
    """The names that a word stands for as a short form, and those that it, or its stem, is with something added to."""
    whose = not taken.removed and spelled.endswith(_OF_A_DEAR_ONE)
    plain = without_addition(taken.stem[:-1] if whose else taken.stem)
    full = full_names(text)
    if plain is None and not full:
        return ()
    found = [Variant(spell(name), bits) for name, bits in full]
    if plain is not None:
        more = _STEM_BITS[Role.NISBA] if whose else _STEM_BITS.get(taken.kind, 0.0)
        found.append(Variant(spell(plain.text), plain.bits + more))
    return tuple(form for form in found if len(form.spelled) >= _SHORTEST_CORE and form.spelled != spelled)


def _says_whose(spelled: str) -> bool:
    """Whether a word ends like Карими in Карими Давлат: Karim, of Davlat; or of the Karims."""
    return len(spelled) > _OF.get(spelled[-1], len(spelled))


def _sex(text: str, taken: Stem, traits: Traits) -> int | None:
    """The sex of the bearer as far as a word hints at it."""
    if taken.certainty >= Certainty.LIKELY and taken.sex in _SEXES:
        return _SEXES[taken.sex]
    if traits.word is not None and traits.word.sex in _SEXES:
        return _SEXES[traits.word.sex]
    known = "" if taken.removed else sex_of_given(text)
    return _SEXES[Sex(known)] if known else None


@functools.lru_cache(maxsize=262144)
def _token(text: str, part: str, role: Role, glued: str, prefix: bool, former: bool) -> Token:  # noqa: FBT001, PLR0917 — a key
    word = _word(text)
    if role is Role.INITIAL and len(word.spelled) > 1:
        word = _word(initial(text))
    return Token(
        text,
        word.spelled,
        word.script,
        part,
        role,
        _variants_here(word, part, role, glued),
        glued,
        word.stem,
        word.ending,
        prefix,
        None if part == "mother" or (word.ending is None and (role in _OTHERS_SEX or part == "father")) else word.sex,
        former,
        word.core,
    )


def _variants_here(word: _Word, part: str, role: Role, glued: str) -> tuple[Variant, ...]:
    """The forms of a word in its place, the cheapest first."""
    more = []
    if glued:
        more.append(Variant(glued + word.spelled, _GLUED_BITS))
    if role in _OTHERS_SEX and word.ending is None and word.spelled.endswith(_GENITIVE):
        more.append(Variant(word.spelled[:-1], _GENITIVE_BITS))
    if word.fuller and part != "surname" and (word.ending is Role.PATRONYMIC or role not in _NOT_GIVEN):
        more.extend(word.fuller)
    if not more:
        return word.variants
    forms = {form.spelled: form.cost for form in sorted([*word.variants, *more], key=_dearest_first)}
    return tuple(sorted((Variant(form, cost) for form, cost in forms.items()), key=operator.attrgetter("cost")))


def _dearest_first(form: Variant) -> float:
    return -form.cost


_tokens = functools.lru_cache(maxsize=131072)(lambda text, part: tuple(_read(text, part)))
"""The tokens of a text of one part, remembered."""


def _read(text: str, part: str) -> list[Token]:
    """The tokens of a text of one part; plain words with a space between them go the short way."""
    texts = text.split(" ", _MOST_PLAIN)
    if len(texts) > _MOST_PLAIN or not all(map(_plain, texts)):
        return _read_signs(text, part)
    words = [_word(text) for text in texts]
    readings = read_plain_roles(tuple([word.traits for word in words]))
    found: list[Token] = []
    glued = ""
    for written, word, (role, _, former) in zip(texts, words, readings, strict=True):
        spelled = word.spelled
        if spelled:
            found.append(_token(written, part, role, glued, False, former))  # noqa: FBT003 — a key
            glued = spelled if role in _WEAK and spelled in _ARTICLE_LETTERS else ""
    return found


def _plain(word: str) -> bool:
    """Whether a word is letters alone, so that it is one token whatever stands beside it."""
    return word.isalpha() and (word.isascii() or not (word[0] in APOSTROPHES or word[-1] in APOSTROPHES))


def _read_signs(text: str, part: str) -> list[Token]:
    """The tokens of a text with more than letters and single spaces in it."""
    found: list[Token] = []
    glued = ""
    for read in parse(text).tokens[: MOST + 1]:
        spelled = _word(read.text).spelled
        if not spelled:
            continue
        role = Role.PARTICLE if read.joined and len(spelled) == 1 else read.role
        found.append(_token(read.text, part, role, glued, read.abbreviated, read.former))
        glued = spelled if read.role in _WEAK and spelled in _ARTICLE_LETTERS else ""
    return found


def _variants(spelled: str, taken: Stem, stem: str) -> tuple[Variant, ...]:
    """The forms of a word: its own letters, without a fused article, without the ending or the mark of sex in it."""
    if not taken.removed and not spelled.startswith(_FUSED) and not _says_whose(spelled):
        return (Variant(spelled, 0.0),)
    forms = {spelled: 0.0}
    if spelled.startswith(_FUSED):
        core = next(spelled.removeprefix(article) for article in _FUSED if spelled.startswith(article))
        if len(core) >= _SHORTEST_CORE:
            forms.setdefault(core, _CORE_BITS)
    if taken.removed and taken.kind in _STEM_BITS:
        if taken.kind is Role.SURNAME and spelled.endswith(_SEXED_ENDINGS):
            forms.setdefault(spelled[:-1], 1.0)
        if len(stem) >= _SHORTEST_CORE:
            forms.setdefault(stem, _STEM_BITS[taken.kind])
    elif _says_whose(spelled):
        forms.setdefault(spelled[:-1], _STEM_BITS[Role.NISBA])
    return tuple(Variant(form, cost) for form, cost in forms.items())


_IS_FORMER: Final = operator.attrgetter("former")


@functools.lru_cache(maxsize=16)  # who stores or seeks a record asks several times
def spellings_of(record: Record) -> list[tuple[Token, ...]]:
    """The tokens of each spelling of the record's name; spellings without a letter are left out.

    A name that tells a surname of before or after marriage gives two spellings, one with each surname.
    """
    return [way for spelling in record.spellings if (tokens := tokens_of(spelling)) for way in _by_surname(tokens)]


def _by_surname(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    if not any(map(_IS_FORMER, tokens)):
        return [tokens]
    now = tuple(token for token in tokens if not token.former)
    other = tuple(token for token in tokens if token.former or not token.surname)
    return [now, other]


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
        (first, last, _as_one(one, two))
        for (first, one), (last, two) in itertools.pairwise(strong)
        if one.script == two.script and one.part == two.part
    ]


def led_in(tokens: tuple[Token, ...]) -> list[tuple[int, Token]]:
    """Words written as one with a particle before them (`ben Zerari` → `benZerari`): place of the word, the token."""
    return [
        (place, _as_one(particle, word))
        for place, (particle, word) in enumerate(itertools.pairwise(tokens), start=1)
        if particle.role is Role.PARTICLE and not word.weak and particle.script == word.script
    ]


def _as_one(one: Token, two: Token) -> Token:
    spelled = one.spelled + (two.glued if two.glued != one.spelled else "") + two.spelled
    return Token(f"{one.text} {two.text}", spelled, one.script, one.part, one.role, (Variant(spelled, 0.0),))
