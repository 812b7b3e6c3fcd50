"""What a Scope holds: memberships in force today, the units below, and no reach that a role did not give."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from payvand.access.enums import Role
from payvand.access.models import Membership, User
from payvand.access.roles import BLIND_ROLES, grant, purposes_of, rights_of
from payvand.access.scopes import scope_of, with_units_below
from payvand.access.services import deactivate_user
from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope


def test_a_caseworker_reaches_the_own_unit_and_those_below(cast):
    scope = cast.scope_for(cast.caseworker)
    assert scope.unit_ids == {cast.khatlon.pk, cast.kulob.pk}
    assert not scope.all_units
    assert scope.reaches_unit(cast.kulob.pk)
    assert not scope.reaches_unit(cast.sughd.pk)
    assert not scope.reaches_unit(None)


def test_a_unit_below_does_not_reach_up(cast):
    assert cast.scope_for(cast.kulob_caseworker).unit_ids == {cast.kulob.pk}


@pytest.mark.parametrize("role", ["tracing_officer", "head_of_tracing", "data_protection_officer", "node_admin"])
def test_some_roles_reach_every_unit(cast, role):
    assert cast.scope_for(getattr(cast, role)).all_units


@pytest.mark.parametrize("name", ["stranger", "former"])
def test_without_a_membership_in_force_there_is_nothing(cast, name):
    user = getattr(cast, name)
    assert cast.scope_for(user) == Scope(user_id=user.pk, language="en", request_id="test")


def test_a_membership_holds_from_its_first_to_its_last_day():
    membership = Membership(valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 4))
    days = {date(2026, 3, day): membership.holds_on(date(2026, 3, day)) for day in range(1, 6)}
    assert [day.day for day, held in days.items() if held] == [2, 3, 4]


def test_a_membership_of_tomorrow_gives_nothing_today(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    Membership.objects.create(user=cast.stranger, unit=cast.sughd, role=Role.CASEWORKER, valid_from=tomorrow)
    assert cast.scope_for(cast.stranger).rights == frozenset()


def test_a_closed_account_has_no_rights(cast):
    deactivate_user(scope=cast.scope_for(cast.node_admin), user=cast.caseworker)
    assert cast.scope_for(cast.caseworker).rights == frozenset()


def test_a_role_without_people_does_not_widen_the_reach_of_one_with_people(cast):
    Membership.objects.create(
        user=cast.kulob_caseworker, unit=cast.headquarters, role=Role.NODE_ADMIN, valid_from=date(2020, 1, 1)
    )
    scope = cast.scope_for(cast.kulob_caseworker)
    assert scope.may("access.change_users")
    assert not scope.all_units
    assert not scope.reaches_unit(cast.sughd.pk)


def test_the_scope_costs_two_queries_however_many_units_and_roles(cast, django_assert_num_queries):
    for unit in (cast.khatlon, cast.kulob, cast.sughd):
        Membership.objects.create(
            user=cast.other_caseworker, unit=unit, role=Role.CASEWORKER, valid_from=date(2020, 1, 1)
        )
    for user in (cast.caseworker, cast.other_caseworker):
        loaded = User.objects.get(pk=user.pk)
        with django_assert_num_queries(2):
            scope_of(loaded, language="en")


def test_units_in_a_circle_end_the_walk():
    assert with_units_below({"a"}, {"a": "b", "b": "a", "c": None}) == {"a", "b"}


@pytest.mark.parametrize("role", sorted(BLIND_ROLES))
def test_roles_without_people_can_be_given_none(role):
    assert purposes_of([role]) == frozenset()
    with pytest.raises(ValueError, match="sees no people"):
        grant(role, purposes={"tracing"})


def test_a_right_names_its_room():
    with pytest.raises(ValueError, match=r"room\.verb_thing"):
        grant(Role.CASEWORKER, rights={"everything"})


def test_every_right_that_is_given_belongs_to_a_room():
    rooms = {app.label for app in apps.get_app_configs() if app.name.startswith("payvand.")}
    assert {right.partition(".")[0] for right in rights_of(Role)} <= rooms


def test_the_administrator_of_the_node_holds_no_right_over_people_or_cases():
    held = rights_of([Role.NODE_ADMIN]) - {"protection.report_breach"}  # whoever sees a breach reports it
    assert {right.partition(".")[0] for right in held} <= {"access", "network", "audit"}


def test_what_is_not_held_is_not_allowed(cast):
    with pytest.raises(NotAllowed):
        cast.scope_for(cast.caseworker).require("access.change_users")
