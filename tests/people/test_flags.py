"""Protection flags: who may set and see them, what they forbid, and that the audit does not tell of them."""

import pytest

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.people.enums import Flag
from payvand.people.policies import RESTRICTED_FLAGS
from payvand.people.queries import flags_of, may_ask_authority
from payvand.people.services import NameInput, end_flag, register_person, set_flag

pytestmark = pytest.mark.django_db


@pytest.fixture
def scopes(cast):
    return {name: cast.scope_for(user) for name, user in cast.users.items()}


@pytest.fixture
def person(cast, scopes):
    names = [NameInput(full_as_given="Раҳимов Фаррух")]
    return register_person(scope=scopes["caseworker"], purpose="tracing", unit=cast.khatlon, names=names)


def codes(scope, person):
    return [flag.code for flag in flags_of(scope, person)]


def test_a_flag_is_seen_by_those_who_work_for_the_person(scopes, person):
    set_flag(scope=scopes["caseworker"], person=person, code="asylum", reason="she said so")
    assert codes(scopes["caseworker"], person) == ["asylum"]
    assert codes(scopes["tracing_officer"], person) == ["asylum"]
    for stranger in ("other_caseworker", "programme_colleague", "data_protection_officer", "field_volunteer"):
        assert codes(scopes[stranger], person) == []


@pytest.mark.parametrize("code", sorted(RESTRICTED_FLAGS))
def test_a_restricted_flag_is_seen_by_the_named_alone(cast, scopes, person, code):
    set_flag(scope=scopes["caseworker"], person=person, code=code, reason="told", readers=[cast.head_of_tracing.pk])
    assert codes(scopes["caseworker"], person) == [code]
    assert codes(scopes["head_of_tracing"], person) == [code]
    assert codes(scopes["tracing_officer"], person) == []


def test_the_audit_does_not_say_which_flag_it_was(scopes, person):
    set_flag(scope=scopes["caseworker"], person=person, code="hiv_tb", reason="told")
    act = Act.objects.filter(action="people.set_flag").get()
    assert "hiv" not in str(act.facts)


@pytest.mark.parametrize("code", sorted(Flag.values))
def test_which_flags_forbid_asking_an_authority(scopes, person, code):
    set_flag(scope=scopes["caseworker"], person=person, code=code, reason="told")
    forbidding = {
        "no_contact_authorities",
        "asylum",
        "political",
        "armed_group",
        "returnee_conflict",
        "lgbt",
        "trafficking",
    }
    assert may_ask_authority(person, "TJ") is (code not in forbidding)


def test_a_flag_of_one_country_forbids_its_authorities_alone(scopes, person):
    set_flag(scope=scopes["caseworker"], person=person, code="no_contact_authorities", country="UZ", reason="told")
    assert not may_ask_authority(person, "UZ")
    assert may_ask_authority(person, "KZ")
    assert not may_ask_authority(person)


def test_an_ended_flag_forbids_nothing_and_stays_in_the_history(scopes, person):
    flag = set_flag(scope=scopes["caseworker"], person=person, code="asylum", reason="told")
    end_flag(scope=scopes["tracing_officer"], flag=flag, reason="status was granted")
    assert may_ask_authority(person, "TJ")
    assert codes(scopes["caseworker"], person) == []
    assert [one.end_reason for one in flags_of(scopes["caseworker"], person, ended=True)] == ["status was granted"]
    with pytest.raises(Refused):
        end_flag(scope=scopes["tracing_officer"], flag=flag, reason="again")


def test_who_does_not_know_a_restricted_flag_cannot_end_it(scopes, person):
    flag = set_flag(scope=scopes["caseworker"], person=person, code="gbv", reason="told")
    with pytest.raises(NotAllowed):
        end_flag(scope=scopes["tracing_officer"], flag=flag, reason="a guess")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "nonsense"}, "code"),
        ({"reason": "  "}, "reason"),
        ({"country": "QQ"}, "country"),
    ],
)
def test_what_cannot_stand_is_said_at_its_field(scopes, person, given, field):
    with pytest.raises(InvalidInput) as error:
        set_flag(scope=scopes["caseworker"], person=person, **{"code": "asylum", "reason": "told", **given})
    assert list(error.value.problems) == [field]


def test_a_flag_stands_once(scopes, person):
    set_flag(scope=scopes["caseworker"], person=person, code="asylum", reason="told")
    with pytest.raises(Refused):
        set_flag(scope=scopes["caseworker"], person=person, code="asylum", reason="told again")


def test_another_branch_cannot_flag(scopes, person):
    with pytest.raises(NotAllowed):
        set_flag(scope=scopes["other_caseworker"], person=person, code="asylum", reason="told")
