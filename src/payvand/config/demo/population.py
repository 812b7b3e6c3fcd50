"""The demonstration's people: those of centres and relief, and those whom a list of arrivals or patients names."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from payvand.config.demo.invent import InventedPerson
from payvand.core.partial_date import PartialDate
from payvand.names import romanise
from payvand.network.models import Place, Unit
from payvand.people.enums import Purpose
from payvand.people.services import NameInput, PersonInput

LANGUAGE_OF = {"tg": "tg", "ru": "ru", "uz": "uz-Latn", "fa": "fa-AF", "latin": "en", "passport": "en"}

# How the lists of each source write names: shares of one hundred.
_SPELLING_SHARES = {
    "tracing": (("ru", 45), ("passport", 25), ("tg", 15), ("fa", 10), ("uz", 5)),
    "centre": (("tg", 50), ("ru", 30), ("uz", 20)),
    "relief": (("tg", 60), ("fa", 25), ("ru", 15)),
}
_LISTS = (
    "Patients' list, Orenburg regional hospital",
    "Patients' list, Kazan",
    "Arrivals, transit centre Qumsangir",
    "Safe-and-well register, Kurgan",
    "Passenger list, Moscow–Dushanbe train",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: who it is, how it is written, where it stands."""

    who: InventedPerson
    spelling: str
    source: str

    def name(self) -> str:
        """The name as that list writes it."""
        return written(self.who, self.spelling)


def written(who: InventedPerson, spelling: str) -> str:
    """Return the full name in a spelling; ``passport`` is the Russian one in the machine-readable zone's Latin."""
    if spelling == "passport":
        short = f"{who.surname('ru')} {who.given['ru']}"
        return romanise(short, "ru", "ICAO9303").text.upper()
    return who.full_name(spelling)


def as_listed(
    listed: Listed, purpose: Purpose, unit: Unit | None, place: Place | None, rng: random.Random
) -> PersonInput:
    """Return a person record as a list or a centre would give it: parts of what is true, in its own spelling."""
    birth = birth_as_told(listed.who, rng) if rng.random() < _KNOWS_BIRTH else None
    return PersonInput(
        purpose=purpose,
        unit=unit,
        names=[NameInput(full_as_given=listed.name(), language=LANGUAGE_OF[listed.spelling], source=listed.source)],
        sex=listed.who.sex if rng.random() < _KNOWS_SEX else "",
        birth=birth,
        birth_place=place if rng.random() < _KNOWS_PLACE else None,
        source=listed.source,
    )


def birth_as_told(who: InventedPerson, rng: random.Random) -> PartialDate:
    """Return the birth date as papers and memory give it: whole, month and year, year, or the first of January."""
    year, month, day = who.birth
    kind = rng.choices(("day", "month", "year", "january"), (50, 8, 27, 15))[0]
    text = {
        "day": f"{day:02d}.{month:02d}.{year}",
        "month": f"{month:02d}.{year}",
        "year": str(year),
        "january": f"01.01.{year}",
    }[kind]
    return PartialDate.parse(text)


def spelling_for(purpose: Purpose, rng: random.Random) -> str:
    """Draw the spelling in which a record of this purpose is kept."""
    spellings, shares = zip(*_SPELLING_SHARES[purpose], strict=True)
    drawn: str = rng.choices(spellings, shares)[0]
    return drawn


def list_lines(people: Iterator[InventedPerson], purpose: Purpose, rng: random.Random) -> Iterator[Listed]:
    """Yield each person as a line of one of the lists of this purpose."""
    for who in people:
        source = rng.choice(_LISTS) if purpose == Purpose.TRACING else ""
        yield Listed(who, spelling_for(purpose, rng), source)


_KNOWS_BIRTH, _KNOWS_SEX, _KNOWS_PLACE = 0.85, 0.9, 0.6
