"""Signing in: password and second factor, passkey, the first day, the last day, and what an intruder sees."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from access.soft_key import SoftKey
from cast import PASSWORD, TOTP_SECRET
from payvand.access.services import create_user, deactivate_user, reset_password, reset_second_factor
from payvand.audit.models import Act
from payvand.core.scope import Scope

LOGIN = "/accounts/login/"
SECOND = "/accounts/2fa/authenticate/"
HOME = "/profile/"
NEW_PASSWORD = "kabutar-parvoz-2291"


def code(secret: str = TOTP_SECRET) -> str:
    """The code that a generator shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def enter_password(client, username, password=PASSWORD):
    return client.post(LOGIN, {"login": username, "password": password})


def sign_in(client, username):
    enter_password(client, username)
    return client.post(SECOND, {"code": code()})


def prove(client, password=PASSWORD):
    """Show once more that it is oneself, as changes to the second factor ask."""
    return client.post("/accounts/reauthenticate/", {"password": password})


def where(response):
    return response.headers.get("Location", "").partition("?")[0]


def is_in(client):
    return client.get(HOME).status_code == 200


@pytest.fixture
def second_factor(settings):
    def say(word):
        sign_in_settings = settings.NODE_SETTINGS.sign_in.model_copy(update={"second_factor": word})
        settings.NODE_SETTINGS = settings.NODE_SETTINGS.model_copy(update={"sign_in": sign_in_settings})

    return say


def test_password_and_code_let_in(cast):
    client = Client()
    assert where(enter_password(client, "caseworker")) == SECOND
    assert not is_in(client)
    assert client.post(SECOND, {"code": code()}).status_code == 302
    assert is_in(client)
    acts = Act.objects.filter(user_id=cast.caseworker.pk).values_list("action", flat=True)
    assert list(acts) == ["access.sign_in"]


def test_the_user_name_may_be_written_in_capitals(cast):
    client = Client()
    assert where(enter_password(client, "CaseWorker")) == SECOND


@pytest.mark.usefixtures("cast")
def test_a_wrong_code_lets_nobody_in():
    client = Client()
    enter_password(client, "caseworker")
    assert client.post(SECOND, {"code": "000000"}).status_code == 200
    assert not is_in(client)


@pytest.mark.usefixtures("cast")
def test_a_code_serves_once():
    with time_machine.travel(timezone.now(), tick=False):  # half a minute later it would be another code
        sign_in(Client(), "caseworker")
        again = Client()
        sign_in(again, "caseworker")
        assert not is_in(again)


@pytest.mark.usefixtures("cast")
def test_the_password_alone_opens_nothing_even_by_address():
    client = Client()
    enter_password(client, "caseworker")
    for address in (HOME, "/accounts/2fa/", "/accounts/password/", "/users/"):
        assert where(client.get(address)) == LOGIN


def test_one_cannot_tell_which_user_names_exist(cast):
    deactivate_user(scope=cast.scope_for(cast.node_admin), user=cast.former)
    pages = {}
    for username in ("caseworker", "nobody-of-this-name", "former"):
        page = enter_password(Client(), username, "not-the-password").content.decode()
        pages[username] = re.sub(r"[0-9A-Za-z]{64}", "", page).replace(username, "…")
    assert pages["caseworker"] == pages["nobody-of-this-name"] == pages["former"]


@pytest.mark.usefixtures("cast")
def test_after_too_many_wrong_passwords_the_right_one_rests_too():
    client = Client()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        answer = enter_password(client, "caseworker", "not-the-password")
    assert answer.status_code == 429
    assert enter_password(client, "caseworker").status_code == 429
    assert where(enter_password(client, "tracing-officer")) == SECOND


@pytest.mark.usefixtures("cast")
def test_the_rest_ends():
    with time_machine.travel("2026-11-02T08:00:00Z", tick=False) as clock:
        client = Client()
        for _attempt in range(settings.AXES_FAILURE_LIMIT):
            enter_password(client, "caseworker", "not-the-password")
        clock.shift(60 * settings.NODE_SETTINGS.sign_in.rest_minutes + 1)
        assert where(enter_password(client, "caseworker")) == SECOND


def test_a_closed_account_is_out_with_its_next_request(cast):
    client = cast.client_of(cast.caseworker)
    assert is_in(client)
    deactivate_user(scope=cast.scope_for(cast.node_admin), user=cast.caseworker)
    assert not is_in(client)
    assert where(enter_password(Client(), "caseworker")) == "/accounts/inactive/"


def test_a_new_password_ends_the_other_sessions_and_not_the_present_one(cast):
    here, elsewhere = cast.client_of(cast.caseworker), cast.client_of(cast.caseworker)
    passwords = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert where(here.post("/accounts/password/", passwords)) == "/profile/"
    assert is_in(here)
    assert not is_in(elsewhere)


def test_ending_other_sessions_leaves_the_present_one(cast):
    here, elsewhere = cast.client_of(cast.caseworker), cast.client_of(cast.caseworker)
    here.post(reverse("access:end_sessions"))
    assert is_in(here)
    assert not is_in(elsewhere)


@pytest.fixture
def newcomer(cast):
    user = create_user(
        scope=cast.scope_for(cast.node_admin), username="gulnora", full_name="Гулнора Азизӣ", password=PASSWORD
    )
    client = Client()
    enter_password(client, user.username)
    return user, client


def test_a_newcomer_first_chooses_a_password_then_a_second_factor(transactional_db, newcomer):
    user, client = newcomer
    assert where(client.get(HOME)) == "/accounts/password/"
    assert where(client.get("/accounts/2fa/")) == "/accounts/password/"
    passwords = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/", passwords)
    assert where(client.get(HOME)) == "/accounts/2fa/"
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r'class="code">([A-Z2-7]+)<', page)[1]
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert where(answer) == "/accounts/2fa/recovery-codes/"
    assert is_in(client)
    stored = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP).data["secret"]
    assert secret not in stored
    acts = list(Act.objects.filter(user_id=user.pk).values_list("action", flat=True))
    assert acts[:3] == ["access.sign_in", "access.change_password", "access.add_second_factor"]


def test_a_session_that_began_with_the_password_alone_does_not_outlive_enrolment(transactional_db, cast):
    Authenticator.objects.filter(user=cast.caseworker).delete()
    thief, owner = Client(), Client()
    for client in (thief, owner):
        enter_password(client, "caseworker")
    page = owner.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'class="code">([A-Z2-7]+)<', page)[1]
    owner.post("/accounts/2fa/totp/activate/", {"code": code(secret)})
    assert is_in(owner)
    assert not is_in(thief)


def test_a_recovery_code_works_once(newcomer, second_factor):
    user, client = newcomer
    user.must_change_password = False
    user.save_changes("must_change_password")
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    client.post("/accounts/2fa/totp/activate/", {"code": code(re.search(r'class="code">([A-Z2-7]+)<', page)[1])})
    prove(client)
    codes = re.findall(r"<li>([0-9a-z]{6,})</li>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    for expected in (302, 200):
        other = Client()
        enter_password(other, user.username)
        assert other.post(SECOND, {"code": codes[0]}).status_code == expected


def test_where_the_node_lets_it_be_a_second_factor_is_optional(cast, second_factor):
    Authenticator.objects.filter(user=cast.caseworker).delete()
    client = cast.client_of(cast.caseworker)
    assert where(client.get(HOME)) == "/accounts/2fa/"
    second_factor("optional")
    assert is_in(client)


def test_the_last_second_factor_stays_where_the_node_asks_for_one(cast, second_factor):
    client = Client()
    sign_in(client, "caseworker")
    prove(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=cast.caseworker, type="totp").exists()
    second_factor("optional")
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=cast.caseworker, type="totp").exists()


def test_a_second_factor_taken_away_is_enrolled_anew(cast):
    client = cast.client_of(cast.caseworker)
    removed = reset_second_factor(scope=cast.scope_for(cast.node_admin), user=cast.caseworker)
    assert removed == 1
    assert not is_in(client)
    again = Client()
    enter_password(again, "caseworker")
    assert where(again.get(HOME)) == "/accounts/2fa/"


def test_a_password_handed_over_serves_once(cast):
    password = reset_password(scope=cast.scope_for(cast.node_admin), user=cast.caseworker)
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){4}", password)
    client = Client()
    enter_password(client, "caseworker", password)
    client.post(SECOND, {"code": code()})
    assert where(client.get(HOME)) == "/accounts/password/"


def _script_data(page: str, name: str) -> dict:
    return json.loads(re.search(r'<script id="js_data" type="application/json">(.*?)</script>', page)[1])[name]


@pytest.fixture
def passkey(cast):
    """A passkey of the caseworker, enrolled on the page for it."""
    client, key = Client(), SoftKey()
    sign_in(client, "caseworker")
    prove(client)
    page = client.get("/accounts/2fa/passkeys/add/").content.decode()
    form = {
        "name": "Office laptop",
        "passwordless": "on",
        "credential": key.create(_script_data(page, "creation_options")),
    }
    assert client.post("/accounts/2fa/passkeys/add/", form).status_code == 302
    return key


def test_a_further_second_factor_asks_for_proof_again(cast):
    client = Client()
    sign_in(client, "caseworker")
    assert where(client.get("/accounts/2fa/passkeys/add/")) == "/accounts/reauthenticate/"
    prove(client, "not-the-password")
    assert where(client.get("/accounts/2fa/passkeys/add/")) == "/accounts/reauthenticate/"


def test_a_first_second_factor_asks_for_proof_when_the_sign_in_is_long_past(cast):
    Authenticator.objects.filter(user=cast.caseworker).delete()
    client = Client()
    enter_password(client, "caseworker")
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    with time_machine.travel(timedelta(hours=1)):
        assert where(client.get("/accounts/2fa/totp/activate/")) == "/accounts/reauthenticate/"


@pytest.mark.usefixtures("passkey")
def test_an_enrolled_passkey_is_listed(cast):
    cast.caseworker.refresh_from_db()
    client = cast.client_of(cast.caseworker)
    assert "Office laptop" in client.get("/accounts/2fa/passkeys/").content.decode()


def test_a_passkey_alone_lets_in(passkey):
    client = Client()
    options = client.get("/accounts/2fa/passkeys/login/", headers={"accept": "application/json"}).json()
    client.post("/accounts/2fa/passkeys/login/", {"credential": passkey.get(options["request_options"])})
    assert is_in(client)


def test_a_passkey_serves_as_second_factor(passkey):
    client = Client()
    enter_password(client, "caseworker")
    options = _script_data(client.get(SECOND).content.decode(), "request_options")
    client.post(SECOND, {"credential": passkey.get(options)})
    assert is_in(client)


def test_a_strange_passkey_does_not(passkey):
    client, strange = Client(), SoftKey()
    strange.credential_id, strange.user_handle = passkey.credential_id, passkey.user_handle
    enter_password(client, "caseworker")
    options = _script_data(client.get(SECOND).content.decode(), "request_options")
    client.post(SECOND, {"credential": strange.get(options)})
    assert not is_in(client)


@pytest.mark.parametrize(
    "address",
    ["signup/", "email/", "password/reset/", "password/set/", "confirm-email/", "login/code/", "social/signup/"],
)
@pytest.mark.usefixtures("db")
def test_nobody_signs_up_or_gets_in_by_mail(address):
    assert Client().get(f"/accounts/{address}").status_code == 404


def test_the_page_after_sign_in_is_never_on_another_host(cast):
    client = Client()
    enter_password(client, "caseworker")
    client = Client()
    client.post(LOGIN, {"login": "caseworker", "password": PASSWORD, "next": "https://elsewhere.example/"})
    assert where(client.post(SECOND, {"code": code()})).startswith("/")


def test_sessions_hold_no_password(cast):
    sign_in(Client(), "caseworker")
    for session in Session.objects.all():
        assert PASSWORD not in json.dumps(session.get_decoded())


def test_a_scope_without_the_right_makes_no_user(cast):
    from payvand.core.errors import NotAllowed

    with pytest.raises(NotAllowed):
        create_user(scope=Scope.nobody(), username="x1", full_name="X", password=PASSWORD)
