"""My work today, and search over everything, for those who may."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from payvand.core.partial_date import PartialDate
from payvand.people.enums import ConsentScope, ConsentState
from payvand.tracing import services
from payvand.web import queries

HOME_QUERIES = 26


@pytest.fixture
def take(cast):
    def taken(name="Раҳимов Фаррух", **told):
        return services.take_request(
            scope=cast.scope_for(cast.caseworker),
            unit=cast.khatlon,
            sought=services.ToldPerson(full_name=name, birth=PartialDate.parse("1985"), sex="male"),
            enquirer=services.ToldEnquirer(
                full_name="Раҳимова Зайнаб",
                relation="mother",
                consents={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN},
            ),
            account=services.Account(received_on=date(2026, 5, 21), **told),
        )

    return taken


def register(cast, name="Rakhimov Farrukh"):
    services.register_found_person(
        scope=cast.scope_for(cast.tracing_officer),
        unit=cast.headquarters,
        person=services.ToldPerson(full_name=name, birth=PartialDate.parse("1985"), sex="male"),
        source="patients_list",
    )


def test_what_is_due_depends_on_what_one_may_do(take, cast):
    draft = take()
    submitted = services.submit_request(scope=cast.scope_for(cast.caseworker), request=take(urgency="child"))
    due = {
        name: [item.title for item in queries.today(cast.scope_for(user)).work.due] for name, user in cast.users.items()
    }
    assert due.pop("tracing_officer") == due.pop("head_of_tracing") == [submitted.number, draft.number]
    assert due.pop("caseworker") == [draft.number]
    assert set(map(tuple, due.values())) == {()}


def test_hints_wait_on_the_page_of_those_who_decide(take, cast):
    take()
    register(cast)
    services.compare_due(most=100)
    today = queries.today(cast.scope_for(cast.tracing_officer))
    assert [card.candidate.shown_name for card in today.hints] == ["Rakhimov Farrukh"]
    tile = next(tile for tile in today.work.tiles if tile.label == "new hint")
    assert (tile.figure, tile.label, tile.note) == (1, "new hint", "1 very likely")
    seen = queries.today(cast.scope_for(cast.caseworker)).hints
    assert [card.candidate for card in seen] == [None], "the record belongs to another unit"
    assert queries.today(cast.scope_for(cast.programme_colleague)).hints == []


def test_a_stranger_gets_an_empty_page_that_says_so(take, cast):
    take()
    page = cast.client_of(cast.stranger).get("/")
    assert page.status_code == 200
    assert "No work is assigned to you here" in page.content.decode()
    assert "Раҳимов" not in page.content.decode()


def test_search_finds_people_files_and_nothing_for_those_who_may_not(take, cast):
    request = take()
    register(cast)
    officer = cast.client_of(cast.tracing_officer)

    def found(client, text):
        results = client.post("/search/", {"q": text}).context["results"]
        return {title: [one.title for one in group] for title, group in results.groups}

    assert set(found(officer, "rahimov faruh")["People"]) >= {"Раҳимов Фаррух", "Rakhimov Farrukh"}
    assert found(officer, request.number) == {"Files": [request.number]}
    assert found(officer, f"{request.running}1") == {} or "Files" not in found(officer, f"{request.running}1")
    for user in (cast.stranger, cast.programme_colleague, cast.data_protection_officer, cast.partner_viewer):
        assert found(cast.client_of(user), "rahimov faruh") == {}


def test_a_name_never_stands_in_an_address(cast):
    officer = cast.client_of(cast.tracing_officer)
    assert officer.get("/search/", {"q": "Раҳимов"}).context["search_text"] == ""


def test_htmx_gets_the_results_alone(take, cast):
    take()
    answer = cast.client_of(cast.tracing_officer).post("/search/", {"q": "rahimov"}, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "Раҳимов Фаррух" in text
    assert "<html" not in text


@pytest.mark.parametrize(
    "text", ["", " ", "x", "\x00\x00", "''--", "x" * 5000, "𝟙𝟙", "-", "٣٤", "TJ-2026-999999999999"]
)
def test_search_survives_anything(cast, text):
    assert cast.client_of(cast.tracing_officer).post("/search/", {"q": text}).status_code == 200


def test_home_asks_as_often_with_three_rows_as_with_one(take, put, cast):
    browser = cast.client_of(cast.tracing_officer)

    def asked():
        browser.get("/")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/").status_code == 200
        return len(captured)

    take()
    put(date(2026, 5, 1))
    register(cast)
    services.compare_due(most=100)
    one = asked()
    put(date(2026, 5, 2))
    put(date(2026, 5, 3))
    take("Раҳимов Фаррухҷон")
    take("Рахимов Фаррух")
    services.compare_due(most=100)
    assert (one, asked()) == (HOME_QUERIES, HOME_QUERIES)
