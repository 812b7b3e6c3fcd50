"""Countries, places with their names, and National Societies, as the package ships them.

The tables are written under `data/network/` (sources and licences in `data/SOURCES.md`); the copies here are what a
wheel carries, and a test holds them equal. This only reads; `services.load_reference_data` writes to the database.
"""

import csv
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from payvand.network.enums import PlaceKind

FOLDER = Path(__file__).parent
NAMESPACE = uuid.UUID("3f0f6d5c-7f0e-5b8a-9a44-6c1d0e7a2b11")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place of the reference data; `parent` is the code of the place above, empty for a country."""

    code: str
    country: str
    kind: PlaceKind
    parent: str
    en: str
    ru: str
    iso3166_2: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    existed_from: int | None = None
    existed_to: int | None = None


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name of a place: as written, its language (BCP 47, empty if unknown), the years in which it was official."""

    place: str
    text: str
    language: str = ""
    valid_from: int | None = None
    valid_to: int | None = None


def place_id(code: str) -> uuid.UUID:
    """Return the id of a place of the reference data: the same on every node."""
    return uuid.uuid5(NAMESPACE, code)


def rows(table: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table, without its comments."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def _year(text: str) -> int | None:
    return int(text) if text else None


def places() -> list[PlaceRow]:
    """Return all places, each after the one it lies in."""
    return [*_countries(), *_regions(), *_former_regions(), *_towns()]


def _countries() -> Iterator[PlaceRow]:
    for row in rows("countries"):
        code = row["iso2"]
        yield PlaceRow(code=code, country=code, kind=PlaceKind.COUNTRY, parent="", en=row["name_en"], ru=row["name_ru"])


def _regions() -> Iterator[PlaceRow]:
    for row in rows("regions"):
        yield PlaceRow(
            code=row["code"],
            country=row["country"],
            kind=PlaceKind.REGION,
            parent=row["country"],
            en=row["en"],
            ru=row["ru"],
            iso3166_2=row["code"],
        )


def _former_regions() -> Iterator[PlaceRow]:
    for row in rows("former_regions"):
        yield PlaceRow(
            code=row["code"],
            country=row["country"],
            kind=PlaceKind.REGION,
            parent=row["country"],
            en=row["en"],
            ru=row["ru"],
            existed_from=_year(row["existed_from"]),
            existed_to=_year(row["existed_to"]),
        )


def _towns() -> Iterator[PlaceRow]:
    for row in rows("towns"):
        yield PlaceRow(
            code=f"geonames:{row['geonameid']}",
            country=row["country"],
            kind=PlaceKind.TOWN,
            parent=row["region"] or row["country"],
            en=row["name"],
            ru=row["ru"],
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            population=int(row["population"]),
        )


def names() -> list[NameRow]:
    """Return the names of all places, each once."""
    found = [
        *(NameRow(row["iso2"], row["text"], row["language"]) for row in rows("country_names")),
        *_names_of_regions("regions"),
        *_names_of_regions("former_regions"),
        *(NameRow(f"geonames:{row['geonameid']}", row["text"]) for row in rows("town_names")),
        *_former_names(),
    ]
    return list(dict.fromkeys(found))


def _names_of_regions(table: str) -> Iterator[NameRow]:
    for row in rows(table):
        yield NameRow(row["code"], row["en"], "en")
        yield NameRow(row["code"], row["ru"], "ru")
        yield NameRow(row["code"], row["local"], row["local_language"])
        if row.get("local2"):
            yield NameRow(row["code"], row["local2"], row["local2_language"])
        if row.get("name_iso"):
            yield NameRow(row["code"], row["name_iso"])


def _former_names() -> Iterator[NameRow]:
    largest: dict[tuple[str, str], tuple[int, str]] = {}
    for row in rows("towns"):
        key, size = (row["country"], row["name"]), int(row["population"])
        largest[key] = max(largest.get(key, (-1, "")), (size, f"geonames:{row['geonameid']}"))
    for row in rows("renamings"):
        country, colon, name = row["place"].partition(":")
        code = largest[country, name][1] if colon else country
        yield NameRow(code, row["text"], row["language"], _year(row["from"]), _year(row["to"]))
