"""The Society's register as it was kept before, taken over as files: open ones to be worked on, closed ones as archive.

Called by the intake's worker inside its transaction; nobody is told anything and nothing is sent by it.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import NotAllowed, Refused
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.network.models import Organisation, Unit
from payvand.people.enums import ConsentBasis, ConsentRecording, ConsentScope, ConsentState, IdentifierKind, Purpose
from payvand.people.models import Consent, Person, Relation
from payvand.people.services import NameInput, PersonInput, register_people
from payvand.people.services.writing import found_differently
from payvand.tracing.enums import ENDED_STATES, EnquiryState, FactKind, HintState, HistoryKind, RequestState
from payvand.tracing.models import (
    Enquiry,
    Hint,
    HistoryEntry,
    OldRecord,
    RememberedFact,
    SoughtPerson,
    TracingAction,
    TracingRequest,
)
from payvand.tracing.policies.importing import IMPORT_REGISTER
from payvand.tracing.queries.old_register import number_key
from payvand.tracing.services.history import record_request_act
from payvand.tracing.services.importing import keep_numbers
from payvand.tracing.services.numbers import next_number

_SEARCHED = frozenset({RequestState.IN_PROGRESS, RequestState.REOPENED, RequestState.LOCATED, RequestState.SUSPENDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class OldFile:
    """One row of the register.

    Attributes:
        number: the old number of the file.
        sought, enquirer: who is sought, and who asks.
        documents, phones: numbers of the sought person, kept encrypted.
        relation: what the enquirer is to the sought person.
        state: a `RequestState`; with `close_reason` where it has ended.
        closed_on: when it was closed.
        partner, partner_number, asked_on: who was asked abroad, their number for it, and when.
        said: by heading, what has no place of its own.
    """

    number: str
    sought: PersonInput
    enquirer: PersonInput
    relation: str
    state: str
    received_on: dt.date
    documents: Sequence[str] = ()
    phones: Sequence[str] = ()
    contact: str = ""
    contact_language: str = ""
    close_reason: str = ""
    closed_on: dt.date | None = None
    cause: str = "unknown"
    circumstances: str = ""
    last_contact: PartialDate | None = None
    last_contact_place: str = ""
    partner: Organisation | None = None
    partner_text: str = ""
    partner_number: str = ""
    asked_on: dt.date | None = None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """The register itself.

    Attributes:
        unit: who works on the files from now on.
        name: how it is called.
        basis: on which ground the files are searched: a `ConsentBasis`; consent stands on the signed paper.
    """

    unit: Unit
    name: str
    basis: str


@transaction.atomic
def take_over_files(*, scope: Scope, register: Register, files: Sequence[OldFile]) -> list[UUID]:
    """Make files of some rows of the register, each with a number of this node and its old one beside it.

    Args:
        scope: who takes the register over.
        register: where the rows come from.
        files: at most some dozens.

    Returns:
        The requests, in the order of the rows.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: the register may not be taken over, or not for this unit.
    """
    scope.require(IMPORT_REGISTER)
    if not scope.reaches_unit(register.unit.pk):
        raise NotAllowed(IMPORT_REGISTER)
    people = register_people(scope=scope, people=list(chain.from_iterable((one.sought, one.enquirer) for one in files)))
    pairs = list(zip(people[::2], people[1::2], strict=True))
    sought = SoughtPerson.objects.bulk_create([SoughtPerson(person=person) for person, _asks in pairs])
    requests = TracingRequest.objects.bulk_create(
        _request(scope, register, old, looked_for, asks)
        for old, looked_for, (_person, asks) in zip(files, sought, pairs, strict=True)
    )
    rows = list(zip(files, requests, pairs, strict=True))
    Relation.objects.bulk_create(
        Relation(person=person, relative=asks, kind=old.relation) for old, _request, (person, asks) in rows
    )
    Consent.objects.bulk_create(_ground(scope, register, old, asks) for old, _request, (_person, asks) in rows)
    keep_numbers(
        (person, kind, number)
        for old, _request, (person, _asks) in rows
        for kind, numbers in ((IdentifierKind.PHONE, old.phones), (IdentifierKind.OTHER, old.documents))
        for number in numbers
    )
    _write_what_is_told(scope, register, [(old, request) for old, request, _pair in rows])
    return [request.pk for request in requests]


def _request(scope: Scope, register: Register, old: OldFile, sought: SoughtPerson, asks: Person) -> TracingRequest:
    number, year, running = next_number()
    ended = old.state in ENDED_STATES
    since = timezone.make_aware(dt.datetime.combine(old.closed_on, dt.time(12))) if old.closed_on else timezone.now()
    facts: dict[str, Any] = {"last_contact": old.last_contact}
    return TracingRequest(
        number=number,
        year=year,
        running=running,
        sought=sought,
        enquirer=asks,
        relation=old.relation,
        contact=old.contact,
        contact_language=old.contact_language,
        unit=register.unit,
        taken_by_id=scope.user_id,
        state=old.state,
        state_since=since,
        cause=old.cause,
        circumstances=old.circumstances,
        last_contact_place=old.last_contact_place,
        received_on=old.received_on,
        close_reason=old.close_reason if ended else "",
        closed_at=since if ended else None,
        **facts,
    )


def _ground(scope: Scope, register: Register, old: OldFile, asks: Person) -> Consent:
    """On which ground the file is searched; without one no search would begin."""
    by_consent = register.basis == ConsentBasis.CONSENT
    return Consent(
        person=asks,
        scope_code=ConsentScope.SEARCH_INTERNAL,
        state=ConsentState.GIVEN if by_consent else ConsentState.NOT_ASKED,
        basis=register.basis,
        given_on=old.received_on,
        how_recorded=ConsentRecording.SIGNED_FORM if by_consent else ConsentRecording.BY_STAFF,
        recorded_by_id=scope.user_id,
    )


def _write_what_is_told(scope: Scope, register: Register, rows: Sequence[tuple[OldFile, TracingRequest]]) -> None:
    OldRecord.objects.bulk_create(_old_record(register, old, request) for old, request in rows)
    asked = [(old, request) for old, request in rows if old.partner_text]
    RememberedFact.objects.bulk_create(_asked(scope, register, old, request) for old, request in asked)
    Enquiry.objects.bulk_create(
        _enquiry(scope, old, request) for old, request in asked if old.partner and request.state in _SEARCHED
    )
    HistoryEntry.objects.bulk_create(
        HistoryEntry(
            sought_id=request.sought_id,
            request=request,
            kind=HistoryKind.TAKEN_OVER,
            actor_id=scope.user_id,
            facts={"number": request.number, "old_number": old.number},
        )
        for old, request in rows
    )
    for _old, request in rows:
        record_request_act(scope, "take_over_file", request, {"state": request.state})


def _old_record(register: Register, old: OldFile, request: TracingRequest) -> OldRecord:
    return OldRecord(
        request=request,
        number=old.number[:60],
        number_key=number_key(old.number),
        register=register.name[:200],
        said=json.dumps(dict(old.said), ensure_ascii=False),
    )


def _asked(scope: Scope, register: Register, old: OldFile, request: TracingRequest) -> RememberedFact:
    day = PartialDate.parse(old.asked_on.isoformat()) if old.asked_on else None
    return RememberedFact(
        sought_id=request.sought_id,
        kind=FactKind.AGENCY,
        value=old.partner_text,
        number=old.partner_number,
        from_on=day,
        source=register.name[:200],
        recorded_by_id=scope.user_id,
    )


def _enquiry(scope: Scope, old: OldFile, request: TracingRequest) -> Enquiry:
    return Enquiry(
        request=request,
        partner=old.partner,
        number=f"{request.number}/1",
        running=1,
        their_number=old.partner_number[:60],
        state=EnquiryState.SENT,
        sent_on=old.asked_on or old.received_on,
        written_by_id=scope.user_id,
    )


def as_person(
    *, unit: Unit, names: Sequence[NameInput], source: str, birth: PartialDate | None = None, **facts: Any
) -> PersonInput:
    """Return a person of the register as the people room takes them."""
    return PersonInput(purpose=Purpose.TRACING, unit=unit, names=names, birth=birth, source=source[:200], **facts)


def files_worked_on(request_ids: Sequence[UUID]) -> set[UUID]:
    """Return on which of these files somebody has done something since they were taken over."""
    later = HistoryEntry.objects.filter(sought=OuterRef("sought")).exclude(
        kind__in=[HistoryKind.TAKEN_OVER, HistoryKind.HINTS]
    )
    decided = Hint.objects.filter(
        Q(sought=OuterRef("sought")) | Q(candidate=OuterRef("sought__person")) | Q(candidate=OuterRef("enquirer"))
    ).exclude(state=HintState.NEW, decisions=None)
    actions = TracingAction.objects.filter(request=OuterRef("pk"))
    changed = Q(version__gt=1) | Q(sought__person__version__gt=1) | Q(enquirer__version__gt=1)
    worked_on = changed | Exists(later) | Exists(decided) | Exists(actions)
    return set(TracingRequest.objects.filter(worked_on, pk__in=request_ids).values_list("pk", flat=True))


@transaction.atomic
def delete_files(*, scope: Scope, request_ids: Sequence[UUID]) -> None:
    """Delete files that were taken over by mistake, with the people that only they speak of.

    Raises:
        NotAllowed: the register may not be taken over.
        Refused: somebody has done something on one of them.
    """
    scope.require(IMPORT_REGISTER)
    if files_worked_on(request_ids):
        raise Refused(_("Somebody has worked on one of these files."))
    requests = list(TracingRequest.objects.filter(pk__in=request_ids).select_related("sought"))
    people = [person for request in requests for person in (request.sought.person_id, request.enquirer_id)]
    found_differently(people)
    for request in requests:
        record_request_act(scope, "undo_taking_over", request)
    TracingRequest.objects.filter(pk__in=request_ids).delete()
    SoughtPerson.objects.filter(pk__in=[request.sought_id for request in requests]).delete()
    Person.objects.filter(pk__in=people).delete()
