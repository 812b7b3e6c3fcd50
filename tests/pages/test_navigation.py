from types import SimpleNamespace

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from payvand.pages import navigation
from payvand.pages.navigation import NavigationEntry, Search


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_search", [])


def request_of(*rights: str, path: str = "/", signed_in: bool = True) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=signed_in)
    request.scope = SimpleNamespace(rights=frozenset(rights))
    return request


def test_entries_stand_in_order_and_mark_the_current_page() -> None:
    navigation.register(NavigationEntry("Keys", "shortcuts", "keyboard", order=2))
    navigation.register(NavigationEntry("Style", "style", "eye", order=1))
    links = navigation.links(request_of(path="/style/"), "work")
    assert [(link.label, link.url, link.current) for link in links] == [
        ("Style", "/style/", True),
        ("Keys", "/shortcuts/", False),
    ]


def test_an_entry_is_shown_to_holders_of_its_right() -> None:
    navigation.register(NavigationEntry("Style", "style", "eye", right="tracing.read"))
    assert navigation.links(request_of("people.read"), "work") == []
    assert [link.label for link in navigation.links(request_of("tracing.read"), "work")] == ["Style"]


def test_nothing_is_shown_before_sign_in() -> None:
    navigation.register(NavigationEntry("Style", "style", "eye"))
    navigation.register_search(Search(url_name="style"))
    request = request_of(signed_in=False)
    assert navigation.links(request, "work") == []
    assert navigation.search_url(request) is None


def test_a_request_without_scope_has_no_navigation() -> None:
    navigation.register(NavigationEntry("Style", "style", "eye"))
    request = RequestFactory().get("/")
    assert navigation.links(request, "work") == []


def test_what_this_process_does_not_serve_is_left_out() -> None:
    navigation.register(NavigationEntry("Elsewhere", "no_such_url", "eye"))
    assert navigation.links(request_of(), "work") == []


def test_counts_ask_the_scope() -> None:
    navigation.register(NavigationEntry("Style", "style", "eye", count=lambda scope: len(scope.rights)))
    assert [link.count for link in navigation.links(request_of("a", "b"), "work")] == [2]


def test_the_search_box_needs_its_right() -> None:
    navigation.register_search(Search(url_name="style", right="people.search"))
    assert navigation.search_url(request_of()) is None
    assert navigation.search_url(request_of("people.search")) == "/style/"


def test_the_longest_address_is_the_current_one() -> None:
    current = navigation._current
    assert current(["/", "/people/", "/people/lists/"], "/people/lists/3") == "/people/lists/"
    assert current(["/", "/people/"], "/tracing/") is None
    assert current(["/", "/people/"], "/") == "/"
