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
    """A browser that runs as long as this lasts; its driver runs an event loop in this thread meanwhile."""
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
