"""Taking a request: its number, once for each form, another enquirer, changes, who may see it."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import IntegrityError, connection, connections, transaction

from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.core.partial_date import PartialDate
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.models import Person
from payvand.people.services import NameInput, add_name, set_confidentiality
from payvand.tracing import queries, services
from payvand.tracing.enums import CloseReason, HistoryKind
from payvand.tracing.models import TracingRequest
from payvand.tracing.services.numbers import next_number


def change(scope, request, **told):
    values = queries.form_values(request)
    return services.change_request(
        scope=scope,
        request=request,
        sought=told["sought"],
        enquirer=told["enquirer"],
        account=told["account"],
        seen_version=told.get("seen_version", values["request_version"]),
        seen_facts=told.get("seen_facts", values["seen_facts"]),
    )


def test_a_request_is_taken_whole(take, caseworker, cast):
    request = take()
    person = request.sought.person
    assert request.number == f"TJ-{request.year}-0001"
    assert (person.purpose, person.shown_name, str(person.birth)) == ("tracing", "Раҳимов Фаррух Саидович", "1985")
    card = queries.file_card(caseworker, request)
    assert (card.fathers, card.may_search) == (["Саид"], True)
    assert "Зайнаб" in card.mothers
    assert [entry.kind for entry in card.history][-1] == HistoryKind.TAKEN
    assert request.contact == "+992 900 00 00 01"
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact FROM tracing_tracingrequest")
        assert "992" not in cursor.fetchone()[0]


def test_numbers_begin_anew_each_year_by_the_clock_of_the_node(take):
    with time_machine.travel(datetime(2026, 12, 31, 18, 59, tzinfo=UTC), tick=False):
        assert [take().number, take().number] == ["TJ-2026-0001", "TJ-2026-0002"]
    with time_machine.travel(datetime(2026, 12, 31, 19, 1, tzinfo=UTC), tick=False):
        assert take().number == "TJ-2027-0001"


def test_a_request_that_fails_leaves_no_gap(take, tell):
    assert take().running == 1
    with pytest.raises(InvalidInput), transaction.atomic():
        take(sought=tell.person(full_name="x" * 501))
    assert take().running == 2


@pytest.mark.django_db(transaction=True)
def test_several_processes_give_every_number_once(db):
    def one(_place):
        try:
            with transaction.atomic():
                return next_number()[2]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(one, range(24)))
    assert sorted(given) == list(range(1, 25))


def test_a_form_sent_twice_makes_one_request(take):
    token = uuid.uuid4()
    first, second = take(token=token), take(token=token)
    assert first.pk == second.pk
    assert TracingRequest.objects.count() == 1
    assert Person.objects.filter(mentioned_by=None).count() == 2


def test_another_enquirer_shares_the_sought_person_and_gets_an_own_number(take, tell, officer):
    first = take()
    second = take(sought=first.sought, enquirer=tell.enquirer(full_name="Раҳимов Далер", relation="brother"))
    assert (second.sought, second.number != first.number) == (first.sought, True)
    assert [other.number for other in queries.file_card(officer, first).others] == [second.number]


def test_a_request_is_seen_in_its_unit_above_it_and_nowhere_else(take, cast):
    request = take(by=cast.kulob_caseworker, unit=cast.kulob)
    seen = {
        name: queries.visible_requests(cast.scope_for(user)).filter(pk=request.pk).exists()
        for name, user in cast.users.items()
    }
    assert {name for name, sees in seen.items() if sees} == {
        "kulob_caseworker", "caseworker", "tracing_officer", "head_of_tracing",
    }  # fmt: skip


def test_nobody_takes_a_request_for_another_unit(take, cast):
    with pytest.raises(NotAllowed):
        take(by=cast.other_caseworker)
    with pytest.raises(NotAllowed):
        take(by=cast.field_volunteer)


def test_a_protected_sought_person_hides_the_file_from_all_but_the_named(take, cast, officer):
    request = take()
    head = cast.scope_for(cast.head_of_tracing)
    set_confidentiality(scope=head, person=request.sought.person, level=3, named=[cast.head_of_tracing.pk])
    assert queries.visible_requests(head).count() == 1
    assert queries.visible_requests(officer).count() == 0
    assert queries.find(officer, request.number) == []


def test_changes_are_what_the_form_says_and_the_history_names_them(take, tell, caseworker):
    request = take()
    told = tell.person(
        full_name="Раҳимов Фаррух", other_names=("Рахимов Фарух",), father_name="", birth=PartialDate.parse("1986")
    )
    changed = change(caseworker, request, sought=told, enquirer=tell.enquirer(), account=tell.account(urgency="child"))
    card = queries.file_card(caseworker, changed)
    assert [name.full_as_given for name in card.names] == ["Раҳимов Фаррух", "Рахимов Фарух"]
    assert (card.fathers, str(changed.sought.person.birth), changed.urgency) == ([], "1986", "child")
    entry = card.history[0]
    assert (entry.kind, entry.facts["fields"]) == (HistoryKind.CHANGED, ["birth", "father_name", "names", "urgency"])


def test_a_form_without_changes_writes_nothing(take, tell, caseworker):
    request = take()
    changed = change(caseworker, request, sought=tell.person(), enquirer=tell.enquirer(), account=tell.account())
    assert changed.version == request.version
    assert queries.history(changed).count() == 1


def test_whoever_is_second_overwrites_nothing(take, tell, caseworker):
    request = take()
    seen = queries.form_values(request)
    add_name(scope=caseworker, person=request.sought.person, name=NameInput(full_as_given="Фаррухи Саид"))
    with pytest.raises(Conflict):
        change(
            caseworker, request, sought=tell.person(), enquirer=tell.enquirer(), account=tell.account(),
            seen_facts=seen["seen_facts"],
        )  # fmt: skip
    assert request.sought.person.names.count() == 2


def test_a_closed_file_is_not_changed(take, tell, caseworker, officer, close):
    request = services.begin_search(
        scope=officer,
        request=services.accept_request(
            scope=officer, request=services.submit_request(scope=caseworker, request=take())
        ),
    )
    close(request, reason=CloseReason.A1)
    with pytest.raises(Refused):
        change(caseworker, request, sought=tell.person(), enquirer=tell.enquirer(), account=tell.account())


def test_a_yes_to_asking_authorities_names_one(take, tell):
    consents = {ConsentScope.SHARE_AUTHORITY.value: ConsentState.GIVEN}
    with pytest.raises(InvalidInput), transaction.atomic():
        take(enquirer=tell.enquirer(consents=consents))
    assert take(enquirer=tell.enquirer(consents=consents, authority="Migration service of Orenburg")).running == 1


def test_the_database_keeps_numbers_apart(take):
    request = take()
    with pytest.raises(IntegrityError), transaction.atomic():
        TracingRequest.objects.filter(pk=take().pk).update(running=request.running)
