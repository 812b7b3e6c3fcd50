"""A person's own calendar reads what is due by a secret address: numbers and actions, no names."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from payvand.access import services as access
from payvand.access.models import Membership
from payvand.audit.models import Act
from payvand.core.errors import NotAllowed
from payvand.deadlines import services
from payvand.deadlines.models import CalendarFeed


@pytest.fixture
def open_feed(cast):
    def opened(user=None):
        return services.open_feed(scope=cast.scope_for(user or cast.caseworker))

    return opened


def read(secret):
    return Client().get(f"/calendar/{secret}.ics")


def events(secret):
    calendar = Calendar.from_ical(read(secret).content)
    return [(str(event["summary"]), event["dtstart"].dt) for event in calendar.walk("VEVENT")]


@time_machine.travel("2026-05-01")
def test_it_holds_number_and_action_of_ones_own_and_nobodys(put, cast, open_feed):
    put(officer=cast.caseworker, due=date(2026, 5, 4))
    put(number="TJ-2026-0119", due=date(2026, 5, 6))
    put(number="TJ-2026-0120", officer=cast.tracing_officer, due=date(2026, 5, 5))
    put(number="TJ-2026-0121", unit=cast.sughd, due=date(2026, 5, 5))
    secret = open_feed()
    assert events(secret) == [
        ("TJ-2026-0118: Answer the letter", date(2026, 5, 4)),
        ("TJ-2026-0119: Answer the letter", date(2026, 5, 6)),
    ]
    answer = read(secret)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert [name for name in (*(user.full_name for user in cast.users.values()), "Khatlon") if name in text] == []


def test_only_a_hash_is_kept_and_the_act_does_not_hold_it(open_feed):
    secret = open_feed()
    assert secret not in CalendarFeed.objects.get().secret_hash
    assert secret not in str(list(Act.objects.values()))


def test_a_new_address_ends_the_old_one_and_it_can_be_ended(open_feed, cast):
    first, second = open_feed(), open_feed()
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    services.end_feed(scope=cast.scope_for(cast.caseworker))
    assert read(second).status_code == 404


def test_who_leaves_the_service_leaves_the_feed(put, open_feed, cast):
    put()
    secret = open_feed()
    membership = Membership.objects.get(user=cast.caseworker)
    access.end_membership(scope=cast.scope_for(cast.node_admin), membership=membership)
    assert read(secret).status_code == 404


def test_a_closed_account_reads_nothing(open_feed, cast):
    secret = open_feed()
    access.deactivate_user(scope=cast.scope_for(cast.node_admin), user=cast.caseworker)
    assert read(secret).status_code == 404


def test_who_sees_no_deadlines_gets_no_address(open_feed, cast):
    with pytest.raises(NotAllowed):
        open_feed(cast.partner_viewer)


def test_guesses_are_counted(kinds, db):
    answers = {read("guess").status_code for _try in range(30)}
    assert (answers, read("guess").status_code) == ({404}, 429)


def test_readings_are_counted_for_each_user(kinds, open_feed, cast):
    one, other = open_feed(), open_feed(cast.tracing_officer)
    assert {read(one).status_code for _time in range(60)} == {200}
    assert (read(one).status_code, read(other).status_code) == (429, 200)


def test_the_page_shows_the_address_once(cast, kinds):
    browser = cast.client_of(cast.caseworker)
    assert "no address yet" in browser.get("/calendar/feed/").content.decode()
    shown = browser.post("/calendar/feed/").context["address"]
    secret = shown.rpartition("/")[2].removesuffix(".ics")
    assert read(secret).status_code == 200
    assert secret not in browser.get("/calendar/feed/").content.decode()
    assert browser.post("/calendar/feed/end/").status_code == 302
    assert read(secret).status_code == 404
