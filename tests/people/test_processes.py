"""Real processes: several that write and search while the indexer is killed again and again, and nothing is lost."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from payvand.core.scope import Scope
from payvand.people import indexing, search
from payvand.people.models import IndexChange, Person

pytestmark = pytest.mark.django_db(transaction=True)
CHILD = Path(__file__).with_name("child.py")
SCOPE = Scope.system("tests", rights=frozenset({"people.read_person"}), purposes=frozenset({"tracing"}))


def start(*words: str) -> subprocess.Popen[str]:
    role, *more = words
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen(
        [sys.executable, str(CHILD), role, name, *more], stdout=subprocess.PIPE, text=True, env=os.environ
    )


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout
    process.stdout.close()


def finish(process: subprocess.Popen[str]) -> str:
    output, _errors = process.communicate(timeout=120)
    assert process.returncode == 0, output
    return output


@pytest.fixture
def no_index():
    """Start without an index; the tables were emptied, its folder was not."""
    indexing.discard()
    yield
    indexing.discard()


@pytest.mark.slow
def test_kill_9_of_the_indexer_at_any_moment_loses_and_doubles_nothing(cast, no_index):
    dice = random.Random(1404)
    writers = [start("write", mark, "25") for mark in ("а", "б")]
    kills = 0
    while any(writer.poll() is None for writer in writers) or kills < 6:
        indexer = start("index")
        assert indexer.stdout
        indexer.stdout.readline()
        time.sleep(dice.uniform(0.0, 0.6))
        kill(indexer)
        kills += 1
    for writer in writers:
        assert finish(writer) == "written\n"
    indexing.catch_up()
    assert IndexChange.objects.count() == 0
    assert indexing.problems() == []  # the index holds every person exactly once
    assert Person.objects.count() == 50
    for mark, number in (("а", 0), ("б", 24), ("а", 17)):
        name = f"Раҳимов {mark}{number:03}"
        assert any(hit.person.shown_name == name for hit in search.find(SCOPE, name, limit=50))


@pytest.mark.slow
def test_several_processes_write_and_search_while_one_indexes(cast, no_index):
    indexer = start("index")
    try:
        for writer in [start("write", mark, "15") for mark in ("в", "г", "д")]:
            assert finish(writer) == "written\n"
        deadline = time.monotonic() + 20
        while indexing.waiting() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert indexing.waiting() == 0
        assert indexing.problems() == []
    finally:
        kill(indexer)


@pytest.mark.slow
def test_a_second_indexer_steps_back(cast, no_index):
    indexer = start("index")
    try:
        deadline = time.monotonic() + 20
        while indexing.current_generation() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        with pytest.raises(indexing.IndexBusy):
            indexing.catch_up()
        old = indexing.current_generation()
        indexing.discard()  # asks the running indexer for a new one
        while indexing.current_generation() in (None, old) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert indexing.current_generation() not in (None, old)
    finally:
        kill(indexer)
