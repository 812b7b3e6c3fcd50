"""How allauth behaves in a node: nobody signs up, secrets are encrypted, providers come from `payvand.toml`."""

import time
from pathlib import Path
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from payvand.access.queries import SECOND_FACTORS, has_second_factor
from payvand.core.encryption import keyring

FRESH_SECONDS = 15 * 60
_CONTEXT = "access.Authenticator"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by an administrator; none is made by signing up, and no mail is sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 — the hook's signature
        """Say that nobody signs up by themselves."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 — the hook's signature
        """Return to the profile; the middleware asks for what is still missing, such as the second factor."""
        return reverse("access:profile")

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Say whether a change is to be confirmed: always, but for a first second factor just after sign-in."""
        user = context.request.user
        if app != "allauth.mfa" or has_second_factor(user):
            return True
        proofs = get_authentication_records(context.request, user)
        return not proofs or time.time() - proofs[-1]["at"] > FRESH_SECONDS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: a node has no mail server, and an address in a queue would be personal data outside it."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """OpenID Connect: an identity signs in only after its owner has connected it on their profile page."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 — the hook's signature
        """Say that an unknown identity gets no account."""
        return False

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 — the hook's signature
        provider: str | None = None,
        client_id: str | None = None,
    ) -> list[SocialApp]:
        """Return the providers of `payvand.toml`, each with its secret from the keys folder."""
        keys = settings.KEYS_FOLDER or Path()  # without a node there are no providers either
        apps = [
            SocialApp(
                provider="openid_connect",
                provider_id=configured.provider_id,
                name=configured.name,
                client_id=configured.client_id,
                secret=(keys / configured.secret_file).read_text().strip(),
                settings={"server_url": configured.server_url, "oauth_pkce_enabled": True},
            )
            for configured in settings.NODE_SETTINGS.sign_in.providers
        ]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Secrets of second factors lie encrypted; the last second factor stays where the node asks for one."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return keyring().encrypt(text, context=_CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret as it is used.

        Raises:
            WrongKey: the node's keys do not open it.
        """
        return keyring().decrypt(encrypted_text, context=_CONTEXT)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return what the code generator shows beside the code: the user name, never an address."""
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 — the hook's signature
        """Return the name that is proposed for a new passkey."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether this one may go: not the last of a user's own where the node requires a second factor."""
        if settings.NODE_SETTINGS.sign_in.second_factor == "optional":
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=SECOND_FACTORS)
        is_code = authenticator.type == Authenticator.Type.RECOVERY_CODES
        return is_code or bool(others.exclude(pk=authenticator.pk).exists())
