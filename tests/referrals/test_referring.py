"""The directory, the beginning of a referral, what waits, what is erased."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from payvand.core.errors import Conflict, InvalidInput, NotAllowed
from payvand.network.models import Country
from payvand.protection.holders import holders
from payvand.referrals import queries, services
from payvand.referrals.models import Referral

MOST_QUERIES = 14  # of any list, with what stands around it


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.caseworker)


def test_the_directory_is_searched_in_any_script_and_narrowed(provider, scope):
    provider(languages=["tg", "ru"], place_text="Бохтар")
    provider("Legal Aid Orenburg", country="RU", offers=["legal"], languages=["ru"])
    provider("Беморхона", offers=["health"])

    def names(**chosen):
        return sorted(found.name for found in queries.providers(scope, **chosen))

    assert names(text="Bokhtar") == ["Маркази ҳуқуқӣ"]
    assert names(text="МАРКАЗИ Ҳуқуқӣ") == ["Маркази ҳуқуқӣ"]
    assert names(service="legal") == ["Legal Aid Orenburg", "Маркази ҳуқуқӣ"]
    assert names(language="tg") == ["Маркази ҳуқуқӣ"]
    assert names(country=Country.objects.get(pk="RU")) == ["Legal Aid Orenburg"]
    assert names(text="nobody") == []


def test_who_is_closed_takes_nobody_and_what_is_old_is_asked_again(provider, scope):
    kept = provider()
    assert not queries.is_stale(kept, timezone.localdate())
    assert queries.is_stale(kept, timezone.localdate() + queries.STALE_AFTER + queries.STALE_AFTER)
    services.close_provider(scope=scope, provider=kept)
    assert not queries.open_providers(scope).exists()
    assert queries.providers(scope).exists()


def test_two_who_change_a_provider_do_not_overwrite_each_other(provider, scope):
    kept = provider()
    facts = services.ProviderFacts(name="New name", country=kept.country, services=["health"])
    services.change_provider(scope=scope, provider=kept, facts=facts, expected_version=1)
    assert [service.service for service in kept.services.all()] == ["health"]
    with pytest.raises(Conflict):
        services.change_provider(scope=scope, provider=kept, facts=facts, expected_version=1)


@pytest.mark.parametrize("facts", [{"name": " "}, {"offers": []}, {"offers": ["magic"]}])
def test_a_provider_has_a_name_and_a_service(provider, facts):
    with pytest.raises(InvalidInput):
        provider(**facts)


@pytest.mark.parametrize("changes", [{"need": "magic"}, {"provider_text": " "}])
def test_what_cannot_be_a_referral(referred, changes):
    with pytest.raises(InvalidInput):
        referred(**changes)


def test_numbers_run_on_and_a_form_sent_twice_makes_one(referred):
    token = uuid.uuid4()
    first, again = referred(form_token=token), referred(form_token=token)
    assert (first.pk, Referral.objects.count()) == (again.pk, 1)
    assert referred().number == first.number[:-1] + "2"


def test_an_unnamed_person_needs_a_unit(cast, scope):
    with pytest.raises(InvalidInput):
        services.refer(scope=scope, person=None, need="health", provider_text="Clinic")
    made = services.refer(scope=scope, person=None, need="health", provider_text="Clinic", unit=cast.khatlon)
    assert services.send_referral(scope=scope, referral=made, told=["need"]).state == "sent"


def test_a_person_out_of_reach_is_referred_by_nobody(person, cast):
    with pytest.raises(NotAllowed):
        services.refer(
            scope=cast.scope_for(cast.other_caseworker), person=person, need="health", provider_text="Clinic"
        )


def test_lists_by_state_and_by_the_open_loop(referred, scope):
    waiting, ended = referred(), referred()
    services.send_referral(scope=scope, referral=ended)
    services.record_served(scope=scope, referral=ended)

    def numbers(**chosen):
        return [row.number for row in queries.listed_referrals(scope, **chosen)]

    assert numbers(state="open") == [waiting.number]
    assert numbers(state="loop") == numbers(state="served") == [ended.number]
    assert numbers(need="health") == []
    services.record_feedback(scope=scope, referral=ended, helped="yes")
    assert numbers(state="loop") == []
    assert [(tile.figure, tile.note) for tile in queries.due_work(scope).tiles] == [(1, "")]


def test_the_list_asks_as_often_with_three_rows_as_with_one(referred, cast):
    browser = cast.client_of(cast.caseworker)

    def asked(address):
        browser.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address).status_code == 200
        return len(captured)

    referred()
    one = asked("/referrals/"), asked("/referrals/directory/")
    referred()
    referred()
    assert one == (asked("/referrals/"), asked("/referrals/directory/"))
    assert max(one) <= MOST_QUERIES


def test_pages_lead_from_a_need_to_the_closed_loop(person, provider, agree, cast):
    browser = cast.client_of(cast.caseworker)
    kept = provider()
    agree(person, kept.name)
    address = f"/referrals/for/{person.pk}/"
    assert browser.post(address, {"need": "legal", "form_token": uuid.uuid4()}).status_code == 422
    made = browser.post(
        address, {"need": "legal", "provider": kept.pk, "need_text": "Мерос", "form_token": uuid.uuid4()}
    )
    page = made.headers["Location"]
    assert "Мерос" in browser.get(page).content.decode()
    assert browser.post(f"{page}send/", {"told": ["names"]}).status_code == 302
    assert browser.post(f"{page}refuse/", {"reason": ""}).status_code == 422
    assert browser.post(f"{page}accept/").status_code == 302
    assert browser.post(f"{page}serve/", {"note": "Бо вакил вохӯрд"}).status_code == 302
    assert browser.post(f"{page}feedback/", {"helped": "yes"}).status_code == 302
    shown = browser.get(page).content.decode()
    assert "it helped" in shown
    assert "Бо вакил вохӯрд" in shown
    assert browser.get(f"{page}fly/").status_code == 404


def test_erasure_takes_the_words_and_keeps_what_figures_count(referred, person, scope):
    referral = referred(need_text="Мерос")
    services.send_referral(scope=scope, referral=referral, note="Рафт")
    holder = next(holder for holder in holders() if holder.room == "referrals")
    (section,) = holder.held_about(frozenset({person.pk}))
    assert section.rows[0]["In your words"] == "Мерос"
    assert holder.erase(person.pk) == {"referrals.Referral": 1, "referrals.ReferralEvent": 1}
    assert holder.erase(person.pk) == {}
    kept = Referral.objects.get()
    assert (kept.person, kept.need_text, kept.need, kept.state) == (None, "", "legal", "sent")
    assert {event.note for event in kept.events.all()} == {""}
