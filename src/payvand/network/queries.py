"""Reads of organisations, units, places and contacts."""

from uuid import UUID

from django.db.models import QuerySet

from payvand.core.scope import Scope
from payvand.network.models import Organisation, Place, Unit


def own_organisation() -> Organisation:
    """Return the organisation whose node this is.

    Raises:
        Organisation.DoesNotExist: the node has not been set up (`payvand init`).
    """
    return Organisation.objects.select_related("country").get(is_self=True)


def own_units() -> QuerySet[Unit]:
    """Return every unit of this node's organisation."""
    return Unit.objects.filter(organisation__is_self=True).select_related("parent", "place")


def units(scope: Scope) -> QuerySet[Unit]:
    """Return the units of this node's organisation that the Scope reaches."""
    found = own_units()
    return found if scope.all_units else found.filter(pk__in=scope.unit_ids)


def unit_parents() -> dict[UUID, UUID | None]:
    """Return, for each unit of this node's organisation, the unit above it."""
    return dict(Unit.objects.filter(organisation__is_self=True).values_list("pk", "parent_id"))


def place_chain(place: Place | None) -> list[Place]:
    """Return a place and what it lies in, smallest first, the country last; empty for None; a query for each level."""
    chain: list[Place] = []
    while place is not None and place not in chain:
        chain.append(place)
        place = place.parent
    return chain
