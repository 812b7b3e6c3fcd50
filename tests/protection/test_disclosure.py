"""Nothing leaves without the log, and the log refuses what the person's answers or their protection forbid."""

import pytest

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, Refused
from payvand.people.services import NameInput, record_consent, register_person, set_flag
from payvand.protection.models import Disclosure
from payvand.protection.services import may_transfer, record_disclosure

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope(cast):
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def person(cast, scope):
    names = [NameInput(full_as_given="Раҳимов Фаррух")]
    return register_person(scope=scope, purpose="tracing", unit=cast.khatlon, names=names)


def test_without_an_answer_nothing_leaves(scope, person):
    with pytest.raises(Refused):
        record_disclosure(scope=scope, person=person, recipient="RU", fields=["names"], channel="movement")
    assert not Disclosure.objects.exists()
    assert not Act.objects.filter(action="protection.record_disclosure").exists()


def test_with_consent_it_is_logged_without_what_was_told(scope, person):
    answer = record_consent(scope=scope, person=person, scope_code="share_movement", state="given")
    record_disclosure(
        scope=scope, person=person, recipient="RU", fields=["names", "birth"], channel="movement", country="RU"
    )
    logged = Disclosure.objects.get()
    assert (logged.basis, logged.consent_id, logged.fields) == ("consent", answer.pk, ["names", "birth"])
    assert "Раҳимов" not in str(Act.objects.get(action="protection.record_disclosure").facts)


def test_a_withdrawal_counts_at_once(scope, person):
    record_consent(scope=scope, person=person, scope_code="share_movement", state="given")
    assert may_transfer(person=person, to_country="RU", channel="movement").allowed
    record_consent(scope=scope, person=person, scope_code="share_movement", state="withdrawn")
    assert not may_transfer(person=person, to_country="RU", channel="movement").allowed


def test_a_flag_is_stronger_than_a_consent_and_is_not_named(scope, person):
    record_consent(scope=scope, person=person, scope_code="share_authority", state="given", recipient="Interior")
    allowed = {"person": person, "to_country": "TJ", "channel": "authority", "recipient": "Interior"}
    assert may_transfer(**allowed).allowed
    assert not may_transfer(**{**allowed, "recipient": "Justice"}).allowed
    set_flag(scope=scope, person=person, code="lgbt", reason="told")
    refused = may_transfer(**allowed)
    assert (refused.allowed, "orientation" in refused.why) == (False, False)


def test_a_basis_that_no_longer_stands_is_refused(scope, person):
    record_consent(scope=scope, person=person, scope_code="share_movement", state="given")
    with pytest.raises(Refused):
        record_disclosure(
            scope=scope, person=person, recipient="RU", fields=["names"], channel="movement", basis="vital"
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"recipient": " "}, "recipient"),
        ({"fields": []}, "fields"),
        ({"fields": ["Раҳимов"]}, "fields"),
        ({"channel": "x"}, "channel"),
    ],
)
def test_a_disclosure_says_what_goes_where(scope, person, given, field):
    told = {"recipient": "RU", "fields": ["names"], "channel": "movement", **given}
    with pytest.raises(InvalidInput) as error:
        record_disclosure(scope=scope, person=person, **told)
    assert list(error.value.problems) == [field]
