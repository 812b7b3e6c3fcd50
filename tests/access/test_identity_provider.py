"""Sign-in through OpenID Connect, with a real provider on loopback: only a connected identity opens an account."""

import base64
import hashlib
import json
import secrets
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.conf import settings as django_settings
from django.test import Client

from access.test_sign_in import SECOND, code, is_in, prove, sign_in, where
from payvand.access.models import User
from payvand.config.node import OpenIdProvider

SECRET = "a secret between node and provider"


class Provider(ThreadingHTTPServer):
    """Speaks discovery, token and userinfo; `grant` stands for the person who signs in there."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.granted: dict[str, tuple[str, str]] = {}
        self.tokens: dict[str, str] = {}

    def grant(self, subject: str, asked: dict[str, list[str]]) -> str:
        """Return the code for what the node asked, as if this person had agreed."""
        answer = secrets.token_hex(8)
        self.granted[answer] = (subject, asked["code_challenge"][0])
        return answer


class Answer(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if self.path.endswith("openid-configuration"):
            ends = {name: f"{self.server.address}/{name}" for name in ("authorize", "token", "userinfo", "jwks")}
            self._say(
                {
                    "issuer": self.server.address,
                    "authorization_endpoint": ends["authorize"],
                    "token_endpoint": ends["token"],
                    "userinfo_endpoint": ends["userinfo"],
                    "jwks_uri": ends["jwks"],
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            subject = self.server.tokens.get(self.headers["Authorization"].removeprefix("Bearer "))
            self._say({"sub": subject, "preferred_username": "caseworker"} if subject else {}, 200 if subject else 401)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        subject, challenge = self.server.granted.pop(sent["code"][0])
        digest = hashlib.sha256(sent["code_verifier"][0].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
        if not proven or sent["client_secret"] != [SECRET]:
            self._say({"error": "invalid_grant"}, 400)
            return
        token = secrets.token_hex(16)
        self.server.tokens[token] = subject
        now = int(time.time())
        claims = {"iss": self.server.address, "sub": subject, "aud": "payvand", "iat": now, "exp": now + 60}
        identity = jwt.encode(claims, "k" * 32, algorithm="HS256")
        self._say({"access_token": token, "token_type": "Bearer", "expires_in": 60, "id_token": identity})

    def _say(self, answer: dict, status: int = 200) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def provider(settings):
    with Provider() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        (django_settings.KEYS_FOLDER / "hq.secret").write_text(SECRET + "\n")
        configured = OpenIdProvider(
            provider_id="hq",
            name="Headquarters",
            client_id="payvand",
            secret_file="hq.secret",
            server_url=server.address,
        )
        sign_in_settings = settings.NODE_SETTINGS.sign_in.model_copy(update={"providers": (configured,)})
        settings.NODE_SETTINGS = settings.NODE_SETTINGS.model_copy(update={"sign_in": sign_in_settings})
        yield server
        server.shutdown()


def come_back(client, provider, subject, process="login"):
    """Go to the provider and return as this person; return the node's answer."""
    left = client.post(f"/accounts/oidc/hq/login/?process={process}")
    assert left.headers["Location"].startswith(f"{provider.address}/authorize?")
    asked = parse_qs(urlsplit(left.headers["Location"]).query)
    answer = {"code": provider.grant(subject, asked), "state": asked["state"][0]}
    return client.get("/accounts/oidc/hq/login/callback/", answer)


@pytest.mark.usefixtures("cast")
def test_an_identity_that_nobody_connected_opens_nothing_and_makes_no_account(provider):
    before = User.objects.count()
    client = Client()
    page = come_back(client, provider, "stranger-at-hq")
    assert "This identity is not known here" in page.content.decode()
    assert not is_in(client)
    assert User.objects.count() == before


def test_a_connected_identity_signs_in_and_is_still_asked_for_the_second_factor(cast, provider):
    client = Client()
    sign_in(client, "caseworker")
    prove(client)
    come_back(client, provider, "zebunisso-at-hq", process="connect")
    assert SocialAccount.objects.get(user=cast.caseworker).uid == "zebunisso-at-hq"
    other = Client()
    assert where(come_back(other, provider, "zebunisso-at-hq")) == SECOND
    assert not is_in(other)
    with time_machine.travel(timedelta(minutes=1)):  # a code serves once
        other.post(SECOND, {"code": code()})
        assert is_in(other)


@pytest.mark.usefixtures("cast")
def test_a_state_that_this_browser_did_not_ask_for_is_refused(provider):
    victim = Client()
    left = Client().post("/accounts/oidc/hq/login/?process=login")
    asked = parse_qs(urlsplit(left.headers["Location"]).query)
    answer = {"code": provider.grant("attacker", asked), "state": asked["state"][0]}
    page = victim.get("/accounts/oidc/hq/login/callback/", answer)
    assert "Sign-in did not work" in page.content.decode()
    assert not is_in(victim)


@pytest.mark.django_db
def test_only_pages_that_offer_a_provider_may_send_a_form_there(provider):
    policies = {
        address: Client().get(address).headers["Content-Security-Policy"] for address in ("/accounts/login/", "/health")
    }
    allowed = {address: provider.address in policy for address, policy in policies.items()}
    assert allowed == {"/accounts/login/": True, "/health": False}
    assert f"form-action 'self' {provider.address};" in policies["/accounts/login/"]
    assert "Sign in with Headquarters" in Client().get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_without_providers_no_form_leaves_the_node():
    assert "form-action 'self';" in Client().get("/accounts/login/").headers["Content-Security-Policy"]
