"""Deadlines on my work today and in the calendar."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payvand.web import queries
from payvand.web.queries import home

MOST_QUERIES = 18  # with what stands around the page
DAY = date(2026, 5, 13)  # a Wednesday


@pytest.fixture(autouse=True)
def _a_wednesday():
    with time_machine.travel("2026-05-13T06:00:00+05:00", tick=False):
        yield


def days(rows):
    return [row.due.day for row in rows]


def test_the_week_stands_on_my_work_late_ones_first(put, cast):
    for day in (18, 19, 20, 11, 13, 12):
        put(DAY.replace(day=day))
    put(DAY, officer=cast.tracing_officer)
    put(DAY, unit=cast.sughd)
    shown = queries.today(cast.scope_for(cast.caseworker)).days
    assert (days(shown.late), days(shown.today), days(shown.week)) == ([11, 12], [13], [18, 19])
    assert (shown.number_late, shown.more) == (2, False)
    page = cast.client_of(cast.caseworker).get("/").content.decode()
    assert "2 days late" in page
    assert "Answer the letter" in page


def test_more_than_the_page_holds_is_counted_and_said(put, cast, monkeypatch):
    monkeypatch.setattr(home, "MOST_DEADLINES", 2)
    for day in (10, 11, 12):
        put(DAY.replace(day=day))
    shown = queries.today(cast.scope_for(cast.caseworker)).days
    assert (days(shown.late), shown.number_late, shown.more) == ([10, 11], 3, True)


def test_the_head_sees_what_is_late_with_colleagues_and_others_do_not(put, cast):
    put(DAY - timedelta(days=20), unit=cast.sughd, officer=cast.other_caseworker)
    assert days(queries.today(cast.scope_for(cast.head_of_tracing)).escalated) == [23]
    assert queries.today(cast.scope_for(cast.tracing_officer)).escalated == []
    assert "Late with colleagues" in cast.client_of(cast.head_of_tracing).get("/").content.decode()


def test_who_has_no_deadlines_has_no_card_of_them(put, cast):
    put(DAY)
    for user in (cast.partner_viewer, cast.programme_colleague, cast.stranger, cast.node_admin):
        assert "TJ-2026-0118" not in cast.client_of(user).get("/").content.decode()


def test_the_month_shows_three_of_a_day_and_how_many_more(put, cast):
    for number in range(5):
        put(DAY, number=f"TJ-2026-{number}")
    rows = queries.listed(cast.scope_for(cast.caseworker))
    cells = {cell.day: cell for week in queries.month_of(rows, date(2026, 5, 1)).weeks for cell in week}
    assert (min(cells), max(cells), len(cells) % 7) == (date(2026, 4, 27), date(2026, 5, 31), 0)
    day = cells[DAY]
    assert ([row.number for row in day.rows], day.number, day.more) == (["TJ-2026-0", "TJ-2026-1", "TJ-2026-2"], 5, 2)
    assert (day.is_today, day.is_off, cells[date(2026, 5, 16)].is_off) == (True, False, True)


def test_months_lead_to_the_next_over_the_year(put, cast):
    month = queries.month_of(queries.listed(cast.scope_for(cast.caseworker)), date(2026, 12, 1))
    assert (month.before, month.after) == (date(2026, 11, 1), date(2027, 1, 1))


def test_the_list_of_this_month_begins_with_what_is_late(put, cast):
    for day in (date(2026, 3, 1), DAY, date(2026, 6, 1)):
        put(day)
    browser = cast.client_of(cast.caseworker)

    def listed(address):
        return [(row.due.month) for row in browser.get(address).context["page"]]

    assert listed("/calendar/") == [3, 5]
    assert listed("/calendar/?month=2026-06") == [6]
    assert listed("/calendar/?month=2026-03") == [3]
    assert listed("/calendar/?whose=late") == [3]
    assert listed("/calendar/?month=nonsense&unit=nonsense&whose=nonsense") == [3, 5]


def test_filters_narrow_by_unit_and_by_whose(put, cast):
    put(DAY)
    put(DAY, unit=cast.sughd, officer=cast.other_caseworker)
    browser = cast.client_of(cast.tracing_officer)

    def numbers(query):
        return browser.get(f"/calendar/{query}").context["page"].paginator.count

    assert (numbers(""), numbers(f"?unit={cast.sughd.pk}"), numbers("?whose=mine")) == (2, 1, 1)


def test_the_calendar_asks_as_often_with_many_rows_as_with_one(put, cast):
    browser = cast.client_of(cast.head_of_tracing)

    def asked():
        browser.get("/calendar/")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/calendar/").status_code == 200
        return len(captured)

    put(DAY)
    one = asked()
    for day in range(1, 20):
        put(DAY.replace(day=day), officer=cast.caseworker)
    assert asked() == one <= MOST_QUERIES
