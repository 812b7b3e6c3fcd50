"""What is known of a person, as it was given, and what of it can be read."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

NAME_FIELDS: Final = ("name", "given", "father", "surname", "mother")
SEXES: Final = ("female", "male", "other")

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?")
_POINTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_MONTHS: Final = 12
_YEARS: Final = range(1800, 2101)


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date as far as it can be read: year, month and day from the left, each None where unknown."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    unreadable: str | None = None
    """What was given, where it could not be read."""

    @property
    def known(self) -> bool:
        """True when at least the year is known."""
        return self.year is not None

    def __str__(self) -> str:
        if self.unreadable is not None:
            return self.unreadable
        parts = (self.year and f"{self.year:04}", self.month and f"{self.month:02}", self.day and f"{self.day:02}")
        return "-".join(part for part in parts if part)


def read_birth(text: str | None) -> Birth:
    """Reads `1985`, `1985-03`, `1985-03-21` and `21.03.1985`; what cannot be a date is kept as unreadable."""
    text = (text or "").strip()
    if not text:
        return Birth()
    if pointed := _POINTED.fullmatch(text):
        day, month, year = (int(part) for part in pointed.groups())
    elif found := _DATE.fullmatch(text):
        year, month, day = (int(part) if part else 0 for part in found.groups())
    else:
        return Birth(unreadable=text)
    if year not in _YEARS or month > _MONTHS or (day and not 1 <= day <= calendar.monthrange(year, max(month, 1))[1]):
        return Birth(unreadable=text)
    return Birth(year, month or None, day or None)


@dataclass(frozen=True, slots=True)
class Record:
    """A person in a register. All texts are kept as given; None and the empty string both mean unknown.

    Attributes:
        id: Names the record in its register; any string.
        name: The whole name, order of its parts unknown.
        given, father, surname, mother: Parts whose role is known; `father` may be a name or a patronymic.
        birth_date: As given: `1985-03-21`, `1985-03`, `1985`; what cannot be read becomes evidence "unreadable".
        birth_year: Where only the year is kept, or beside a date.
        sex: `female`, `male` or `other`.
        place: Where the person comes from, in words.
        names: Further spellings and former names of the same person, each whole.
        labels: Opaque marks that a search can demand or exclude: see `Where`.
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

    @property
    def birth(self) -> Birth:
        """The birth date as far as it can be read; the bare year stands in where there is no date."""
        read = read_birth(self.birth_date)
        if read.known or self.birth_year is None:
            return read
        return Birth(self.birth_year) if self.birth_year in _YEARS else Birth(unreadable=str(self.birth_year))

    @property
    def spellings(self) -> Iterator[dict[str, str]]:
        """Each way the person is named: the main one by field, then the further ones as `name`."""
        yield {part: text for part in NAME_FIELDS if (text := getattr(self, part))}
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
