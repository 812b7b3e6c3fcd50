"""Accounts and roles: every change writes its act, and the rules that keep a Scope honest."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cast import PASSWORD
from payvand.access import services
from payvand.access.enums import Role
from payvand.access.models import Membership, User
from payvand.access.queries import colleagues, display_names
from payvand.audit.models import Act
from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.network.models import Organisation, Unit


@pytest.fixture
def admin(cast):
    return cast.scope_for(cast.node_admin)


def last_act():
    act = Act.objects.order_by("-number").first()
    return act.action, act.subject_type, act.subject_id, act.user_id


def test_a_user_is_created_with_a_first_role(cast, admin):
    user, password = services.create_user_with_role(
        scope=admin,
        username=" Zarina.K ",
        full_name="Зарина Каримова",
        language="ru",
        unit=cast.kulob,
        role=Role.CASEWORKER,
    )
    assert user.username == "zarina.k"
    assert user.must_change_password
    assert User.objects.get(pk=user.pk).check_password(password)
    assert cast.scope_for(user).unit_ids == {cast.kulob.pk}
    actions = list(Act.objects.filter(subject_id=str(user.pk)).values_list("action", flat=True))
    assert actions == ["access.create_user", "access.add_membership"]


def test_no_name_of_a_person_enters_the_audit(cast, admin):
    services.create_user_with_role(
        scope=admin, username="zarina", full_name="Зарина Каримова", language="", unit=cast.kulob, role=Role.CASEWORKER
    )
    text = str(list(Act.objects.values("subject_type", "subject_id", "facts", "actor")))
    assert "Зарина" not in text
    assert "zarina" not in text


def test_when_the_role_is_refused_the_user_is_not_made_either(cast, admin):
    with pytest.raises(InvalidInput):
        services.create_user_with_role(
            scope=admin,
            username="zarina",
            full_name="Зарина Каримова",
            language="",
            unit=cast.kulob,
            role=Role.CASEWORKER,
            valid_from=date(2026, 2, 2),
            valid_to=date(2026, 2, 1),
        )
    assert not User.objects.filter(username="zarina").exists()


@pytest.mark.parametrize("username", ["", "-x", "x-", "две", "a b", "a@b", "x" * 61, "caseworker", "CASEWORKER"])
def test_a_user_name_is_small_latin_and_unique(admin, username):
    with pytest.raises(InvalidInput) as caught:
        services.create_user(scope=admin, username=username, full_name="N. N.", password=PASSWORD)
    assert list(caught.value.problems) == ["username"]


def test_two_who_edit_one_user_do_not_overwrite_each_other(cast, admin):
    seen = cast.caseworker.version
    services.change_user(
        scope=admin, user=cast.caseworker, full_name="Зебо Каримзода", language="", expected_version=seen
    )
    with pytest.raises(Conflict):
        services.change_user(
            scope=admin, user=cast.caseworker, full_name="Зеби Каримзода", language="", expected_version=seen
        )
    assert User.objects.get(pk=cast.caseworker.pk).full_name == "Зебо Каримзода"


def test_one_does_not_close_or_strip_ones_own_account(cast, admin):
    for service in (services.deactivate_user, services.reset_second_factor):
        with pytest.raises(Refused):
            service(scope=admin, user=cast.node_admin)


def test_a_closed_account_opens_again_with_its_roles(cast, admin):
    services.deactivate_user(scope=admin, user=cast.caseworker)
    services.reactivate_user(scope=admin, user=cast.caseworker)
    assert last_act() == ("access.reactivate_user", "user", str(cast.caseworker.pk), cast.node_admin.pk)
    assert cast.scope_for(cast.caseworker).unit_ids == {cast.khatlon.pk, cast.kulob.pk}


def test_a_role_is_held_once_in_a_unit_at_a_time(cast, admin):
    with pytest.raises(Refused):
        services.add_membership(scope=admin, user=cast.caseworker, unit=cast.khatlon, role=Role.CASEWORKER)


def test_a_role_bound_to_units_does_not_mix_with_another_elsewhere(cast, admin):
    with pytest.raises(Refused):
        services.add_membership(scope=admin, user=cast.caseworker, unit=cast.sughd, role=Role.FIELD_VOLUNTEER)
    services.add_membership(scope=admin, user=cast.caseworker, unit=cast.sughd, role=Role.CASEWORKER)
    assert cast.scope_for(cast.caseworker).reaches_unit(cast.sughd.pk)


def test_another_role_may_follow_when_the_first_has_ended(cast, admin):
    today = timezone.localdate()
    held = Membership.objects.get(user=cast.caseworker)
    services.end_membership(scope=admin, membership=held, last_day=today + timedelta(days=10))
    services.add_membership(
        scope=admin,
        user=cast.caseworker,
        unit=cast.sughd,
        role=Role.FIELD_VOLUNTEER,
        valid_from=today + timedelta(days=11),
    )
    assert last_act()[0] == "access.add_membership"


def test_ending_a_role_ends_it_at_once(cast, admin):
    services.end_membership(scope=admin, membership=Membership.objects.get(user=cast.caseworker))
    assert cast.scope_for(cast.caseworker).rights == frozenset()


def test_a_role_given_by_mistake_today_leaves_only_its_acts(cast, admin):
    given = services.add_membership(scope=admin, user=cast.stranger, unit=cast.sughd, role=Role.CASEWORKER)
    services.end_membership(scope=admin, membership=given)
    assert not Membership.objects.filter(user=cast.stranger).exists()
    assert last_act()[0] == "access.end_membership"


def test_a_role_is_given_in_our_own_units_only(cast, admin):
    partner = Organisation.objects.create(name="Partner", kind="ngo", country_id="TJ")
    elsewhere = Unit.objects.create(organisation=partner, kind="office", name="Office", code="X")
    with pytest.raises(InvalidInput):
        services.add_membership(scope=admin, user=cast.stranger, unit=elsewhere, role=Role.CASEWORKER)


@pytest.mark.parametrize("name", ["caseworker", "head_of_tracing", "data_protection_officer", "stranger"])
def test_only_the_administrator_changes_accounts(cast, name):
    scope = cast.scope_for(getattr(cast, name))
    changes = (
        lambda: services.create_user(scope=scope, username="x1", full_name="X", password=PASSWORD),
        lambda: services.add_membership(scope=scope, user=cast.stranger, unit=cast.sughd, role=Role.CASEWORKER),
        lambda: services.end_membership(scope=scope, membership=Membership.objects.get(user=cast.caseworker)),
        lambda: services.deactivate_user(scope=scope, user=cast.other_caseworker),
        lambda: services.reset_password(scope=scope, user=cast.other_caseworker),
        lambda: services.reset_second_factor(scope=scope, user=cast.other_caseworker),
        lambda: services.end_sessions(scope=scope, user=cast.other_caseworker),
    )
    before = Act.objects.count()
    for change in changes:
        with pytest.raises(NotAllowed):
            change()
    assert Act.objects.count() == before


def test_colleagues_are_those_within_reach_who_hold_the_right(cast):
    found = colleagues(cast.scope_for(cast.caseworker), right="network.see_contacts")
    assert set(found) == {cast.caseworker, cast.kulob_caseworker}
    everywhere = set(colleagues(cast.scope_for(cast.tracing_officer), right="network.see_contacts"))
    assert cast.other_caseworker in everywhere
    assert everywhere.isdisjoint({cast.stranger, cast.former, cast.field_volunteer})


def test_names_by_id_cost_one_query(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        names = display_names([cast.caseworker.pk, None, cast.stranger.pk])
    assert names == {cast.caseworker.pk: cast.caseworker.full_name, cast.stranger.pk: cast.stranger.full_name}
    with django_assert_num_queries(0):
        assert display_names([None]) == {}
