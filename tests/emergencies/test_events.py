"""Events: registered once, checked at their fields, listed with those under way marked."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payvand.audit.models import Act
from payvand.core.errors import Conflict, InvalidInput, NotAllowed
from payvand.emergencies import queries, services
from payvand.emergencies.models import Event
from payvand.network.models import Country

# Literal, with what the navigation counts, so that a query that grows with the rows is seen here.
MOST_QUERIES = 12


@pytest.fixture
def head(cast):
    return cast.scope_for(cast.head_of_tracing)


@pytest.fixture
def register(head):
    def registered(**changes):
        facts = {
            "code": "khorog-2026",
            "name": "Mudflow at Khorog",
            "name_ru": "Сель в Хороге",
            "kind": "MS",
            "country": Country.objects.get(pk="TJ"),
            "started_on": date(2026, 5, 2),
        }
        return services.register_event(scope=head, **(facts | changes))

    return registered


def test_an_event_is_registered_with_its_act(register):
    event = register(glide="ms-2026-000101-tjk", lead="icrc")
    assert (event.glide, event.lead, event.label) == ("MS-2026-000101-TJK", "icrc", "Mudflow at Khorog")
    act = Act.objects.get(action="emergencies.register_event")
    assert act.facts == {"code": "khorog-2026", "kind": "MS"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ended_on": date(2026, 5, 1)}, "ended_on"),
        ({"glide": "EQ-2026-1-TJK"}, "glide"),
        ({"name": " "}, "name"),
        ({"code": "not a word"}, "code"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(register, change, field):
    with pytest.raises(InvalidInput) as refused:
        register(**change)
    assert list(refused.value.problems) == [field]
    assert not Event.objects.exists()


def test_a_code_is_given_once(register):
    register()
    with pytest.raises(InvalidInput) as refused:
        register()
    assert list(refused.value.problems) == ["code"]


def test_only_the_head_of_tracing_registers_events(cast, register, head):
    event = register()
    for user in (cast.caseworker, cast.tracing_officer, cast.data_protection_officer):
        scope = cast.scope_for(user)
        assert list(queries.events(scope)) == [event]
        with pytest.raises(NotAllowed):
            services.change_event(scope=scope, event=event, seen_version=event.version, name="Another")
    assert not queries.events(cast.scope_for(cast.partner_viewer)).exists()


def test_a_stale_change_is_not_written(register, head):
    event = register()
    services.change_event(scope=head, event=event, seen_version=1, ended_on=date(2026, 6, 1))
    with pytest.raises(Conflict):
        services.change_event(scope=head, event=Event.objects.get(), seen_version=1, name="Another")
    assert Event.objects.get().ended_on == date(2026, 6, 1)


def test_open_events_are_those_under_way(register, head, time_machine):
    time_machine.move_to("2026-05-20T09:00:00+05:00")
    under_way = register()
    register(code="over", ended_on=date(2026, 5, 19), glide="")
    register(code="later", started_on=date(2026, 5, 21))
    last_day = register(code="last-day", ended_on=date(2026, 5, 20))
    assert set(queries.open_events(head)) == {under_way, last_day}
    assert [event.is_open_on() for event in queries.events(head).order_by("code")] == [True, True, False, False]


def test_the_page_registers_and_changes(cast):
    desk = cast.client_of(cast.head_of_tracing)
    form = {
        "name": "Flood", "code": "FLOOD-1", "kind": "FL", "country": "TJ", "started_on": "01.03.2026",
        "lead": "national_society", "glide": "", "name_ru": "Паводок",
    }  # fmt: skip
    wrong = desk.post("/events/new/", form | {"glide": "FL1", "ended_on": "31.12.2025"})
    assert wrong.status_code == 422
    assert "Flood" in wrong.content.decode()
    assert "A GLIDE number looks like EQ-2006-000195-KGZ." in wrong.content.decode()
    assert desk.post("/events/new/", form).headers["Location"] == "/events/"
    event = Event.objects.get(code="flood-1")
    changed = form | {"version": event.version, "ended_on": "20.03.2026"}
    assert desk.post("/events/flood-1/", changed).status_code == 302
    assert desk.post("/events/flood-1/", changed).status_code == 422
    event.refresh_from_db()
    assert str(event.ended_on) == "2026-03-20"


def test_the_list_asks_as_often_with_three_rows_as_with_one(cast, register):
    desk = cast.client_of(cast.head_of_tracing)

    def asked():
        desk.get("/events/")
        with CaptureQueriesContext(connection) as captured:
            assert desk.get("/events/").status_code == 200
        return len(captured)

    register()
    one = asked()
    for number in (2, 3):
        register(code=f"event-{number}")
    assert asked() == one <= MOST_QUERIES
