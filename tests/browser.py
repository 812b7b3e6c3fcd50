"""A real browser for the journeys: Chromium as the system has it, driven by Playwright.

Where it is missing the journeys are skipped and say so; in CI (`CI=true`) that is a failure.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
UNSAFE = "DJANGO_ALLOW_ASYNC_UNSAFE"
MISSING = "no browser: install Debian's packages `chromium` and `libatomic1`, or name Chromium in PAYVAND_CHROMIUM"


def _without(reason: object) -> None:
    said = f"{MISSING} ({reason})"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(said)
    pytest.skip(said)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program."""
    found = os.environ.get("PAYVAND_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
    if not found or not Path(found).exists():
        _without("no such program")
    return found


@contextmanager
def launched(chromium: str) -> Iterator[Browser]:
    """A browser that runs as long as this lasts; its driver runs an event loop in this thread meanwhile.

    Django would refuse its database to whatever else this thread tests meanwhile: nothing of that is asynchronous.
    """
    with _database_beside_a_loop():
        yield from _launched(chromium)


@contextmanager
def _database_beside_a_loop() -> Iterator[None]:
    before = os.environ.get(UNSAFE)
    os.environ[UNSAFE] = "true"
    try:
        yield
    finally:
        if before is None:
            del os.environ[UNSAFE]


def _launched(chromium: str) -> Iterator[Browser]:
    driver = sync_playwright()
    try:
        playwright = driver.start()
    except Exception as error:
        _without(error)
        raise
    try:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()
    finally:
        playwright.stop()
