"""The figures of restoring family links: what each counts, who sees how much of it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from payvand.core.errors import NotAllowed
from payvand.core.indicators import Breakdown, Figure, Part, Period
from payvand.core.partial_date import PartialDate
from payvand.families.services import missing
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.models import Person
from payvand.tracing import services
from payvand.tracing.models import LinkOutcome, TracingRequest
from payvand.web import queries

DAY = date(2026, 5, 13)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _a_day_in_may():
    with time_machine.travel("2026-05-13T06:00:00+05:00", tick=True):
        yield


@pytest.fixture
def take(cast):
    """Take a request and bring it to where it is wanted."""

    def taken(*, unit=None, by=None, sex="male", birth="1985", accepted=True, **told):
        scope = cast.scope_for(by or cast.caseworker)
        account = {"received_on": DAY, "cause": "labour_migration", "last_contact": PartialDate.parse("2001"), **told}
        request = services.take_request(
            scope=scope,
            unit=unit or cast.khatlon,
            sought=services.ToldPerson(full_name="Раҳимов Фаррух", birth=PartialDate.parse(birth), sex=sex),
            enquirer=services.ToldEnquirer(
                full_name="Раҳимова Зайнаб",
                relation="mother",
                consents={ConsentScope.SEARCH_INTERNAL.value: ConsentState.GIVEN},
            ),
            account=services.Account(**account),
        )
        if accepted:
            services.submit_request(scope=scope, request=request)
            request = services.accept_request(scope=cast.scope_for(cast.tracing_officer), request=request)
        return request

    return taken


@pytest.fixture
def head(cast):
    return cast.scope_for(cast.head_of_tracing)


def figure(scope, code, period=YEAR):
    return queries.figure(scope, queries.INDICATORS[code], period).figure


def parts(figure, place=0):
    return {str(part.label): part.value for part in figure.breakdowns[place].parts}


def test_every_indicator_of_restoring_family_links_is_there():
    assert list(queries.INDICATORS) == [f"RFL{number:02d}" for number in range(1, 14)]
    for indicator in queries.INDICATORS.values():
        assert all(str(text).strip() for text in (indicator.title, indicator.unit, indicator.rule, indicator.source))


def test_registered_counts_what_was_accepted_in_the_period(take, head):
    take()
    take(sex="female", birth="1990", cause="tj_civil_war")
    take(accepted=False)
    found = figure(head, "RFL01")
    assert found.value == 2
    assert parts(found) == {"women and girls": 1, "men and boys": 1}
    assert parts(found, 1) == {"minors when contact was lost": 2}
    assert parts(found, 2) == {"Labour migration": 1, "Tajik conflict 1992-97": 1}
    assert parts(found, 3) == {"not known": 2}
    assert figure(head, "RFL01", Period(date(2025, 1, 1), date(2025, 12, 31))).value == 0
    assert figure(head, "RFL01", Period(DAY, DAY)).value == 1 + 1


def test_the_age_at_loss_is_told_or_reckoned(take, head):
    take(birth="1960")
    take(birth="1995")
    take(birth="1995", age_at_loss_from=19, age_at_loss_to=22)
    take(last_contact=None)
    assert parts(figure(head, "RFL01"), 1) == {
        "minors when contact was lost": 1,
        "adults when contact was lost": 2,
        "not known": 1,
    }


def test_handled_is_what_stood_open_on_the_last_day(take, head, cast):
    with time_machine.travel("2026-02-01T06:00:00+05:00"):
        request = take()
        TracingRequest.objects.filter(pk=request.pk).update(created_at=timezone.now())
    TracingRequest.objects.filter(pk=request.pk).update(
        state="closed", close_reason="N2", closed_at=timezone.now(), state_since=timezone.now()
    )
    take()
    assert figure(head, "RFL02", Period(date(2026, 1, 1), DAY)).value == 1
    assert figure(head, "RFL02", Period(date(2026, 1, 1), date(2026, 3, 31))).value == 1
    assert figure(head, "RFL02", Period(date(2025, 1, 1), date(2025, 12, 31))).value == 0


def test_closed_by_reason_and_positive_ones(take, head):
    for reason in ("P1", "P4", "P6", "N2"):
        request = take()
        TracingRequest.objects.filter(pk=request.pk).update(
            state="closed", close_reason=reason, closed_at=timezone.now()
        )
    assert figure(head, "RFL03").value == 2
    closed = figure(head, "RFL04")
    assert (closed.value, [label[:2] for label in parts(closed)]) == (4, ["P1", "P4", "P6", "N2"])


def test_a_pair_counts_one_link_and_a_mistake_none(take, head):
    request, other, mistaken = take(), take(), take()
    for _time in range(2):
        LinkOutcome.objects.create(request=request, kind="call", restored_on=DAY)
    LinkOutcome.objects.create(request=other, kind="call", restored_on=date(2025, 1, 1))
    LinkOutcome.objects.create(request=mistaken, kind="call", restored_on=DAY, removed_at=timezone.now())
    assert figure(head, "RFL05").value == 1


def test_medians_count_days_from_acceptance(take, head):
    assert (figure(head, "RFL13").value, figure(head, "RFL13").breakdowns) == (None, ())
    for days in (10, 20, 60):
        request = take()
        TracingRequest.objects.filter(pk=request.pk).update(
            state="closed", close_reason="N2", closed_at=timezone.now() + timedelta(days=days)
        )
    assert parts(figure(head, "RFL13")) == {"to closure": 20}


def test_families_are_counted_with_the_people_in_them(take, head, cast):
    scope = cast.scope_for(cast.caseworker)
    family = missing.open_family(scope=scope, request=take())
    missing.begin_accompaniment(scope=scope, family=family, focal_person_id=None, heads={"women": 2, "boys": 3})
    found = figure(head, "RFL12")
    assert (found.value, parts(found)) == (1, {"women": 2, "men": 0, "girls": 0, "boys": 3})
    assert figure(head, "RFL12", Period(date(2025, 1, 1), date(2025, 12, 31))).value == 0
    missing.end_accompaniment(scope=scope, family=family)
    assert figure(head, "RFL12").value == 1
    assert figure(head, "RFL12", Period(DAY + timedelta(days=1), date(2026, 12, 31))).value == 0


def test_units_bound_the_figures_and_protected_files_count(take, cast, head):
    take()
    kept = take(unit=cast.sughd, by=cast.other_caseworker)
    Person.objects.filter(pk=kept.sought.person_id).update(confidentiality=3)
    assert figure(head, "RFL01").value == 2
    assert figure(cast.scope_for(cast.caseworker), "RFL01").value == 1
    page = cast.client_of(cast.head_of_tracing).get("/figures/RFL01/")
    assert page.context["page"].paginator.count == 1
    assert "not listed" in page.content.decode()
    assert kept.number not in page.content.decode()


def test_a_viewer_from_a_partner_sees_no_small_number_and_no_list(take, cast):
    take()
    viewer = cast.scope_for(cast.partner_viewer)
    found = figure(viewer, "RFL01")
    assert (found.value, found.hidden) == (None, True)
    assert [part.value for one in found.breakdowns for part in one.parts] == [None] * 4
    browser = cast.client_of(cast.partner_viewer)
    page = browser.get("/figures/RFL01/")
    assert page.context["page"] is None
    assert "&lt; 5" in page.content.decode()
    assert "TJ-2026" not in page.content.decode() + browser.get("/figures/").content.decode()


def test_suppression_keeps_days_and_hides_what_would_follow():
    parts = Breakdown("by", (Part("a", 3), Part("b", 9), Part("c", 30)))
    assert [part.value for part in Figure(42, (parts,)).suppressed().breakdowns[0].parts] == [None, None, 30]
    assert Figure(3, counts=False).suppressed() == Figure(3, counts=False)
    assert Figure(0).suppressed() == Figure(0)


@pytest.mark.parametrize("user", ["programme_colleague", "data_protection_officer", "field_volunteer", "stranger"])
def test_others_see_no_figures(cast, user):
    with pytest.raises(NotAllowed):
        figure(cast.scope_for(getattr(cast, user)), "RFL01")


@pytest.mark.parametrize("query", ["", "?since=nonsense&until=31.02.2026", "?since=2027-01-01&until=2026-01-01"])
def test_any_period_gives_a_page(cast, query):
    browser = cast.client_of(cast.head_of_tracing)
    assert browser.get(f"/figures/{query}").status_code == 200
    assert browser.get("/figures/RFL99/").status_code == 404


def test_figures_ask_as_often_with_many_files_as_with_one(take, cast):
    browser = cast.client_of(cast.head_of_tracing)

    def asked():
        browser.get("/figures/")
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/figures/").status_code == 200
        return len(captured)

    take()
    one = asked()
    for sex in ("male", "female", "male"):
        take(sex=sex, cause="conflict")
    assert one == asked()
