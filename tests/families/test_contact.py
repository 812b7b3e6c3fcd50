"""Safe and well until its last day; calls in which relatives spoke."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.emergencies.services import register_event
from payvand.families.models import FacilitatedCall, SafeAndWell
from payvand.families.queries import contact as queries
from payvand.families.services.calls import CallFacts, record_call
from payvand.families.services.safe import (
    SafeNews,
    end_registration,
    expire_registrations,
    last_day,
    register_safe,
    tell_relative,
)
from payvand.network.models import Country
from payvand.people.enums import ConsentScope, ConsentState
from payvand.tracing import services as tracing
from payvand.tracing.models import Hint
from payvand.tracing.services import ToldPerson


@pytest.fixture
def event(cast):
    return register_event(
        scope=cast.scope_for(cast.head_of_tracing),
        code="khorog-2026",
        name="Mudflow",
        kind="MS",
        country=Country.objects.get(pk="TJ"),
        started_on=date(2026, 5, 2),
    )


@pytest.fixture
def register(cast, caseworker, event):
    def made(*, by=None, token=None, person=None, **news):
        return register_safe(
            scope=by or caseworker,
            event=event,
            unit=cast.khatlon,
            person=person or ToldPerson(full_name="Назарова Гулрухсор", sex="female", father_name="Назар"),
            news=SafeNews(**news),
            form_token=token,
        )

    return made


@pytest.fixture
def seek(cast, officer):
    def made(**person):
        agreed = {ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN}
        return tracing.take_request(
            scope=officer,
            unit=cast.headquarters,
            sought=ToldPerson(full_name="Nazarova Gulrukhsor", father_name="Nazar", sex="female"),
            enquirer=tracing.ToldEnquirer(full_name="Nazarov Bahrom", relation="brother", consents=agreed),
            account=tracing.Account(received_on=date(2026, 5, 3)),
        )

    return made


def test_a_registration_is_compared_with_the_open_files(register, seek):
    request = seek()
    made = register()
    tracing.compare_due(most=100)
    assert made.person_id in Hint.objects.filter(sought=request.sought).values_list("candidate_id", flat=True)


def test_after_its_last_day_it_is_hidden_and_compared_no_more(register, seek, officer, time_machine):
    time_machine.move_to("2026-06-01T09:00:00+05:00", tick=False)
    made = register(expires_on=last_day(30), message="Ман дар хонаи холаам", exact_place="", home_place="Хоруғ")
    time_machine.move_to("2026-07-01T20:00:00+05:00", tick=False)
    assert (queries.visible_safe(officer).get(), expire_registrations()) == (made, 0)
    time_machine.move_to("2026-07-02T00:30:00+05:00", tick=False)
    assert not queries.visible_safe(officer).exists()
    assert (expire_registrations(), expire_registrations()) == (1, 0)
    made.refresh_from_db()
    assert (made.message, made.person.not_matched) == ("", True)
    request = seek()
    tracing.compare_due(most=100)
    assert not Hint.objects.filter(sought=request.sought, candidate=made.person).exists()
    act = Act.objects.get(action="families.expire_safe")
    assert (act.actor, act.user_id) == ("system:expirer", None)


def test_at_the_persons_wish_it_ends_at_once(register, caseworker, officer):
    made = register()
    end_registration(scope=caseworker, registration=made)
    made.refresh_from_db()
    assert (made.is_current, made.person.not_matched, queries.visible_safe(officer).exists()) == (False, True, False)
    with pytest.raises(NotAllowed):
        end_registration(scope=caseworker, registration=made)


@pytest.mark.parametrize(
    ("news", "field"),
    [
        ({"exact_place": "Хоруғ, мактаби 4"}, "exact_place"),
        ({"expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"expires_on": date(2090, 1, 1)}, "expires_on"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(register, news, field):
    with pytest.raises(InvalidInput) as refused:
        register(**news)
    assert list(refused.value.problems) == [field]
    assert not SafeAndWell.objects.exists()


def test_the_place_is_kept_only_with_a_yes_and_sealed(register):
    register(exact_place="мактаби 4", place_agreed=True, message="Хавотир нашавед")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM families_safeandwell")
        row = str(cursor.fetchall())
    assert SafeAndWell.objects.get().exact_place == "мактаби 4"
    assert "мактаби 4" not in row
    assert "Хавотир" not in row


def test_a_form_sent_twice_registers_once(register):
    token = uuid.uuid4()
    assert register(token=token) == register(token=token)


def test_nobody_is_registered_for_an_event_that_is_over_or_beyond_the_unit(register, event, cast, officer):
    with pytest.raises(NotAllowed):
        register(by=cast.scope_for(cast.other_caseworker))
    type(event).objects.update(ended_on=date(2026, 5, 20))
    with pytest.raises(NotAllowed):
        register()


def test_who_was_told_is_written_down(register, caseworker):
    made = register()
    tell_relative(scope=caseworker, registration=made, relation="бародараш")
    with pytest.raises(InvalidInput):
        tell_relative(scope=caseworker, registration=made, relation=" ")
    assert [str(told) for told in made.told.all()] == ["бародараш"]


@pytest.fixture
def call(cast, caseworker):
    def made(*, by=None, token=None, request=None, **facts):
        return record_call(
            scope=by or caseworker,
            unit=cast.khatlon,
            caller=ToldPerson(full_name="Назаров Баҳром"),
            called=ToldPerson(full_name="Назарова Гулрухсор"),
            facts=CallFacts(**({"on": timezone.localdate(), "minutes": 12} | facts)),
            request=request,
            form_token=token,
        )

    return made


def test_a_call_is_recorded_once_with_its_minutes(call, officer):
    token = uuid.uuid4()
    assert call(token=token) == call(token=token)
    assert [one.minutes for one in queries.visible_calls(officer)] == [12]
    missed = call(outcome="no_answer", minutes=12)
    assert missed.minutes == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"minutes": 0}, "minutes"), ({"minutes": 601}, "minutes"), ({"on": date(2090, 1, 1)}, "on")],
)
def test_a_call_that_cannot_be(call, facts, field):
    with pytest.raises(InvalidInput) as refused:
        call(**facts)
    assert list(refused.value.problems) == [field]
    assert not FacilitatedCall.objects.exists()


def test_calls_stay_in_their_unit(call, cast):
    call()
    with pytest.raises(NotAllowed):
        call(by=cast.scope_for(cast.other_caseworker))
    assert not queries.visible_calls(cast.scope_for(cast.other_caseworker)).exists()
    assert last_day(0) + timedelta(days=1) > timezone.localdate()
