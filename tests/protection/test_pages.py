"""The pages of data protection, as the people of the cast use them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from payvand.people.models import ExceptionalAccess
from payvand.people.services import NameInput, record_consent, register_person
from payvand.protection.models import Breach, DataSubjectRequest, Erasure
from payvand.protection.services import (
    load_laws,
    propose_erasure,
    record_disclosure,
    report_breach,
    take_data_request,
)
from payvand.web.queries import today

pytestmark = pytest.mark.django_db
NAME = "Сироҷиддинов Фаррухшоҳ"
REASON = "A child is in danger and nobody named answers the telephone"


@pytest.fixture
def office(cast):
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def register(cast, office):
    def make(**facts):
        names = [NameInput(full_as_given=NAME)]
        return register_person(scope=office, purpose="tracing", unit=cast.khatlon, names=names, **facts)

    return make


@pytest.fixture
def dpo(cast):
    return cast.client_of(cast.data_protection_officer)


@pytest.fixture
def head(cast):
    return cast.client_of(cast.head_of_tracing)


def at(name, *args):
    return reverse(f"protection:{name}", args=args)


def page(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_the_officer_opens_a_sealed_record_reads_it_and_the_head_judges(cast, register, dpo, head):
    person = register(confidentiality=4)
    assert NAME not in page(dpo.get(at("kept")))
    assert str(person.pk) in page(dpo.get(at("kept")))
    page(dpo.post(at("open", person.pk), {"reason": "short"}), 422)
    shown = page(dpo.post(at("open", person.pk), {"reason": REASON}, follow=True))
    assert NAME in shown
    opened = ExceptionalAccess.objects.get()
    page(head.get(at("opened", opened.pk)), 404)
    assert REASON in page(head.get(at("review", opened.pk)))
    (item,) = today(cast.scope_for(cast.head_of_tracing)).work.due
    assert item.url == at("review", opened.pk)
    page(head.post(at("review", opened.pk), {"finding": "not_justified", "note": "talk"}), 302)
    page(dpo.get(at("opened", opened.pk)), 404)


def test_the_head_is_led_to_the_record_and_closes_it_again(register, head):
    person = register(confidentiality=3)
    page(head.get(reverse("people:person", args=[person.pk])), 404)
    shown = page(head.post(at("open", person.pk), {"reason": REASON}, follow=True))
    assert NAME in shown
    page(head.post(at("close_record", ExceptionalAccess.objects.get().pk)), 302)
    page(head.get(reverse("people:person", args=[person.pk])), 404)


def test_who_read_a_record_is_shown_with_when_and_for_what(cast, register, head, dpo):
    person = register()
    page(cast.client_of(cast.caseworker).get(reverse("people:person", args=[person.pk])))
    shown = page(dpo.get(at("reads"), {"person": person.pk}))
    assert cast.caseworker.full_name in shown
    assert "card" in shown
    assert NAME not in shown
    assert cast.caseworker.full_name not in page(dpo.get(at("reads"), {"person": cast.caseworker.pk}))


def test_an_erasure_goes_from_the_page_of_the_person_to_its_proof(cast, register, head, dpo):
    person = register()
    officer = cast.client_of(cast.tracing_officer)
    assert at("propose_erasure", person.pk) in page(officer.get(reverse("people:person", args=[person.pk])))
    page(officer.post(at("propose_erasure", person.pk), {"extent": "whole", "ground": "request"}), 302)
    erasure = Erasure.objects.get()
    assert at("carry_out", erasure.pk) not in page(officer.get(at("erasure", erasure.pk)))
    assert at("carry_out", erasure.pk) in page(dpo.get(at("erasure", erasure.pk)))
    assert "people.PersonName: 1" in page(dpo.post(at("carry_out", erasure.pk), follow=True))
    page(officer.get(reverse("people:person", args=[person.pk])), 404)


def test_a_request_is_taken_checked_read_decided_and_handed_over(cast, register, dpo):
    person = register()
    desk = cast.client_of(cast.caseworker)
    told = {"kind": "access", "received_on": "2026-01-05", "asked_by": NAME, "person": str(person.pk)}
    page(desk.post(at("take_request"), {**told, "person": "00000000-0000-4000-8000-000000000000"}), 422)
    page(desk.post(at("take_request"), told), 302)
    asked = DataSubjectRequest.objects.get()
    assert "late" in page(dpo.get(at("requests")))
    assert "Names, as given" not in page(dpo.get(at("request", asked.pk)))
    page(desk.post(at("check_identity", asked.pk), {"check_kind": "paper"}), 302)
    assert "Names, as given" in page(dpo.get(at("request", asked.pk)))
    assert "Names, as given" not in page(desk.get(at("request", asked.pk)))
    page(dpo.post(at("decide_request", asked.pk), {"decision": "granted", "answer": "all"}), 302)
    handed = dpo.post(at("hand_over", asked.pk))
    assert (handed.status_code, handed["Content-Type"]) == (200, "application/zip")
    assert handed["Content-Disposition"] == f'attachment; filename="{asked.number}.zip"'


def test_a_breach_is_reported_told_and_closed(cast, dpo):
    load_laws()
    desk = cast.client_of(cast.field_volunteer)
    page(desk.post(at("report_breach"), {"kind": "stolen", "what": ""}), 422)
    page(desk.post(at("report_breach"), {"kind": "stolen", "what": "the laptop"}), 302)
    breach = Breach.objects.get()
    assert re.search(r"7[12] hours left", page(dpo.get(at("breach", breach.pk))))
    page(dpo.post(at("assess_breach", breach.pk), {"risk": "low", "measures": "keys", "version": breach.version}), 302)
    page(dpo.post(at("assess_breach", breach.pk), {"risk": "high", "measures": "x", "version": breach.version}), 422)
    page(dpo.post(at("close_breach", breach.pk)), 302)
    breach.refresh_from_db()
    assert breach.closed_at is None
    sent = {"told": "network", "told_at": breach.found_at.astimezone().strftime("%Y-%m-%dT%H:%M")}
    page(dpo.post(at("tell", breach.pk), sent), 422)  # a minute before it was found


def test_a_flag_is_set_shown_and_ended_on_pages(cast, register):
    person = register()
    desk = cast.client_of(cast.caseworker)
    page(desk.post(at("add_flag", person.pk), {"code": "asylum", "reason": ""}), 422)
    page(desk.post(at("add_flag", person.pk), {"code": "asylum", "reason": "she said so"}), 302)
    assert "Asylum seeker or refugee" in page(desk.get(reverse("people:person", args=[person.pk])))
    flag = person.flags.get()
    page(desk.post(at("end_flag", person.pk, flag.pk), {"reason": "status granted"}), 302)
    assert "Asylum seeker or refugee" not in page(desk.get(reverse("people:person", args=[person.pk])))
    assert "status granted" in page(desk.get(at("person", person.pk)))


def test_that_a_person_cannot_be_asked_is_recorded_with_the_advice_of_the_law(cast, register):
    load_laws()
    person = register()
    desk = cast.client_of(cast.caseworker)
    told = {"reason": "whereabouts_unknown", "basis": "public", "review_on": "2027-03-01"}
    assert "1537" in page(desk.post(at("cannot_ask", person.pk), told), 422)
    page(desk.post(at("cannot_ask", person.pk), {**told, "advice": "Agreement of 3 March"}), 302)
    record = person.cannot_be_asked.get()
    page(desk.post(at("can_ask", person.pk, record.pk)), 302)
    assert person.cannot_be_asked.get().ended_at is not None


def test_the_laws_show_their_grade_of_evidence(dpo):
    load_laws()
    shown = page(dpo.get(at("laws")))
    assert "V-part S90" in shown
    assert "unverified" in shown
    page(dpo.post(at("advice", "TJ"), {"advice": "Opinion 1"}), 422)
    sent = {"advice": "Opinion 1", "advice_on": "2026-01-05", "advised_bases": ["public"]}
    page(dpo.post(at("advice", "TJ"), sent), 302)
    assert "Opinion 1" in page(dpo.get(at("laws")))


def _fill(cast, office, register):
    person = register(confidentiality=2)
    record_consent(scope=office, person=person, scope_code="share_movement", state="given")
    record_disclosure(scope=office, person=person, recipient="RU", fields=["names"], channel="movement")
    take_data_request(scope=office, kind="access", asked_by=NAME, person_ids=[person.pk])
    report_breach(scope=office, kind="lost", what="a stick")
    propose_erasure(scope=office, person_id=person.pk, ground="request")


@pytest.mark.parametrize("name", ["kept", "disclosures", "requests", "breaches", "erasures", "exceptions"])
def test_a_list_asks_as_often_for_three_rows_as_for_one(cast, office, register, dpo, name):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            page(dpo.get(at(name)))
        return len(seen)

    _fill(cast, office, register)
    page(dpo.get(at(name)))
    one = queries()
    _fill(cast, office, register)
    _fill(cast, office, register)
    assert queries() == one


def test_empty_pages_say_what_to_do(dpo):
    for name in ("overview", "kept", "disclosures", "requests", "breaches", "erasures", "exceptions", "reads", "laws"):
        page(dpo.get(at(name)))
