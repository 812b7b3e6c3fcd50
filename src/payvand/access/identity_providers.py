"""Sign-in pages may send a form on to the configured identity providers, and to nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from payvand.pages.security import CONTENT_SECURITY_POLICY

View = Callable[..., HttpResponseBase]


def may_lead_to_providers(view: View) -> View:
    """Let the forms of a page end at the identity providers: browsers hold `form-action` against redirects too."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if origins := provider_origins():
            wider = f"form-action 'self' {' '.join(origins)}"
            response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY.replace("form-action 'self'", wider)
        return response

    return answered


def provider_origins() -> list[str]:
    """Return scheme, host and port of each configured provider."""
    parts = (urlsplit(provider.server_url) for provider in settings.NODE_SETTINGS.sign_in.providers)
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts})
