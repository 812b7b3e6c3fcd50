"""What a family asks of the law: the certificate of absence and the steps beside it, followed to their end."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput
from payvand.core.scope import Scope
from payvand.deadlines.services import drop_deadlines, set_deadline
from payvand.families.enums.missing import FamilyAct, LegalKind, LegalState
from payvand.families.models.missing import LegalStep, MissingFamily
from payvand.families.services.missing.recording import locked, tell

SUBJECT = "families.LegalStep"
NEXT = "families.legal_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalFacts:
    """A legal step as it stands; `next_step` is what is to be done until `next_on`."""

    kind: str
    authority: str = ""
    reference: str = ""
    state: str = LegalState.PLANNED
    filed_on: date | None = None
    decided_on: date | None = None
    next_step: str = ""
    next_on: date | None = None
    note: str = ""

    def columns(self) -> dict[str, Any]:
        """Return what is kept.

        Raises:
            InvalidInput: a code is unknown, dates are out of order, or a decision has no day.
        """
        problems = {}
        today = timezone.localdate()
        if self.kind not in LegalKind.values:
            problems["kind"] = _("Choose from the list.")
        if self.state not in LegalState.values:
            problems["state"] = _("Choose from the list.")
        if self.filed_on and self.filed_on > today:
            problems["filed_on"] = _("The day lies in the future.")
        if self.state in (LegalState.GRANTED, LegalState.REFUSED) and self.decided_on is None:
            problems["decided_on"] = _("Write when it was decided.")
        if self.decided_on and (self.decided_on > today or (self.filed_on and self.decided_on < self.filed_on)):
            problems["decided_on"] = _("A decision comes after the filing, and not in the future.")
        if self.next_on and not self.next_step.strip():
            problems["next_step"] = _("Write what is to be done until then.")
        if problems:
            raise InvalidInput(problems)
        return {name: value.strip() if isinstance(value, str) else value for name, value in asdict(self).items()}


@transaction.atomic
def add_legal_step(*, scope: Scope, family: MissingFamily, facts: LegalFacts) -> LegalStep:
    """Begin to follow something that the family asks of the law.

    Raises:
        InvalidInput: see `LegalFacts`.
    """
    columns = facts.columns()
    current = locked(scope, family)
    step = LegalStep.objects.create(family=current, **columns)
    _written(scope, current, step)
    return step


@transaction.atomic
def change_legal_step(*, scope: Scope, step: LegalStep, facts: LegalFacts, expected_version: int) -> LegalStep:
    """Record what became of a legal step, and what comes next.

    Raises:
        InvalidInput: see `LegalFacts`.
        Conflict: someone else changed it since.
    """
    columns = facts.columns()
    family = locked(scope, step.family)
    for name, value in columns.items():
        setattr(step, name, value)
    step.save_changes(*columns, expected_version=expected_version)
    _written(scope, family, step)
    return step


def _written(scope: Scope, family: MissingFamily, step: LegalStep) -> None:
    tell(scope, family, FamilyAct.LEGAL, {"step": str(step.pk), "kind": step.kind, "state": step.state})
    subject = (SUBJECT, step.pk)
    if step.is_open and step.next_on:
        set_deadline(
            scope=scope,
            subject=subject,
            kind=NEXT,
            number=family.number,
            unit_id=family.unit_id,
            officer_id=family.focal_person_id or scope.user_id,
            due=step.next_on,
        )
    else:
        drop_deadlines(scope=scope, subject=subject)
