"""What is kept of a person in messages, calls and registrations: given to them, and taken away at erasure."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from payvand.emergencies.services import register_event
from payvand.families.enums.messages import MessageState
from payvand.families.models import RedCrossMessage, SafeAndWell
from payvand.families.services import holding, reunion, safe
from payvand.families.services import messages as services
from payvand.families.services.calls import CallFacts, record_call
from payvand.network.models import Country
from payvand.tracing.services import ToldPerson

TEXT = "Писарам, мо ҳама саломат ҳастем."


def everything():
    tables = [name for name in connection.introspection.table_names() if name.startswith("families_")]
    with connection.cursor() as cursor:
        rows = []
        for name in tables:
            cursor.execute(f"SELECT * FROM {name}")
            rows += cursor.fetchall()
    return str(rows)


@pytest.fixture
def kept(in_state, officer, cast):
    """A sender of whom much is kept."""
    message = in_state(MessageState.TRANSLATED)
    services.deliver_here(scope=officer, message=message, note="Ҳамсоя медонад")
    services.give_out(scope=officer, message=message, carrier_name="С. Орипов")
    services.record_distributed(scope=officer, message=message, place="Колония 3")
    record_call(
        scope=officer,
        unit=cast.khatlon,
        caller=message.sender,
        called=message.addressee,
        facts=CallFacts(on=timezone.localdate(), minutes=5, note="Бо забони ӯ", place="Колония 3"),
    )
    day = date(2026, 3, 1)
    facts = reunion.ReunionFacts(
        relation="son",
        contact_restored_on=day,
        applicant_agreed_on=day,
        principal_agreed_on=day,
        escort="Холаи Мадина",
    )
    reunion.open_reunification(
        scope=officer, unit=cast.khatlon, applicant=message.sender, principal=message.addressee, facts=facts
    )
    return message


def test_a_person_is_given_what_they_wrote_and_of_others_nothing(kept):
    mine = list(holding.held_about(frozenset({kept.sender_id})))
    assert [len(section.rows) for section in mine] == [1, 1, 1]
    assert TEXT in str(mine)
    assert "Восеъ" in str(mine)
    assert "Оренбург" not in str(mine)
    theirs = str(list(holding.held_about(frozenset({kept.addressee_id}))))
    assert TEXT not in theirs
    assert "Оренбург" in theirs


def test_erasure_takes_words_and_addresses_and_leaves_what_figures_count(kept):
    taken = holding.erase(kept.sender_id)
    assert taken["families.RedCrossMessage"] == 1
    assert taken["families.MessageTranslation"] == 1
    assert "Колония 3" not in everything()
    after = RedCrossMessage.objects.get(pk=kept.pk)
    assert (after.content, after.sender_contact, after.addressee_contact) == ("", "", "Оренбург, ул. Чкалова 12")
    assert (after.state, after.distributed_on) == (MessageState.DISTRIBUTED, timezone.localdate())
    assert [str(link.name) for link in after.custody.all()] == ["", "", ""]
    again = holding.erase(kept.sender_id)
    assert set(again) <= set(taken)
    assert "families.MessageTranslation" not in again


def test_registrations_wait_for_a_decision_when_their_time_is_over(cast, caseworker, time_machine):
    time_machine.move_to("2026-01-10T09:00:00+05:00", tick=False)
    event = register_event(
        scope=cast.scope_for(cast.head_of_tracing),
        code="flood",
        name="Flood",
        kind="FL",
        country=Country.objects.get(pk="TJ"),
        started_on=date(2026, 1, 1),
    )
    made = safe.register_safe(
        scope=caseworker,
        event=event,
        unit=cast.khatlon,
        person=ToldPerson(full_name="Назарова Гулрухсор"),
        news=safe.SafeNews(message="Ман саломат"),
    )
    safe.end_registration(scope=caseworker, registration=made)
    assert list(holding.retention(caseworker)) == []
    time_machine.move_to("2026-08-01T09:00:00+05:00", tick=False)
    assert [(due.number, due.person_id) for due in holding.retention(caseworker)] == [(made.number, made.person_id)]
    holding.erase(made.person_id)
    assert SafeAndWell.objects.get().message == ""
