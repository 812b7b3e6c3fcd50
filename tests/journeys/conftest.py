"""A real node, served by the command that everyone uses, and a real browser in front of it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
)

from browser import launched

PASSWORD = "korvon-sarchashma-1404"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECONDS_TO_START = 90
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PAYVAND_", "DJANGO_"))}
    return kept | {"PAYVAND_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "payvand.config.settings"}


def _payvand(*words: str) -> list[str]:
    return [sys.executable, "-m", "payvand", *words]


@dataclass(frozen=True)
class Node:
    """A node that is being served."""

    folder: Path
    address: str


@pytest.fixture(scope="session")
def node(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """`payvand init`, some people, `payvand serve`; stopped at the end."""
    folder = tmp_path_factory.mktemp("journeys") / "tj"
    made = ["init", str(folder), "--organisation", "Red Crescent Society of Tajikistan", "--country", "TJ"]
    _run(_payvand(*made, "--recovery-key", str(folder.parent / "recovery.txt")), folder)
    _run([sys.executable, str(HERE / "seed.py")], folder, json.dumps({"password": PASSWORD, "secret": TOTP_SECRET}))
    environment = _environment(folder) | {"PAYVAND_WEB__PORT": "0", "PAYVAND_PORTAL__PORT": "0"}
    log = (folder.parent / "serve.log").open("w+")
    server = subprocess.Popen(_payvand("serve", str(folder)), env=environment, stdout=log, stderr=log)
    try:
        yield Node(folder, _address(folder, server, log.name))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
        log.close()


def _run(command: list[str], folder: Path, text: str = "") -> None:
    done = subprocess.run(command, env=_environment(folder), input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-2:]} gave {done.returncode}: {done.stdout[-1000:]}{done.stderr[-2000:]}"


def _address(folder: Path, server: subprocess.Popen[bytes], log: str) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert server.poll() is None, Path(log).read_text()[-2000:]
        for state in folder.rglob("serving.json"):
            if text := state.read_text():
                return str(json.loads(text)["addresses"]["casework"])
        time.sleep(0.2)
    raise AssertionError(f"the node did not answer in {SECONDS_TO_START} s: {Path(log).read_text()[-2000:]}")


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


def watch(page: Page, node: Node, troubles: list[str]) -> None:
    """Write down requests that leave the host, messages of the console, refusals of the security policy, failures."""

    def asked(request: Request) -> None:
        if not request.url.startswith((node.address, "data:")):
            troubles.append(f"left the host: {request.url}")

    def said(message: ConsoleMessage) -> None:
        refused = "the server responded with a status of 4" in message.text  # a form that came back with errors
        if message.type in {"error", "warning"} and not refused:
            troubles.append(f"console {message.type}: {message.text}")

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
    page.on(
        "response",
        lambda response: troubles.append(f"{response.status} {response.url}") if response.status >= 500 else None,
    )


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


def sign_in_by_hand(page: Page, user: str) -> None:
    """Type the password, then the code."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    page.goto("/accounts/login/")
    page.locator('input[name="login"]').fill(user)
    page.locator('input[name="password"]').fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    code = format_hotp_value(hotp_value(TOTP_SECRET, next(iter(yield_hotp_counters_from_time()))))
    page.locator('input[name="code"]').fill(code)
    page.locator('form:has(input[name="code"]) button').first.click()
    page.locator(".rail").wait_for(state="attached")
