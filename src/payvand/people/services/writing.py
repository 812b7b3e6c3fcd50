"""What every change of a person leaves behind: the audit's act, the index's work, word to the rooms above."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from payvand.audit.services import record_act
from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.names import Script, detect_script, search_fold, sort_key
from payvand.people.models import IndexChange, Person, PersonName
from payvand.people.policies import CHANGE, may_change
from payvand.people.queries import visible_people
from payvand.people.services.inputs import NameInput
from payvand.people.signals import people_changed

SUBJECT = "people.Person"
_LONGEST_DERIVED = 1000
_SCRIPTS = frozenset({Script.LATIN, Script.CYRILLIC, Script.ARABIC})


def own_person(scope: Scope, person: Person, right: str = CHANGE) -> Person:
    """Return the person as the database has them now, locked for the change.

    Raises:
        NotAllowed: the Scope does not see the record, or may not change it.
    """
    current = visible_people(scope).select_for_update(of=("self",)).filter(pk=person.pk).first()
    if current is None or not may_change(scope, current.purpose, right):
        raise NotAllowed(right)
    return current


def record_person_act(scope: Scope, action: str, person_id: UUID, facts: Mapping[str, Any] | None = None) -> None:
    """Write the audit's row of an act on a person."""
    record_act(
        scope=scope, action=f"people.{action}", subject_type=SUBJECT, subject_id=person_id, facts=dict(facts or {})
    )


def found_differently(person_ids: Iterable[UUID]) -> None:
    """Note that what these people are found by has changed, in the transaction of the change."""
    changed = list(dict.fromkeys(person_ids))
    IndexChange.objects.bulk_create([IndexChange(person_id=person_id) for person_id in changed])
    people_changed.send(sender=Person, person_ids=changed)


def relatives_of(person: Person) -> list[UUID]:
    """Return the people who are found by this person's names too: a relation is read from both sides."""
    others = [
        *person.inverse_relations.values_list("person_id", flat=True),
        *person.relations.values_list("relative_id", flat=True),
    ]
    with_records = Person.objects.filter(pk__in=others, mentioned_by=None)
    return list(with_records.values_list("pk", flat=True))


def name_row(person: Person, told: NameInput, *, preferred: bool) -> PersonName:
    """Return the row of a name, with what is derived from it; not yet written."""
    full = told.full
    return PersonName(
        person=person,
        full_as_given=full,
        given=told.given,
        father=told.father,
        surname=told.surname,
        script=_script(full),
        language=told.language,
        name_type=told.name_type,
        source=told.source,
        certainty=told.certainty,
        valid_from=told.valid_from,
        valid_to=told.valid_to,
        preferred=preferred,
        folded=search_fold(full)[:_LONGEST_DERIVED],
        sort_key=sort_key(full)[:_LONGEST_DERIVED],
    )


def _script(text: str) -> str:
    script = detect_script(text)
    return str(script) if script in _SCRIPTS else ""
