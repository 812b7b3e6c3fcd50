"""Nodes with invented staff, served by `payvand serve`, for journeys in a real browser."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Page, Request

PASSWORD = "korvon-sarchashma-1404"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECONDS_TO_START = 90
SEED = Path(__file__).parent / "journeys" / "seed.py"


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


def make_node(folder: Path) -> Path:
    """Make a node with the people of the journeys; its recovery key lies beside it."""
    made = ["init", str(folder), "--organisation", "Red Crescent Society of Tajikistan", "--country", "TJ"]
    _run(_payvand(*made, "--recovery-key", str(folder.parent / "recovery.txt")), folder)
    _run([sys.executable, str(SEED)], folder, json.dumps({"password": PASSWORD, "secret": TOTP_SECRET}))
    return folder


@contextmanager
def serving(folder: Path) -> Iterator[Node]:
    """Serve a node until the end of the block."""
    environment = _environment(folder) | {"PAYVAND_WEB__PORT": "0", "PAYVAND_PORTAL__PORT": "0"}
    log = (folder.parent / "serve.log").open("w+")
    server = subprocess.Popen(_payvand("serve", str(folder)), env=environment, stdout=log, stderr=log)
    try:
        yield Node(folder, _address(folder, server, log.name))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)
        log.close()


def command(*words: str) -> str:
    """Run a command that makes a node and return what it prints."""
    return _run(_payvand(*words), Path())


def run_on(folder: Path, command: str, *words: str) -> str:
    """Run a node command and return what it prints."""
    return _run(_payvand(command, str(folder), *words), folder)


def _run(command: list[str], folder: Path, text: str = "") -> str:
    done = subprocess.run(command, env=_environment(folder), input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command[-2:]} gave {done.returncode}: {done.stdout[-1000:]}{done.stderr[-2000:]}"
    return done.stdout


def _address(folder: Path, server: subprocess.Popen[bytes], log: str) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        assert server.poll() is None, Path(log).read_text()[-2000:]
        for state in folder.rglob("serving.json"):
            if text := state.read_text():
                return str(json.loads(text)["addresses"]["casework"])
        time.sleep(0.2)
    raise AssertionError(f"the node did not answer in {SECONDS_TO_START} s: {Path(log).read_text()[-2000:]}")


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
