"""Invents people: names drawn from parts, spelled as papers spell them. Pure and deterministic."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

SPELLINGS = ("tg", "ru", "uz", "fa", "latin")
_VOWELS = frozenset("аоуэиыеёюяaeiou")


@dataclass(frozen=True, slots=True)
class NamePart:
    """One given name in each spelling; `forms` is keyed by the codes of SPELLINGS."""

    sex: str
    forms: dict[str, str]

    def __getitem__(self, spelling: str) -> str:
        return self.forms[spelling]


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """A person who does not exist: given name, father and the ancestor whose name the surname is made of.

    Attributes:
        sex: ``male`` or ``female``.
        birth: (year, month, day); how much of it a paper shows is decided where it is written down.
        place: the name of a real town of the reference data.
    """

    sex: str
    given: NamePart
    father: NamePart
    ancestor: NamePart
    birth: tuple[int, int, int]
    place: str

    def full_name(self, spelling: str) -> str:
        """Return surname, given name and patronymic in the order and form usual for that spelling."""
        return _ORDER[spelling].format(
            surname=self.surname(spelling), given=self.given[spelling], patronymic=self.patronymic(spelling)
        )

    def short_name(self, spelling: str) -> str:
        """Return surname and given name alone; in Dari the given name and the last name."""
        order = "{given} {surname}" if spelling == "fa" else "{surname} {given}"
        return order.format(surname=self.surname(spelling), given=self.given[spelling])

    def surname(self, spelling: str) -> str:
        """Return the surname made of the ancestor's name, with the ending of sex and spelling."""
        stem, female = self.ancestor[spelling], self.sex == "female"
        if spelling == "fa":
            return stem + ("زاده" if stem.endswith(("ا", "و", "ی", "ه")) else "ی")
        soft, hard = _SURNAME[spelling]
        return stem + (soft if _ends_in_vowel(stem) else hard) + (_FEMALE[spelling] if female else "")

    def patronymic(self, spelling: str) -> str:
        """Return the father's name in the form that the spelling's papers give it."""
        name, female = self.father[spelling], self.sex == "female"
        if spelling == "fa":
            return name
        if spelling == "uz":
            return f"{name} {'qizi' if female else 'oʻgʻli'}"
        soft, hard = _PATRONYMIC[spelling][female]
        return name + (soft if _ends_in_vowel(name) else hard)

    def father_name(self, spelling: str) -> str:
        """Return the father's surname and given name."""
        father = InventedPerson("male", self.father, self.father, self.ancestor, self.birth, self.place)
        return father.short_name(spelling)


_ORDER = {
    "tg": "{surname} {given} {patronymic}",
    "ru": "{surname} {given} {patronymic}",
    "uz": "{surname} {given} {patronymic}",
    "fa": "{given} {surname}",
    "latin": "{surname} {given} {patronymic}",
}
_SURNAME = {"tg": ("ев", "ов"), "ru": ("ев", "ов"), "uz": ("yev", "ov"), "latin": ("ev", "ov")}
_FEMALE = {"tg": "а", "ru": "а", "uz": "a", "latin": "a"}
_PATRONYMIC = {
    "tg": (("евич", "ович"), ("евна", "овна")),
    "ru": (("евич", "ович"), ("евна", "овна")),
    "latin": (("evich", "ovich"), ("evna", "ovna")),
}


def _ends_in_vowel(name: str) -> bool:
    return name[-1].lower() in _VOWELS


@cache
def name_parts() -> tuple[NamePart, ...]:
    """Return the given names of the region, from the package's own table."""
    text = resources.files(__package__).joinpath("names.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(NamePart(row["sex"], {code: row[code] for code in SPELLINGS}) for row in rows)


def invent(rng: random.Random, places: tuple[str, ...], *, count: int) -> Iterator[InventedPerson]:
    """Yield `count` invented people born from 1938 to 2012, each at home in one of the places."""
    for _ in range(count):
        yield invent_one(rng, places, sex="female" if rng.random() < _SHARE_OF_WOMEN else "male")


def invent_one(rng: random.Random, places: tuple[str, ...], *, sex: str) -> InventedPerson:
    """Return one invented person of this sex."""
    men = [part for part in name_parts() if part.sex == "m"]
    women = [part for part in name_parts() if part.sex == "f"]
    return InventedPerson(
        sex=sex,
        given=rng.choice(women if sex == "female" else men),
        father=rng.choice(men),
        ancestor=rng.choice(men),
        birth=(min(2012, max(1938, round(rng.gauss(1981, 15)))), rng.randint(1, 12), rng.randint(1, 28)),
        place=rng.choice(places),
    )


_SHARE_OF_WOMEN = 0.38
