"""Reads of hints, their decisions, and of who is compared with whom."""

import json
from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from payvand.core.scope import Scope
from payvand.matching.records import RELATIONS
from payvand.pages.pagination import bounded_count
from payvand.people.models import Person
from payvand.people.queries import known_relatives, names_of, visible_people
from payvand.tracing.enums import OPEN_HINT_STATES, OPEN_STATES, HintState
from payvand.tracing.models import FoundRecord, Hint, HintDecision, RelativeNote, SoughtPerson, TracingRequest
from payvand.tracing.queries.requests import may_search, visible_requests

MOST_COUNTED = 100


def hints_of(request: TracingRequest) -> QuerySet[Hint]:
    """Return the hints of a visible request, the strongest first."""
    return Hint.objects.filter(sought=request.sought_id).select_related("candidate")


def open_hints(scope: Scope) -> QuerySet[Hint]:
    """Return hints that wait for a decision on visible open requests, the strongest first."""
    seekers = visible_requests(scope).filter(state__in=OPEN_STATES, sought=OuterRef("sought")).order_by()
    return (
        Hint.objects.filter(Exists(seekers), state__in=OPEN_HINT_STATES)
        .select_related("candidate", "sought__person")
        .prefetch_related("sought__requests")
    )


def open_hint_count(scope: Scope) -> int:
    """Return how many new hints wait, at most `MOST_COUNTED`: it stands on every page; those set aside do not call."""
    return bounded_count(open_hints(scope).filter(state=HintState.NEW), MOST_COUNTED)


def next_hint(request: TracingRequest, hint: Hint) -> Hint | None:
    """Return the next hint of the same file that waits: a weaker one, else the strongest other; None without one."""
    waiting = hints_of(request).filter(state__in=OPEN_HINT_STATES).exclude(pk=hint.pk)
    weaker = waiting.filter(Q(weight__lt=hint.weight) | Q(weight=hint.weight, pk__gt=hint.pk))
    return weaker.first() or waiting.first()


def decisions(hint: Hint) -> QuerySet[HintDecision]:
    """Return every decision on a hint of a visible request, undone ones too, the latest first."""
    return HintDecision.objects.filter(hint=hint).select_related("by", "undone_by")


def last_decision(hint: Hint) -> HintDecision | None:
    """Return the decision that stands, or None."""
    return decisions(hint).filter(undone_at=None).first()


def who_else_seeks(scope: Scope, people: list[UUID]) -> dict[UUID, TracingRequest]:
    """Return, for each of these people who is sought in a visible open request, that request. One query."""
    found = visible_requests(scope).filter(sought__person__in=people, state__in=OPEN_STATES).order_by("year", "running")
    return {request.sought.person_id: request for request in found}


def visible_candidates(scope: Scope, people: list[UUID]) -> frozenset[UUID]:
    """Return which of these people the Scope may know of; the others are shown as "possible match, ask the owner"."""
    return frozenset(visible_people(scope).filter(pk__in=people).values_list("pk", flat=True))


def found_records(people: list[UUID]) -> dict[UUID, FoundRecord]:
    """Return where the records of found people come from, by person. One query."""
    return {record.person_id: record for record in FoundRecord.objects.filter(person__in=people)}


def searched_for(people: Iterable[UUID]) -> dict[UUID, SoughtPerson]:
    """Return, for those of these people for whom an open file may search, that file's sought person."""
    found = TracingRequest.objects.filter(sought__person__in=list(people), state__in=OPEN_STATES)
    return {
        request.sought.person_id: request.sought
        for request in found.select_related("sought", "enquirer")
        if may_search(request)
    }


def same_family(person: Person) -> list[UUID]:
    """Return who cannot be a hint for this person: themselves, and who asks for them or whom they ask for."""
    asked = TracingRequest.objects.filter(Q(sought__person=person) | Q(enquirer=person))
    pairs = asked.values_list("sought__person_id", "enquirer_id")
    return list({person.pk, *(one for pair in pairs for one in pair)})


def fingerprint(person: Person) -> dict[str, str]:
    """Return a short hash of each fact that people are compared by; equal facts have equal hashes."""
    relatives = known_relatives([person.pk])[person.pk]
    facts: dict[str, object] = {
        "names": sorted(name.full_as_given for name in person.names.all()),
        "sex": person.sex,
        "birth": person.birth.as_stored() if person.birth else None,
        "birth_place": [str(person.birth_place_id or ""), person.birth_place_text],
        **{relation: sorted(names_of(relatives, relation)) for relation in RELATIONS},
        "numbers": sorted(identifier.blind for identifier in person.identifiers.all()),
    }
    return {name: _short_hash(value) for name, value in facts.items()}


def fingerprint_of(sought: Person, candidate: Person) -> dict[str, str]:
    """Return the hashes of the facts of both sides, by side and fact, as a `Hint` keeps them."""
    sides = {"sought": sought, "candidate": candidate}
    return {f"{side}.{fact}": value for side, person in sides.items() for fact, value in fingerprint(person).items()}


def facts_token(request: TracingRequest) -> str:
    """Return a word that changes with any fact of the sought person or name of the enquirer."""
    asks = sorted(name.full_as_given for name in request.enquirer.names.all())
    languages = sorted((name.full_as_given, name.language) for name in request.sought.person.names.all())
    facts = sorted((str(pk), version) for pk, version in request.sought.facts.values_list("pk", "version"))
    notes = RelativeNote.objects.filter(relation__person=request.sought.person).values_list("pk", "version")
    told = sorted((str(pk), version) for pk, version in notes)
    return _short_hash([fingerprint(request.sought.person), asks, languages, facts, told])


def _short_hash(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def hints_with(person: Person) -> list[Hint]:
    """Return every hint of an open file in which this person is sought or the candidate, for the comparison itself."""
    open_files = TracingRequest.objects.filter(sought=OuterRef("sought"), state__in=OPEN_STATES).order_by()
    found = Hint.objects.filter(Q(sought__person=person) | Q(candidate=person), Exists(open_files))
    return list(found.select_related("sought__person", "candidate"))


def hints_about(scope: Scope, person: Person) -> list[Hint]:
    """Return the hints that wait on visible open files and have this person as the candidate."""
    return list(open_hints(scope).filter(candidate=person))


def found_of_form(scope: Scope, token: UUID) -> FoundRecord | None:
    """Return the visible found person's record that a form has already made, or None."""
    return FoundRecord.objects.filter(form_token=token, person__in=visible_people(scope)).first()


def awaited(people: Iterable[UUID]) -> list[UUID]:
    """Return which of these people are sought or found: for them somebody waits to hear of hints."""
    ids = list(people)
    sought = SoughtPerson.objects.filter(person__in=ids).values_list("person_id", flat=True)
    found = FoundRecord.objects.filter(person__in=ids).values_list("person_id", flat=True)
    return [*sought, *found]


def is_covered(person_id: UUID, since: datetime) -> bool:
    """Say whether every open file has been searched for after `since`, so that a record of that age needs no search.

    A sought person is never covered by the searches for others.
    """
    if SoughtPerson.objects.filter(person=person_id).exists():
        return False
    open_files = TracingRequest.objects.filter(state__in=OPEN_STATES)
    return not open_files.filter(Q(sought__compared_at=None) | Q(sought__compared_at__lte=since)).exists()
