"""What follows when a person signs in or changes how they do: the audit, and the language of their pages."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from payvand.access.language import SESSION_KEY, known_language
from payvand.access.models import User
from payvand.access.queries import SECOND_FACTORS
from payvand.access.services import password_was_changed, record_own_act, second_factor_was_added

_PREFIX = "payvand.access"


def _signed_in(request: HttpRequest, user: User, **_rest: Any) -> None:
    if language := known_language(user.language):
        request.session[SESSION_KEY] = language
    record_own_act(action="access.sign_in", user=user, request_id=_request_id(request))


def _password_changed(request: HttpRequest, user: User, **_rest: Any) -> None:
    password_was_changed(user=user, request_id=_request_id(request))


def _factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_rest: Any) -> None:
    if authenticator.type in SECOND_FACTORS:
        second_factor_was_added(user=user, kind=authenticator.type, request_id=_request_id(request))
        update_session_auth_hash(request, user)
    else:
        _codes_made(request, user)


def _factor_removed(request: HttpRequest, user: User, **_rest: Any) -> None:
    record_own_act(action="access.remove_second_factor", user=user, request_id=_request_id(request))


def _codes_made(request: HttpRequest, user: User, **_rest: Any) -> None:
    record_own_act(action="access.make_recovery_codes", user=user, request_id=_request_id(request))


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))


def connect() -> None:
    """Listen; connecting twice is harmless."""
    for signal, listener in (
        (user_logged_in, _signed_in),
        (password_changed, _password_changed),
        (authenticator_added, _factor_added),
        (authenticator_removed, _factor_removed),
        (authenticator_reset, _codes_made),
    ):
        signal.connect(listener, dispatch_uid=f"{_PREFIX}.{listener.__name__}")
