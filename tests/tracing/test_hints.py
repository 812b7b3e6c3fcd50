"""Hints: found at once, decided by people, remembered, undone exactly, told to nobody."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import TestCase
from django.utils import timezone

from payvand.audit.queries import acts_on
from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.core.partial_date import PartialDate
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.models import Person, SamePersonLink
from payvand.people.policies import SEE_IDENTIFIER
from payvand.people.services import (
    NameInput,
    add_identifier,
    add_name,
    add_relation,
    change_person,
    prefer_name,
    remove_name,
    set_confidentiality,
)
from payvand.tracing import queries, services
from payvand.tracing.enums import CloseReason, HintState, HistoryKind, RefusalReason, RequestState
from payvand.tracing.models import ComparisonDue, Hint, TracingRequest


def state_of(hint):
    hint.refresh_from_db()
    return hint.state, hint.changed, hint.weight, hint.evidence, hint.fingerprint


@pytest.fixture
def hint(take, find):
    """A request, a found person's record, and the hint between them."""
    take()
    find()
    services.compare_due(most=100)
    return Hint.objects.get()


@pytest.fixture
def request_of(hint):
    return TracingRequest.objects.get(sought=hint.sought)


def test_a_record_that_arrives_is_compared_with_open_files(hint, find):
    assert (hint.candidate.shown_name, hint.state) == ("Rakhimov Farrukh Saidovich", HintState.NEW)
    assert hint.probability > 0.99
    assert hint.weight == pytest.approx(sum(piece["bits"] for piece in hint.evidence))
    assert {"sought.names", "candidate.birth", "candidate.father"} <= hint.fingerprint.keys()


def test_a_request_that_arrives_is_compared_with_records(take, find, tell):
    find(full_name="فرخ رحیموف", language="fa-AF", birth=PartialDate.parse("1364"))
    services.compare_due(most=100)
    assert not Hint.objects.exists()
    request = take(sought=tell.person(mother_name="", father_name=""))
    services.compare_due(most=100)
    assert [found.candidate.shown_name for found in queries.hints_of(request)] == ["فرخ رحیموف"]


def test_the_comparison_follows_the_commit_by_itself(take, find):
    with TestCase.captureOnCommitCallbacks(execute=True):
        request = take()
        find()
    assert Hint.objects.count() == 1
    waiting = ComparisonDue.objects.values_list("person_id", flat=True)
    assert list(waiting) == [request.enquirer_id], "nobody sits before the page for the enquirer"


def test_what_waits_survives_until_it_is_compared(take, find):
    take()
    find()
    waiting = ComparisonDue.objects.count()
    assert waiting >= 3
    assert services.compare_due(most=1) == 1
    assert ComparisonDue.objects.count() == waiting - 1
    services.compare_due(most=100)
    assert (ComparisonDue.objects.count(), Hint.objects.count()) == (0, 1)


def test_someone_unlike_gives_no_hint(take, find):
    take()
    find(full_name="Gulnora Nazarova", sex="female", birth=PartialDate.parse("1961"))
    services.compare_due(most=100)
    assert not Hint.objects.exists()


def test_nobody_is_searched_for_before_the_enquirer_agrees(take, find, tell, caseworker):
    request = take(enquirer=tell.enquirer(consents={}))
    find()
    services.compare_due(most=100)
    assert not Hint.objects.exists()
    services.record_answers(
        scope=caseworker, request=request, answers={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN}
    )
    services.compare_due(most=100)
    assert Hint.objects.count() == 1


def test_the_enquirer_is_no_hint_for_the_one_they_seek(take, tell):
    take(enquirer=tell.enquirer(full_name="Раҳимов Фаррух Саидович", relation="father"))
    services.compare_due(most=100)
    assert not Hint.objects.exists()


def test_two_families_that_seek_one_person_are_shown_to_each_other(take, tell, officer):
    first = take()
    second = take(sought=tell.person(full_name="Рахимов Фаррух Саидович"), enquirer=tell.enquirer(full_name="Далер"))
    services.compare_due(most=100)
    cards = [queries.hint_cards_of(officer, request)[0] for request in (first, second)]
    assert [card.also.number for card in cards] == [second.number, first.number]


def test_a_yes_is_recorded_and_does_nothing_else(hint, request_of, officer):
    people, links = Person.objects.count(), SamePersonLink.objects.count()
    services.confirm_hint(scope=officer, request=request_of, hint=hint, seen_version=hint.version, note="His voice.")
    assert state_of(hint)[0] == HintState.CONFIRMED
    entry = queries.history(request_of).first()
    assert (entry.kind, entry.note, entry.hint) == (HistoryKind.HINT_CONFIRMED, "His voice.", hint)
    assert acts_on(officer, "tracing.hint", hint.pk).last().action == "tracing.hint_confirmed"
    assert (Person.objects.count(), SamePersonLink.objects.count()) == (people, links)
    request_of.refresh_from_db()
    assert request_of.state == RequestState.DRAFT


def test_undo_restores_the_hint_exactly(hint, request_of, officer):
    before = state_of(hint)
    for decide in (
        services.confirm_hint,
        services.set_hint_aside,
        lambda **more: services.refuse_hint(reason=RefusalReason.OTHER_FATHER, **more),
    ):
        decide(scope=officer, request=request_of, hint=hint)
        assert state_of(hint) != before
        services.undo_decision(scope=officer, request=request_of, hint=hint)
        assert state_of(hint) == before
    undone = [decision.undone_by_id for decision in queries.decisions(hint)]
    assert undone == [officer.user_id] * 3


def test_setting_aside_then_deciding_is_undone_one_by_one(hint, request_of, officer):
    services.set_hint_aside(scope=officer, request=request_of, hint=hint)
    aside = state_of(hint)
    services.confirm_hint(scope=officer, request=request_of, hint=hint)
    services.undo_decision(scope=officer, request=request_of, hint=hint)
    assert state_of(hint) == aside
    services.undo_decision(scope=officer, request=request_of, hint=hint)
    assert state_of(hint)[0] == HintState.NEW
    with pytest.raises(Refused):
        services.undo_decision(scope=officer, request=request_of, hint=hint)


def test_a_refusal_is_remembered_until_a_fact_changes_and_then_says_which(hint, request_of, officer):
    services.refuse_hint(scope=officer, request=request_of, hint=hint, reason=RefusalReason.OTHER_BIRTH)
    services.note_change([hint.candidate_id, hint.sought.person_id])
    services.compare_due(most=100)
    assert state_of(hint)[0] == HintState.REFUSED
    assert queries.open_hint_count(officer) == 0
    change_person(scope=officer, person=hint.candidate, birth=PartialDate.parse("1985"))
    services.compare_due(most=100)
    assert state_of(hint)[:2] == (HintState.NEW, ["candidate.birth"])
    entry = queries.history(request_of).filter(kind=HistoryKind.HINT_RETURNED).get()
    assert entry.facts["changed"] == ["candidate.birth"]
    services.refuse_hint(scope=officer, request=request_of, hint=hint, reason=RefusalReason.CHECKED)
    services.note_change([hint.candidate_id])
    services.compare_due(most=100)
    assert state_of(hint)[:2] == (HintState.REFUSED, [])


def become_someone_else(officer, person):
    old = person.names.get()
    prefer_name(
        scope=officer, name=add_name(scope=officer, person=person, name=NameInput(full_as_given="Petrova Nina"))
    )
    old.refresh_from_db()
    remove_name(scope=officer, name=old)
    services.compare_due(most=100)


def test_a_hint_that_no_longer_holds_falls_away(hint, officer):
    become_someone_else(officer, hint.candidate)
    assert not Hint.objects.exists()


def test_a_hint_that_people_decided_about_stays_with_what_is_known_now(hint, request_of, officer):
    services.set_hint_aside(scope=officer, request=request_of, hint=hint)
    before = hint.weight
    become_someone_else(officer, hint.candidate)
    state, _changed, weight, _evidence, _fingerprint = state_of(hint)
    assert state == HintState.UNDECIDED
    assert weight < before


def test_another_reason_is_said_in_words(hint, request_of, officer):
    with pytest.raises(InvalidInput) as caught:
        services.refuse_hint(scope=officer, request=request_of, hint=hint, reason=RefusalReason.OTHER)
    assert list(caught.value.problems) == ["note"]


def test_whoever_decides_second_is_told(hint, request_of, officer):
    seen = hint.version
    services.confirm_hint(scope=officer, request=request_of, hint=hint, seen_version=seen)
    with pytest.raises(Conflict):
        services.refuse_hint(
            scope=officer, request=request_of, hint=hint, reason=RefusalReason.CHECKED, seen_version=seen
        )
    with pytest.raises(Refused):
        services.confirm_hint(scope=officer, request=request_of, hint=hint)


def test_located_is_a_step_of_its_own_on_a_confirmed_hint(hint, request_of, officer, caseworker):
    request = services.submit_request(scope=caseworker, request=request_of)
    request = services.begin_search(scope=officer, request=services.accept_request(scope=officer, request=request))
    with pytest.raises(Refused):
        services.record_located(scope=officer, request=request, hint=hint)
    services.confirm_hint(scope=officer, request=request, hint=hint)
    located = services.record_located(scope=officer, request=request, hint=hint)
    assert (located.state, located.located_by) == (RequestState.LOCATED, hint)
    with pytest.raises(Refused):
        services.undo_decision(scope=officer, request=request, hint=hint)
    services.take_back_located(scope=officer, request=located, note="It was the cousin.")
    services.undo_decision(scope=officer, request=request, hint=hint)
    assert state_of(hint)[0] == HintState.NEW


def test_a_protected_record_says_only_that_there_is_one(hint, request_of, officer, cast):
    head = cast.scope_for(cast.head_of_tracing)
    set_confidentiality(scope=head, person=hint.candidate, level=3, named=[cast.head_of_tracing.pk])
    card = queries.hint_cards_of(officer, request_of)[0]
    assert (card.candidate, card.found, card.also) == (None, None, None)
    with pytest.raises(NotAllowed):
        services.confirm_hint(scope=officer, request=request_of, hint=hint)
    page = cast.client_of(cast.tracing_officer).get(f"/tracing/{request_of.number}/hints/{hint.pk}/")
    assert page.status_code == 200
    assert "Rakhimov" not in page.content.decode()
    assert (
        "Rakhimov"
        in cast.client_of(cast.head_of_tracing).get(f"/tracing/{request_of.number}/hints/{hint.pk}/").content.decode()
    )


def test_a_protected_record_that_arrives_is_still_compared(take, find, cast, officer):
    take()
    head = cast.scope_for(cast.head_of_tracing)
    record = find()
    set_confidentiality(scope=head, person=record.person, level=3, named=[cast.head_of_tracing.pk])
    services.compare_due(most=100)
    assert Hint.objects.count() == 1


def test_the_comparison_says_each_piece_of_evidence_in_words(hint, request_of, officer):
    card = queries.hint_card(officer, request_of, hint)
    shown = queries.comparison(officer, card)
    rows = {row.feature: row for row in shown.rows}
    assert "".join(text for text, _differs in rows["name"].left) == "Раҳимов Фаррух Саидович"
    assert [text for text, differs in rows["name"].right if differs] == ["kh"]
    assert rows["birth"].pieces[0].note == (
        "The same year; one side knows no more, or says 1 January, which often stands for an unknown day."
    )
    assert rows["mother"].bits is None
    assert sum(row.bits or 0 for row in shown.rows) == pytest.approx(shown.weight)
    assert all(piece.note for row in shown.rows for piece in row.pieces)


def tenths(values):
    return round(sum(value or 0 for value in values), 6)


def test_all_figures_of_the_comparison_add_up_as_they_are_shown(hint, request_of, officer):
    shown = queries.comparison(officer, queries.hint_card(officer, request_of, hint))
    assert tenths(row.shown for row in shown.rows) == round(shown.weight, 1)
    for row in shown.rows:
        if row.pieces:
            assert tenths(piece.shown for piece in row.pieces) == row.shown, row.feature
        for pair in row.letters:
            parts = [*(unit.bits for unit in pair.units), pair.form, pair.rest]
            assert tenths(parts) == pair.bits, pair


def test_names_are_shown_letter_by_letter_as_the_terminal_explains_them(hint, request_of, officer):
    shown = queries.comparison(officer, queries.hint_card(officer, request_of, hint))
    name = next(row for row in shown.rows if row.feature == "name")
    pair = next(pair for pair in name.letters if pair.left == "Раҳимов")
    assert [(unit.left, unit.right) for unit in pair.units][2] == ("х", "kh")
    assert "".join(unit.right for unit in pair.units) == "rakhimov"
    father = next(row for row in shown.rows if row.feature == "father")
    assert [(pair.left, pair.right) for pair in father.letters] == [("Саидович", "Saidovich")]


def test_a_hint_states_the_weight_of_its_day_until_somebody_compares_again(hint, request_of, officer, cast):
    hint.weight += 3
    hint.save_changes("weight")
    client = cast.client_of(cast.tracing_officer)
    address = f"/tracing/{request_of.number}/hints/{hint.pk}/"
    shown = queries.comparison(officer, queries.hint_card(officer, request_of, hint))
    assert (shown.differs, shown.facts_changed) == (True, False)
    page = client.get(address).content.decode()
    assert "Today it weighs otherwise" in page
    assert "No fact of either has changed" in page
    assert client.post(f"{address}again/", {"hint_version": hint.version}).status_code == 302
    hint.refresh_from_db()
    assert hint.weight == pytest.approx(shown.weight)
    act = acts_on(officer, "tracing.hint", hint.pk).last()
    assert (act.action, act.facts["bits_now"]) == ("tracing.compared_hint_again", round(shown.weight))
    assert "Today it weighs otherwise" not in client.get(address).content.decode()


def test_comparing_again_heeds_who_was_quicker_and_what_was_decided(hint, request_of, officer):
    seen = hint.version
    services.refuse_hint(scope=officer, request=request_of, hint=hint, reason=RefusalReason.CHECKED)
    with pytest.raises(Conflict):
        services.compare_hint_again(scope=officer, request=request_of, hint=hint, seen_version=seen)
    services.compare_hint_again(scope=officer, request=request_of, hint=hint)
    assert state_of(hint)[0] == HintState.REFUSED


def test_a_new_index_lets_every_open_file_be_compared_again(hint, request_of):
    assert services.compare_open_files_again() == 1
    assert list(ComparisonDue.objects.values_list("person_id", flat=True)) == [hint.sought.person_id]
    services.compare_due(most=100)
    assert Hint.objects.get() == hint


def test_relatives_and_numbers_bring_two_records_together(take, find, tell, officer):
    request = take(sought=tell.person(father_name="", mother_name="", birth=None))
    found = find(full_name="Farruh", birth=None)
    services.compare_due(most=100)
    before = Hint.objects.filter(candidate=found.person).values_list("weight", flat=True).first() or 0
    for person, name, number in (
        (request.sought.person, "Мавҷуда", "+992 90 111 22 33"),
        (found.person, "Mavjuda", "00992901112233"),
    ):
        add_relation(scope=officer, person=person, kind="wife", name=NameInput(full_as_given=name))
        add_identifier(scope=officer, person=person, kind="phone", value=number)
    services.compare_due(most=100)
    hint = Hint.objects.get(candidate=found.person)
    assert hint.weight > before + 15
    told = {piece["feature"]: (piece["left"], piece["right"], piece["note"]) for piece in hint.evidence}
    assert told["phone"] == ("", "", "same")
    assert "spouse" in told
    assert "992" not in str(hint.evidence)
    assert {"sought.numbers", "sought.spouse"} <= hint.fingerprint.keys()


def test_who_may_not_read_numbers_learns_only_that_they_agree(take, find, tell, officer):
    request = take(sought=tell.person(mother_name=""))
    found = find()
    for person in (request.sought.person, found.person):
        add_identifier(scope=officer, person=person, kind="passport", value="A 0123456")
    services.compare_due(most=100)
    card = queries.hint_card(officer, request, Hint.objects.get())
    reader = replace(officer, rights=officer.rights - {SEE_IDENTIFIER})
    for scope, shown in ((officer, "••••••56"), (reader, "")):
        row = next(row for row in queries.comparison(scope, card).rows if row.feature == "document")
        assert row.bits > 10
        assert row.pieces[0].note == "The same number."
        assert [shown in side.text and bool(side.text) == bool(shown) for side in row.sides] == [True, True]
        assert [side.hidden for side in row.sides] == [not shown, not shown]


def test_a_relative_with_a_record_elsewhere_counts_but_is_not_named(take, find, tell, officer, cast):
    caseworker = cast.scope_for(cast.caseworker)
    request = take(sought=tell.person(mother_name=""))
    found = find(unit=cast.khatlon)
    for person, unit, name in (
        (request.sought.person, cast.khatlon, "Мавҷуда Холова"),
        (found.person, cast.sughd, "Mavjuda Kholova"),
    ):
        wife = services.register_found_person(
            scope=officer, unit=unit, person=tell.person(full_name=name, sex="female"), source="field_visit"
        )
        add_relation(scope=officer, person=person, relative=wife.person, kind="wife")
    services.compare_due(most=100)
    card = queries.hint_card(caseworker, request, Hint.objects.get(sought=request.sought, candidate=found.person))
    row = next(row for row in queries.comparison(caseworker, card).rows if row.feature == "spouse")
    assert row.bits > 5
    assert [(side.text, side.hidden) for side in row.sides] == [("Мавҷуда Холова", False), ("", True)]
    assert "Mavjuda" not in str(row)
    everyone = next(row for row in queries.comparison(officer, card).rows if row.feature == "spouse")
    assert everyone.sides[1].text == "Mavjuda Kholova"


def test_a_record_that_every_open_file_was_searched_after_needs_no_search_of_its_own(take, find):
    with time_machine.travel(datetime(2026, 5, 21, 8, 0, tzinfo=UTC), tick=False):
        record = find()
    with time_machine.travel(datetime(2026, 5, 21, 8, 1, tzinfo=UTC), tick=False):
        request = take()
        assert not queries.is_covered(record.person_id, timezone.now()), "the file has not been searched for"
        assert services.compare_new_person(person_id=request.sought.person_id)
        assert Hint.objects.count() == 1
        assert not services.compare_new_person(person_id=record.person_id)
        services.compare_due(most=100)
    assert (ComparisonDue.objects.count(), Hint.objects.count()) == (0, 1)


def test_who_came_while_a_file_was_closed_is_compared_when_it_is_reopened(take, find, officer, caseworker, close):
    request = services.submit_request(scope=caseworker, request=take())
    request = services.begin_search(scope=officer, request=services.accept_request(scope=officer, request=request))
    services.compare_due(most=100)
    close(request, reason=CloseReason.N1)
    find()
    services.compare_due(most=100)
    assert not Hint.objects.exists()
    services.reopen_request(scope=officer, request=request, note="A new list came.")
    services.compare_due(most=100)
    assert Hint.objects.count() == 1


def test_work_that_writes_many_files_is_compared_after_it(take, find):
    with TestCase.captureOnCommitCallbacks(execute=True), services.comparing_later():
        take()
        find()
    assert not Hint.objects.exists()
    services.compare_due(most=100)
    assert Hint.objects.count() == 1
