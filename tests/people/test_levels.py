"""The levels of confidentiality, opening by exception, and the review of it."""

import datetime as dt

import pytest
from django.conf import settings
from django.utils import timezone

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.people import indexing, search
from payvand.people.models import ExceptionalAccess, PersonName
from payvand.people.queries import (
    describe_kept,
    kept_closely,
    openable,
    opened_now,
    to_review,
    visible_people,
    within_level,
)
from payvand.people.services import (
    NameInput,
    end_exception,
    keep_closely,
    open_by_exception,
    register_person,
    review_exception,
    set_confidentiality,
)

pytestmark = pytest.mark.django_db
REASON = "A child is in danger and nobody named answers the telephone"
STAFF = (
    "caseworker",
    "kulob_caseworker",
    "other_caseworker",
    "tracing_officer",
    "head_of_tracing",
    "data_protection_officer",
    "programme_colleague",
    "field_volunteer",
)


@pytest.fixture
def scopes(cast):
    return {name: cast.scope_for(user) for name, user in cast.users.items()}


@pytest.fixture
def kept(cast, scopes):
    """Make a record of Khatlon at a level, with the tracing officer and the caseworker of Khatlon named."""

    def make(level):
        return register_person(
            scope=scopes["tracing_officer"],
            purpose="tracing",
            unit=cast.khatlon,
            names=[NameInput(full_as_given="Пасбонов Нигаҳдор")],
            confidentiality=level,
            named=[cast.caseworker.pk],
        )

    return make


def seeing(scopes, person):
    return [name for name in STAFF if visible_people(scopes[name]).filter(pk=person.pk).exists()]


def opening(scopes, person):
    return [name for name in STAFF if openable(scopes[name]).filter(pk=person.pk).exists()]


LEVELS = [
    (1, ["caseworker", "tracing_officer", "head_of_tracing"], []),
    (2, ["caseworker", "tracing_officer", "head_of_tracing"], ["data_protection_officer"]),
    (3, ["caseworker", "tracing_officer"], ["head_of_tracing", "data_protection_officer"]),
    (4, [], ["caseworker", "tracing_officer", "head_of_tracing", "data_protection_officer"]),
]


@pytest.mark.parametrize(("level", "see", "may_open"), LEVELS)
def test_who_sees_and_who_may_open_a_record_of_each_level(scopes, kept, level, see, may_open):
    person = kept(level)
    assert (seeing(scopes, person), opening(scopes, person)) == (see, may_open)


@pytest.mark.parametrize(("level", "see", "_may_open"), LEVELS)
def test_rows_about_a_person_are_known_to_who_may_know_the_person(scopes, kept, level, see, _may_open):
    person = kept(level)
    names = PersonName.objects.filter(person=person)
    in_reach = ("caseworker", "tracing_officer", "head_of_tracing")
    known = [name for name in in_reach if names.filter(within_level(scopes[name], "person")).exists()]
    assert known == see
    if level > 1:
        open_by_exception(scope=scopes["data_protection_officer"], person_id=person.pk, reason=REASON)
    assert names.filter(within_level(scopes["data_protection_officer"], "person")).exists()


def test_a_colleague_of_the_unit_who_is_not_assigned_must_open_a_restricted_record_by_exception(cast, scopes):
    person = register_person(
        scope=scopes["tracing_officer"],
        purpose="tracing",
        unit=cast.khatlon,
        names=[NameInput(full_as_given="Пасбонов Нигаҳдор")],
        confidentiality=2,
    )
    assert seeing(scopes, person) == ["tracing_officer", "head_of_tracing"]
    assert opening(scopes, person) == ["caseworker", "data_protection_officer"]


@pytest.mark.parametrize("level", [2, 3, 4])
def test_a_search_finds_a_kept_record_for_the_same_people(scopes, kept, level):
    person = kept(level)
    for indexed in (False, True):
        if indexed:
            indexing.rebuild()
        for name in ("caseworker", "kulob_caseworker", "tracing_officer", "head_of_tracing"):
            hits = [hit.person.pk for hit in search.find(scopes[name], "Пасбонов", limit=5)]
            assert (person.pk in hits) is (name in seeing(scopes, person)), (name, indexed)


def test_opening_needs_a_reason_and_lasts_some_hours(scopes, kept, time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC), tick=False)
    person, head = kept(4), scopes["head_of_tracing"]
    with pytest.raises(InvalidInput):
        open_by_exception(scope=head, person_id=person.pk, reason="need it")
    assert not visible_people(head).filter(pk=person.pk).exists()
    open_by_exception(scope=head, person_id=person.pk, reason=REASON)
    assert visible_people(head).filter(pk=person.pk).exists()
    assert [one.person_id for one in opened_now(head)] == [person.pk]
    time_machine.shift(dt.timedelta(hours=settings.NODE_SETTINGS.protection.exception_hours, seconds=1))
    assert not visible_people(head).filter(pk=person.pk).exists()
    assert list(opened_now(head)) == []


def test_it_opens_for_nobody_else(scopes, kept):
    person = kept(4)
    open_by_exception(scope=scopes["head_of_tracing"], person_id=person.pk, reason=REASON)
    assert seeing(scopes, person) == ["head_of_tracing"]


def test_the_reason_is_nowhere_in_the_audit(scopes, kept):
    open_by_exception(scope=scopes["head_of_tracing"], person_id=kept(3).pk, reason=REASON)
    act = Act.objects.get(action="people.open_by_exception")
    assert sorted(act.facts) == ["exception", "until"]


@pytest.mark.parametrize("name", ["other_caseworker", "field_volunteer", "programme_colleague", "partner_viewer"])
def test_who_has_nothing_to_do_with_the_record_cannot_open_it(scopes, kept, name):
    with pytest.raises(NotAllowed):
        open_by_exception(scope=scopes[name], person_id=kept(3).pk, reason=REASON)


def test_the_officer_hears_of_it_and_the_head_of_what_the_officer_opens(scopes, kept):
    head, officer = scopes["head_of_tracing"], scopes["data_protection_officer"]
    by_head = open_by_exception(scope=head, person_id=kept(3).pk, reason=REASON)
    by_officer = open_by_exception(scope=officer, person_id=kept(3).pk, reason=REASON)
    assert [one.pk for one in to_review(officer)] == [by_head.pk]
    assert [one.pk for one in to_review(head)] == [by_officer.pk]
    assert list(to_review(scopes["tracing_officer"])) == []
    with pytest.raises(NotAllowed):
        review_exception(scope=officer, exception=by_officer, finding="justified")
    review_exception(scope=officer, exception=by_head, finding="justified")
    assert list(to_review(officer)) == []
    with pytest.raises(Refused):
        review_exception(scope=officer, exception=by_head, finding="justified")


def test_what_was_not_justified_ends_at_once_and_needs_a_note(scopes, kept):
    person = kept(3)
    opened = open_by_exception(scope=scopes["head_of_tracing"], person_id=person.pk, reason=REASON)
    officer = scopes["data_protection_officer"]
    with pytest.raises(InvalidInput):
        review_exception(scope=officer, exception=opened, finding="not_justified")
    review_exception(scope=officer, exception=opened, finding="not_justified", note="talk with the head")
    assert "head_of_tracing" not in seeing(scopes, person)


def test_who_opened_it_can_close_it_again(scopes, kept):
    person = kept(3)
    opened = open_by_exception(scope=scopes["head_of_tracing"], person_id=person.pk, reason=REASON)
    with pytest.raises(NotAllowed):
        end_exception(scope=scopes["tracing_officer"], exception=opened)
    end_exception(scope=scopes["head_of_tracing"], exception=opened)
    assert "head_of_tracing" not in seeing(scopes, person)
    assert ExceptionalAccess.objects.get().ended_at <= timezone.now()


def test_oversight_knows_that_a_record_is_kept_and_whom_to_ask(cast, scopes, kept):
    person = kept(3)
    for name in ("head_of_tracing", "data_protection_officer"):
        (known,) = describe_kept(list(kept_closely(scopes[name])))
        assert (known.person_id, known.unit) == (person.pk, cast.khatlon.name)
        assert known.named == tuple(sorted([cast.caseworker.full_name, cast.tracing_officer.full_name]))
        assert "Пасбонов" not in str(known)
    with pytest.raises(NotAllowed):
        kept_closely(scopes["tracing_officer"])


def test_keeping_a_record_for_fewer_people_takes_the_others_away(cast, scopes, kept):
    person = kept(3)
    keep_closely(scope=scopes["tracing_officer"], person=person, level=4, named=[])
    assert opening(scopes, person) == ["tracing_officer", "head_of_tracing", "data_protection_officer"]


def test_a_record_that_is_opened_up_is_seen_by_all_in_reach(scopes, kept):
    person = kept(2)
    set_confidentiality(scope=scopes["tracing_officer"], person=person, level=1)
    assert seeing(scopes, person) == ["caseworker", "tracing_officer", "head_of_tracing"]
