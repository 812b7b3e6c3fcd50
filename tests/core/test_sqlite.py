import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
import warnings
from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError, transaction

from payvand.core.sqlite.base import DatabaseWrapper
from payvand.core.sqlite.turns import Turn

SOURCE = Path(__file__).parents[2] / "src"


def connect(file, timeout=20.0):
    """Return a connection of its own, as another process would have it."""
    settings = {
        "ENGINE": "payvand.core.sqlite", "NAME": str(file), "USER": "", "PASSWORD": "", "HOST": "", "PORT": "",
        "OPTIONS": {"timeout": timeout}, "ATOMIC_REQUESTS": False, "AUTOCOMMIT": True, "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None, "TEST": {},
    }  # fmt: skip
    return DatabaseWrapper(settings, alias="own")


@pytest.fixture(autouse=True)
def _databases_are_open(django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "own.sqlite3"
    setup = connect(path)
    with setup.cursor() as cursor:
        cursor.execute("CREATE TABLE thing (id integer PRIMARY KEY, owner integer, n integer)")
        cursor.execute("INSERT INTO thing VALUES (1, 0, 0)")
    setup.close()
    return path


@pytest.fixture
def connection(file):
    opened = connect(file, timeout=0.2)
    yield opened
    opened.close()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def is_free(file):
    try:
        Turn.take(Path(f"{file}.write-lock"), patience=0).end()
    except OperationalError:
        return False
    return True


def value(file):
    with sqlite3.connect(file) as reader:
        (found,) = reader.execute("SELECT n FROM thing").fetchone()
    reader.close()
    return found


@pytest.mark.parametrize(
    ("pragma", "expected"),
    [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1), ("foreign_keys", 1)],
)
def test_modes_of_a_connection(connection, pragma, expected):
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == expected


def test_a_transaction_holds_the_lock_until_it_commits(connection, file):
    begin(connection)
    assert not is_free(file)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE thing SET n = 1")
    connection.commit()
    assert is_free(file)
    assert value(file) == 1


def test_a_transaction_that_rolls_back_frees_the_lock(connection, file):
    begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE thing SET n = 1")
    connection.rollback()
    assert is_free(file)
    assert value(file) == 0


def test_closing_frees_the_lock(connection, file):
    begin(connection)
    connection.close()
    assert is_free(file)


def test_a_commit_that_fails_frees_the_lock_when_it_is_rolled_back(connection, file):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE owned (n integer REFERENCES thing (id) DEFERRABLE INITIALLY DEFERRED)")
    begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO owned VALUES (99)")
    with pytest.raises(IntegrityError):
        connection.commit()
    connection.rollback()
    assert is_free(file)


def test_reading_takes_no_turn(connection, file):
    held = Turn.take(Path(f"{file}.write-lock"), patience=0)
    with connection.cursor() as cursor:
        assert cursor.execute("SELECT n FROM thing").fetchone() == (0,)
    held.end()


@pytest.mark.parametrize("statement", ["UPDATE thing SET n = 5", "  insert into thing values (2, 0, 0)"])
def test_a_single_write_takes_its_turn(connection, file, statement):
    held = Turn.take(Path(f"{file}.write-lock"), patience=0)
    with pytest.raises(OperationalError, match=r"database is locked: another writer has held .* for 0.2 s"):
        connection.cursor().execute(statement)
    held.end()
    connection.cursor().execute(statement)
    assert is_free(file)


def test_a_writer_that_waits_too_long_is_told(connection, file):
    held = Turn.take(Path(f"{file}.write-lock"), patience=0)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(connection)
    held.end()
    begin(connection)
    connection.rollback()


def test_a_forgotten_turn_ends_with_its_owner(file):
    Turn.take(Path(f"{file}.write-lock"), patience=0)
    assert is_free(file)


def test_threads_take_turns(file):
    errors = []

    def write():
        own = connect(file)
        try:
            for _ in range(25):
                begin(own)
                with own.cursor() as cursor:
                    (n,) = cursor.execute("SELECT n FROM thing WHERE id = 1").fetchone()
                    cursor.execute("UPDATE thing SET n = %s WHERE id = 1", [n + 1])
                own.commit()
                own.set_autocommit(True)
        except Exception as error:  # noqa: BLE001 — any error of a thread fails the test below
            errors.append(error)
        finally:
            own.close()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert value(file) == 200


WRITER = """
import sys, time
sys.path.insert(0, {tests!r})
from test_sqlite import begin, connect
own = connect({file!r})
for _ in range({times}):
    begin(own)
    with own.cursor() as cursor:
        (n,) = cursor.execute("SELECT n FROM thing WHERE id = 1").fetchone()
        cursor.execute("UPDATE thing SET n = %s WHERE id = 1", [n + 1])
    if {pause}:
        print("writing", flush=True)
        time.sleep({pause})
    own.commit()
    own.set_autocommit(True)
"""


def process(file, *, times=1, pause=0):
    code = textwrap.dedent(WRITER).format(tests=str(Path(__file__).parent), file=str(file), times=times, pause=pause)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_take_turns(file):
    processes = [process(file, times=40) for _ in range(4)]
    assert [one.wait(timeout=60) for one in processes] == [0, 0, 0, 0]
    for one in processes:
        one.stdout.close()
    assert value(file) == 160


def test_a_killed_writer_frees_the_lock_and_leaves_nothing(file):
    victim = process(file, pause=30)
    assert victim.stdout.readline() == "writing\n"
    assert not is_free(file)
    victim.send_signal(signal.SIGKILL)
    victim.wait(timeout=10)
    victim.stdout.close()
    assert is_free(file)
    assert value(file) == 0


@pytest.mark.django_db(transaction=True)
def test_blocks_inside_blocks_share_one_turn():
    from django.db import connection as django_connection

    if django_connection.vendor != "sqlite":
        pytest.skip("PostgreSQL needs no turns")
    lock_file = django_connection.lock_file
    with transaction.atomic():
        with transaction.atomic():
            pass
        with pytest.raises(OperationalError):
            Turn.take(lock_file, patience=0)
        with pytest.raises(RuntimeError), transaction.atomic():
            raise RuntimeError
        with pytest.raises(OperationalError):
            Turn.take(lock_file, patience=0)
    Turn.take(lock_file, patience=0).end()


def test_a_turn_is_waited_for(file):
    lock_file = Path(f"{file}.write-lock")
    held = Turn.take(lock_file, patience=0)
    threading.Timer(0.1, held.end).start()
    started = time.monotonic()
    Turn.take(lock_file, patience=5).end()
    assert 0.05 < time.monotonic() - started < 2


@pytest.mark.parametrize("child_ends", [True, False])
def test_a_forked_child_neither_ends_nor_keeps_the_turn_of_its_parent(file, child_ends):
    turn = Turn.take(Path(f"{file}.write-lock"), patience=0)
    reader, writer = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of threads in a process that forks
        child = os.fork()
    if child == 0:
        if child_ends:
            turn.end()
        copy = os.read(reader, 1)
        os._exit(0 if copy == b"x" else 1)
    time.sleep(0.1)
    assert not is_free(file)
    turn.end()
    assert is_free(file)
    os.write(writer, b"x")
    assert os.waitpid(child, 0)[1] == 0
    os.close(reader)
    os.close(writer)
