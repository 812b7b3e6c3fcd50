"""Gives each token of a name its role and says how sure: by its ending, its neighbours, commas and place."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from payvand.names import tables
from payvand.names.certainty import Certainty
from payvand.names.folding import fold_token
from payvand.names.stems import SEXES, Role, Sex, Stem, stem

_FULL_NAME: Final = 3
_TWO: Final = 2
_PLAIN_GAPS: Final = frozenset((" ", "-", "<", ". "))


class Word(NamedTuple):
    """What the tables know of a word by itself.

    `opens` and `closes` tell that it is often the first or the second part of a name written apart; `former` that the
    surname of before or after marriage follows, `filler` that it stands beside such a word, or in `son of`; `sex` is
    that of the bearer; `letter` whether it is the name of a letter: no (0), where a full stop follows (1), and also
    between two names (2).
    """

    follows: Role | None
    precedes: bool
    alone: tuple[Role, Certainty] | None
    opens: bool
    closes: bool
    former: bool
    filler: bool
    sex: Sex
    letter: int


_DOTTED_LETTER, _LETTER = 1, 2
_SEX_OF_BEARER: Final = ("follows", "precedes", "word")


@functools.lru_cache(maxsize=1)
def _words() -> dict[str, Word]:
    """What the tables know of words, by folded form."""
    alone = {word: (Role(role), Certainty.LIKELY) for word, role in tables.words().items()}
    alone |= {form: (Role(rows[0].role), Certainty(rows[0].sure)) for form, rows in tables.affixes("word").items()}
    follows = {form: Role(rows[0].role) for form, rows in tables.affixes("follows").items()}
    precedes = tables.affixes("precedes")
    opens = {form for form, rows in tables.affixes("first").items() if any(row.sure == Certainty.SURE for row in rows)}
    opens |= {form for form, (role, _) in alone.items() if role is Role.PARTICLE}
    closes = {
        form for form, rows in tables.affixes("second").items() if any(row.sure >= Certainty.LIKELY for row in rows)
    }
    former, filler = tables.affixes("former"), tables.affixes("filler")
    letters = {name: _DOTTED_LETTER if dotted else _LETTER for name, (_, dotted) in tables.letter_names().items()}
    sexes = {form: rows[0].sex for place in _SEX_OF_BEARER for form, rows in tables.affixes(place).items()}
    return {
        form: Word(
            follows.get(form),
            form in precedes,
            alone.get(form),
            form in opens,
            form in closes,
            form in former,
            form in filler,
            SEXES[sexes.get(form, "*")],
            letters.get(form, 0),
        )
        for form in {*alone, *follows, *precedes, *opens, *closes, *former, *filler, *letters}
    }


@dataclass(frozen=True, slots=True, eq=False)
class Traits:
    """What of a token counts when roles are given. Tokens of equal traits share one object, which is known by itself.

    `single` tells that it is one letter.
    """

    word: Word | None
    kind: Role | None
    certainty: Certainty
    single: bool


@functools.lru_cache(maxsize=8192)
def _traits(folded: str, kind: Role | None, certainty: Certainty, single: bool) -> Traits:  # noqa: FBT001 — a key
    return Traits(_words().get(folded), kind, certainty, single)


class Known(NamedTuple):
    """What a token tells by itself."""

    stem: Stem
    traits: Traits


@functools.lru_cache(maxsize=262144)
def know(token: str, language: str | None) -> Known:
    """What a token tells by itself, remembered: tokens come again and again."""
    taken = stem(token, language)
    folded = fold_token(token)
    single = len(token) == 1 and not token.isdigit()
    return Known(taken, _traits(folded if folded in _words() else "", taken.kind, taken.certainty, single))


class Reading(NamedTuple):
    """The role of a token, how sure it is, and whether it is a surname of another time: before or after marriage."""

    role: Role
    certainty: Certainty
    former: bool = False


_UNKNOWN: Final = Reading(Role.UNKNOWN, Certainty.UNKNOWN)


class Setting(NamedTuple):
    """What stands around a token: the gap before it, whether it is in brackets, whether a full stop follows."""

    gap: str
    bracketed: bool
    dotted: bool


class _Reader:
    """The roles of one name while they are being read."""

    def __init__(self, settings: Sequence[Setting], traits: Sequence[Traits]) -> None:
        self.raw = settings
        self.traits = traits
        self.words = [token.word for token in traits]
        self.roles: list[Reading] = [_UNKNOWN] * len(traits)

    def give(self, place: int, role: Role, certainty: Certainty, *, former: bool = False) -> None:
        """Gives a role where none is given yet."""
        if self.roles[place] is _UNKNOWN:
            self.roles[place] = Reading(role, certainty, former)

    def by_marriage(self) -> None:
        """The surname that follows a word such as урождённая, with the words that stand about it."""
        last = len(self.words) - 1
        for place, word in enumerate(self.words):
            if word is None or not word.former or not 0 < place < last:
                continue
            first, after = place, place + 1
            while first > 1 and self._tells_of_marriage(first - 1):
                first -= 1
            while after <= last and self._tells_of_marriage(after):
                after += 1
            if after > last:
                continue
            end = after + 1
            while end <= last and self.raw[end].gap == "-":
                end += 1
            for beside in range(first, after):
                self.give(beside, Role.PARTICLE, Certainty.LIKELY)
            for surname in range(after, end):
                self.give(surname, Role.SURNAME, Certainty.LIKELY, former=True)

    def _tells_of_marriage(self, place: int) -> bool:
        word = self.words[place]
        return word is not None and (word.former or word.filler)

    def by_second_surname(self) -> None:
        """A surname in brackets or after a slash beside another: Асанова (Иванова), Асанова/Иванова."""
        surnames = [place for place, token in enumerate(self.traits) if token.kind is Role.SURNAME]
        outside = any(not self.raw[place].bracketed for place in surnames)
        for place in surnames:
            setting = self.raw[place]
            if outside and (setting.bracketed or (setting.gap.strip() == "/" and place - 1 in surnames)):
                self.give(place, Role.SURNAME, Certainty.POSSIBLE, former=True)

    def by_signs(self) -> None:
        """Initials and what stands in brackets or quotes."""
        for place, (setting, token) in enumerate(zip(self.raw, self.traits, strict=True)):
            if setting.bracketed:
                self.give(place, Role.SURNAME if token.kind is Role.SURNAME else Role.NICKNAME, Certainty.POSSIBLE)
            elif token.single or self._names_a_letter(place):
                self.give(place, Role.INITIAL, Certainty.SURE if setting.dotted else Certainty.LIKELY)

    def _names_a_letter(self, place: int) -> bool:
        """Whether a word is the name of a letter that stands for a name: `جی.`, or `دبلیو` between two names."""
        word = self.words[place]
        if word is None or not word.letter:
            return False
        inside = 0 < place < len(self.words) - 1 and word.letter == _LETTER
        return self.raw[place].dotted or inside

    def by_neighbours(self) -> None:
        """Words beside a father's name: uulu, oʻgʻli, зода after it, ibn, ولد before it."""
        fathers = 0
        for place, word in enumerate(self.words):
            if word is None:
                continue
            if word.follows is not None and place > 0:
                father = word.follows is Role.PATRONYMIC
                self.give(place, Role.PARTICLE, Certainty.SURE)
                for before in self._name_before(place):
                    self.give(before, *((Role.FATHER, Certainty.SURE) if father else (Role.SURNAME, Certainty.LIKELY)))
            elif word.precedes and 0 < place < len(self.raw) - 1:
                beside = self.words[place - 1]
                son_of = place > 1 and beside is not None and beside.filler
                if word.filler and not son_of:
                    continue
                self.give(place, Role.PARTICLE, Certainty.SURE)
                if son_of:
                    self.give(place - 1, Role.PARTICLE, Certainty.LIKELY)
                father, fathers = fathers == 0, fathers + 1
                reading = (Role.FATHER, Certainty.SURE) if father else (Role.GRANDFATHER, Certainty.LIKELY)
                for after in self._name_after(self._past_izafat(place)):
                    self.give(after, *reading)

    def _past_izafat(self, place: int) -> int:
        """The last place of a word such as walad with the -e that may hang on it."""
        after = place + 1
        if after < len(self.raw) - 1 and self.traits[after].single and self.raw[after].gap == "-":
            self.roles[after] = Reading(Role.PARTICLE, Certainty.SURE)
            return after
        return place

    def _name_before(self, place: int) -> range:
        """The tokens of the one name that ends before a place: `Abdul Karim oʻgʻli`, `Karim jon oʻgʻli`."""
        first = place - 1
        while first > 0:
            word, before = self.words[first], self.words[first - 1]
            if self.raw[first].gap == "-" or (word and word.closes) or (before and before.opens):
                first -= 1
            else:
                break
        return range(first, place)

    def _name_after(self, place: int) -> range:
        """The tokens of the one name that begins after a place: `ibn Abd al-Rahman`, `ibn Abu Talib`."""
        last = place + 1
        while last < len(self.raw) - 1:
            word = self.words[last]
            if self.raw[last + 1].gap == "-" or (word and word.opens):
                last += 1
            else:
                break
        return range(place + 1, last + 1)

    def by_words(self) -> None:
        """Words by themselves: titles, tribes, nisbas, particles; a blessing stands before another name."""
        last = len(self.raw) - 1
        for place, word in enumerate(self.words):
            if word is None or word.alone is None or not last:
                continue
            role, certainty = word.alone
            if place < last or role not in (Role.RELIGIOUS, Role.PARTICLE):
                self.give(place, role, certainty)

    def by_endings(self) -> None:
        """Patronymics, surnames, nisbas and tribes by the ending that the stem lost.

        Among fewer than three tokens a patronymic may serve as the surname (V S85); an ending alone says less. Of two
        the last is the patronymic and the first a surname made of one.
        """
        patronymics = [place for place, taken in enumerate(self.traits) if taken.kind is Role.PATRONYMIC]
        for place in patronymics[:-1]:
            self.give(place, Role.SURNAME, Certainty.LIKELY)
        for place, taken in enumerate(self.traits):
            if taken.kind is Role.PATRONYMIC:
                most = Certainty.SURE if len(self.raw) >= _FULL_NAME else Certainty.LIKELY
                self.give(place, Role.PATRONYMIC, min(taken.certainty, most))
            elif taken.kind is not None and taken.certainty >= Certainty.LIKELY:
                alone = len(self.raw) == 1
                self.give(place, taken.kind, Certainty.POSSIBLE if alone else Certainty.LIKELY)

    def by_commas(self) -> None:
        """SURNAME, GIVEN and SURNAME<<GIVEN: what stands before is the surname, what stands after is given."""
        for place, token in enumerate(self.raw):
            if not place or token.gap in _PLAIN_GAPS:
                continue
            zone = "<<" in token.gap
            if zone or (token.gap.strip() in {",", "،"} and not self._all_of_marriage(place)):
                certainty = Certainty.SURE if zone else Certainty.LIKELY
                for before in range(place):
                    self.give(before, Role.SURNAME, certainty)
                for after in range(place, len(self.raw)):
                    self.give(after, Role.GIVEN, certainty)
                return

    def _all_of_marriage(self, place: int) -> bool:
        """Whether what stands from a place on only tells of another surname: the comma before it parts no surname."""
        rest = self.roles[place:]
        return rest[-1].former and all(reading.former or reading.role is Role.PARTICLE for reading in rest)

    def by_places(self) -> None:
        """What is left beside a surname or a patronymic; hyphened tokens are one."""
        free = self._free()
        taken = [reading.role for reading in self.roles]
        if len(free) == 1 and {Role.SURNAME, Role.PATRONYMIC, Role.FATHER}.intersection(taken):
            self._give_all(free[0], Role.GIVEN, Certainty.LIKELY)
        elif len(free) == 1 and Role.INITIAL in taken:
            self._give_all(free[0], Role.SURNAME, Certainty(min(taken.count(Role.INITIAL), Certainty.LIKELY)))
        elif len(free) == _TWO and Role.PATRONYMIC in taken:
            before = taken.index(Role.PATRONYMIC) - 1
            given, surname = (free[1], free[0]) if before in free[1] else (free[0], free[1])
            self._give_all(given, Role.GIVEN, Certainty.LIKELY)
            self._give_all(surname, Role.SURNAME, Certainty.LIKELY)

    def _free(self) -> list[list[int]]:
        """The tokens without a role, those that hang together by hyphens in one group."""
        groups: list[list[int]] = []
        for place, reading in enumerate(self.roles):
            if reading is not _UNKNOWN:
                continue
            if groups and groups[-1][-1] == place - 1 and self.raw[place].gap == "-":
                groups[-1].append(place)
            else:
                groups.append([place])
        return groups

    def _give_all(self, places: Sequence[int], role: Role, certainty: Certainty) -> None:
        for place in places:
            self.give(place, role, certainty)


_PLAIN: Final = Setting(" ", bracketed=False, dotted=False)
_MOST_REMEMBERED: Final = 12  # tokens of a name whose reading is remembered: the makeup of short names comes again


def _read(settings: Sequence[Setting], traits: Sequence[Traits]) -> tuple[Reading, ...]:
    reader = _Reader(settings, traits)
    if any(word is not None and word.former for word in reader.words):
        reader.by_marriage()
    reader.by_second_surname()
    reader.by_signs()
    if any(reader.words):
        reader.by_neighbours()
        reader.by_words()
    reader.by_endings()
    reader.by_commas()
    if any(reading is not _UNKNOWN for reading in reader.roles):
        reader.by_places()
    return tuple(reader.roles)


_remembered = functools.lru_cache(maxsize=16384)(_read)


@functools.lru_cache(maxsize=16384)
def read_plain_roles(traits: tuple[Traits, ...]) -> tuple[Reading, ...]:
    """`read_roles` of tokens with nothing but one space between them."""
    return _read((_PLAIN,) * len(traits), traits)


def read_roles(settings: tuple[Setting, ...], traits: tuple[Traits, ...]) -> tuple[Reading, ...]:
    """The role of each token and how sure it is, in the order of the tokens; UNKNOWN where the text does not tell."""
    return (_remembered if len(traits) <= _MOST_REMEMBERED else _read)(settings, traits)
