"""Many records at once, from a list or a register: written in one short transaction each time, compared later.

Called by the intake's worker inside its transaction; what is written here stands or falls with the marks of the rows.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from payvand.audit.services import record_act
from payvand.core.errors import NotAllowed
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.network.models import Unit
from payvand.people.enums import IdentifierKind, Purpose
from payvand.people.identity_papers import bare
from payvand.people.models import Consent, Identifier, Person, SamePersonLink
from payvand.people.services import NameInput, PersonInput, register_people
from payvand.people.services.facts import blind_of, shown_characters
from payvand.people.services.writing import found_differently
from payvand.tracing.enums import HintState
from payvand.tracing.models import FoundRecord, Hint, ListEntry, TracingRequest
from payvand.tracing.policies.importing import IMPORT_LISTS

LIST = "tracing.people_list"
_EXPIRED_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """One row of a list of people, as the list tells it.

    Attributes:
        names: at least one.
        phones, documents: numbers, kept encrypted.
        place_text: where they are, by the list.
        their_number: the list's own number of them.
        status: a `ListedStatus`.
        said: what else the row says.
        expires_at: from when on the record must not be kept.
    """

    names: Sequence[NameInput]
    sex: str = ""
    birth: PartialDate | None = None
    birth_place_text: str = ""
    father_name: str = ""
    mother_name: str = ""
    phones: Sequence[str] = ()
    documents: Sequence[str] = ()
    seen_on: PartialDate | None = None
    place_text: str = ""
    their_number: str = ""
    status: str = ""
    said: str = ""
    expires_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleList:
    """Where people of a list come from.

    Attributes:
        unit: who holds the records.
        source: a `FoundSource`.
        source_text: which list.
        event: what parted these families, where it is one that is known.
    """

    unit: Unit
    source: str
    source_text: str
    event: Event | None = None


def as_input(listed: ListedPerson, unit: Unit, source_text: str) -> PersonInput:
    """Return a listed person as the people room takes them."""
    return PersonInput(
        purpose=Purpose.TRACING,
        unit=unit,
        names=listed.names,
        sex=listed.sex,
        birth=listed.birth,
        birth_place_text=listed.birth_place_text,
        father_name=listed.father_name,
        mother_name=listed.mother_name,
        source=source_text[:200],
    )


@transaction.atomic
def register_listed_people(*, scope: Scope, origin: PeopleList, people: Sequence[ListedPerson]) -> list[UUID]:
    """Register the people of some rows of a list as found; they are compared with every open file in the background.

    Args:
        scope: who takes the list.
        origin: where it comes from.
        people: at most a few hundred.

    Returns:
        The person records, in the order of the rows.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: lists may not be taken, or not for this unit.
    """
    scope.require(IMPORT_LISTS)
    if not scope.reaches_unit(origin.unit.pk):
        raise NotAllowed(IMPORT_LISTS)
    inputs = [as_input(listed, origin.unit, origin.source_text) for listed in people]
    persons = register_people(scope=scope, people=inputs)
    keep_numbers(
        (person, kind, number)
        for person, listed in zip(persons, people, strict=True)
        for kind, numbers in ((IdentifierKind.PHONE, listed.phones), (IdentifierKind.OTHER, listed.documents))
        for number in numbers
    )
    pairs = list(zip(persons, people, strict=True))
    FoundRecord.objects.bulk_create([_found(origin, person, listed) for person, listed in pairs])
    ListEntry.objects.bulk_create([_entry(origin, person, listed) for person, listed in pairs])
    facts = {"people": len(persons), "source": origin.source, "unit": origin.unit.pk}
    record_act(scope=scope, action="tracing.register_listed", subject_type=LIST, subject_id=origin.source, facts=facts)
    return [person.pk for person in persons]


def _found(origin: PeopleList, person: Person, listed: ListedPerson) -> FoundRecord:
    facts: dict[str, Any] = {
        "source": origin.source,
        "source_text": origin.source_text[:300],
        "seen_on": listed.seen_on,
    }
    return FoundRecord(person=person, place_text=listed.place_text[:300], **facts)


def _entry(origin: PeopleList, person: Person, listed: ListedPerson) -> ListEntry:
    return ListEntry(
        person=person,
        their_number=listed.their_number,
        status=listed.status,
        said=listed.said,
        event=origin.event,
        expires_at=listed.expires_at,
    )


def keep_numbers(numbers: Iterable[tuple[Person, str, str]]) -> None:
    """Keep numbers of people just registered, encrypted; the same number of one person once."""
    rows: dict[tuple[UUID, str], Identifier] = {}
    for person, kind, number in numbers:
        plain = bare(number)
        if not plain:
            continue
        last = shown_characters(plain)
        blind = blind_of(kind, number)
        rows[person.pk, blind] = Identifier(
            person=person, kind=kind, value=number, blind=blind, last4=plain.upper()[-last:] if last else ""
        )
    Identifier.objects.bulk_create(rows.values())


def decided_people(person_ids: Sequence[UUID]) -> set[UUID]:
    """Return on which of these found people somebody has decided something: a hint, a fact, an answer, a link."""
    people = Person.objects.filter(pk__in=person_ids)
    decided = Hint.objects.filter(candidate=OuterRef("pk")).exclude(state=HintState.NEW, decisions=None)
    links = SamePersonLink.objects.filter(Q(left=OuterRef("pk")) | Q(right=OuterRef("pk")))
    asked = TracingRequest.objects.filter(Q(enquirer=OuterRef("pk")) | Q(sought__person=OuterRef("pk")))
    answers = Consent.objects.filter(person=OuterRef("pk"))
    worked_on = Exists(decided) | Exists(links) | Exists(asked) | Exists(answers) | Q(version__gt=1)
    return set(people.filter(worked_on).values_list("pk", flat=True))


@transaction.atomic
def delete_listed_people(*, scope: Scope, person_ids: Collection[UUID]) -> int:
    """Delete the records of people whose list was taken by mistake, with the hints nobody decided about.

    It leaves nothing of them but the acts that say that they came and went.

    Raises:
        NotAllowed: lists may not be taken.
    """
    scope.require(IMPORT_LISTS)
    return _delete(scope, "undo_listed", person_ids)


def end_expired() -> int:
    """Delete the records of lists that must not be kept any longer; those that somebody has decided on stay, marked.

    A record that became part of a family's search is kept with that file, and ends with it.
    """
    ended = 0
    while due := _expired():
        kept = decided_people(due)
        with transaction.atomic():
            gone = [person_id for person_id in due if person_id not in kept]
            ListEntry.objects.filter(person__in=kept).update(expires_at=None, version=F("version") + 1)
            ended += _delete(Scope.system("lists"), "end_listed", gone)
    return ended


def _expired() -> list[UUID]:
    due = ListEntry.objects.filter(expires_at__lte=timezone.now())
    return list(due.order_by("expires_at").values_list("person_id", flat=True)[:_EXPIRED_AT_ONCE])


def _delete(scope: Scope, action: str, person_ids: Collection[UUID]) -> int:
    if not person_ids:
        return 0
    found_differently(person_ids)
    Person.objects.filter(pk__in=person_ids).delete()
    facts = {"people": sorted(map(str, person_ids))}
    record_act(scope=scope, action=f"tracing.{action}", subject_type=LIST, subject_id="people", facts=facts)
    return len(person_ids)
