"""Registering people: one from a form, or many from a list."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.network.models import Place, Unit
from payvand.people.enums import Certainty, Confidentiality, RelationKind, Sex
from payvand.people.models import NamedAccess, Person, PersonName, Relation
from payvand.people.policies import REGISTER, is_kept_to_named, may_register
from payvand.people.services.inputs import NameInput, PersonInput
from payvand.people.services.writing import found_differently, name_row, record_person_act

# So many people take about 70 ms of the write lock, most of it for the chain of acts; nobody else can write meanwhile.
BATCH = 100

_PARENTS = (("father_name", RelationKind.FATHER, Sex.MALE), ("mother_name", RelationKind.MOTHER, Sex.FEMALE))


def register_person(
    *,
    scope: Scope,
    purpose: str,
    unit: Unit | None,
    names: Sequence[NameInput],
    sex: str = "",
    birth: PartialDate | None = None,
    birth_place: Place | None = None,
    birth_place_text: str = "",
    father_name: str = "",
    mother_name: str = "",
    source: str = "",
    certainty: str = Certainty.UNKNOWN,
    confidentiality: int = Confidentiality.INTERNAL,
    named: Sequence[UUID] = (),
) -> Person:
    """Register a person for one purpose, held by one unit; `PersonInput` says what each value means.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: the Scope may not register people for this purpose in this unit.
    """
    person = PersonInput(
        purpose=purpose,
        unit=unit,
        names=names,
        sex=sex,
        birth=birth,
        birth_place=birth_place,
        birth_place_text=birth_place_text,
        father_name=father_name,
        mother_name=mother_name,
        source=source,
        certainty=certainty,
        confidentiality=confidentiality,
        named=named,
    )
    return register_people(scope=scope, people=[person])[0]


def register_people_in_batches(
    *, scope: Scope, people: Iterable[PersonInput], size: int = BATCH
) -> Iterator[list[Person]]:
    """Register many people, each batch in a transaction of its own; give each batch as it is written.

    Stopped half-way it has written whole batches, in order. No transaction holds the write lock for long.
    """
    remaining = iter(people)
    while batch := list(_first(remaining, size)):
        yield register_people(scope=scope, people=batch)


def _first(people: Iterator[PersonInput], size: int) -> Iterator[PersonInput]:
    for _number, person in zip(range(size), people, strict=False):
        yield person


@transaction.atomic
def register_people(*, scope: Scope, people: Sequence[PersonInput]) -> list[Person]:
    """Register some people (at most a few hundred) in one transaction, in the order given.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: the Scope may not register one of them.
    """
    for told in people:
        told.check()
        if not may_register(scope, told.purpose, told.unit.pk if told.unit else None):
            raise NotAllowed(REGISTER)
    drafts = [_Draft(scope, told) for told in people]
    Person.objects.bulk_create([draft.person for draft in drafts])
    Person.objects.bulk_create([relative for draft in drafts for relative in draft.relatives])
    PersonName.objects.bulk_create([name for draft in drafts for name in draft.names])
    Relation.objects.bulk_create([relation for draft in drafts for relation in draft.relations])
    NamedAccess.objects.bulk_create([access for draft in drafts for access in draft.named])
    for draft in drafts:
        facts = {"purpose": draft.person.purpose, "names": len(draft.names), "level": draft.person.confidentiality}
        record_person_act(scope, "register_person", draft.person.pk, facts)
    found_differently(draft.person.pk for draft in drafts)
    return [draft.person for draft in drafts]


class _Draft:
    """The rows of one person, before they are written."""

    def __init__(self, scope: Scope, told: PersonInput) -> None:
        self.person = Person(
            purpose=told.purpose,
            unit=told.unit,
            sex=told.sex,
            birth=told.birth,
            birth_place=told.birth_place,
            birth_place_text=told.birth_place_text,
            confidentiality=told.confidentiality,
        )
        self.names: list[PersonName] = []
        self.relatives: list[Person] = []
        self.relations: list[Relation] = []
        shown = next((place for place, name in enumerate(told.names) if name.preferred), 0)
        for place, name in enumerate(told.names):
            self._name(self.person, name, preferred=place == shown)
        for field, kind, sex in _PARENTS:
            if name_told := getattr(told, field):
                self._mention(told, name_told, kind, sex)
        self.named = self._named(scope, told)

    def _name(self, person: Person, name: NameInput, *, preferred: bool) -> None:
        row = name_row(person, name, preferred=preferred)
        self.names.append(row)
        if preferred:
            person.shown_name, person.sort_key = row.full_as_given, row.sort_key[:500]

    def _mention(self, told: PersonInput, name: str, kind: str, sex: str) -> None:
        relative = mentioned_relative(self.person, sex)
        self.relatives.append(relative)
        self._name(
            relative, NameInput(full_as_given=name, source=told.source, certainty=told.certainty), preferred=True
        )
        self.relations.append(
            Relation(person=self.person, relative=relative, kind=kind, source=told.source, certainty=told.certainty)
        )

    def _named(self, scope: Scope, told: PersonInput) -> list[NamedAccess]:
        if not is_kept_to_named(told.confidentiality):
            return []
        users = list(dict.fromkeys(user for user in (scope.user_id, *told.named) if user is not None))
        if not users:
            raise InvalidInput({"named": _("Name at least one person who may see the record.")})
        return [NamedAccess(person=self.person, user_id=user, named_by_id=scope.user_id) for user in users]


def mentioned_relative(person: Person, sex: str) -> Person:
    """Return the light record of a relative of whom only this person's file speaks; not yet written."""
    return Person(
        purpose=person.purpose,
        unit_id=person.unit_id,
        sex=sex,
        confidentiality=person.confidentiality,
        mentioned_by=person,
    )
