"""The breach register and its clock of 72 hours."""

import datetime as dt

import pytest
from django.utils import timezone

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.deadlines.models import Deadline
from payvand.protection.models import CountryLaw
from payvand.protection.queries import breaches
from payvand.protection.services import (
    assess_breach,
    close_breach,
    load_laws,
    note_told,
    report_breach,
    still_to_tell,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast):
    return cast.scope_for(cast.data_protection_officer)


@pytest.fixture
def breach(cast):
    scope = cast.scope_for(cast.field_volunteer)
    return report_breach(scope=scope, kind="stolen", what="the laptop of Kulob is gone", people=40)


def test_anyone_of_staff_reports_and_the_clock_runs_from_when_it_was_found(cast, breach):
    assert breach.due_at - breach.found_at == dt.timedelta(hours=72)
    assert Deadline.objects.get(subject_id=breach.pk).due == timezone.localdate(breach.due_at)
    assert list(breaches(cast.scope_for(cast.field_volunteer))) == [breach]
    assert list(breaches(cast.scope_for(cast.caseworker))) == []
    with pytest.raises(NotAllowed):
        report_breach(scope=cast.scope_for(cast.partner_viewer), kind="stolen", what="x")


def test_it_is_closed_only_when_everyone_was_told(officer, breach):
    load_laws()
    with pytest.raises(Refused):
        close_breach(scope=officer, breach=breach)
    assess_breach(scope=officer, breach=breach, risk="high", people=40, measures="keys changed")
    breach.refresh_from_db()
    assert still_to_tell(breach) == ["network", "persons"]
    now = timezone.now()
    for told in ("network", "persons"):
        with pytest.raises(Refused):
            close_breach(scope=officer, breach=breach)
        note_told(scope=officer, breach=breach, told=told, told_at=now)
    assert close_breach(scope=officer, breach=breach).closed_at
    assert Deadline.objects.get(subject_id=breach.pk).met_at is not None
    with pytest.raises(Refused):
        note_told(scope=officer, breach=breach, told="partner", told_at=now)


def test_the_law_of_the_country_adds_the_regulator(officer, breach):
    load_laws()
    CountryLaw.objects.filter(country="TJ").update(breach_duty="required")
    assert still_to_tell(breach) == ["network", "regulator"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"what": " "}, "what"),
        ({"found_at": dt.datetime(2099, 1, 1, tzinfo=dt.UTC)}, "found_at"),
        (
            {
                "found_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                "happened_at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
            },
            "happened_at",
        ),
    ],
)
def test_what_cannot_stand_is_said_at_its_field(officer, given, field):
    with pytest.raises(InvalidInput) as error:
        report_breach(scope=officer, **{"kind": "lost", "what": "a stick", **given})
    assert list(error.value.problems) == [field]


def test_nobody_was_told_before_it_was_found(officer, breach):
    with pytest.raises(InvalidInput):
        note_told(scope=officer, breach=breach, told="network", told_at=breach.found_at - dt.timedelta(minutes=1))
