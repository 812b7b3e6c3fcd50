"""The addresses of the room, one file for each of its services; numbers may stand in them, names never."""

from django.urls import URLPattern, URLResolver, path, register_converter

from payvand.families.views.home import home
from payvand.tracing.urls import FileNumber


class FamilyNumber(FileNumber):
    """A number of this room in an address, such as ``TJ-RCM-2026-0118``."""

    regex = r"[A-Z]{1,6}-[A-Z]{2,5}-[0-9]{4}-[0-9]{4,9}"


register_converter(FamilyNumber, "family_number")

from payvand.families.urls import (  # noqa: E402 — its addresses need the converter
    attestations,
    contact,
    messages,
    missing,
    reunion,
)

app_name = "families"

# One list for each file of this folder; a new file adds its own.
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    *messages.urlpatterns,
    *contact.urlpatterns,
    *missing.urlpatterns,
    *attestations.urlpatterns,
    *reunion.urlpatterns,
]
