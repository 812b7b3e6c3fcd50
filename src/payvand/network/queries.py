"""Reads of organisations, units, places and contacts."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.utils.translation import get_language

from payvand.core.scope import Scope
from payvand.network.folding import folded_forms
from payvand.network.models import Contact, Country, Organisation, Place, PlaceName, Unit
from payvand.network.policies import SEE_CONTACTS


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


@dataclass(frozen=True)
class PlaceHit:
    """A place that a search found, and the name by which it was found."""

    place: Place
    name: PlaceName


def find_places(text: str, *, limit: int = 12) -> list[PlaceHit]:
    """Return the places one of whose names, old ones too, begins with the text or holds it as the beginning of a word.

    Any script finds any other: names are compared folded, and in their common Latin form. Whole names come first, then
    beginnings, larger places before smaller. One query, each place once with what it lies in.
    """
    folded, in_latin = folded_forms(text)
    if not folded:
        return []
    whole = Q(folded=folded) | Q(latin=in_latin)
    beginning = Q(folded__startswith=folded) | Q(latin__startswith=in_latin)
    inside = Q(folded__contains=f" {folded}") | Q(latin__contains=f" {in_latin}")
    closeness = Case(When(whole, then=0), When(beginning, then=1), default=2, output_field=IntegerField())
    found = (
        PlaceName.objects.filter(whole | beginning | inside)
        .annotate(closeness=closeness)
        .select_related("place__country", "place__parent__parent")
        .order_by("closeness", "-place__population", "place_id", "pk")[: limit * 8]
    )
    hits: dict[UUID, PlaceHit] = {}
    for name in found:
        hits.setdefault(name.place_id, PlaceHit(name.place, name))
    return list(hits.values())[:limit]


def places_labelled(label: str) -> list[Place]:
    """Return the places whose `full_label` in English or Russian is this text; usually one or none."""
    own_name = label.split(",", maxsplit=1)[0].strip()
    named = Place.objects.filter(Q(label_en=own_name) | Q(label_ru=own_name)).select_related("parent__parent")
    return [place for place in named if place.full_label == label.strip()]


def countries() -> QuerySet[Country]:
    """Return all countries by their name in the language of the page."""
    return Country.objects.order_by("name_ru" if (get_language() or "").startswith("ru") else "name_en")


def organisations(scope: Scope) -> QuerySet[Organisation]:
    """Return all organisations, our own first.

    Raises:
        NotAllowed: the Scope may not see contacts and organisations.
    """
    scope.require(SEE_CONTACTS)
    return Organisation.objects.select_related("country")


def contacts(scope: Scope) -> QuerySet[Contact]:
    """Return all contacts with organisation and unit, past ones too.

    Raises:
        NotAllowed: the Scope may not see contacts.
    """
    scope.require(SEE_CONTACTS)
    return Contact.objects.select_related("organisation__country", "unit")
