"""Vetting of colleagues; children without their parents, registered by the vetted alone."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.access.models import User
from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.families.enums.children import ChildKind, ChildOutcome
from payvand.families.models import ChildCase, Vetting
from payvand.families.policies.reunion import SEE_CHILDREN, VET
from payvand.families.queries.reunion import child_of_form, is_vetted, vetted_colleagues, visible_children
from payvand.families.services.numbers import next_number
from payvand.network.models import Unit
from payvand.people.enums import Confidentiality, Purpose
from payvand.people.services import register_person
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests
from payvand.tracing.services import ToldPerson

SUBJECT = "families.child"


@transaction.atomic
def vet_colleague(*, scope: Scope, user: User, until: date) -> Vetting:
    """Record that a colleague was vetted for child safeguarding; an earlier vetting is replaced.

    Raises:
        InvalidInput: the day has passed.
        NotAllowed: only the head of tracing records it, and nobody for themselves.
    """
    scope.require(VET)
    if user.pk == scope.user_id:
        raise NotAllowed(VET)
    if until < timezone.localdate():
        raise InvalidInput({"until": _("Choose a day from today on.")})
    Vetting.objects.filter(user=user, ended_at=None).update(ended_at=timezone.now())
    vetting = Vetting.objects.create(user=user, until=until, recorded_by_id=scope.user_id)
    _record(scope, "vet_colleague", "families.vetting", vetting.pk, user=user.pk, until=until)
    return vetting


@transaction.atomic
def end_vetting(*, scope: Scope, vetting: Vetting) -> None:
    """Take a vetting back: from now on the colleague sees no child."""
    scope.require(VET)
    if Vetting.objects.filter(pk=vetting.pk, ended_at=None).update(ended_at=timezone.now()):
        _record(scope, "end_vetting", "families.vetting", vetting.pk, user=vetting.user_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildFacts:
    """What is known of a child's situation; `ChildCase` says what each value means."""

    kind: str
    best_interest: str
    caregiver: str = ""
    own_wish: bool = False
    was_with_armed_forces: bool = False


@transaction.atomic
def register_child(
    *,
    scope: Scope,
    unit: Unit,
    child: ToldPerson,
    facts: ChildFacts,
    officer: User,
    request: TracingRequest | None = None,
    form_token: UUID | None = None,
) -> ChildCase:
    """Register a child without its parents; the record is protected, the vetted officer and the user are named.

    Args:
        scope: who registers, vetted themselves.
        unit: where.
        child: as it tells of itself.
        facts: its situation.
        officer: a vetted colleague who looks after the case.
        request: the tracing file; only where the child itself asks.
        form_token: of the form.

    Raises:
        InvalidInput: no best-interest note, an officer who is not vetted, or a search that the child does not ask for.
        NotAllowed: who registers is not vetted, or not of this unit.
    """
    scope.require(SEE_CHILDREN)
    if not is_vetted(scope.user_id) or not scope.reaches_unit(unit.pk):
        raise NotAllowed(SEE_CHILDREN)
    if form_token and (made := child_of_form(scope, form_token)):
        return made
    _check(scope, facts, officer, request)
    person = register_person(
        scope=scope,
        purpose=Purpose.TRACING,
        unit=unit,
        names=child.names(),
        sex=child.sex,
        birth=child.birth,
        birth_place_text=child.birth_place_text,
        father_name=child.father_name,
        mother_name=child.mother_name,
        confidentiality=Confidentiality.PROTECTED,
        named=[officer.pk],
    )
    case = ChildCase.objects.create(
        **next_number("CH"),
        form_token=form_token,
        person=person,
        kind=ChildKind(facts.kind),
        own_wish=facts.own_wish,
        caregiver=facts.caregiver.strip(),
        best_interest=facts.best_interest.strip(),
        was_with_armed_forces=facts.was_with_armed_forces,
        unit=unit,
        officer=officer,
        request=request,
        registered_on=timezone.localdate(),
    )
    told = {"number": case.number, "kind": case.kind, "officer": officer.pk}
    _record(scope, "register_child", SUBJECT, case.pk, **told)
    return case


def _check(scope: Scope, facts: ChildFacts, officer: User, request: TracingRequest | None) -> None:
    problems = {}
    if not facts.best_interest.strip():
        problems["best_interest"] = _("Write what is best for the child, and why, before anything is done.")
    if not vetted_colleagues(scope).filter(pk=officer.pk).exists():
        problems["officer"] = _("Choose a colleague who is vetted for child safeguarding.")
    if request and not facts.own_wish:
        problems["own_wish"] = _("Only the child itself may ask that its family be sought.")
    if request and not visible_requests(scope).filter(pk=request.pk).exists():
        raise NotAllowed(SEE_CHILDREN)
    if problems:
        raise InvalidInput(problems)


@transaction.atomic
def change_child(*, scope: Scope, case: ChildCase, seen_version: int, caregiver: str, best_interest: str) -> ChildCase:
    """Write down who looks after the child now, and what is best for it.

    Raises:
        InvalidInput: the best-interest note is empty.
        Conflict: someone else changed it meanwhile.
    """
    current = _locked(scope, case)
    if not best_interest.strip():
        raise InvalidInput({"best_interest": _("Write what is best for the child, and why, before anything is done.")})
    current.caregiver, current.best_interest = caregiver.strip(), best_interest.strip()
    current.save_changes("caregiver", "best_interest", expected_version=seen_version)
    _record(scope, "change_child", SUBJECT, current.pk, number=current.number)
    return current


@transaction.atomic
def close_child(*, scope: Scope, case: ChildCase, outcome: str) -> ChildCase:
    """Close a child's case by a person's decision.

    Raises:
        InvalidInput: no such outcome, or it is closed already.
    """
    current = _locked(scope, case)
    if outcome not in ChildOutcome.values or current.closed_on:
        raise InvalidInput({"outcome": _("Choose from the list.")})
    current.outcome, current.closed_on = ChildOutcome(outcome), timezone.localdate()
    current.save_changes("outcome", "closed_on")
    _record(scope, "close_child", SUBJECT, current.pk, number=current.number, outcome=outcome)
    return current


def _locked(scope: Scope, case: ChildCase) -> ChildCase:
    scope.require(SEE_CHILDREN)
    current = visible_children(scope).select_for_update(of=("self",)).filter(pk=case.pk).first()
    if current is None:
        raise NotAllowed(SEE_CHILDREN)
    return current


def _record(scope: Scope, action: str, subject_type: str, subject_id: UUID, **facts: object) -> None:
    record_act(scope=scope, action=f"families.{action}", subject_type=subject_type, subject_id=subject_id, facts=facts)
