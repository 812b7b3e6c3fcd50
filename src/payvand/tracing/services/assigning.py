"""Who carries a file: its unit and its officer."""

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.network.queries import units
from payvand.people.policies import is_kept_to_named
from payvand.people.services import hand_over_person, name_users
from payvand.tracing import policies, queries
from payvand.tracing.enums import HistoryKind
from payvand.tracing.models import TracingRequest
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.stepping import locked
from payvand.tracing.services.timing import time_handed_over


@transaction.atomic
def assign_officer(*, scope: Scope, request: TracingRequest, officer: User | None) -> TracingRequest:
    """Name the officer of a file.

    Raises:
        InvalidInput: this colleague does not search for people within reach.
    """
    current = locked(scope, request, policies.REVIEW)
    if officer and not colleagues(scope, right=policies.SEARCH).filter(pk=officer.pk).exists():
        raise InvalidInput({"officer": _("Choose a colleague who searches for people.")})
    if current.officer_id == (officer.pk if officer else None):
        return current
    current.officer = officer
    current.save_changes("officer")
    if officer:
        _let_see(scope, current, officer)
    facts = {"officer": str(officer.pk) if officer else ""}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.ASSIGNED, facts=facts)
    record_request_act(scope, "assign_officer", current, facts)
    time_handed_over(scope, current)
    return current


def _let_see(scope: Scope, request: TracingRequest, officer: User) -> None:
    """Name the officer for the people of the file that are kept to those who are named."""
    for person in (request.sought.person, request.enquirer):
        if is_kept_to_named(person.confidentiality):
            name_users(scope=scope, person=person, users=[officer.pk])


@transaction.atomic
def assign_unit(*, scope: Scope, request: TracingRequest, unit: Unit, note: str = "") -> TracingRequest:
    """Give a file to another unit, with the records of the sought person and of the enquirer.

    Raises:
        Refused: another enquirer's file for the same person stays in the unit.
        NotAllowed: the unit is out of reach.
    """
    current = locked(scope, request, policies.REVIEW)
    if not units(scope).filter(pk=unit.pk).exists():
        raise NotAllowed(policies.REVIEW)
    if current.unit_id == unit.pk:
        return current
    others = queries.requests_of_person(scope, current.sought.person)
    if any(other.pk != current.pk and not policies.is_at_rest(other) for other in others):
        raise Refused(
            _("Another open file seeks the same person. Close or merge that one first; one unit keeps the record.")
        )
    before, current.unit = current.unit, unit
    current.save_changes("unit")
    for person in (current.sought.person, current.enquirer):
        hand_over_person(scope=scope, person=person, unit=unit)
    facts = {"from": str(before.pk), "to": str(unit.pk), "unit": unit.name}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.UNIT, facts=facts, note=note)
    record_request_act(scope, "assign_unit", current, {"from": str(before.pk), "to": str(unit.pk)})
    time_handed_over(scope, current)
    return current
