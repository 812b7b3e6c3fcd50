"""The pages of accounts: what they show, what they keep when refused, and what a list costs."""

import re

import pytest
from django.urls import reverse

from payvand.access import services
from payvand.access.models import Membership, User


@pytest.fixture
def admin(cast):
    return cast.client_of(cast.node_admin)


def more_users(cast, count):
    scope = cast.scope_for(cast.node_admin)
    for number in range(count):
        services.create_user_with_role(
            scope=scope,
            username=f"volunteer{number}",
            full_name=f"Волонтёр {number}",
            language="",
            unit=cast.kulob,
            role="field_volunteer",
        )


USERS_PAGE_QUERIES = 7  # session, user, own roles, second factor; then the count, the users, their roles


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_users_costs_the_same_for_one_and_for_three(cast, admin, count, django_assert_num_queries):
    more_users(cast, count)
    with django_assert_num_queries(USERS_PAGE_QUERIES):
        page = admin.get(reverse("access:users")).content.decode()
    assert f"Волонтёр {count - 1}" in page


ACTS_PAGE_QUERIES = 8  # the same four; then the rooms, the count, the acts, the names


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_acts_costs_the_same_for_one_and_for_three(cast, count, django_assert_num_queries):
    more_users(cast, count)
    client = cast.client_of(cast.data_protection_officer)
    with django_assert_num_queries(ACTS_PAGE_QUERIES):
        page = client.get(reverse("access:acts")).content.decode()
    assert page.count("access.create_user") == count


def test_the_administrator_creates_a_user_and_sees_the_password_once(cast, admin):
    form = {"full_name": "Зарина", "username": "zarina", "role": "caseworker", "unit": cast.kulob.pk, "language": "ru"}
    page = admin.post(reverse("access:new_user"), form)
    password = re.search(r"data-password>([^<]+)<", page.content.decode())[1]
    user = User.objects.get(username="zarina")
    assert user.check_password(password)
    assert "no-store" in page.headers["Cache-Control"]
    assert password not in admin.get(reverse("access:user", args=[user.pk])).content.decode()


def test_the_browser_keeps_no_page_of_someone_signed_in(cast):
    page = cast.client_of(cast.caseworker).get("/")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"


def test_what_was_typed_is_kept_when_it_is_refused(cast, admin):
    form = {"full_name": "Зарина", "username": "caseworker", "role": "caseworker", "unit": cast.kulob.pk}
    page = admin.post(reverse("access:new_user"), form).content.decode()
    assert 'value="Зарина"' in page
    assert "This user name is taken." in page


def test_a_role_is_given_and_ended_on_the_page_of_the_user(cast, admin):
    user_page = reverse("access:user", args=[cast.stranger.pk])
    form = {"role": "caseworker", "unit": cast.sughd.pk, "valid_from": "01.02.2024", "valid_to": ""}
    assert admin.post(reverse("access:add_role", args=[cast.stranger.pk]), form).headers["Location"] == user_page
    given = Membership.objects.get(user=cast.stranger)
    assert (given.valid_from.isoformat(), given.unit, given.role) == ("2024-02-01", cast.sughd, "caseworker")
    admin.post(reverse("access:end_role", args=[cast.stranger.pk, given.pk]))
    assert cast.scope_for(cast.stranger).rights == frozenset()


def test_a_role_of_another_user_is_not_ended_through_this_one(cast, admin):
    held = Membership.objects.get(user=cast.caseworker)
    answer = admin.post(reverse("access:end_role", args=[cast.stranger.pk, held.pk]))
    assert answer.status_code == 404
    assert cast.scope_for(cast.caseworker).rights


def test_a_refusal_is_told_in_words(cast, admin):
    answer = admin.post(reverse("access:deactivate", args=[cast.node_admin.pk]))
    assert answer.status_code == 409
    assert "You cannot close your own account" in answer.content.decode()


def test_the_administrator_sees_acts_on_accounts_only(cast, admin):
    services.reset_password(scope=cast.scope_for(cast.node_admin), user=cast.caseworker)
    with_people(cast)
    page = admin.get(reverse("access:acts")).content.decode()
    assert "access.reset_password" in page
    assert "tracing.taken" not in page
    everything = cast.client_of(cast.data_protection_officer).get(reverse("access:acts")).content.decode()
    assert "tracing.taken" in everything


def with_people(cast):
    from django.db import transaction

    from payvand.audit.services import record_act

    with transaction.atomic():
        scope = cast.scope_for(cast.caseworker)
        record_act(
            scope=scope, action="tracing.taken", subject_type="tracing.TracingRequest", subject_id="TJ-2026-0001"
        )


def test_acts_are_filtered_by_room_user_and_day(cast):
    services.reset_password(scope=cast.scope_for(cast.node_admin), user=cast.caseworker)
    with_people(cast)
    client = cast.client_of(cast.data_protection_officer)
    pages = {
        query: client.get(reverse("access:acts") + query).content.decode()
        for query in ("?room=tracing", "?username=node-admin", "?until=01.01.2020", "?since=nonsense")
    }
    shown = {query: ("tracing.taken" in page, "access.reset_password" in page) for query, page in pages.items()}
    assert shown == {
        "?room=tracing": (True, False),
        "?username=node-admin": (False, True),
        "?until=01.01.2020": (False, False),
        "?since=nonsense": (True, True),
    }


def test_the_profile_shows_ones_own_roles(cast):
    page = cast.client_of(cast.caseworker).get(reverse("access:profile")).content.decode()
    assert cast.khatlon.name in page
