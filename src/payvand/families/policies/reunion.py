"""Who brings families together and looks after children: the steps of a reunification file as a table."""

from collections.abc import Mapping
from dataclasses import dataclass

from payvand.access.enums import Role
from payvand.core.scope import Scope
from payvand.families.enums.reunion import ReunionState, ReunionStep
from payvand.families.models import ReunificationFile

READ = "families.read_reunifications"
OPEN = "families.open_reunification"
CARRY = "families.carry_reunification"
SEE_CHILDREN = "families.see_children"
VET = "families.vet_colleagues"

_CASEWORK = frozenset({READ, OPEN, SEE_CHILDREN})
_OFFICE = _CASEWORK | {CARRY}

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _CASEWORK,
    Role.TRACING_OFFICER: _OFFICE,
    Role.HEAD_OF_TRACING: _OFFICE | {VET},
}


@dataclass(frozen=True, slots=True)
class ReunionTransition:
    """One step of a reunification file: the states from which it starts, where it ends, who takes it."""

    sources: frozenset[ReunionState]
    target: ReunionState
    right: str = CARRY
    needs_note: bool = False


S = ReunionState
TRANSITIONS: Mapping[ReunionStep, ReunionTransition] = {
    ReunionStep.APPLY: ReunionTransition(frozenset({S.PREPARING}), S.WITH_STATES),
    ReunionStep.CLEAR: ReunionTransition(frozenset({S.WITH_STATES}), S.CLEARED),
    ReunionStep.SET_BACK: ReunionTransition(frozenset({S.CLEARED}), S.WITH_STATES, needs_note=True),
    ReunionStep.DEPART: ReunionTransition(frozenset({S.CLEARED}), S.TRAVELLING),
    ReunionStep.TURN_BACK: ReunionTransition(frozenset({S.TRAVELLING}), S.CLEARED, needs_note=True),
    ReunionStep.REUNITE: ReunionTransition(frozenset({S.TRAVELLING}), S.REUNITED),
    ReunionStep.END: ReunionTransition(frozenset({S.PREPARING, S.WITH_STATES, S.CLEARED}), S.ENDED, needs_note=True),
    ReunionStep.RESUME: ReunionTransition(frozenset({S.ENDED}), S.PREPARING, needs_note=True),
}
AT_REST = frozenset({S.REUNITED, S.ENDED})
del S


def open_steps(scope: Scope, file: ReunificationFile) -> tuple[ReunionStep, ...]:
    """Return the steps that this person can take now with a file that they see, in the order of the table."""
    return tuple(
        step
        for step, transition in TRANSITIONS.items()
        if file.state in transition.sources and scope.may(transition.right) and scope.reaches_unit(file.unit_id)
    )
