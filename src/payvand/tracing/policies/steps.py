"""The steps of a request: which may be taken from which state, by whom; the table first, predicates after."""

from collections.abc import Mapping
from dataclasses import dataclass

from payvand.core.scope import Scope
from payvand.tracing.enums import ENDED_STATES, LAPSE_OF_TIME, MISSING_CAUSES, CloseReason, RequestState, Step
from payvand.tracing.models import ClosingProposal, TracingRequest
from payvand.tracing.policies.rights import CLOSE, DECIDE, ENQUIRE, MERGE, PLAN, PROPOSE, REVIEW, SEARCH, TAKE


@dataclass(frozen=True, slots=True)
class Transition:
    """One step of the state machine.

    Attributes:
        sources: the states from which it starts.
        target: the state in which it ends; None where the file stays where it is, or goes back to where it was.
        right: who may take it.
        needs_note: True where a sentence of reason is required, because another person must act on it.
    """

    sources: frozenset[RequestState]
    target: RequestState | None
    right: str
    needs_note: bool = False


S = RequestState
_SEARCHED = frozenset({S.ACCEPTED, S.IN_PROGRESS, S.LOCATED, S.FATE_KNOWN, S.SUSPENDED, S.REOPENED})
_MERGEABLE = frozenset(S) - {S.MERGED, S.REJECTED}

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
    Step.PROPOSE_CLOSING: Transition(_SEARCHED, None, PROPOSE, needs_note=True),
    Step.CLOSE: Transition(_SEARCHED, S.CLOSED, CLOSE),
    Step.DECLINE_CLOSING: Transition(_SEARCHED, None, PROPOSE, needs_note=True),
    Step.ARCHIVE: Transition(frozenset({S.CLOSED}), S.ARCHIVED, CLOSE),
    Step.REOPEN: Transition(frozenset({S.CLOSED, S.REJECTED, S.ARCHIVED}), S.REOPENED, CLOSE, needs_note=True),
    Step.MERGE: Transition(_MERGEABLE, S.MERGED, MERGE, needs_note=True),
    Step.UNMERGE: Transition(frozenset({S.MERGED}), None, MERGE, needs_note=True),
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


# What the enquirer is told of a living person rests on that person's yes.
NEEDS_CHOICE = frozenset({CloseReason.P1, CloseReason.P2})

# Set by other steps alone: a duplicate is merged.
_BY_OTHER_STEPS = frozenset({CloseReason.A5})


def is_missing_case(cause: str) -> bool:
    """Say whether somebody is missing because of a conflict: such a file never closes for lapse of time."""
    return cause in MISSING_CAUSES


def close_reasons(state: str, cause: str = "") -> tuple[CloseReason, ...]:
    """Return the reasons with which a file in this state, about this cause, can be closed."""
    withheld = _BY_OTHER_STEPS | (LAPSE_OF_TIME if is_missing_case(cause) else frozenset())
    return tuple(
        reason for reason in CloseReason if state in _RESULTS.get(reason, _SEARCHED) and reason not in withheld
    )


_AT_REST = ENDED_STATES | {RequestState.REJECTED}


def is_at_rest(request: TracingRequest) -> bool:
    """Say whether nothing of the file can be changed: it ended or was not accepted."""
    return request.state in _AT_REST


def may_approve(scope: Scope, proposal: ClosingProposal) -> bool:
    """Say whether this person can be the second pair of eyes: nobody approves what they proposed themselves."""
    return scope.may(CLOSE) and scope.user_id is not None and proposal.by_id != scope.user_id


def may_step(scope: Scope, request: TracingRequest, step: Step) -> bool:
    """Say whether this step can be taken by this person from where the request stands."""
    transition = TRANSITIONS[step]
    return request.state in transition.sources and scope.may(transition.right) and scope.reaches_unit(request.unit_id)


def open_steps(scope: Scope, request: TracingRequest, proposal: ClosingProposal | None = None) -> tuple[Step, ...]:
    """Return the steps that this person can take now, in the order of the table.

    Args:
        scope: who looks.
        request: a visible file.
        proposal: to close it, where one waits: then it is approved or declined, otherwise proposed.
    """
    hidden = {Step.CLOSE, Step.DECLINE_CLOSING} if proposal is None else {Step.PROPOSE_CLOSING}
    if proposal is not None and not may_approve(scope, proposal):
        hidden.add(Step.CLOSE)
        if proposal.by_id != scope.user_id:
            hidden.add(Step.DECLINE_CLOSING)
    return tuple(step for step in TRANSITIONS if step not in hidden and may_step(scope, request, step))


_NOT_YET = frozenset(
    {RequestState.DRAFT, RequestState.SUBMITTED, RequestState.RETURNED, RequestState.REJECTED, RequestState.MERGED}
)


def open_works(scope: Scope, request: TracingRequest) -> frozenset[str]:
    """Return what this person can record on this file now, by the words of the addresses (`views.acting.WORK`)."""
    works = {"unit": scope.may(REVIEW), "contact": may_change(scope, request)}
    if request.state in _SEARCHED:
        works |= {
            "action": scope.may(PLAN),
            "enquiry": scope.may(ENQUIRE),
            "review": scope.may(SEARCH),
            "one-search": scope.may(MERGE) and request.located_by_id is None,
            "choice": scope.may(SEARCH) and request.state == RequestState.LOCATED,
            "told": scope.may(PROPOSE) and request.state == RequestState.FATE_KNOWN,
            "partner": scope.may(ENQUIRE) and request.received_from_id is not None,
        }
    works["link"] = scope.may(PROPOSE) and request.state not in _NOT_YET
    return frozenset(work for work, allowed in works.items() if allowed)


def may_change(scope: Scope, request: TracingRequest) -> bool:
    """Say whether the facts of this request can be changed: not once it is closed or was not accepted."""
    return scope.may(TAKE) and scope.reaches_unit(request.unit_id) and request.state not in _AT_REST


def may_decide(scope: Scope, request: TracingRequest) -> bool:
    """Say whether this person may confirm, refuse or set aside the hints of this file."""
    return scope.may(DECIDE) and scope.reaches_unit(request.unit_id) and request.state not in _AT_REST
