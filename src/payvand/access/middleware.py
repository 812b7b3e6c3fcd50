"""What stands before every view: the person's Scope, their second factor, and pages for the errors of the domain."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from payvand.access.models import User
from payvand.access.queries import has_second_factor
from payvand.access.scopes import scope_of
from payvand.core.errors import Conflict, NotAllowed, PayvandError
from payvand.core.scope import Scope
from payvand.pages.views import not_found

if TYPE_CHECKING:
    from payvand.access.http import ScopedRequest

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class ScopeMiddleware:
    """Builds `request.scope` once, and turns the errors of the domain into pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with `request.scope` set."""
        scoped = cast("ScopedRequest", request)
        language = get_language() or settings.LANGUAGE_CODE
        request_id = getattr(request, "request_id", "")
        if not isinstance(user := request.user, User):
            scoped.scope = Scope.nobody()
            return self.get_response(request)
        scoped.scope = scope_of(user, language=language, request_id=request_id)
        response = self.get_response(request)
        # The next person at this computer must not page back into what a colleague saw.
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for an error that a person can be told, or None for all others.

        What one may not do does not exist (404), so that nobody learns what there is; the rules' own refusals are said.
        """
        if isinstance(error, NotAllowed):
            return not_found(request)
        if isinstance(error, PayvandError):
            context = {"reason": str(error), "is_conflict": isinstance(error, Conflict)}
            return render(request, "access/refused.html", context, status=409)
        return None


class SecondFactorMiddleware:
    """Lets nobody work before their own password is set and, if the node asks for it, a second factor enrolled."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Send a user to what is still to be done; pages that need no sign-in, and the steps themselves, stay open."""
        user = request.user
        if not isinstance(user, User) or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _ALWAYS_OPEN:
            return None
        if user.must_change_password:
            return None if name in _PASSWORD_STEPS else redirect("account_change_password")
        if name in _PASSWORD_STEPS | _ENROLMENT_STEPS:
            return None
        if settings.NODE_SETTINGS.sign_in.second_factor == "required" and not has_second_factor(user):
            return redirect("mfa_index")
        return None


_REAUTHENTICATION = frozenset({"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
_ALWAYS_OPEN = _REAUTHENTICATION | {"account_logout"}
_PASSWORD_STEPS = frozenset({"account_change_password"})
_ENROLMENT_STEPS = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
    }
)
