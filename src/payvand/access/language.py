"""In which language a page is shown: the user's own, then what this browser chose, then the node's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

SESSION_KEY = "language"


def known_language(code: str | None) -> str | None:
    """Return the code if pages exist in this language, else None."""
    return code if code in dict(settings.LANGUAGES) else None


def language_of(request: HttpRequest) -> str:
    """Return the language of this request's pages; the user's own one was put into the session at sign-in."""
    return (
        known_language(request.session.get(SESSION_KEY))
        or known_language(request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME))
        or settings.LANGUAGE_CODE
    )


class LanguageMiddleware:
    """Shows pages in the language of the person, and remembers a choice made with the language switch.

    The switch itself belongs to `pages`, which knows no users: it sets the language cookie. Here that choice also
    becomes the session's and the user's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the right language."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        chosen = response.cookies.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is not None and (new := known_language(chosen.value)):
            _remember(request, new)
        return response


def _remember(request: HttpRequest, language: str) -> None:
    from payvand.access.models import User
    from payvand.access.services import choose_language

    user = getattr(request, "user", None)
    if isinstance(user, User) and user.is_authenticated:
        request.session[SESSION_KEY] = language
        choose_language(user=user, language=language)
