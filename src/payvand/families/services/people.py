"""People of this room's services: those who have a record already, and those who get one."""

from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.families.services.inputs import Known
from payvand.network.models import Unit
from payvand.people.models import Person
from payvand.people.policies import READ
from payvand.people.queries import visible_people
from payvand.tracing.services.requests import register_told


def person_of(scope: Scope, unit: Unit, known: Known) -> Person:
    """Return the record of a person, made now where there is none; new ones are compared with every open file.

    Raises:
        NotAllowed: the record is not visible to this Scope.
        InvalidInput: what was told cannot be kept.
    """
    if not isinstance(known, Person):
        return register_told(scope, unit, known)
    if not visible_people(scope).filter(pk=known.pk).exists():
        raise NotAllowed(READ)
    return known
