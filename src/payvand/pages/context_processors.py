"""What every page knows: navigation, search, whose node this is. Lazy, so that an error page asks for nothing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from payvand.pages import navigation

# Each language names itself; a person who cannot read the page finds their own.
LANGUAGES = {"en": "English", "ru": "Русский"}


def pages(request: HttpRequest) -> dict[str, Any]:
    """Return the variables of the base templates."""
    node = getattr(getattr(settings, "NODE_SETTINGS", None), "node", None)
    return {
        "rail_work": SimpleLazyObject(lambda: navigation.links(request, "work")),
        "rail_system": SimpleLazyObject(lambda: navigation.links(request, "system")),
        "user_links": SimpleLazyObject(lambda: navigation.links(request, "user")),
        "search_url": navigation.search_url(request),
        "node_name": getattr(node, "organisation", ""),
        "page_languages": [(code, LANGUAGES.get(code, str(name))) for code, name in settings.LANGUAGES],
    }
