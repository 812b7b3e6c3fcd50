"""Closing takes two people, a reason that fits, and what must be asked or told first."""

from dataclasses import replace

import pytest

from payvand.access.enums import Role
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.deadlines.queries import open_deadlines_of
from payvand.people.enums import ConsentState
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import (
    LAPSE_OF_TIME,
    MISSING_CAUSES,
    ActionKind,
    CloseReason,
    LinkKind,
    ProposalState,
    RequestState,
    SeparationCause,
    SuspendReason,
)
from payvand.tracing.models import ClosingProposal
from payvand.tracing.services import timing

NOTE = "The family moved away."


def propose(scope, request, reason=CloseReason.N2):
    return services.propose_closing(scope=scope, request=request, reason=reason, note=NOTE)


def test_nobody_approves_what_they_proposed(search, officer, cast):
    request = propose(officer, search())
    with pytest.raises(Refused):
        services.approve_closing(scope=officer, request=request)
    assert request.state == RequestState.IN_PROGRESS
    closed = services.approve_closing(scope=cast.scope_for(cast.head_of_tracing), request=request)
    assert (closed.state, closed.close_reason) == (RequestState.CLOSED, CloseReason.N2)
    proposal = ClosingProposal.objects.get()
    assert (proposal.by, proposal.decided_by) == (cast.tracing_officer, cast.head_of_tracing)


def test_a_society_with_one_officer_closes_what_the_branch_proposes(search, caseworker, officer):
    request = propose(caseworker, search())
    assert services.approve_closing(scope=officer, request=request).state == RequestState.CLOSED


def test_where_one_officer_works_a_caseworker_can_be_the_second(search, officer, caseworker):
    extra = policies.GRANTS_WITH_ONE_OFFICER[Role.CASEWORKER]
    second = replace(caseworker, rights=caseworker.rights | extra)
    assert services.approve_closing(scope=second, request=propose(officer, search())).state == RequestState.CLOSED


def test_who_may_not_close_does_not_approve(search, officer, caseworker):
    request = propose(officer, search())
    with pytest.raises(NotAllowed):
        services.approve_closing(scope=caseworker, request=request)


def test_a_proposal_is_declined_by_another_or_taken_back(search, officer, caseworker, cast):
    request = propose(caseworker, search())
    services.decline_closing(scope=officer, request=request, note="Ask the brother first.")
    propose(caseworker, request)
    with pytest.raises(NotAllowed):
        services.decline_closing(scope=cast.scope_for(cast.other_caseworker), request=request, note=NOTE)
    services.decline_closing(scope=caseworker, request=request, note="The brother called.")
    states = set(ClosingProposal.objects.values_list("state", flat=True))
    assert states == {ProposalState.DECLINED, ProposalState.WITHDRAWN}


def test_one_proposal_waits_at_a_time(search, officer, caseworker):
    request = propose(caseworker, search())
    with pytest.raises(Refused):
        propose(officer, request)


@pytest.mark.parametrize("cause", SeparationCause)
@pytest.mark.parametrize("reason", sorted(LAPSE_OF_TIME))
def test_whoever_is_missing_because_of_a_conflict_is_not_closed_for_lapse_of_time(cause, reason, search, officer):
    request = search(cause=cause)
    if cause in MISSING_CAUSES:
        with pytest.raises(InvalidInput) as caught:
            propose(officer, request, reason)
        assert list(caught.value.problems) == ["reason"]
        assert reason not in policies.close_reasons(request.state, request.cause)
    else:
        assert queries.open_proposal(propose(officer, request, reason)).reason == reason


def test_such_a_file_can_be_kept_open_without_active_search(search, officer):
    request = search(cause=SeparationCause.TJ_CIVIL_WAR)
    kept = services.suspend_search(
        scope=officer, request=request, note="All was tried.", waits_for=SuspendReason.PASSIVE
    )
    assert (kept.state, kept.suspended_for) == (RequestState.SUSPENDED, SuspendReason.PASSIVE)
    again = services.resume_search(scope=officer, request=kept)
    assert (again.state, again.suspended_for) == (RequestState.IN_PROGRESS, "")


def test_a_positive_result_rests_on_the_found_persons_choice(search, officer):
    request = services.record_located(scope=officer, request=search(), note="Met at the market.")
    with pytest.raises(Refused):
        propose(officer, request, CloseReason.P1)
    services.record_choice(scope=officer, request=request, fate=ConsentState.REFUSED, place=ConsentState.REFUSED)
    with pytest.raises(Refused):
        propose(officer, request, CloseReason.P2)
    assert queries.open_proposal(propose(officer, request, CloseReason.P3))


def test_nobody_gives_their_place_and_hides_that_they_live(search, officer):
    request = services.record_located(scope=officer, request=search(), note="Met at the market.")
    with pytest.raises(InvalidInput):
        services.record_choice(scope=officer, request=request, fate=ConsentState.REFUSED, place=ConsentState.GIVEN)


def test_a_death_is_told_in_person_before_the_file_closes(search, officer):
    request = services.record_fate_known(scope=officer, request=search(), note="The hospital confirms.")
    with pytest.raises(Refused):
        propose(officer, request, CloseReason.P4)
    services.record_family_told(scope=officer, request=request, on=request.received_on, note="The aunt was there.")
    assert [link.kind for link in queries.links_of(request)] == [LinkKind.FATE]
    assert queries.open_proposal(propose(officer, request, CloseReason.P4))


def test_a_link_of_contact_needs_a_yes_to_contact(search, officer):
    request = services.record_located(scope=officer, request=search(), note="Met at the market.")
    services.record_choice(scope=officer, request=request, fate=ConsentState.GIVEN, place=ConsentState.REFUSED)
    day = request.received_on
    with pytest.raises(Refused):
        services.record_link(scope=officer, request=request, kind=LinkKind.CONTACT, restored_on=day)
    message = services.record_link(scope=officer, request=request, kind=LinkKind.MESSAGE, restored_on=day)
    services.record_link(scope=officer, request=request, kind=LinkKind.CALL, restored_on=day)
    services.remove_link(scope=officer, link=message)
    assert [link.kind for link in queries.links_of(request)] == [LinkKind.CALL]


def test_what_is_still_to_be_done_stops_with_the_file(search, officer, close, cast):
    request = search()
    services.plan_action(scope=officer, request=request, kind=ActionKind.PHONE, given_to=cast.field_volunteer)
    closed = close(request, reason=CloseReason.A1)
    assert not queries.open_tasks(cast.scope_for(cast.field_volunteer)).exists()
    assert [row.kind for row in open_deadlines_of([("tracing.request", closed.pk)])] == [timing.REVIEW_ARCHIVE]


def test_a_closed_file_goes_to_the_archive_and_comes_back(search, close, cast):
    head = cast.scope_for(cast.head_of_tracing)
    archived = services.archive_request(scope=head, request=close(search()))
    assert (archived.state, archived.close_reason) == (RequestState.ARCHIVED, CloseReason.N1)
    again = services.reopen_request(scope=head, request=archived, note="A letter came.")
    assert (again.state, again.close_reason) == (RequestState.REOPENED, "")
