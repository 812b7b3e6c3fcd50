"""Taking away what this room keeps of a person; what figures count by stays on a nameless row.

Called by the room of data protection inside the transaction of an erasure, and again after each restore.
"""

from collections import Counter
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone

from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.files.services import remove_files_of
from payvand.network.models import Place
from payvand.people.enums import Confidentiality, IdentifierKind, RemovalReason
from payvand.people.models import (
    Consent,
    ExceptionalAccess,
    Identifier,
    NamedAccess,
    Person,
    PersonName,
    ProtectionFlag,
    Relation,
    SamePersonLink,
)
from payvand.people.services.writing import SUBJECT, found_differently, relatives_of

NAMELESS = "—"
_ERASER = Scope.system("erasure")


def erase_person(person_id: UUID) -> dict[str, int]:
    """Take away names, relatives, papers, answers, flags, links and files; return how many of each, by model.

    On the row stay: purpose, unit, sex, year of birth, region of birth, the month of registration. Relatives known only
    by mention in this person's file go with it. Harmless where there is no such person, or nothing is left.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        return {}
    related = relatives_of(person)
    counts: Counter[str] = Counter()
    for one in [person, *Person.objects.filter(mentioned_by=person)]:
        counts += _strip(one)
    if not counts and person.removal_reason == RemovalReason.ERASED:
        return {}
    found_differently([person.pk, *related])
    return dict(counts)


def erase_contact(person_id: UUID) -> dict[str, int]:
    """Take away a person's telephone numbers; return how many."""
    phones = Identifier.objects.filter(person_id=person_id, kind=IdentifierKind.PHONE)
    counts = Counter[str]()
    _delete(counts, phones)
    if counts:
        found_differently([person_id])
    return dict(counts)


def _strip(person: Person) -> Counter[str]:
    counts: Counter[str] = Counter()
    for model in (PersonName, Identifier, Consent, NamedAccess, ProtectionFlag):
        _delete(counts, model._default_manager.filter(person=person))
    for column in ("person", "relative"):
        _delete(counts, Relation.objects.filter(**{column: person}))
    for column in ("left", "right"):
        _delete(counts, SamePersonLink.objects.filter(**{column: person}))
    for exception in ExceptionalAccess.objects.filter(person=person):  # who opened it stays; why may tell of the person
        if exception.reason or exception.review_note:
            exception.reason = exception.review_note = ""
            exception.save_changes("reason", "review_note")
            counts["people.ExceptionalAccess.reason"] += 1
    if files := remove_files_of(scope=_ERASER, owner=(SUBJECT, person.pk)):
        counts["files.StoredFile"] += files
    if person.removal_reason != RemovalReason.ERASED:
        _make_nameless(person)
        counts["people.Person"] += 1
    return counts


def _delete(counts: Counter[str], rows: QuerySet[Model]) -> None:
    if gone := rows.count():
        rows.delete()
        counts[rows.model._meta.label] += gone


def _make_nameless(person: Person) -> None:
    year = person.birth.known_year if person.birth else None
    Person.objects.filter(pk=person.pk).update(
        shown_name=NAMELESS,
        sort_key="",
        birth=PartialDate.parse(str(year)) if year else None,
        birth_place=_region(person.birth_place),
        birth_place_text="",
        confidentiality=Confidentiality.INTERNAL,
        offered_to_tracing=False,
        offered_until=None,
        not_matched=False,
        created_at=person.created_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
        removed_at=person.removed_at or timezone.now(),
        removal_reason=RemovalReason.ERASED,
        version=person.version + 1,
    )


def _region(place: Place | None) -> Place | None:
    """Return the largest place that holds this one: the region of a village."""
    while place is not None and place.parent is not None:
        place = place.parent
    return place
