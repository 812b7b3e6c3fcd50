"""Which column of a register holds what: our own names of fields, and the names that other systems give them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

NAMES: Final = ("name", "given", "father", "surname")
"""Fields of which a name is made."""

FIELDS: Final = (
    "id", *NAMES, "mother", "spouse", "birth_date", "birth_year", "age", "age_on", "sex", "place", "phone", "document",
)  # fmt: skip

_OTHER_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "id": ("unique_id", "rec_id", "record_id", "person_id", "номер", "شماره"),
    "name": ("full_name", "fullname", "фио", "ф_и_о", "ному_насаб", "نام_کامل"),
    "given": ("given_name", "first_name", "firstname", "forename", "имя", "ном", "نام"),
    "father": ("father_name", "fathers_name", "patronymic", "middle_name", "отчество", "номи_падар", "نام_پدر"),
    "surname": ("last_name", "lastname", "family_name", "фамилия", "насаб", "نام_خانوادگی"),
    "mother": ("mother_name", "mothers_name", "мать", "номи_модар", "نام_مادر"),
    "spouse": ("spouse_name", "husband", "wife", "супруг", "супруга"),
    "birth_date": (
        "dob", "date_of_birth", "birthdate", "birth", "born", "дата_рождения", "санаи_таваллуд", "تاریخ_تولد",
    ),
    "birth_year": ("year_of_birth", "yob", "год_рождения", "соли_таваллуд", "سال_تولد"),
    "age": ("возраст", "سن"),
    "age_on": ("age_at",),
    "sex": ("gender", "пол", "ҷинс", "جنسیت"),
    "place": ("birth_place", "place_of_birth", "city", "town", "village", "suburb", "место_рождения", "ҷои_таваллуд"),
    "phone": ("phone_number", "telephone", "mobile", "телефон", "تلفن"),
    "document": ("document_number", "passport", "national_id", "soc_sec_id", "ssn", "паспорт"),
}  # fmt: skip
_FURTHER: Final = frozenset({
    "postcode", "postcode_fake", "postal_code", "zip", "state", "province", "district", "street", "street_number",
    "house_number", "address", "address_1", "address_2", "occupation", "email", "nationality", "unit",
})  # fmt: skip
"""Columns that are none of our fields, but say something of a person: equal, alike, or different."""

_FIELD_OF: Final = {other: field for field, others in _OTHER_NAMES.items() for other in (field, *others)}


class ColumnError(ValueError):
    """A register whose columns cannot be used; says which and what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one register hold.

    Attributes:
        fields: Our fields and the columns that hold them.
        further: Columns that are compared as they are: see `_FURTHER`.
    """

    fields: dict[str, str]
    further: tuple[str, ...]


def recognise(header: Iterable[str], given: Mapping[str, str], further: Iterable[str] | None = None) -> Columns:
    """What the columns of a register hold, by their names.

    Args:
        header: The names of its columns.
        given: Fields and the columns that hold them, where the names do not say it.
        further: Columns to be compared as they are; None takes those that are known to say something of a person.

    Raises:
        ColumnError: a column is missing, or there is none for the id or for a name.
    """
    columns = list(header)
    folded = {_fold(column): column for column in columns}
    found = {}
    for field, wanted in given.items():
        if field not in FIELDS:
            raise ColumnError(f"there is no field {field!r}; the fields are {', '.join(FIELDS)}")
        if _fold(wanted) not in folded:
            raise ColumnError(f"there is no column {wanted!r} (there are {', '.join(columns)})")
        found[field] = folded[_fold(wanted)]
    taken = set(found.values())
    for name in (field for fields in _by_preference() for field in fields):
        if name in folded and folded[name] not in taken and _FIELD_OF[name] not in found:
            found[_FIELD_OF[name]] = folded[name]
            taken.add(folded[name])
    return _checked(columns, found, _further(folded, taken, further))


def _by_preference() -> Iterable[tuple[str, ...]]:
    """Our own names come first, then those of others, in their order."""
    yield FIELDS
    yield from _OTHER_NAMES.values()


def _further(folded: dict[str, str], taken: set[str], wanted: Iterable[str] | None) -> tuple[str, ...]:
    if wanted is None:
        return tuple(column for name, column in folded.items() if name in _FURTHER and column not in taken)
    chosen = []
    for name in wanted:
        if _fold(name) not in folded:
            raise ColumnError(f"there is no column {name!r} (there are {', '.join(folded.values())})")
        chosen.append(folded[_fold(name)])
    return tuple(dict.fromkeys(chosen))


def _checked(columns: list[str], found: dict[str, str], further: tuple[str, ...]) -> Columns:
    if "id" not in found:
        raise ColumnError(f"there is no column of ids (there are {', '.join(columns)}); name it with --columns id=…")
    if not any(field in found for field in NAMES):
        raise ColumnError(
            f"there is no column of names (there are {', '.join(columns)}); name it with --columns name=…"
        )
    return Columns(found, further)


def _fold(name: str) -> str:
    return re.sub(r"[\W_]+", "_", name.strip().casefold()).strip("_")
