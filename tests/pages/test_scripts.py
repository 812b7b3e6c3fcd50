"""The small scripts, in a real browser, on pages as the application renders them, under the real policy.

Pages are rendered before the browser starts; it then gets them, and the static files, without a server.
"""

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route

from browser import launched

pytestmark = pytest.mark.journey

HOST = "http://localhost"
FORM = """
<form method="post" action="/sent/" data-guard id="guarded">
  <input name="name" id="name"><button id="send">Send</button>
</form>
<button type="button" id="same" data-key="s">Same</button>
"""


@dataclass
class Site:
    """Answers of the application, and what the browser sent and complained of."""

    pages: dict[str, tuple[bytes, dict[str, str]]]
    sent: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST)
        if route.request.method == "POST":
            self.sent.append(path)
            route.fulfill(status=204)
        elif path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
        elif path in self.pages:
            body, headers = self.pages[path]
            route.fulfill(body=body, headers=headers)
        else:
            route.fulfill(status=404)


@pytest.fixture
def site(client_of: Callable, cast) -> Site:
    client = client_of(cast.caseworker)
    pages = {}
    for path in ("/style/", "/shortcuts/", "/shortcuts/?part"):
        response = client.get(path)
        assert response.status_code == 200
        pages[path] = (response.content, dict(response.headers))
    body, headers = pages["/shortcuts/"]
    pages["/form/"] = (body.replace(b"</main>", FORM.encode() + b"</main>"), headers)
    return Site(pages)


@pytest.fixture
def open_page(site: Site, chromium: str) -> Iterator[Callable[..., Page]]:
    """Open a page of the site in a browser of its own.

    The driver runs an event loop in this thread, in which Django refuses to query: it starts when the pages are
    rendered, and has stopped when the next test asks the database.
    """
    with launched(chromium) as browser:

        def open_at(path: str, width: int = 1280, **options: object) -> Page:
            page = browser.new_context(viewport={"width": width, "height": 844}, **options).new_page()
            page.on(
                "console", lambda message: site.complaints.append(message.text) if message.type == "error" else None
            )
            page.on("pageerror", lambda error: site.complaints.append(str(error)))
            page.route("**/*", site.answer)
            page.goto(HOST + path)
            return page

        yield open_at


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id")


def is_open(page: Page, dialog: str) -> bool:
    return page.evaluate(f"document.getElementById('{dialog}').open")


def test_the_policy_lets_the_pages_work(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("/style/")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.button.go')).backgroundColor") == "rgb(13, 110, 110)"
    )
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('15px Vazirmatn', 'گل'))")
    assert page.evaluate("htmx.config.allowEval") is False
    assert site.complaints == []


def test_the_keyboard_reaches_search_and_the_list_of_keys(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("/style/")
    page.keyboard.press("/")
    if page.locator("#find").count():
        assert focused(page) == "find"
        page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.wait_for_selector("#shortcuts[open] kbd")
    page.keyboard.press("Escape")
    assert not is_open(page, "shortcuts")
    assert site.complaints == []


def test_a_key_presses_its_button_but_not_while_one_writes(open_page: Callable[..., Page]) -> None:
    page = open_page("/form/")
    page.evaluate("document.getElementById('same').addEventListener('click', () => document.title += '!')")
    page.focus("#name")
    page.keyboard.press("s")
    assert not page.title().endswith("!")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("s")
    assert page.title().endswith("!")
    # The key of S on a Russian keyboard.
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ы', code: 'KeyS', bubbles: true}))")
    assert page.title().endswith("!!")


def test_a_form_is_sent_once_and_not_left_by_accident(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page("/form/")
    leaves = "() => !dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert page.evaluate(leaves) is False
    page.fill("#name", "Фаррух")
    assert page.evaluate(leaves) is True
    page.evaluate("() => { const send = document.getElementById('send'); send.click(); send.click(); }")
    page.wait_for_timeout(300)
    assert site.sent == ["/sent/"]
    assert page.evaluate(leaves) is False


def test_a_dialog_opens_over_the_page_and_closes(open_page: Callable[..., Page]) -> None:
    page = open_page("/style/")
    page.click("[data-dialog=sample-dialog]")
    assert is_open(page, "sample-dialog")
    page.click("#sample-dialog [data-closes]")
    assert not is_open(page, "sample-dialog")


def test_the_rail_opens_on_a_phone_and_nothing_sticks_out(open_page: Callable[..., Page]) -> None:
    page = open_page("/style/", width=390)
    assert not page.locator("#rail").is_visible()
    page.click(".open-rail")
    assert page.locator("#rail").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#rail").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing(open_page: Callable[..., Page], width: int) -> None:
    found = []
    for path in ("/style/", "/shortcuts/"):
        # axe is put into the page by the test; the policy would rightly refuse it.
        result = Axe().run(open_page(path, width=width, bypass_csp=True))
        found += [(path, rule["id"], node["html"]) for rule in result.response["violations"] for node in rule["nodes"]]
    assert found == []
