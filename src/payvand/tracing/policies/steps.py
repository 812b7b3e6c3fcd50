"""The steps of a request: which may be taken from which state, by whom; the table first, predicates after."""

from collections.abc import Mapping
from dataclasses import dataclass

from payvand.core.scope import Scope
from payvand.tracing.enums import CloseReason, RequestState, Step
from payvand.tracing.models import TracingRequest
from payvand.tracing.policies.rights import CLOSE, DECIDE, REVIEW, SEARCH, TAKE


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of the state machine.

    Attributes:
        sources: the states from which it starts.
        target: the state in which it ends.
        right: who may take it.
        needs_note: True where a sentence of reason is required, because another person must act on it.
    """

    sources: frozenset[RequestState]
    target: RequestState
    right: str
    needs_note: bool = False


S = RequestState
_SEARCHED = frozenset({S.ACCEPTED, S.IN_PROGRESS, S.LOCATED, S.FATE_KNOWN, S.SUSPENDED, S.REOPENED})

TRANSITIONS: Mapping[Step, Transition] = {
    Step.SUBMIT: Transition(frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED, TAKE),
    Step.ACCEPT: Transition(frozenset({S.SUBMITTED}), S.ACCEPTED, REVIEW),
    Step.RETURN: Transition(frozenset({S.SUBMITTED}), S.RETURNED, REVIEW, needs_note=True),
    Step.REJECT: Transition(frozenset({S.SUBMITTED}), S.REJECTED, REVIEW, needs_note=True),
    Step.BEGIN: Transition(frozenset({S.ACCEPTED, S.REOPENED}), S.IN_PROGRESS, SEARCH),
    Step.LOCATE: Transition(frozenset({S.IN_PROGRESS}), S.LOCATED, SEARCH),
    Step.NOT_LOCATED: Transition(frozenset({S.LOCATED}), S.IN_PROGRESS, SEARCH, needs_note=True),
    Step.FATE_KNOWN: Transition(frozenset({S.IN_PROGRESS, S.LOCATED}), S.FATE_KNOWN, SEARCH, needs_note=True),
    Step.SUSPEND: Transition(frozenset({S.IN_PROGRESS}), S.SUSPENDED, SEARCH, needs_note=True),
    Step.RESUME: Transition(frozenset({S.SUSPENDED}), S.IN_PROGRESS, SEARCH),
    Step.CLOSE: Transition(_SEARCHED, S.CLOSED, CLOSE, needs_note=True),
    Step.REOPEN: Transition(frozenset({S.CLOSED, S.REJECTED}), S.REOPENED, CLOSE, needs_note=True),
}

# What a result may be called depends on what is known: nobody is "located" on paper before they are located in fact.
_RESULTS: Mapping[CloseReason, frozenset[RequestState]] = {
    CloseReason.P1: frozenset({S.LOCATED}),
    CloseReason.P2: frozenset({S.LOCATED}),
    CloseReason.P3: frozenset({S.LOCATED}),
    CloseReason.P4: frozenset({S.FATE_KNOWN}),
    CloseReason.P5: frozenset({S.LOCATED, S.FATE_KNOWN}),
}
del S


def close_reasons(state: str) -> tuple[CloseReason, ...]:
    """Return the reasons with which a file in this state can be closed."""
    return tuple(reason for reason in CloseReason if state in _RESULTS.get(reason, _SEARCHED))


_AT_REST = frozenset({RequestState.CLOSED, RequestState.REJECTED})


def may_step(scope: Scope, request: TracingRequest, step: Step) -> bool:
    """Say whether this step can be taken by this person from where the request stands."""
    transition = TRANSITIONS[step]
    return request.state in transition.sources and scope.may(transition.right) and scope.reaches_unit(request.unit_id)


def open_steps(scope: Scope, request: TracingRequest) -> tuple[Step, ...]:
    """Return the steps that this person can take now, in the order of the table."""
    return tuple(step for step in TRANSITIONS if may_step(scope, request, step))


def may_change(scope: Scope, request: TracingRequest) -> bool:
    """Say whether the facts of this request can be changed: not once it is closed or was not accepted."""
    return scope.may(TAKE) and scope.reaches_unit(request.unit_id) and request.state not in _AT_REST


def may_decide(scope: Scope, request: TracingRequest) -> bool:
    """Say whether this person may confirm, refuse or set aside the hints of this file."""
    return scope.may(DECIDE) and scope.reaches_unit(request.unit_id) and request.state not in _AT_REST
