"""Reunification: opened once contact is restored and all agree, brought on step by step, ended on the day they meet."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.families.enums.reunion import DecisionState, PermitKind, ReunionStep, StateRole
from payvand.families.models import ReunificationFile, ReunionEntry, StateDecision
from payvand.families.policies import reunion as policies
from payvand.families.queries.reunion import is_vetted, reunification_of_form, visible_reunifications
from payvand.families.services.inputs import Known
from payvand.families.services.numbers import next_number
from payvand.families.services.people import person_of
from payvand.network.models import Country, Unit
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

SUBJECT = "families.reunification"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReunionFacts:
    """What must be true before a reunification begins; `ReunificationFile` says what each value means."""

    relation: str
    contact_restored_on: date | None
    applicant_agreed_on: date | None
    principal_agreed_on: date | None
    is_child: bool = False
    best_interest: str = ""
    escort: str = ""

    def check(self) -> None:
        """Say at its field what is missing.

        Raises:
            InvalidInput: contact is not restored, somebody has not agreed, or a child has no best-interest note.
        """
        today = timezone.localdate()
        needed = {
            "contact_restored_on": _("A reunification begins only after contact is restored. Write since when."),
            "applicant_agreed_on": _("Ask the applicant alone, and write when they agreed."),
            "principal_agreed_on": _("Ask the one who is to travel alone, and write when they agreed."),
        }
        problems = {}
        for name, sentence in needed.items():
            day = getattr(self, name)
            if day is None or day > today:
                problems[name] = sentence
        if self.is_child and not self.best_interest.strip():
            problems["best_interest"] = _("Write why the reunion is best for the child; nothing begins before.")
        if problems:
            raise InvalidInput(problems)


@transaction.atomic
def open_reunification(
    *,
    scope: Scope,
    unit: Unit,
    applicant: Known,
    principal: Known,
    facts: ReunionFacts,
    request: TracingRequest | None = None,
    form_token: UUID | None = None,
) -> ReunificationFile:
    """Open a reunification file; sent twice with the same token it is made once.

    Raises:
        InvalidInput: something that must come first is missing; nothing was written.
        NotAllowed: no files may be opened in this unit, or none for a child by somebody who is not vetted.
    """
    scope.require(policies.OPEN)
    if not scope.reaches_unit(unit.pk) or (facts.is_child and not is_vetted(scope.user_id)):
        raise NotAllowed(policies.OPEN)
    if form_token and (made := reunification_of_form(scope, form_token)):
        return made
    if request and not visible_requests(scope).filter(pk=request.pk).exists():
        raise NotAllowed(policies.OPEN)
    facts.check()
    one, other = person_of(scope, unit, applicant), person_of(scope, unit, principal)
    if one == other:
        raise InvalidInput({"principal_full_name": _("Both are the same person.")})
    file = ReunificationFile.objects.create(
        **next_number("FR"),
        form_token=form_token,
        request=request,
        applicant=one,
        principal=other,
        unit=unit,
        taken_by_id=scope.user_id,
        **asdict(facts),
    )
    _tell(scope, "open_reunification", file, facts={"child": file.is_child})
    return file


@transaction.atomic
def change_reunification(
    *, scope: Scope, file: ReunificationFile, seen_version: int, escort: str, best_interest: str = ""
) -> ReunificationFile:
    """Write down who goes with them and, for a child, what is best for it.

    Raises:
        InvalidInput: a child's best-interest note would be lost.
        Conflict: someone else changed the file meanwhile.
    """
    current = _locked(scope, file, policies.CARRY)
    if current.is_child and not best_interest.strip():
        raise InvalidInput({"best_interest": _("Write why the reunion is best for the child; nothing begins before.")})
    current.escort = escort.strip()
    current.best_interest = best_interest.strip() if current.is_child else ""
    current.save_changes("escort", "best_interest", expected_version=seen_version)
    _tell(scope, "change_reunification", current)
    return current


@transaction.atomic
def add_decision(*, scope: Scope, file: ReunificationFile, country: Country, role: str, permit: str) -> StateDecision:
    """Note what a State must decide.

    Raises:
        InvalidInput: it stands there already, or is none of the kinds.
    """
    current = _locked(scope, file, policies.CARRY)
    if role not in StateRole.values or permit not in PermitKind.values:
        raise InvalidInput({"permit": _("Choose from the list.")})
    try:
        with transaction.atomic():
            decision = StateDecision.objects.create(file=current, country=country, role=role, permit=permit)
    except IntegrityError:
        raise InvalidInput({"permit": _("This State is asked for it already.")}) from None
    _tell(scope, "add_state_decision", current, facts={"country": country.pk, "role": role, "permit": permit})
    return decision


@transaction.atomic
def record_decision(
    *,
    scope: Scope,
    file: ReunificationFile,
    decision: StateDecision,
    state: str,
    reference: str = "",
    decided_on: date | None = None,
    valid_until: date | None = None,
) -> StateDecision:
    """Record what a State has said.

    Raises:
        InvalidInput: an answer without its day, or a day that has not come.
    """
    current = _locked(scope, file, policies.CARRY)
    answered = state in (DecisionState.GRANTED, DecisionState.REFUSED)
    if answered and (decided_on is None or decided_on > timezone.localdate()):
        raise InvalidInput({"decided_on": _("Write the day on which the State decided.")})
    row = current.decisions.select_for_update().get(pk=decision.pk)
    row.state, row.reference = DecisionState(state), reference.strip()
    row.decided_on, row.valid_until = (decided_on, valid_until) if answered else (None, None)
    row.save_changes("state", "reference", "decided_on", "valid_until", expected_version=decision.version)
    _tell(scope, "record_state_decision", current, facts={"country": row.country_id, "answer": row.state})
    return row


def apply_to_states(*, scope: Scope, file: ReunificationFile, note: str = "") -> ReunificationFile:
    """Hand the file in to the States; at least those of departure and destination are asked.

    Raises:
        Refused: it is not written down what they are asked.
    """
    roles = set(file.decisions.values_list("role", flat=True))
    if not {StateRole.DEPARTURE, StateRole.DESTINATION} <= roles:
        raise Refused(_("Write down what the States of departure and of destination are asked for."))
    return _step(scope, file, ReunionStep.APPLY, note=note)


def record_cleared(*, scope: Scope, file: ReunificationFile, note: str = "") -> ReunificationFile:
    """Record that every State has agreed.

    Raises:
        Refused: a decision is missing, was refused or has run out; the sentence names it.
    """
    _refuse_open_decisions(file)
    return _step(scope, file, ReunionStep.CLEAR, note=note)


def record_departed(
    *, scope: Scope, file: ReunificationFile, on: date | None = None, note: str = ""
) -> ReunificationFile:
    """Record that the journey has begun; every permit still holds, and a child has an escort.

    Raises:
        Refused: a permit has run out, or a child has no escort.
    """
    _refuse_open_decisions(file)
    if file.is_child and not file.escort.strip():
        raise Refused(_("A child does not travel alone: write who goes with it."))
    return _step(scope, file, ReunionStep.DEPART, {"departed_on": _past(on)}, note=note)


def record_reunited(
    *, scope: Scope, file: ReunificationFile, on: date | None = None, note: str = ""
) -> ReunificationFile:
    """Record the day on which they met; this is what is counted."""
    day = _past(on)
    if file.departed_on and day < file.departed_on:
        raise InvalidInput({"on": _("They cannot have met before the journey began.")})
    return _step(scope, file, ReunionStep.REUNITE, {"reunited_on": day}, note=note)


def set_back(*, scope: Scope, file: ReunificationFile, note: str) -> ReunificationFile:
    """Go back to the States: a permit was withdrawn or has run out."""
    return _step(scope, file, ReunionStep.SET_BACK, note=note)


def turn_back(*, scope: Scope, file: ReunificationFile, note: str) -> ReunificationFile:
    """Record that the journey was broken off."""
    return _step(scope, file, ReunionStep.TURN_BACK, {"departed_on": None}, note=note)


def end_reunification(*, scope: Scope, file: ReunificationFile, note: str) -> ReunificationFile:
    """End a file without reunion; the note says why."""
    return _step(scope, file, ReunionStep.END, note=note)


def resume_reunification(*, scope: Scope, file: ReunificationFile, note: str) -> ReunificationFile:
    """Take an ended file up again."""
    return _step(scope, file, ReunionStep.RESUME, note=note)


@transaction.atomic
def _step(
    scope: Scope,
    file: ReunificationFile,
    step: ReunionStep,
    values: Mapping[str, Any] | None = None,
    *,
    note: str = "",
) -> ReunificationFile:
    """Take one step: the new state, its line of history and its row of the audit, or nothing of it."""
    transition = policies.TRANSITIONS[step]
    current = _locked(scope, file, transition.right, at_rest=True)
    if current.state not in transition.sources:
        raise Refused(
            _("“%(step)s” cannot be done now: the file stands at “%(state)s”.")
            % {"step": step.label, "state": current.get_state_display()}
        )
    if transition.needs_note and not note.strip():
        raise InvalidInput({"note": _("Write a sentence that says why; colleagues will read it in the history.")})
    changes = {"state": transition.target, "state_since": timezone.now(), **(values or {})}
    for name, value in changes.items():
        setattr(current, name, value)
    current.save_changes(*changes)
    _tell(scope, f"{step}_reunification", current, step=step, note=note)
    return current


def _refuse_open_decisions(file: ReunificationFile) -> None:
    open_ones = [decision for decision in file.decisions.select_related("country") if not decision.holds]
    if open_ones:
        raise Refused(
            _("Not every State has agreed: %(decisions)s.") % {"decisions": "; ".join(str(one) for one in open_ones)}
        )


def _past(on: date | None) -> date:
    today = timezone.localdate()
    if on and on > today:
        raise InvalidInput({"on": _("This day has not come yet.")})
    return on or today


def _locked(scope: Scope, file: ReunificationFile, right: str, *, at_rest: bool = False) -> ReunificationFile:
    scope.require(right)
    current = visible_reunifications(scope).select_for_update(of=("self",)).filter(pk=file.pk).first()
    if current is None:
        raise NotAllowed(right)
    if not at_rest and current.state in policies.AT_REST:
        raise Refused(_("The file is at rest: take it up again first."))
    return current


def _tell(
    scope: Scope,
    action: str,
    file: ReunificationFile,
    *,
    step: ReunionStep | None = None,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    if step or action == "open_reunification":
        ReunionEntry.objects.create(
            file=file, step=step or "", after=file.state, actor_id=scope.user_id, note=note.strip()
        )
    told = {"number": file.number, "after": file.state, **(facts or {})}
    record_act(scope=scope, action=f"families.{action}", subject_type=SUBJECT, subject_id=file.pk, facts=told)


STEPS: Mapping[str, Any] = {
    ReunionStep.APPLY: apply_to_states,
    ReunionStep.CLEAR: record_cleared,
    ReunionStep.SET_BACK: set_back,
    ReunionStep.DEPART: record_departed,
    ReunionStep.TURN_BACK: turn_back,
    ReunionStep.REUNITE: record_reunited,
    ReunionStep.END: end_reunification,
    ReunionStep.RESUME: resume_reunification,
}
