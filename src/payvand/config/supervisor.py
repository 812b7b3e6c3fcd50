"""Keeps the processes of a node running: starts them, restarts what dies, stops them all together.

The sockets are opened here and handed down, so that an address stays the same, and answers, while a server restarts.
"""

import ctypes
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

_log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0
GRACE_SECONDS = 25.0
_TICK = 0.2
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Program:
    """One process that a node needs: its command, what its environment adds or (None) lacks, sockets it inherits."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str | None] = field(default_factory=dict)
    sockets: tuple[socket.socket, ...] = ()


class _Child:
    """A program and its process now; restarts it after a pause that doubles while it keeps dying."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = FIRST_PAUSE
        self.started = 0.0
        self.next_start = 0.0

    def start(self) -> None:
        environment = {**os.environ, **{name: value for name, value in self.program.environment.items() if value}}
        for name, value in self.program.environment.items():
            if value is None:
                environment.pop(name, None)
        self.process = subprocess.Popen(  # noqa: S603 — our own programs
            self.program.command,
            env=environment,
            pass_fds=[one.fileno() for one in self.program.sockets],
            preexec_fn=_end_with_parent,  # noqa: PLW1509 — this process has one thread
            stdin=subprocess.DEVNULL,
        )
        self.started = time.monotonic()

    def look_after(self) -> None:
        """Start the process if it does not run and its pause is over."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            if now - self.started > STEADY_SECONDS:
                self.pause = FIRST_PAUSE
            return
        if self.process is not None:
            _log.warning(
                "a program ended and will be started again",
                extra={"codes": {"program": self.program.name, "code": self.process.returncode}},
            )
            self.process, self.next_start = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if now >= self.next_start:
            self.start()


def _end_with_parent() -> None:
    """Ask Linux to end this process when the supervisor is killed; elsewhere the programs watch their parent."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def listen(host: str, port: int) -> socket.socket:
    """Open a listening socket; port 0 takes a free one.

    Raises:
        OSError: the address cannot be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def gunicorn(application: str, listener: socket.socket) -> list[str]:
    """Return the command of a gunicorn that answers on a socket of ours."""
    return [
        sys.executable, "-m", "gunicorn", "--config", "python:payvand.config.web_server",
        "--bind", f"fd://{listener.fileno()}", application,
    ]  # fmt: skip


class Supervisor:
    """Runs programs until SIGTERM or SIGINT."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self._children = [_Child(program) for program in programs]
        self._stopping = False

    def run(self, ready: Callable[[], bool]) -> None:
        """Run until stopped; `ready` is called now and then until it says True."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        told = False
        try:
            while not self._stopping:
                for child in self._children:
                    child.look_after()
                told = told or ready()
                time.sleep(_TICK)
        finally:
            self._end_all()

    def processes(self) -> dict[str, int]:
        """Return the process number of each program that runs."""
        return {child.program.name: child.process.pid for child in self._children if child.process is not None}

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _end_all(self) -> None:
        running = [child.process for child in self._children if child.process is not None]
        for process in running:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def answers(host: str, port: int) -> bool:
    """Say whether a listener's `/health` answers at all: the programs behind it have started."""
    import http.client

    connection = http.client.HTTPConnection(_reachable(host), port, timeout=2)
    try:
        connection.request("GET", "/health")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def address(host: str, port: int, *, https: bool) -> str:
    """Return the address to type into a browser."""
    name = _reachable(host)
    return f"{'https' if https else 'http'}://{f'[{name}]' if ':' in name else name}:{port}/"


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 — not binding, naming


def as_state(processes: Mapping[str, int], addresses: Mapping[str, str]) -> str:
    """Return the text of `run/serving.json`: what runs, and where it answers."""
    return json.dumps({"addresses": dict(addresses), "processes": dict(processes), "supervisor": os.getpid()}, indent=1)
