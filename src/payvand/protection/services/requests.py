"""What people ask about their own data: taken, identity checked, decided with a reason, answered in time."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.deadlines.services import meet_deadline, set_deadline
from payvand.people.models import Person
from payvand.people.queries import visible_people
from payvand.protection.enums import ErasureGround, ErasureState, IdentityCheck, RequestDecision, RequestKind
from payvand.protection.models import DataSubjectRequest, Erasure, RequestSubject
from payvand.protection.policies import ANSWER_DEADLINE, DECIDE_REQUEST, OVERSEE, TAKE_REQUEST
from payvand.protection.services.erasing import propose_erasure
from payvand.protection.services.numbering import next_number

SUBJECT = "protection.DataSubjectRequest"
LONGEST_TEXT = 4000


@transaction.atomic
def take_data_request(
    *,
    scope: Scope,
    kind: str,
    asked_by: str,
    contact: str = "",
    words: str = "",
    received_on: date | None = None,
    person_ids: Sequence[UUID] = (),
) -> DataSubjectRequest:
    """Take a request of a person about their own data; its deadline begins with the day on which it came.

    Args:
        scope: who takes it.
        kind: a `RequestKind`.
        asked_by: who asks, as they name themselves.
        contact: how to answer safely.
        words: what they said.
        received_on: the day on which it came; today if None.
        person_ids: the records that it is about, as far as known.

    Raises:
        InvalidInput: a value cannot stand; nothing was written.
        NotAllowed: the Scope may not take it, or does not know one of the records.
    """
    scope.require(TAKE_REQUEST)
    received = received_on or timezone.localdate()
    _check_texts({"asked_by": asked_by, "contact": contact, "words": words}, needed="asked_by")
    if kind not in RequestKind.values:
        raise InvalidInput({"kind": _("Choose from the list.")})
    if received > timezone.localdate():
        raise InvalidInput({"received_on": _("The day cannot lie in the future.")})
    due = received + timedelta(days=settings.NODE_SETTINGS.protection.answer_days)
    request = DataSubjectRequest(
        number=next_number(DataSubjectRequest),
        kind=kind,
        received_on=received,
        due_on=due,
        asked_by=asked_by.strip(),
        contact=contact.strip(),
        words=words.strip(),
        taken_by_id=scope.user_id,
    )
    request.save()
    set_deadline(
        scope=scope, subject=(SUBJECT, request.pk), kind=ANSWER_DEADLINE, number=request.number, unit_id=None, due=due
    )
    _record(scope, "take_data_request", request, kind=kind)
    for person_id in person_ids:
        name_record(scope=scope, request=request, person_id=person_id)
    return request


@transaction.atomic
def name_record(*, scope: Scope, request: DataSubjectRequest, person_id: UUID) -> None:
    """Say which record a request is about; who decides it may read that record for as long as it is open.

    Raises:
        Refused: it was decided already.
        NotAllowed: the Scope does not know the record.
    """
    scope.require(TAKE_REQUEST)
    row = _open(request)
    people = Person.objects.filter(mentioned_by=None) if scope.may(OVERSEE) else visible_people(scope)
    if not people.filter(pk=person_id, removed_at=None).exists():
        raise NotAllowed(TAKE_REQUEST)
    _row, is_new = RequestSubject.objects.get_or_create(request=row, person_id=person_id)
    if is_new:
        _record(scope, "name_record", row, person=person_id)


@transaction.atomic
def check_identity(*, scope: Scope, request: DataSubjectRequest, check_kind: str) -> DataSubjectRequest:
    """Record how it was made sure that the one who asks is the person.

    Raises:
        InvalidInput: no such way.
        Refused: the request was decided already.
        NotAllowed: the Scope may not.
    """
    scope.require(TAKE_REQUEST)
    row = _open(request)
    if check_kind not in IdentityCheck.values:
        raise InvalidInput({"check_kind": _("Choose from the list.")})
    row.check_kind, row.checked_by_id, row.checked_at = check_kind, scope.user_id, timezone.now()
    row.save_changes("check_kind", "checked_by", "checked_at")
    _record(scope, "check_identity", row, how=check_kind)
    return row


@transaction.atomic
def decide_data_request(*, scope: Scope, request: DataSubjectRequest, decision: str, answer: str) -> DataSubjectRequest:
    """Decide a request and record the reason; a granted erasure is proposed for each record, for a second person.

    Raises:
        InvalidInput: no such decision, or no reason.
        Refused: nobody has checked who asks, no record is named, or it was decided already.
        NotAllowed: the Scope may not decide.
    """
    scope.require(DECIDE_REQUEST)
    row = _open(request)
    if decision not in RequestDecision.values:
        raise InvalidInput({"decision": _("Choose from the list.")})
    _check_texts({"answer": answer}, needed="answer")
    if decision != RequestDecision.REFUSED and row.checked_at is None:
        raise Refused(_("First make sure who asks: nothing is handed out or taken away for somebody else."))
    subjects = list(row.subjects.values_list("person_id", flat=True))
    if decision != RequestDecision.REFUSED and not subjects:
        raise Refused(_("First say which record the request is about."))
    row.decision, row.answer, row.decided_by_id, row.decided_at = (
        decision,
        answer.strip(),
        scope.user_id,
        timezone.now(),
    )
    row.save_changes("decision", "answer", "decided_by", "decided_at")
    if row.kind == RequestKind.ERASURE and decision == RequestDecision.GRANTED:
        _propose(scope, subjects)
    meet_deadline(scope=scope, subject=(SUBJECT, row.pk), kind=ANSWER_DEADLINE)
    _record(scope, "decide_data_request", row, decision=decision)
    return row


def _propose(scope: Scope, subjects: Sequence[UUID]) -> None:
    waiting = set(
        Erasure.objects.filter(person_id__in=subjects, state=ErasureState.PROPOSED).values_list("person_id", flat=True)
    )
    for person_id in subjects:
        if person_id not in waiting:
            propose_erasure(scope=scope, person_id=person_id, ground=ErasureGround.REQUEST)


def _open(request: DataSubjectRequest) -> DataSubjectRequest:
    row = DataSubjectRequest.objects.select_for_update().get(pk=request.pk)
    if row.decision:
        raise Refused(_("This request was decided already."))
    return row


def _check_texts(texts: dict[str, str], *, needed: str) -> None:
    problems = {
        field: _("Write at most 4,000 characters.") for field, text in texts.items() if len(text) > LONGEST_TEXT
    }
    if not texts[needed].strip():
        problems[needed] = _("Write this: the answer depends on it.")
    if problems:
        raise InvalidInput(problems)


def _record(scope: Scope, action: str, request: DataSubjectRequest, **facts: object) -> None:
    record_act(scope=scope, action=f"protection.{action}", subject_type=SUBJECT, subject_id=request.pk, facts=facts)
