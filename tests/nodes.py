"""Real nodes for tests of the command line and of faults: made once by `payvand init`, copied for each test.

Fixtures (import nothing: `tests/conftest.py` loads this module as a plugin):

    payvand         payvand("doctor", folder, code=0) -> the finished process; fails unless it ended with `code`
    real_node       a RealNode of its own for this test, on the database that ``--database`` names
"""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

_numbers = itertools.count()
_PLAIN = {name: value for name, value in os.environ.items() if not name.startswith(("PAYVAND_", "DJANGO_"))}


def run_payvand(*words, code=0, env=None, timeout=120):
    done = subprocess.run(
        [sys.executable, "-m", "payvand", *map(str, words)],
        env={**_PLAIN, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
    return done


@pytest.fixture(scope="session")
def payvand():
    return run_payvand


@dataclass
class RealNode:
    """A node in a folder, with its recovery key and what its processes need in their environment."""

    folder: Path
    recovery: Path
    environment: dict[str, str]
    servers: list[subprocess.Popen] = field(default_factory=list)

    def run(self, command, *words, code=0):
        return run_payvand(command, self.folder, *words, code=code, env=self.environment)

    def python(self, source, *, code=0):
        """Run a script inside of the node, with Django set up."""
        start = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", start + source],
            env=self.script_environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == code, (done.stdout, done.stderr)
        return done.stdout

    @property
    def script_environment(self):
        return {
            **_PLAIN,
            **self.environment,
            "PAYVAND_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "payvand.config.settings",
        }

    def start(self, command, *words, **options):
        process = subprocess.Popen(
            [sys.executable, "-m", "payvand", command, str(self.folder), *words],
            env={**_PLAIN, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            **options,
        )
        self.servers.append(process)
        return process

    def serve(self):
        """Start `payvand serve`, wait until it answers, and return what `run/serving.json` says."""
        process = self.start("serve")
        state = self.folder / "run" / "serving.json"
        deadline = time.monotonic() + 60
        while not state.exists():
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server did not answer"
            time.sleep(0.1)
        return json.loads(state.read_text())

    def stop(self):
        for process in self.servers:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.servers:
            try:
                process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
        self.servers.clear()


class Databases:
    """Makes and drops databases of the PostgreSQL server of this run."""

    def __init__(self, address):
        self.address = address
        self.made = []

    def make(self, template=""):
        name = f"node_{os.getpid()}_{next(_numbers)}"
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        self.made.append(name)
        return name

    def url(self, name):
        return self.address.replace("/postgres?", f"/{name}?", 1)

    def drop_all(self):
        with psycopg.connect(self.address, autocommit=True) as connection:
            for name in self.made:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def databases(request):
    """Databases of the PostgreSQL server, or None on SQLite."""
    if request.config.getoption("database") == "sqlite":
        yield None
        return
    found = Databases(os.environ["PAYVAND_TEST_POSTGRESQL"])
    yield found
    found.drop_all()


@pytest.fixture(scope="session")
def template_node(tmp_path_factory, databases):
    folder = tmp_path_factory.mktemp("nodes") / "template"
    recovery = folder.with_name("recovery.txt")
    name = databases.make() if databases else ""
    run_payvand(
        "init", folder, "--organisation", "Red Crescent Society of Tajikistan", "--country", "TJ",
        "--recovery-key", recovery, "--database", databases.url(name) if databases else "sqlite",
    )  # fmt: skip
    return folder, recovery, name


@pytest.fixture
def real_node(template_node, tmp_path, databases):
    template, recovery, database = template_node
    folder = tmp_path / "node"
    shutil.copytree(template, folder)
    environment = {"PAYVAND_WEB__PORT": "0", "PAYVAND_PORTAL__PORT": "0"}
    if databases:
        environment["PAYVAND_DATABASE__URL"] = databases.url(databases.make(template=database))
    node = RealNode(folder, recovery, environment)
    yield node
    node.stop()
