"""The disclosure log, the breach register and the laws."""

from uuid import UUID

from django.db.models import QuerySet

from payvand.core.scope import Scope
from payvand.people.models import Person
from payvand.people.queries import visible_people
from payvand.protection.models import Breach, CannotBeAsked, CountryLaw, Disclosure
from payvand.protection.policies import KEEP_BREACHES, OVERSEE, REPORT_BREACH


def disclosures(scope: Scope, *, channel: str = "", person_id: UUID | None = None) -> QuerySet[Disclosure]:
    """Return the disclosure log, the latest first, for oversight.

    Raises:
        NotAllowed: the Scope does not oversee.
    """
    scope.require(OVERSEE)
    found = Disclosure.objects.select_related("made_by")
    if channel:
        found = found.filter(channel=channel)
    return found.filter(person_id=person_id) if person_id else found


def breaches(scope: Scope) -> QuerySet[Breach]:
    """Return breaches, the latest first: all for who keeps the register, else those that the user reported.

    Raises:
        NotAllowed: the Scope may not report one either.
    """
    scope.require(REPORT_BREACH)
    found = Breach.objects.select_related("reported_by", "closed_by")
    return found if scope.may(KEEP_BREACHES) else found.filter(reported_by_id=scope.user_id)


def country_laws(scope: Scope) -> QuerySet[CountryLaw]:
    """Return what is known of the law of each country, for oversight.

    Raises:
        NotAllowed: the Scope does not oversee.
    """
    scope.require(OVERSEE)
    return CountryLaw.objects.all()


def cannot_be_asked(scope: Scope, person: Person) -> CannotBeAsked | None:
    """Return why a visible person is searched for without having been asked, where that stands; None otherwise."""
    if not visible_people(scope).filter(pk=person.pk).exists():
        return None
    return CannotBeAsked.objects.filter(person=person, ended_at=None).first()
