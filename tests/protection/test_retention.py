"""Retention: nothing is erased by itself; what is over waits for a person."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as some

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.people.models import Person, PersonName
from payvand.people.services import NameInput, register_person
from payvand.protection import holders
from payvand.protection.models import Erasure
from payvand.protection.queries import cutoff, due_for_review
from payvand.protection.queries.retention import months_before
from payvand.protection.services import decide_retention, set_period

KIND = "trial.record"


@pytest.fixture
def officer(cast):
    return cast.scope_for(cast.data_protection_officer)


@pytest.fixture
def person(cast):
    names = [NameInput(full_as_given="Раҳимов Фаррух")]
    return register_person(scope=cast.scope_for(cast.caseworker), purpose="tracing", unit=cast.khatlon, names=names)


@pytest.fixture(autouse=True)
def _trial_room(monkeypatch):
    """A room that keeps every person for sixty months from the day of registration."""

    def retention(_scope):
        last = cutoff(KIND)
        people = Person.objects.filter(removed_at=None, mentioned_by=None) if last else Person.objects.none()
        for person in people:
            if person.created_at.date() <= last:
                yield holders.Due(KIND, person.pk, "TJ-0001", person.created_at.date(), "/")

    monkeypatch.setattr(holders, "_holders", dict(holders._holders))
    kind = holders.RetentionKind(KIND, "Trial", "registration", 60)
    holders.register(holders.Holder("trial", erase=lambda _person: {}, retention=retention, kinds=(kind,)))


@pytest.mark.django_db
def test_what_is_over_waits_and_stays(officer, person):
    assert due_for_review(officer) == []
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - dt.timedelta(days=366 * 5))
    assert [due.person_id for due in due_for_review(officer)] == [person.pk]
    assert PersonName.objects.filter(person=person).exists()


@pytest.mark.django_db
def test_the_node_says_how_long(officer, person):
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - dt.timedelta(days=70))
    set_period(scope=officer, kind=KIND, months=2)
    assert len(due_for_review(officer)) == 1
    set_period(scope=officer, kind=KIND, months=None)
    assert due_for_review(officer) == []
    for months in (0, 1201):
        with pytest.raises(InvalidInput):
            set_period(scope=officer, kind=KIND, months=months)


@pytest.mark.django_db
def test_a_decision_keeps_it_until_a_day_or_proposes_to_erase(cast, officer, person, time_machine):
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - dt.timedelta(days=366 * 5))
    told = {"scope": officer, "person_id": person.pk, "kind": KIND}
    later = timezone.localdate() + dt.timedelta(days=30)
    with pytest.raises(InvalidInput):
        decide_retention(**told, choice="keep", reason="a sister still searches")
    decide_retention(**told, choice="keep", reason="a sister still searches", until=later)
    assert due_for_review(officer) == []
    with pytest.raises(NotAllowed):
        decide_retention(**told, choice="erase", reason="again")
    time_machine.move_to(timezone.now() + dt.timedelta(days=31))
    decide_retention(**told, choice="erase", reason="nobody searches any more")
    assert Erasure.objects.get().ground == "retention"
    assert due_for_review(officer) == []
    assert PersonName.objects.filter(person=person).exists()
    with pytest.raises(NotAllowed):
        due_for_review(cast.scope_for(cast.caseworker))


@given(some.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 1, 1)), some.integers(0, 1200))
def test_months_before_is_a_day_so_many_months_earlier(day, months):
    earlier = months_before(day, months)
    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day == day.day or (earlier + dt.timedelta(days=1)).day == 1
