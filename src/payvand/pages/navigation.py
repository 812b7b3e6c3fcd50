"""What stands in the navigation; rooms add their own entries when their app is ready.

    navigation.register(NavigationEntry(_("Tracing"), "tracing:list", "user-search", order=20, right="tracing.read"))

The base template knows no room: it shows the entries that the person's rights allow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Section = Literal["work", "system", "user"]


@dataclass(frozen=True, kw_only=True)
class Search:
    """Where the search box sends what is written in it (by POST: names do not belong in addresses)."""

    url_name: str
    right: str | None = None


@dataclass(frozen=True)
class NavigationEntry:
    """One line of the navigation.

    Attributes:
        label: what it says, marked for translation.
        url_name: the name of its URL, without arguments.
        icon: the id of its picture in the sprite (`static/pages/vendor/icons.svg`).
        order: smaller stands higher.
        right: who holds it sees the entry; None shows it to everyone who is signed in.
        count: given the Scope, how many things wait there; nothing is shown for 0.
        section: `work` above the line in the rail, `system` below it, `user` in the person's own menu.
    """

    label: str | Promise
    url_name: str
    icon: str
    order: int = 100
    right: str | None = None
    count: Callable[[Any], int] | None = None
    section: Section = "work"


@dataclass(frozen=True)
class NavigationLink:
    """One entry as this request sees it."""

    label: str
    url: str
    icon: str
    current: bool
    count: int


_entries: dict[str, NavigationEntry] = {}
_search: list[Search] = []


def register(entry: NavigationEntry) -> None:
    """Add an entry; a second one of the same URL replaces the first (an app may become ready twice in tests)."""
    _entries[entry.url_name] = entry


def register_search(search: Search) -> None:
    """Say which view answers the search box of every page."""
    _search[:] = [search]


def _address(url_name: str) -> str | None:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return None


def _rights(request: HttpRequest) -> frozenset[str] | None:
    """What this person may do; None before sign-in, where there is no Scope or one of nobody."""
    if not getattr(getattr(request, "user", None), "is_authenticated", False):
        return None
    return getattr(getattr(request, "scope", None), "rights", None)


def links(request: HttpRequest, section: Section) -> list[NavigationLink]:
    """Return the entries of a section that this person may use, in order; none before sign-in.

    An entry whose URL is not served by this process (the public listener serves few) is left out.
    """
    rights = _rights(request)
    if rights is None:
        return []
    allowed = [
        (entry, url)
        for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.url_name))
        if entry.section == section and (entry.right is None or entry.right in rights)
        if (url := _address(entry.url_name)) is not None
    ]
    here = _current([url for _entry, url in allowed], request.path)
    return [
        NavigationLink(
            label=str(entry.label),
            url=url,
            icon=entry.icon,
            current=url == here,
            count=entry.count(getattr(request, "scope", None)) if entry.count else 0,
        )
        for entry, url in allowed
    ]


def _current(urls: list[str], path: str) -> str | None:
    """The longest address that the path lies under; the home page only when it is the path itself."""
    under = [url for url in urls if path == url or (url != "/" and path.startswith(url))]
    return max(under, key=len, default=None)


def search_url(request: HttpRequest) -> str | None:
    """Return where the search box sends to, or None where this person or process has no search."""
    rights = _rights(request)
    if rights is None or not _search:
        return None
    search = _search[0]
    return _address(search.url_name) if search.right is None or search.right in rights else None
