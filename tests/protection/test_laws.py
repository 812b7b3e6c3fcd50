"""The law of each country is data: what it says is checked where something is recorded or leaves."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.people.consent import allows
from payvand.people.services import NameInput, record_consent, register_person
from payvand.protection.models import CountryLaw
from payvand.protection.services import (
    end_cannot_be_asked,
    load_laws,
    may_transfer,
    record_advice,
    record_cannot_be_asked,
)

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def officer(cast):
    return cast.scope_for(cast.data_protection_officer)


@pytest.fixture
def sought(cast, scope):
    names = [NameInput(full_as_given="Раҳимов Фаррух")]
    return register_person(scope=scope, purpose="tracing", unit=cast.khatlon, names=names)


@pytest.fixture
def in_country(settings):
    def move(country):
        node = settings.NODE_SETTINGS
        settings.NODE_SETTINGS = node.model_copy(update={"node": node.node.model_copy(update={"country": country})})

    return move


def soon():
    return timezone.localdate() + dt.timedelta(days=90)


def recorded(scope, sought, **more):
    told = {"reason": "whereabouts_unknown", "basis": "public", "review_on": soon(), **more}
    return record_cannot_be_asked(scope=scope, person=sought, **told)


def test_the_package_and_the_data_hold_one_table():
    packaged = ROOT / "src/payvand/protection/reference/laws.csv"
    assert packaged.read_bytes() == (ROOT / "data/protection/laws.csv").read_bytes()


def test_loading_twice_changes_nothing_and_keeps_the_advice(officer):
    load_laws()
    law = CountryLaw.objects.get(country="TJ")
    record_advice(
        scope=officer, law=law, advice="Opinion 12/2026", advice_on=dt.date(2026, 1, 5), advised_bases=["public"]
    )
    load_laws()
    laws = {law.country: law for law in CountryLaw.objects.all()}
    assert sorted(laws) == ["KG", "KZ", "TJ", "TM", "UZ"]
    assert (laws["TJ"].bases, laws["TJ"].advice) == (["consent"], "Opinion 12/2026")


def test_where_the_law_has_no_basis_but_consent_advice_is_asked_for(scope, sought):
    load_laws()
    with pytest.raises(InvalidInput) as error:
        recorded(scope, sought)
    assert list(error.value.problems) == ["advice"]
    assert not allows(sought, "share_movement")
    recorded(scope, sought, advice="Agreement with the Ministry of Justice of 3 March")
    assert allows(sought, "share_movement")
    assert may_transfer(person=sought, to_country="RU", channel="movement").basis == "public"


def test_advice_recorded_for_the_country_is_enough(scope, officer, sought):
    load_laws()
    record_advice(
        scope=officer,
        law=CountryLaw.objects.get(country="TJ"),
        advice="Opinion 12/2026",
        advice_on=dt.date(2026, 1, 5),
        advised_bases=["public"],
    )
    recorded(scope, sought)
    with pytest.raises(InvalidInput):
        recorded(scope, sought, basis="legitimate")


def test_a_basis_that_the_law_does_not_have_lets_nothing_leave(scope, sought):
    record_consent(scope=scope, person=sought, scope_code="share_movement", state="not_asked", basis="public")
    assert may_transfer(person=sought, to_country="RU", channel="movement").allowed
    load_laws()
    refused = may_transfer(person=sought, to_country="RU", channel="movement")
    assert (refused.allowed, "1537" in refused.why) == (False, True)


def test_a_law_that_wants_consent_for_export_refuses_other_bases_abroad_alone(scope, sought, in_country):
    load_laws()
    in_country("KG")
    recorded(scope, sought)
    assert not may_transfer(person=sought, to_country="RU", channel="movement").allowed
    assert may_transfer(person=sought, to_country="KG", channel="movement").allowed
    record_consent(scope=scope, person=sought, scope_code="share_movement", state="given")
    assert may_transfer(person=sought, to_country="RU", channel="movement").allowed


def test_it_holds_until_the_day_of_the_review_and_no_longer(scope, sought, time_machine):
    recorded(scope, sought)
    time_machine.move_to(dt.datetime.combine(soon(), dt.time(12), dt.UTC))
    assert allows(sought, "search_internal")
    time_machine.shift(dt.timedelta(days=1))
    assert not allows(sought, "search_internal")


def test_once_the_person_can_be_asked_the_basis_ends_the_same_day(scope, sought):
    record = recorded(scope, sought)
    end_cannot_be_asked(scope=scope, record=record)
    assert not allows(sought, "search_internal")
    with pytest.raises(Refused):
        end_cannot_be_asked(scope=scope, record=record)


def test_it_never_stands_against_a_refusal(scope, sought):
    record_consent(scope=scope, person=sought, scope_code="share_movement", state="refused")
    recorded(scope, sought)
    assert not allows(sought, "share_movement")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"basis": "consent"}, "basis"),
        ({"reason": "none"}, "reason"),
        ({"review_on": dt.date(2020, 1, 1)}, "review_on"),
        ({"review_on": dt.date(2099, 1, 1)}, "review_on"),
        ({"words": "x" * 2001}, "words"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field(scope, sought, given, field):
    with pytest.raises(InvalidInput) as error:
        recorded(scope, sought, **given)
    assert list(error.value.problems) == [field]


def test_only_who_keeps_the_laws_records_advice(scope):
    load_laws()
    law = CountryLaw.objects.get(country="TJ")
    with pytest.raises(NotAllowed):
        record_advice(scope=scope, law=law, advice="x", advice_on=dt.date(2026, 1, 5), advised_bases=["public"])


@pytest.mark.parametrize(("day", "ok"), [(dt.date(2028, 2, 28), True), (dt.date(2028, 6, 1), False)])
def test_a_leap_day_is_no_trap(scope, sought, time_machine, day, ok):
    time_machine.move_to(dt.datetime(2026, 2, 28, 12, tzinfo=dt.UTC))
    if ok:
        recorded(scope, sought, review_on=day)
    else:
        with pytest.raises(InvalidInput):
            recorded(scope, sought, review_on=day)
