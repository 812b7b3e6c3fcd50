"""Handing a record to another unit, with the relatives of whom only its file speaks."""

from django.db import transaction

from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.people.models import Person
from payvand.people.services.writing import found_differently, own_person, record_person_act


@transaction.atomic
def hand_over_person(*, scope: Scope, person: Person, unit: Unit) -> Person:
    """Let another unit hold a record; the caller has checked that the Scope reaches that unit.

    Raises:
        NotAllowed: the record is not visible, or may not be changed.
    """
    current = own_person(scope, person)
    before = current.unit_id
    if before == unit.pk:
        return current
    current.unit = unit
    current.save_changes("unit")
    Person.objects.filter(mentioned_by=current).update(unit=unit)
    record_person_act(scope, "hand_over_person", current.pk, {"from": before, "to": unit.pk})
    found_differently([current.pk])
    return current
