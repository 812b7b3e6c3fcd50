"""Autosave in a real browser: closed and opened, signed out, offline, sent; the application itself answers."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, expect

from browser import launched
from payvand.core.scope import Scope
from payvand.pages import queries
from payvand.pages.models import Draft

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]  # the loop has a connection of its own

HOST = "http://localhost"
FORM = """
<form method="post" action="/sent/" data-autosave="tests.form" data-autosave-with="seen">
  <input name="full_name" id="full_name"><textarea name="story" id="story"></textarea>
  <select name="sex" id="sex"><option value=""></option><option value="male">male</option></select>
  <input type="checkbox" name="scope" value="a" id="a"><input type="checkbox" name="scope" value="b" id="b">
  <input type="hidden" name="seen" value="1" id="seen"><input type="hidden" name="form_token" value="once" id="once">
  <input type="password" name="secret" id="secret">
  <button id="send">Send</button><span data-form-state></span>
</form>
"""


@dataclass
class Site:
    """Hands what the browser asks to the application; `client` None is a node that does not answer."""

    client: Client | None
    complaints: list[str] = field(default_factory=list)

    def answer(self, route: Route) -> None:
        request = route.request
        path = request.url.removeprefix(HOST)
        if path.startswith("/static/") and (file := finders.find(path.removeprefix("/static/"))):
            route.fulfill(path=file, content_type=mimetypes.guess_type(file)[0])
        elif self.client is None:
            route.abort()
        elif path == "/sent/":
            route.fulfill(status=200, body="sent", content_type="text/plain")
        else:
            self.forward(route, request.method, path)

    def forward(self, route: Route, method: str, path: str) -> None:
        sent = route.request.post_data_buffer or b""
        answer = self.client.generic(method, "/shortcuts/" if path == "/form/" else path, sent, "application/json")
        body = answer.content
        if path == "/form/":
            body = body.replace(b"</main>", FORM.encode() + b"</main>")
        route.fulfill(status=answer.status_code, body=body, headers=dict(answer.headers))


@pytest.fixture
def site(cast) -> Site:
    return Site(cast.client_of(cast.caseworker))


@pytest.fixture
def machine(chromium):
    with launched(chromium) as browser:
        yield browser


@pytest.fixture
def opened(machine, site) -> Iterator:
    contexts = []

    def open_form() -> Page:
        contexts.append(machine.new_context(locale="en-GB"))
        page = contexts[-1].new_page()
        page.on("console", lambda said: site.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: site.complaints.append(str(error)))
        page.route("**/*", site.answer)
        page.goto(f"{HOST}/form/")
        return page

    yield open_form
    for context in contexts:
        context.close()


def write(page: Page) -> None:
    page.fill("#full_name", "Раҳимов Фаррух")
    page.fill("#story", "Two\nlines")
    page.select_option("#sex", "male")
    page.check("#b")
    page.evaluate("document.getElementById('seen').value = '7'")
    page.fill("#secret", "never kept")


def values(page: Page) -> tuple:
    text = [page.input_value(f"#{name}") for name in ("full_name", "story", "sex", "seen", "once", "secret")]
    return (*text, page.is_checked("#a"), page.is_checked("#b"))


STATE = "form[data-autosave] [data-form-state]"
WRITTEN = ("Раҳимов Фаррух", "Two\nlines", "male", "7", "once", "", False, True)
EMPTY = ("", "", "", "1", "once", "", False, False)


def test_what_was_written_is_there_after_the_browser_was_closed_and_can_be_discarded(opened, site):
    page = opened()
    assert page.locator(".alert time").count() == 0
    write(page)
    expect(page.locator(STATE)).to_contain_text("Saved as a draft")
    page.context.close()

    page = opened()
    expect(page.locator("form[data-autosave] .alert")).to_contain_text("What you wrote here before is restored")
    assert values(page) == WRITTEN
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("form[data-autosave] .alert")).to_have_count(0)
    assert values(page) == EMPTY
    page.wait_for_timeout(300)
    page.context.close()

    page = opened()
    page.wait_for_timeout(500)
    assert values(page) == EMPTY
    assert site.complaints == []


def test_a_page_that_is_put_away_saves_at_once(opened):
    page = opened()
    write(page)
    page.evaluate(
        """() => {
            Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    expect(page.locator(STATE)).to_contain_text("Saved as a draft", timeout=1200)
    assert queries.draft_of(Scope(user_id=Draft.objects.get().user_id), "tests.form").fields["full_name"] == [
        WRITTEN[0]
    ]


def test_an_expired_session_keeps_the_page_and_goes_on_after_sign_in_elsewhere(opened, site, cast):
    page = opened()
    site.client = Client()
    write(page)
    expect(page.locator(STATE)).to_contain_text("You are signed out")
    assert page.input_value("#full_name") == "Раҳимов Фаррух"
    assert not Draft.objects.exists()
    site.client = cast.client_of(cast.caseworker)
    expect(page.locator(STATE)).to_contain_text("Saved as a draft", timeout=15_000)
    assert Draft.objects.count() == 1


def test_a_node_that_does_not_answer_is_tried_again(opened, site, cast):
    page = opened()
    client, site.client = site.client, None
    page.fill("#full_name", "Раҳимов")
    expect(page.locator(STATE)).to_contain_text("No connection")
    site.client = client
    expect(page.locator(STATE)).to_contain_text("Saved as a draft", timeout=15_000)


def test_another_person_in_the_same_browser_gets_nothing_of_it(opened, site, cast):
    page = opened()
    site.client = cast.client_of(cast.head_of_tracing)
    page.fill("#full_name", "Раҳимов")
    expect(page.locator(STATE)).to_contain_text("Another person signed in")
    assert not Draft.objects.exists()


def test_a_form_that_is_sent_saves_no_more(opened):
    page = opened()
    page.fill("#full_name", "Раҳимов")
    page.click("#send")
    page.wait_for_load_state()
    page.wait_for_timeout(2500)
    assert not Draft.objects.exists()
