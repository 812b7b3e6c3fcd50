"""What is known of a person, as it was given."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from payvand.matching.births import UNKNOWN, Birth, birth_between, birth_by_age, birth_in, read_birth

NAME_FIELDS: Final = ("name", "given", "father", "surname", "mother")
SEXES: Final = ("female", "male", "other")

Relation = Literal["mother", "father", "spouse", "child", "sibling", "other"]
RELATIONS: Final[tuple[Relation, ...]] = ("mother", "father", "spouse", "child", "sibling", "other")
"""What a relative is to the person; `other` is compared with every relation but the parents."""

_IN_FIELDS: Final = frozenset({"mother", "father", "spouse"})


class Relative(NamedTuple):
    """Somebody of the person's family, by the name that was given."""

    relation: Relation
    name: str


@dataclass(frozen=True, slots=True)
class Record:
    """A person in a register. All texts are kept as given; None and the empty string both mean unknown.

    Attributes:
        id: Names the record in its register; any string.
        name: The whole name, order of its parts unknown.
        given, father, surname, mother: Parts whose role is known; `father` may be a name or a patronymic.
        birth_date: As given, in either calendar: see `read_birth`; what cannot be read becomes evidence "unreadable".
        birth_year: Where only the year is kept, or beside a date.
        sex: `female`, `male` or `other`.
        place: Where the person comes from, in words; commas part its levels, smallest first: "Hisor, Tajikistan".
        names: Further spellings and former names of the same person, each whole.
        labels: Opaque marks that a search can demand or exclude: see `Where`.
        birth_from, birth_to: First and last date that the birth can be, where there is no one date.
        age, age_on: Full years, and the date at which that was so.
        spouse: Name of the husband or wife.
        relatives: Further relatives; a father or mother here stands in where `father` or `mother` is empty.
        phones: As written, or blinded by the caller: see `numbers.blind`.
        documents: Numbers of papers, as written or blinded.
    """

    id: str
    name: str | None = None
    given: str | None = None
    father: str | None = None
    surname: str | None = None
    mother: str | None = None
    birth_date: str | None = None
    birth_year: int | None = None
    sex: str | None = None
    place: str | None = None
    names: tuple[str, ...] = ()
    labels: frozenset[str] = field(default_factory=frozenset)
    birth_from: str | None = None
    birth_to: str | None = None
    age: int | None = None
    age_on: str | None = None
    spouse: str | None = None
    relatives: tuple[Relative, ...] = ()
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def birth(self) -> Birth:
        """The birth as far as it can be read: by date, else range, year, age; unreadable only if none can be read."""
        first = read_birth(self.birth_date) if self.birth_date else UNKNOWN
        if first.known:
            return first
        others = [birth_between(self.birth_from, self.birth_to)] if self.birth_from or self.birth_to else []
        if self.birth_year is not None:
            others.append(birth_in(self.birth_year))
        if self.age is not None:
            others.append(birth_by_age(self.age, self.age_on))
        for birth in others:
            if birth.known:
                return birth
        return next((birth for birth in (first, *others) if birth.unreadable is not None), UNKNOWN)

    def kin(self, relation: Relation) -> tuple[str, ...]:
        """The names of all relatives of a relation, those of the fields `father`, `mother`, `spouse` first."""
        own: str | None = getattr(self, relation) if relation in _IN_FIELDS else None
        if not self.relatives:
            return (own,) if own else ()
        others = [relative.name for relative in self.relatives if relative.relation == relation and relative.name]
        return tuple(dict.fromkeys([own, *others] if own else others))

    @property
    def spellings(self) -> Iterator[dict[str, str]]:
        """Each way the person is named: by field with each name the father has, then the further ones as `name`."""
        parts = {part: text for part in NAME_FIELDS if (text := getattr(self, part))}
        fathers = self.kin("father")
        yield parts | {"father": fathers[0]} if fathers else parts
        yield from (parts | {"father": father} for father in fathers[1:])
        yield from ({"name": name} for name in self.names if name)

    def __str__(self) -> str:
        parts = (self.name, self.surname, self.given, self.father)
        return " ".join(part for part in parts if part) or (self.names[0] if self.names else "")


@dataclass(frozen=True, slots=True)
class Where:
    """Which records may be found, by their labels; applied before the best are chosen.

    Attributes:
        any_of: Where given, a record must carry at least one of these; an empty set lets nothing through.
        none_of: A record that carries one of these is never found.
    """

    any_of: frozenset[str] | None = None
    none_of: frozenset[str] = frozenset()

    def lets(self, labels: frozenset[str]) -> bool:
        """Whether a record with these labels may be found."""
        return (self.any_of is None or bool(self.any_of & labels)) and not self.none_of & labels
