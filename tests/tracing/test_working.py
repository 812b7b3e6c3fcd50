"""Actions, enquiries to partners, merging, units, owners: what may be done, by whom, and what is left behind."""

import pytest

from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.deadlines.queries import open_deadlines_of
from payvand.network.enums import OrganisationKind
from payvand.network.models import Organisation
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.services import record_consent, set_flag
from payvand.protection.models import Disclosure
from payvand.protection.services import record_cannot_be_asked
from payvand.tracing import policies, queries, services
from payvand.tracing.enums import (
    ActionKind,
    ActionOutcome,
    EnquiryState,
    EnquiryStep,
    OwnerAnswer,
    RequestState,
)
from payvand.tracing.models import Enquiry, Hint
from payvand.tracing.services import timing

ON = {"scope_code": ConsentScope.SHARE_AUTHORITY, "state": ConsentState.GIVEN}


@pytest.fixture
def partner(cast):
    return Organisation.objects.create(
        name="Russian Red Cross", kind=OrganisationKind.NATIONAL_SOCIETY, country_id="RU", code="DRU001"
    )


@pytest.fixture
def ask(search, partner, officer):
    """An enquiry about a file that may be shared, as a draft."""

    def asked(request=None):
        request = request or search()
        record_cannot_be_asked(
            scope=officer,
            person=request.sought.person,
            reason="whereabouts_unknown",
            basis="public",
            review_on=request.received_on.replace(year=2027),
            advice="Agreement of 2025",
        )
        return services.write_enquiry(scope=officer, request=request, partner=partner, question="Please look in Orsk.")

    return asked


def stand_at(enquiry, state):
    Enquiry.objects.filter(pk=enquiry.pk).update(state=state, sent_on=enquiry.request.received_on)
    enquiry.refresh_from_db()
    return enquiry


@pytest.mark.parametrize("step", EnquiryStep)
@pytest.mark.parametrize("state", EnquiryState)
def test_an_enquiry_takes_only_the_steps_of_the_table(state, step, ask, officer):
    enquiry = stand_at(ask(), state)
    way = policies.ENQUIRY_TRANSITIONS[step]
    if state in way.sources:
        moved = services.step_enquiry(scope=officer, enquiry=enquiry, step=step, text="They wrote.")
        assert moved.state == (way.target or state)
        assert queries.history(enquiry.request).first().facts["step"] == step
    else:
        with pytest.raises(Refused):
            services.step_enquiry(scope=officer, enquiry=enquiry, step=step, text="They wrote.")
        enquiry.refresh_from_db()
        assert enquiry.state == state


def test_what_leaves_is_noted_and_reminders_come(ask, officer):
    enquiry = services.step_enquiry(scope=officer, enquiry=ask(), step=EnquiryStep.SEND)
    request = enquiry.request
    people = {request.sought.person_id, request.enquirer_id}
    assert set(Disclosure.objects.filter(recipient="DRU001").values_list("person_id", flat=True)) == people
    assert queries.listed_requests(officer, queries.RequestFilter(state="sent")).get() == request
    due = open_deadlines_of([("tracing.enquiry", enquiry.pk)])
    assert [(row.kind, row.ordinal) for row in due] == [(timing.REMIND_PARTNER, 1)]
    reminded = services.step_enquiry(scope=officer, enquiry=enquiry, step=EnquiryStep.REMIND)
    assert (reminded.reminders, [row.ordinal for row in open_deadlines_of([("tracing.enquiry", enquiry.pk)])]) == (
        1,
        [2],
    )
    services.step_enquiry(scope=officer, enquiry=enquiry, step=EnquiryStep.ANSWER_NEGATIVE, text="Nothing found.")
    assert not open_deadlines_of([("tracing.enquiry", enquiry.pk)])
    assert not queries.listed_requests(officer, queries.RequestFilter(state="sent")).exists()


def test_nothing_is_sent_without_the_enquirers_yes(search, partner, officer):
    request = search(shared=False)
    enquiry = services.write_enquiry(scope=officer, request=request, partner=partner, question="Please look.")
    with pytest.raises(Refused):
        services.step_enquiry(scope=officer, enquiry=enquiry, step=EnquiryStep.SEND)


def test_nothing_is_sent_without_a_ground_for_the_sought_persons_facts(search, partner, officer):
    enquiry = services.write_enquiry(scope=officer, request=search(), partner=partner, question="Please look.")
    with pytest.raises(Refused, match="cannot be asked"):
        services.step_enquiry(scope=officer, enquiry=enquiry, step=EnquiryStep.SEND)
    assert not Disclosure.objects.exists()


def test_each_partner_has_one_enquiry_at_a_time_and_authorities_none(ask, partner, officer):
    enquiry = ask()
    with pytest.raises(Refused):
        services.write_enquiry(scope=officer, request=enquiry.request, partner=partner, question="Again.")
    services.step_enquiry(scope=officer, enquiry=enquiry, step=EnquiryStep.WITHDRAW, text="Written twice.")
    second = services.write_enquiry(scope=officer, request=enquiry.request, partner=partner, question="Again.")
    assert second.number == f"{enquiry.request.number}/2"
    police = Organisation.objects.create(name="Passport desk", kind=OrganisationKind.AUTHORITY, country_id="RU")
    with pytest.raises(Refused):
        services.write_enquiry(scope=officer, request=enquiry.request, partner=police, question="Is he there?")


def test_branches_never_write_abroad(search, partner, caseworker):
    with pytest.raises(NotAllowed):
        services.write_enquiry(scope=caseworker, request=search(), partner=partner, question="Please look.")


def test_a_volunteer_reads_the_task_and_nothing_of_the_file(search, officer, cast):
    request = search()
    action = services.plan_action(
        scope=officer, request=request, kind=ActionKind.FIELD_VISIT, task="Sino 4", given_to=cast.field_volunteer
    )
    volunteer = cast.scope_for(cast.field_volunteer)
    page = cast.client_of(cast.field_volunteer).get(f"/tracing/tasks/{action.pk}/").content.decode()
    assert "Sino 4" in page
    for secret in (request.number, request.sought.person.shown_name, request.enquirer.shown_name, request.contact):
        assert secret not in page
    assert not queries.visible_requests(volunteer).exists()
    assert open_deadlines_of([("tracing.request", request.pk)])
    told = {"outcome": ActionOutcome.PARTIAL, "report": "The house is empty."}
    with pytest.raises(Conflict):
        services.report_action(scope=volunteer, action=action, **told, seen_version=0)
    services.report_action(scope=volunteer, action=action, **told)
    assert timing.FIRST_ACTION not in [row.kind for row in open_deadlines_of([("tracing.request", request.pk)])]
    with pytest.raises(Refused):
        services.report_action(scope=volunteer, action=action, **told)


def test_nobody_reports_on_anothers_task(search, officer, cast):
    action = services.plan_action(scope=officer, request=search(), kind=ActionKind.PHONE, given_to=cast.caseworker)
    for user in (cast.field_volunteer, cast.other_caseworker, cast.stranger):
        with pytest.raises(NotAllowed):
            services.report_action(scope=cast.scope_for(user), action=action, outcome=ActionOutcome.UNSUCCESSFUL)


def test_an_authority_is_asked_only_by_its_name_and_never_against_protection(search, officer):
    request = search()
    plan = {"scope": officer, "request": request, "kind": ActionKind.AUTHORITY, "authority": "Passport desk of Orsk"}
    with pytest.raises(Refused):
        services.plan_action(**plan)
    record_consent(scope=officer, person=request.enquirer, recipient="Passport desk of Orsk", **ON)
    with pytest.raises(Refused):
        services.plan_action(**{**plan, "authority": "Police of Orsk"})
    assert services.plan_action(**plan).authority == "Passport desk of Orsk"
    set_flag(scope=officer, person=request.sought.person, code="asylum", reason="Fled.")
    with pytest.raises(Refused):
        services.plan_action(**plan)


def test_a_duplicate_ends_in_the_other_file_and_can_be_undone(search, take, tell, cast):
    head = cast.scope_for(cast.head_of_tracing)
    kept, double = search(), search(sought=tell.person(full_name="Rakhimov Farrukh"))
    merged = services.merge_request(scope=head, request=double, into=kept, note="The mother came twice.")
    assert (merged.state, merged.merged_into, merged.close_reason) == (RequestState.MERGED, kept, "A5")
    names = {name.full_as_given for name in kept.sought.person.names.all()}
    assert "Rakhimov Farrukh" in names
    undone = services.undo_merging(scope=head, request=merged, note="It was another family.")
    assert (undone.state, undone.merged_into, undone.close_reason) == (RequestState.IN_PROGRESS, None, "")
    assert "Rakhimov Farrukh" not in {name.full_as_given for name in kept.sought.person.names.all()}


def test_two_enquirers_of_one_person_share_the_search_and_can_be_parted(search, tell, cast):
    head = cast.scope_for(cast.head_of_tracing)
    mother, brother = search(), search(sought=tell.person(full_name="Rakhimov Farrukh"))
    own = brother.sought_id
    joined = services.join_sought(scope=head, request=brother, into=mother, note="One father, one village.")
    assert (joined.sought_id, joined.state) == (mother.sought_id, RequestState.IN_PROGRESS)
    with pytest.raises(Refused):
        services.merge_request(scope=head, request=joined, into=mother, note="Also a duplicate.")
    parted = services.part_sought(scope=head, request=joined, note="The birth years differ.")
    assert parted.sought_id == own


def test_a_file_is_not_merged_with_itself_or_with_one_that_ended(search, close, cast):
    head = cast.scope_for(cast.head_of_tracing)
    request = search()
    with pytest.raises(InvalidInput):
        services.merge_request(scope=head, request=request, into=request, note="?")
    with pytest.raises(InvalidInput):
        services.merge_request(scope=head, request=request, into=close(search()), note="?")


def test_another_unit_takes_the_file_with_its_people(search, officer, cast):
    request = search()
    there = cast.scope_for(cast.other_caseworker)
    assert not queries.visible_requests(there).exists()
    services.assign_unit(scope=officer, request=request, unit=cast.sughd, note="The family moved.")
    assert queries.visible_requests(there).get() == request
    assert not queries.visible_requests(cast.scope_for(cast.caseworker)).exists()
    assert {row.unit_id for row in open_deadlines_of([("tracing.request", request.pk)])} == {cast.sughd.pk}


def test_an_urgent_file_is_acted_on_sooner_and_a_partner_is_acknowledged(search, partner, officer):
    urgent = search(urgency="child", received_from=partner, their_number="RU-77")
    kinds = {row.kind for row in open_deadlines_of([("tracing.request", urgent.pk)])}
    assert kinds >= {timing.URGENT_ACTION, timing.TELL_PARTNER, timing.CONTACT_ENQUIRER, timing.REVIEW}
    assert timing.ACKNOWLEDGE_PARTNER not in kinds


def test_the_owner_of_a_protected_record_is_asked_and_answers(search, find, caseworker, officer, cast):
    request = search()
    find(unit=cast.headquarters)
    services.compare_due(most=50)
    hint = Hint.objects.get(sought=request.sought)
    with pytest.raises(Refused):
        services.ask_owner(scope=officer, request=request, hint=hint)
    question = services.ask_owner(scope=caseworker, request=request, hint=hint, note="A scar on the hand?")
    with pytest.raises(Refused):
        services.ask_owner(scope=caseworker, request=request, hint=hint)
    assert not queries.owner_questions(caseworker).exists()
    assert any(item.url.endswith(f"{question.pk}/") for item in queries.due_work(officer).due)
    services.answer_owner_question(scope=officer, question=question, answer=OwnerAnswer.NOT_THE_SAME, note="No scar.")
    page = cast.client_of(cast.caseworker).get(f"/tracing/{request.number}/").content.decode()
    assert "No scar." in page
    assert "Rakhimov Farrukh" not in page
