"""Changes to the node's own organisation, its units and contacts; and the loading of reference data."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.network.enums import OrganisationKind, UnitKind
from payvand.network.loading import load_countries, load_organisations, load_place_names, load_places
from payvand.network.models import Contact, Country, Organisation, Place, Unit
from payvand.network.policies import CHANGE_NETWORK

KIND_OF_NODE = {
    "society": OrganisationKind.NATIONAL_SOCIETY,
    "delegation": OrganisationKind.ICRC,
    "secretariat": OrganisationKind.IFRC,
}


def load_reference_data() -> None:
    """Write or renew countries, places with their names and National Societies from the package's own tables.

    Idempotent; in batches, each its own transaction. Called when a node is made or upgraded, so it asks for no right.
    """
    load_countries()
    load_places()
    load_place_names()
    load_organisations()


@transaction.atomic
def establish_own_organisation(*, scope: Scope, name: str, country: str, kind: str, code: str = "") -> Organisation:
    """Make the organisation whose node this is, with its headquarters; needs the countries to be loaded.

    A Society that the reference data know (same kind and country) becomes the own one, under the name given here.

    Args:
        scope: who acts.
        name: what the organisation calls itself.
        country: ISO 3166-1 alpha-2 code.
        kind: ``society``, ``delegation`` or ``secretariat``.
        code: prefix of file numbers, the country's code if empty.

    Raises:
        NotAllowed: the Scope may not change the network.
        Refused: the node already has its organisation.
        InvalidInput: no such country or kind.
    """
    scope.require(CHANGE_NETWORK)
    if Organisation.objects.filter(is_self=True).exists():
        raise Refused(_("This node already has its organisation."))
    if kind not in KIND_OF_NODE:
        raise InvalidInput({"kind": _("Choose society, delegation or secretariat.")})
    if not Country.objects.filter(pk=country).exists():
        raise InvalidInput({"country": _("This is not a code of ISO 3166-1.")})
    what = KIND_OF_NODE[kind]
    known = Organisation.objects.filter(kind=what, country_id=country).first() if kind == "society" else None
    own = known or Organisation(kind=what, country_id=country)
    own.name, own.is_self = name, True
    own.save()
    headquarters = Unit.objects.create(
        organisation=own, kind=UnitKind.HEADQUARTERS, name=_("Headquarters"), code=f"{code or country}-HQ"
    )
    record_act(
        scope=scope,
        action="network.establish_organisation",
        subject_type="organisation",
        subject_id=own.pk,
        facts={"headquarters": str(headquarters.pk)},
    )
    return own


@transaction.atomic
def change_organisation(
    *, scope: Scope, organisation: Organisation, name: str, local_name: str, website: str, expected_version: int
) -> Organisation:
    """Change how an organisation is called and where it is on the web.

    Raises:
        NotAllowed: the Scope may not change the network.
        Conflict: someone else changed it since.
    """
    scope.require(CHANGE_NETWORK)
    organisation.name, organisation.local_name, organisation.website = name, local_name, website
    organisation.save_changes("name", "local_name", "website", expected_version=expected_version)
    _record(scope, "network.change_organisation", organisation)
    return organisation


@transaction.atomic
def open_unit(
    *,
    scope: Scope,
    organisation: Organisation,
    kind: UnitKind,
    name: str,
    code: str,
    parent: Unit | None = None,
    place: Place | None = None,
    opened_on: date | None = None,
) -> Unit:
    """Open a unit of an organisation.

    Raises:
        NotAllowed: the Scope may not change the network.
        InvalidInput: the code is taken, or the unit above belongs to another organisation.
    """
    scope.require(CHANGE_NETWORK)
    if parent is not None and parent.organisation_id != organisation.pk:
        raise InvalidInput({"parent": _("Choose a unit of the same organisation.")})
    if Unit.objects.filter(organisation=organisation, code=code).exists():
        raise InvalidInput({"code": _("Another unit has this code.")})
    unit = Unit.objects.create(
        organisation=organisation, kind=kind, name=name, code=code, parent=parent, place=place, opened_on=opened_on
    )
    _record(scope, "network.open_unit", unit)
    return unit


@transaction.atomic
def change_unit(
    *,
    scope: Scope,
    unit: Unit,
    name: str,
    parent: Unit | None,
    place: Place | None,
    closed_on: date | None,
    expected_version: int,
) -> Unit:
    """Rename, move or close a unit; a closed unit keeps its people and its past.

    Raises:
        NotAllowed: the Scope may not change the network.
        InvalidInput: the unit above is the unit itself or below it, or of another organisation.
        Conflict: someone else changed it since.
    """
    scope.require(CHANGE_NETWORK)
    above = parent
    while above is not None:
        if above.pk == unit.pk:
            raise InvalidInput({"parent": _("A unit cannot belong to itself or to one below it.")})
        above = above.parent
    if parent is not None and parent.organisation_id != unit.organisation_id:
        raise InvalidInput({"parent": _("Choose a unit of the same organisation.")})
    unit.name, unit.parent, unit.place, unit.closed_on = name, parent, place, closed_on
    unit.save_changes("name", "parent", "place", "closed_on", expected_version=expected_version)
    _record(scope, "network.change_unit", unit)
    return unit


@transaction.atomic
def add_contact(
    *,
    scope: Scope,
    organisation: Organisation,
    function: str,
    valid_from: date,
    unit: Unit | None = None,
    name: str = "",
    email: str = "",
    phone: str = "",
    valid_to: date | None = None,
) -> Contact:
    """Write down whom to reach for a function, from which day.

    Raises:
        NotAllowed: the Scope may not change the network.
        InvalidInput: the last day is before the first, or the unit is of another organisation.
    """
    scope.require(CHANGE_NETWORK)
    contact = Contact(
        organisation=organisation,
        unit=unit,
        function=function,
        name=name,
        email=email,
        phone=phone,
        valid_from=valid_from,
        valid_to=valid_to,
    )
    _check_contact(contact)
    contact.save(force_insert=True)
    _record(scope, "network.add_contact", contact)
    return contact


@transaction.atomic
def change_contact(*, scope: Scope, contact: Contact, expected_version: int, **changes: object) -> Contact:
    """Change a contact; `changes` are fields of Contact. When someone else takes the function over, end it and add one.

    Raises:
        NotAllowed: the Scope may not change the network.
        InvalidInput: the last day is before the first, or the unit is of another organisation.
        Conflict: someone else changed it since.
    """
    scope.require(CHANGE_NETWORK)
    for field, value in changes.items():
        setattr(contact, field, value)
    _check_contact(contact)
    contact.save_changes(*changes, expected_version=expected_version)
    _record(scope, "network.change_contact", contact)
    return contact


def _check_contact(contact: Contact) -> None:
    if contact.valid_to is not None and contact.valid_to < contact.valid_from:
        raise InvalidInput({"valid_to": _("The last day is before the first.")})
    if contact.unit is not None and contact.unit.organisation_id != contact.organisation_id:
        raise InvalidInput({"unit": _("Choose a unit of the same organisation.")})


def _record(scope: Scope, action: str, row: Organisation | Unit | Contact) -> None:
    record_act(scope=scope, action=action, subject_type=type(row).__name__.lower(), subject_id=row.pk)
