"""A real node, served by the command that everyone uses, and a real browser in front of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser import launched
from served_node import Node, make_node, serving, sign_in_by_hand, watch

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def node(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """`payvand init`, some people, `payvand serve`; stopped at the end."""
    folder = make_node(tmp_path_factory.mktemp("journeys") / "tj")
    with serving(folder) as node:
        yield node


@pytest.fixture(scope="session")
def chrome(chromium: str) -> Iterator[Browser]:
    """One browser for all journeys."""
    with launched(chromium) as browser:
        yield browser


@dataclass
class Watched:
    """A page, and everything that went wrong on it that a person would not see."""

    page: Page
    troubles: list[str]


@pytest.fixture
def open_page(
    chrome: Browser, node: Node, signed_in: Callable[[str], dict[str, object]]
) -> Iterator[Callable[..., Page]]:
    """Open a page as `user` in `language`; at the end nothing may have gone wrong on any."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def opener(user: str, *, language: str = "en", scripts: bool = True) -> Page:
        state = signed_in(user)
        context = chrome.new_context(
            storage_state=state,  # type: ignore[arg-type]
            base_url=node.address,
            viewport={"width": 1280, "height": 900},
            locale=language,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        troubles: list[str] = []
        page = context.new_page()
        watch(page, node, troubles)
        opened.append((context, troubles))
        page.set_default_timeout(15_000)
        page.goto("/")
        page.locator(f'.languages button[value="{language}"]').first.click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        return page

    yield opener
    found = [trouble for _context, troubles in opened for trouble in troubles]
    for context, _troubles in opened:
        context.close()
    assert found == []


@pytest.fixture(scope="session")
def signed_in(chrome: Browser, node: Node) -> Callable[[str], dict[str, object]]:
    """Sign a user in with password and code, once; return the browser's state."""
    states: dict[str, dict[str, object]] = {}

    def sign_in(user: str) -> dict[str, object]:
        if user not in states:
            context = chrome.new_context(base_url=node.address, locale="en")
            page = context.new_page()
            sign_in_by_hand(page, user)
            states[user] = dict(context.storage_state())
            context.close()
        return states[user]

    return sign_in
