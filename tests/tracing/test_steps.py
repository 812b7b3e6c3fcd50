"""Every state × every step: allowed by the table or refused; every step with its right, its history and its audit."""

import pytest

from payvand.audit.queries import acts_on
from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.people.enums import ConsentScope, ConsentState
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import ENDED_STATES, CloseReason, HistoryKind, RequestState, Step, SuspendReason
from payvand.tracing.models import ClosingProposal, HistoryEntry, Merging, TracingRequest

NOTE = "The brother brought the birth certificate."


def stand_at(request: TracingRequest, state: RequestState, other: TracingRequest | None = None) -> TracingRequest:
    values = {"state": state, "close_reason": CloseReason.N2 if state in ENDED_STATES else ""}
    if state == RequestState.MERGED:
        values["merged_into"] = other
    TracingRequest.objects.filter(pk=request.pk).update(**values)
    request.refresh_from_db()
    if state == RequestState.MERGED:
        before = {"state": "accepted", "suspended_for": "", "close_reason": ""}
        Merging.objects.create(request=request, into=other, before=before)
    return request


def ready_for(step: Step, request: TracingRequest, cast) -> None:
    """Whatever the step rests on: a proposal of somebody else, where one is decided about."""
    if step in (Step.CLOSE, Step.DECLINE_CLOSING):
        ClosingProposal.objects.create(request=request, reason=CloseReason.N2, by=cast.tracing_officer)


def do(scope, request, step, other=None):
    more = {
        Step.PROPOSE_CLOSING: {"reason": CloseReason.N2},
        Step.SUSPEND: {"waits_for": SuspendReason.NO_ACCESS},
        Step.MERGE: {"into": other},
    }
    return services.STEPS[step](scope=scope, request=request, note=NOTE, **more.get(step, {}))


def test_every_step_has_a_service_and_a_transition():
    assert set(services.STEPS) == set(policies.TRANSITIONS) == set(Step)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", RequestState)
def test_a_step_is_taken_only_from_where_the_table_says(state, step, take, cast):
    head = cast.scope_for(cast.head_of_tracing)
    other = stand_at(take(), RequestState.ACCEPTED)
    request = stand_at(take(), state, other)
    ready_for(step, request, cast)
    transition = policies.TRANSITIONS[step]
    lines = HistoryEntry.objects.count()
    if state in transition.sources:
        changed = do(head, request, step, other)
        back = RequestState.ACCEPTED if step == Step.UNMERGE else state
        assert changed.state == (transition.target or back)
        entry = queries.history(changed).first()
        assert (entry.kind, entry.facts["step"], entry.facts["before"]) == (HistoryKind.STEP, step, state)
        assert entry.note == NOTE
        act = [act for act in acts_on(head, "tracing.request", request.pk) if act.action == f"tracing.{step}"][-1]
        assert act.facts["after"] == changed.state
    else:
        with pytest.raises((Refused, InvalidInput)):
            do(head, request, step, other)
        request.refresh_from_db()
        assert request.state == state
        assert HistoryEntry.objects.count() == lines


@pytest.mark.parametrize("step", [step for step, transition in policies.TRANSITIONS.items() if transition.needs_note])
def test_a_step_that_colleagues_must_understand_needs_words(step, take, cast):
    head = cast.scope_for(cast.head_of_tracing)
    other = stand_at(take(), RequestState.ACCEPTED)
    request = stand_at(take(), min(policies.TRANSITIONS[step].sources), other)
    ready_for(step, request, cast)
    more = {Step.PROPOSE_CLOSING: {"reason": CloseReason.N2}, Step.MERGE: {"into": other}}
    with pytest.raises(InvalidInput) as caught:
        services.STEPS[step](scope=head, request=request, note="  ", **more.get(step, {}))
    assert list(caught.value.problems) == ["note"]


def test_nobody_submits_what_the_enquirer_did_not_agree_to(take, tell, caseworker):
    request = take(enquirer=tell.enquirer(consents={ConsentScope.SEARCH_INTERNAL.value: ConsentState.REFUSED}))
    with pytest.raises(Refused):
        services.submit_request(scope=caseworker, request=request)
    services.record_answers(
        scope=caseworker, request=request, answers={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN}
    )
    assert services.submit_request(scope=caseworker, request=request).state == RequestState.SUBMITTED


def test_whoever_accepts_becomes_the_officer_unless_there_is_one(take, caseworker, officer, cast):
    request = services.submit_request(scope=caseworker, request=take())
    assert services.accept_request(scope=officer, request=request).officer == cast.tracing_officer
    named = services.submit_request(scope=caseworker, request=take())
    services.assign_officer(scope=officer, request=named, officer=cast.head_of_tracing)
    assert services.accept_request(scope=officer, request=named).officer == cast.head_of_tracing


def test_a_caseworker_is_no_officer(take, officer, cast):
    with pytest.raises(InvalidInput):
        services.assign_officer(scope=officer, request=take(), officer=cast.other_caseworker)


def test_a_result_is_called_what_is_known(take, officer, close):
    request = stand_at(take(), RequestState.IN_PROGRESS)
    with pytest.raises(InvalidInput) as caught:
        services.propose_closing(scope=officer, request=request, reason=CloseReason.P1, note=NOTE)
    assert list(caught.value.problems) == ["reason"]
    closed = close(request, reason=CloseReason.N1)
    assert (closed.close_reason, closed.closed_at is not None) == (CloseReason.N1, True)


def test_a_step_belongs_to_its_role_and_unit(take, cast):
    request = stand_at(take(), RequestState.SUBMITTED)
    for user in (cast.caseworker, cast.other_caseworker, cast.data_protection_officer, cast.stranger):
        with pytest.raises(NotAllowed):
            services.accept_request(scope=cast.scope_for(user), request=request)


def test_two_who_step_at_once_do_not_overwrite_each_other(take, caseworker, officer):
    request = services.submit_request(scope=caseworker, request=take())
    services.accept_request(scope=officer, request=request)
    with pytest.raises(Refused):
        services.accept_request(scope=officer, request=request)
    stale = TracingRequest.objects.get(pk=request.pk)
    stale.version -= 1
    with pytest.raises(Conflict):
        stale.save_changes("urgency")
