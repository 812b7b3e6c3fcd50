"""Writing the reference data of the package into a node's database: again and again with the same result."""

from collections.abc import Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from payvand.names.scripts import detect_script
from payvand.network import reference
from payvand.network.folding import folded_forms
from payvand.network.models import Country, Organisation, Place, PlaceName

BATCH = 500  # no write transaction of a node may hold others up for long
Item = TypeVar("Item")

_PLACE_FIELDS = ["kind", "latitude", "longitude", "population", "existed_from", "existed_to", "label_en", "label_ru"]
_PLACE_FIELDS += ["parent", "iso3166_2"]


def place_name(place_id: UUID, row: reference.NameRow) -> PlaceName:
    """Return an unsaved name of a place with its folded forms."""
    folded, in_latin = folded_forms(row.text)
    return PlaceName(
        place_id=place_id,
        text=row.text,
        script=str(detect_script(row.text)),
        language=row.language,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        folded=folded,
        latin=in_latin,
    )


def load_countries() -> None:
    """Write or renew the countries."""
    found = [Country(**row) for row in reference.rows("countries")]
    Country.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["iso2"], update_fields=["name_en", "name_ru"], batch_size=BATCH
    )


def load_places() -> None:
    """Write or renew the places of the reference data; places that the node added stay as they are."""
    wanted = [
        Place(
            id=reference.place_id(row.code),
            code=row.code,
            country_id=row.country,
            kind=row.kind,
            parent_id=reference.place_id(row.parent) if row.parent else None,
            iso3166_2=row.iso3166_2,
            latitude=row.latitude,
            longitude=row.longitude,
            population=row.population,
            existed_from=row.existed_from,
            existed_to=row.existed_to,
            label_en=row.en,
            label_ru=row.ru,
        )
        for row in reference.places()
    ]
    for batch in _batches(wanted):
        Place.objects.bulk_create(batch, update_conflicts=True, unique_fields=["id"], update_fields=_PLACE_FIELDS)


def load_place_names() -> None:
    """Make the names of reference places those of the reference data: add what is missing, take away what is gone."""
    key = ("place_id", "text", "language", "valid_from", "valid_to")
    stored = {
        tuple(values): pk
        for pk, *values in PlaceName.objects.exclude(place__code="").values_list("pk", *key).iterator()
    }
    wanted = {
        (place, row.text, row.language, row.valid_from, row.valid_to): row
        for row in reference.names()
        for place in (reference.place_id(row.place),)
    }
    gone = [pk for values, pk in stored.items() if values not in wanted]
    for pks in _batches(gone):
        PlaceName.objects.filter(pk__in=pks).delete()
    missing = [(values[0], row) for values, row in wanted.items() if values not in stored]
    for batch in _batches(missing):
        PlaceName.objects.bulk_create([place_name(place, row) for place, row in batch])


def load_organisations() -> None:
    """Write the National Societies that are not there yet; what staff has changed stays changed."""
    known = set(Organisation.objects.exclude(code="").values_list("code", flat=True))
    for row in reference.rows("organisations"):
        if row["code"] not in known:
            values = {name: value for name, value in row.items() if name != "country"}
            Organisation.objects.create(country_id=row["country"], **values)


def _batches(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield the items in lists of at most BATCH, each used inside a transaction of its own."""
    for start in range(0, len(items), BATCH):
        with transaction.atomic():
            yield list(items[start : start + BATCH])
