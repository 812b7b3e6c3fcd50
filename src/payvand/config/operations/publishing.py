"""Writes what the public pages show: the organisation and how to reach its tracing service. No person is in it."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation

from payvand.network.models import Contact
from payvand.network.queries import own_organisation, own_units
from payvand.portal.publication import LANGUAGES, Branch, Publication, PublicContact

PUBLICATION = "portal/portal.json"


def publish(path: Path) -> Publication:
    """Write the publication of this node and return it.

    It names the organisation, its open units with their places, and the contacts of the functions that the setting
    ``portal.functions`` lists: function, telephone and e-mail, never a person's name.
    """
    own = own_organisation()
    publication = Publication(
        organisation=own.name,
        local_name=own.local_name,
        country={language: _in_language(own.country, language) for language in LANGUAGES},
        website=own.website,
        language=settings.NODE_SETTINGS.node.language,
        published_at=datetime.now(UTC).isoformat(timespec="seconds"),
        branches=tuple(_branches()),
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    publication.write(path)
    return publication


def _branches() -> list[Branch]:
    today = timezone.localdate()
    current = Contact.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today),
        organisation__is_self=True,
        valid_from__lte=today,
        function__in=settings.NODE_SETTINGS.portal.functions,
    ).order_by("function", "pk")
    contacts: dict[object, list[PublicContact]] = {}
    for contact in current:
        contacts.setdefault(contact.unit_id, []).append(
            PublicContact(function=contact.function, phone=contact.phone, email=contact.email)
        )
    found = []
    for unit in own_units().filter(Q(closed_on=None) | Q(closed_on__gt=today)).order_by("code"):
        mine = contacts.get(unit.pk, []) + (contacts.get(None, []) if unit.parent_id is None else [])
        place = unit.place
        names = {language: _in_language(place, language) for language in LANGUAGES} if place is not None else {}
        found.append(Branch(name=unit.name, place=names, contacts=tuple(mine)))
    return found


def _in_language(thing: object, language: str) -> str:
    with translation.override(language):
        return str(thing)
