"""Reunification: what comes first, every state × every step, what the States said; children for the vetted alone."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.families.enums.reunion import DecisionState, ReunionState, ReunionStep
from payvand.families.models import ChildCase, ReunificationFile, Vetting
from payvand.families.policies.reunion import TRANSITIONS
from payvand.families.queries import reunion as queries
from payvand.families.services import children, reunion
from payvand.network.models import Country
from payvand.people.enums import Confidentiality
from payvand.tracing.services import ToldPerson

S, T = ReunionState, ReunionStep
EXPECTED = {
    (S.PREPARING, T.APPLY): S.WITH_STATES,
    (S.WITH_STATES, T.CLEAR): S.CLEARED,
    (S.CLEARED, T.SET_BACK): S.WITH_STATES,
    (S.CLEARED, T.DEPART): S.TRAVELLING,
    (S.TRAVELLING, T.TURN_BACK): S.CLEARED,
    (S.TRAVELLING, T.REUNITE): S.REUNITED,
    (S.PREPARING, T.END): S.ENDED,
    (S.WITH_STATES, T.END): S.ENDED,
    (S.CLEARED, T.END): S.ENDED,
    (S.ENDED, T.RESUME): S.PREPARING,
}
WAY = {
    S.PREPARING: (),
    S.WITH_STATES: (T.APPLY,),
    S.CLEARED: (T.APPLY, T.CLEAR),
    S.TRAVELLING: (T.APPLY, T.CLEAR, T.DEPART),
    S.REUNITED: (T.APPLY, T.CLEAR, T.DEPART, T.REUNITE),
    S.ENDED: (T.END,),
}
del S, T
DAY = date(2026, 3, 1)


@pytest.fixture
def opened(cast, officer):
    def made(*, by=None, token=None, **changes):
        facts = {
            "relation": "wife",
            "contact_restored_on": DAY,
            "applicant_agreed_on": DAY,
            "principal_agreed_on": DAY,
        }
        return reunion.open_reunification(
            scope=by or officer,
            unit=cast.khatlon,
            applicant=ToldPerson(full_name="Мирзоев Сино"),
            principal=ToldPerson(full_name="Мирзоева Лола"),
            facts=reunion.ReunionFacts(**(facts | changes)),
            form_token=token,
        )

    return made


@pytest.fixture
def granted(officer):
    """Ask the States of departure and destination, and let both grant."""

    def made(file, *, valid_until=None):
        for country, role, permit in (("TJ", "departure", "exit"), ("RU", "destination", "entry")):
            asked = reunion.add_decision(
                scope=officer, file=file, country=Country.objects.get(pk=country), role=role, permit=permit
            )
            reunion.record_decision(
                scope=officer,
                file=file,
                decision=asked,
                state=DecisionState.GRANTED,
                reference="E-7",
                decided_on=DAY,
                valid_until=valid_until,
            )
        return file

    return made


@pytest.fixture
def take(officer):
    def taken(step, file):
        file.refresh_from_db()
        note = {"note": "why"} if TRANSITIONS[step].needs_note else {}
        reunion.STEPS[step](scope=officer, file=file, **note)
        file.refresh_from_db()

    return taken


@pytest.mark.parametrize("state", list(ReunionState), ids=str)
def test_each_step_leads_where_the_table_says_and_no_other_is_taken(state, opened, granted, take):
    assert set(TRANSITIONS) == set(reunion.STEPS) == set(ReunionStep)
    for step in ReunionStep:
        file = granted(opened())
        for way in WAY[state]:
            take(way, file)
        assert file.state == state
        lines = file.history.count()
        expected = EXPECTED.get((state, step))
        if expected is None:
            with pytest.raises(Refused):
                take(step, file)
            file.refresh_from_db()
            assert (file.state, file.history.count()) == (state, lines)
        else:
            take(step, file)
            assert (file.state, file.history.count()) == (expected, lines + 1)
            assert (file.reunited_on is not None) == (expected == ReunionState.REUNITED)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact_restored_on": None}, "contact_restored_on"),
        ({"applicant_agreed_on": None}, "applicant_agreed_on"),
        ({"principal_agreed_on": date(2090, 1, 1)}, "principal_agreed_on"),
    ],
)
def test_nothing_begins_before_contact_is_restored_and_all_agree(opened, change, field):
    with pytest.raises(InvalidInput) as refused:
        opened(**change)
    assert list(refused.value.problems) == [field]
    assert not ReunificationFile.objects.exists()


def test_a_file_is_opened_once(opened):
    token = uuid.uuid4()
    assert opened(token=token) == opened(token=token)


def test_the_journey_waits_for_every_state(opened, granted, officer, take):
    with pytest.raises(Refused):
        take(ReunionStep.APPLY, opened())
    file = granted(opened(), valid_until=timezone.localdate() - timedelta(days=1))
    take(ReunionStep.APPLY, file)
    with pytest.raises(Refused) as refused:
        take(ReunionStep.CLEAR, file)
    assert "Tajikistan" in str(refused.value)
    for decision in file.decisions.all():
        reunion.record_decision(
            scope=officer, file=file, decision=decision, state=DecisionState.GRANTED, decided_on=DAY
        )
    take(ReunionStep.CLEAR, file)
    refusing = file.decisions.first()
    reunion.record_decision(scope=officer, file=file, decision=refusing, state=DecisionState.REFUSED, decided_on=DAY)
    with pytest.raises(Refused):
        take(ReunionStep.DEPART, file)


def test_an_answer_needs_its_day_and_a_state_is_asked_once(opened, granted, officer):
    file = granted(opened())
    decision = file.decisions.first()
    with pytest.raises(InvalidInput) as refused:
        reunion.record_decision(scope=officer, file=file, decision=decision, state=DecisionState.REFUSED)
    assert list(refused.value.problems) == ["decided_on"]
    with pytest.raises(InvalidInput):
        reunion.add_decision(
            scope=officer, file=file, country=decision.country, role=decision.role, permit=decision.permit
        )


def test_a_caseworker_opens_a_file_and_an_officer_carries_it(opened, granted, cast, caseworker):
    file = opened(by=caseworker)
    with pytest.raises(NotAllowed):
        reunion.end_reunification(scope=caseworker, file=file, note="why")
    with pytest.raises(NotAllowed):
        reunion.end_reunification(scope=cast.scope_for(cast.other_caseworker), file=file, note="why")


# Children.


@pytest.fixture
def vet(cast):
    def made(user, until=None):
        return children.vet_colleague(
            scope=cast.scope_for(cast.head_of_tracing), user=user, until=until or timezone.localdate()
        )

    return made


@pytest.fixture
def register(cast, officer):
    def made(*, by=None, in_charge=None, **changes):
        facts = {"kind": "unaccompanied", "best_interest": "Stays with the aunt", "caregiver": "Холаи Гулнора"}
        return children.register_child(
            scope=by or officer,
            unit=cast.khatlon,
            child=ToldPerson(full_name="Одинаева Мижгона"),
            facts=children.ChildFacts(**(facts | changes)),
            officer=in_charge or cast.tracing_officer,
        )

    return made


def test_only_the_vetted_register_and_see_a_child(cast, vet, register, officer, caseworker):
    with pytest.raises(NotAllowed):
        register()
    vet(cast.tracing_officer)
    case = register()
    assert case.person.confidentiality == Confidentiality.PROTECTED
    assert queries.visible_children(officer).get() == case
    vet(cast.caseworker)
    assert not queries.visible_children(caseworker).exists()  # vetted, but not named
    assert not queries.visible_children(cast.scope_for(cast.head_of_tracing)).exists()
    shared = register(in_charge=cast.caseworker)
    assert queries.visible_children(caseworker).get() == shared


def test_a_vetting_ends_by_its_day_or_by_the_head(cast, vet, register, officer, time_machine):
    time_machine.move_to("2026-06-01T09:00:00+05:00", tick=False)
    vetting = vet(cast.tracing_officer, date(2026, 6, 2))
    case = register()
    time_machine.move_to("2026-06-03T00:10:00+05:00", tick=False)
    assert not queries.visible_children(officer).exists()
    with pytest.raises(NotAllowed):
        children.close_child(scope=officer, case=case, outcome="adult")
    again = vet(cast.tracing_officer, date(2026, 9, 1))
    vetting.refresh_from_db()
    assert (vetting.holds, again.holds, queries.visible_children(officer).count()) == (False, True, 1)
    children.end_vetting(scope=cast.scope_for(cast.head_of_tracing), vetting=again)
    assert not queries.visible_children(officer).exists()


def test_the_head_vets_others_and_nobody_else_does(cast, vet, officer):
    with pytest.raises(NotAllowed):
        vet(cast.head_of_tracing)
    with pytest.raises(NotAllowed):
        children.vet_colleague(scope=officer, user=cast.caseworker, until=date(2090, 1, 1))
    with pytest.raises(InvalidInput):
        vet(cast.caseworker, date(2020, 1, 1))
    assert not Vetting.objects.exists()


@pytest.mark.parametrize(("change", "field"), [({"best_interest": " "}, "best_interest")])
def test_nothing_is_done_before_the_best_interest_is_written(cast, vet, register, change, field):
    vet(cast.tracing_officer)
    with pytest.raises(InvalidInput) as refused:
        register(**change)
    assert list(refused.value.problems) == [field]
    with pytest.raises(InvalidInput) as refused:
        register(in_charge=cast.caseworker)
    assert list(refused.value.problems) == ["officer"]
    assert not ChildCase.objects.exists()


def test_what_is_written_of_a_child_is_sealed_and_two_editors_do_not_overwrite(cast, vet, register, officer):
    vet(cast.tracing_officer)
    case = register()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM families_childcase")
        assert "Гулнора" not in str(cursor.fetchall())
    told = {"scope": officer, "case": case, "caregiver": "Амак"}
    children.change_child(**told, seen_version=case.version, best_interest="Lives with the uncle")
    with pytest.raises(Conflict):
        children.change_child(**told, seen_version=case.version, best_interest="Lives with the aunt")
    children.close_child(scope=officer, case=case, outcome="reunited")
    case.refresh_from_db()
    assert (case.outcome, case.best_interest) == ("reunited", "Lives with the uncle")
    with pytest.raises(InvalidInput):
        children.close_child(scope=officer, case=case, outcome="adult")


def test_a_childs_reunification_needs_a_vetted_officer_a_note_and_an_escort(opened, cast, vet, granted, take):
    child = {"is_child": True, "best_interest": "Her mother waits"}
    with pytest.raises(NotAllowed):
        opened(**child)
    vet(cast.tracing_officer)
    with pytest.raises(InvalidInput):
        opened(is_child=True)
    file = granted(opened(**child))
    assert not queries.visible_reunifications(cast.scope_for(cast.caseworker)).exists()
    take(ReunionStep.APPLY, file)
    take(ReunionStep.CLEAR, file)
    with pytest.raises(Refused):
        take(ReunionStep.DEPART, file)
    told = {"scope": cast.scope_for(cast.tracing_officer), "file": file, "seen_version": file.version}
    with pytest.raises(InvalidInput):
        reunion.change_reunification(**told, escort="Aunt", best_interest="")
    reunion.change_reunification(**told, escort="Aunt", best_interest="Her mother waits")
    take(ReunionStep.DEPART, file)
    assert file.state == ReunionState.TRAVELLING
