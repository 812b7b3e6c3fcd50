"""How long each kind of record is kept here, and what was decided when its time was over."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.protection.enums import ErasureGround, RetentionChoice
from payvand.protection.holders import kinds
from payvand.protection.models import RetentionDecision, RetentionPeriod
from payvand.protection.policies import KEEP_PERIODS, PROPOSE_ERASURE
from payvand.protection.queries.retention import due_for_review
from payvand.protection.services.erasing import propose_erasure

LONGEST_REASON = 300
LONGEST_MONTHS = 1200


@transaction.atomic
def set_period(*, scope: Scope, kind: str, months: int | None) -> None:
    """Say for how many months a kind of record is kept here; None for always, until somebody decides.

    Raises:
        InvalidInput: no such kind, or no such time.
        NotAllowed: the Scope may not keep the periods.
    """
    scope.require(KEEP_PERIODS)
    if kind not in kinds():
        raise InvalidInput({"kind": _("Choose from the list.")})
    if months is not None and not 0 < months <= LONGEST_MONTHS:
        raise InvalidInput({"months": _("Write a number of months from 1 to 1,200, or nothing for always.")})
    RetentionPeriod.objects.update_or_create(kind=kind, defaults={"months": months, "updated_at": timezone.now()})
    facts = {"months": months}
    record_act(
        scope=scope, action="protection.set_period", subject_type="protection.period", subject_id=kind, facts=facts
    )


@transaction.atomic
def decide_retention(
    *, scope: Scope, person_id: UUID, kind: str, choice: str, reason: str, until: date | None = None
) -> RetentionDecision:
    """Decide on a record whose time is over: keep it until a day, or propose that it is erased. Nothing erases itself.

    Raises:
        InvalidInput: a value cannot stand.
        NotAllowed: the Scope may not decide, or the record's time is not over.
    """
    scope.require(PROPOSE_ERASURE)
    if not any(due.person_id == person_id and due.kind == kind for due in due_for_review(scope)):
        raise NotAllowed(PROPOSE_ERASURE)
    problems = {}
    if choice not in RetentionChoice.values:
        problems["choice"] = _("Choose from the list.")
    if choice == RetentionChoice.KEEP and (until is None or until <= timezone.localdate()):
        problems["until"] = _("Give the day on which this is looked at again.")
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        problems["reason"] = _("Write why, in at most 300 characters, without names.")
    if problems:
        raise InvalidInput(problems)
    decision = RetentionDecision.objects.create(
        person_id=person_id,
        kind=kind,
        choice=choice,
        until=until if choice == RetentionChoice.KEEP else None,
        reason=reason.strip(),
        decided_by_id=scope.user_id,
    )
    record_act(
        scope=scope,
        action="protection.decide_retention",
        subject_type="people.Person",
        subject_id=person_id,
        facts={"kind": kind, "choice": choice, "until": decision.until},
    )
    if choice == RetentionChoice.ERASE:
        propose_erasure(scope=scope, person_id=person_id, ground=ErasureGround.RETENTION)
    return decision
