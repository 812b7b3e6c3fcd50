"""A node that serves, with real processes that are killed."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

import psutil
import pytest

pytestmark = pytest.mark.slow


def get(address, path):
    """Return status and text, also of errors; status 0 where nobody answered."""
    try:
        with urllib.request.urlopen(address.rstrip("/") + path, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""


def wait_until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def tree(pid):
    process = psutil.Process(pid)
    return [pid, *(child.pid for child in process.children(recursive=True))]


def test_a_node_serves_casework_and_the_public_apart(real_node):
    state = real_node.serve()
    status, text = get(state["addresses"]["casework"], "/health")
    assert (status, set(json.loads(text))) == (200, {"database", "chain", "index", "disk"})
    assert "Society" not in text
    assert get(state["addresses"]["public"], "/health") == (200, '{"publication": "ok"}')
    assert get(state["addresses"]["public"], "/accounts/login/")[0] == 404
    environment = psutil.Process(state["processes"]["portal"]).environ()
    assert [name for name in environment if name == "PAYVAND_DIR"] == []
    status, page = get(state["addresses"]["casework"], "/accounts/login/")
    assert status == 200
    assert ".css" in page
    real_node.run("doctor")
    real_node.run("serve", code=1)
    real_node.run("upgrade", code=1)


def test_sigterm_stops_everything(real_node):
    state = real_node.serve()
    everyone = tree(state["supervisor"])
    assert len(everyone) >= 7
    (server,) = real_node.servers
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=40) == 0
    assert [pid for pid in everyone if not gone(pid)] == []
    assert not (real_node.folder / "run" / "serving.json").exists()


def test_a_killed_supervisor_leaves_nobody_behind_and_the_node_serves_again(real_node):
    state = real_node.serve()
    everyone = tree(state["supervisor"])
    os.kill(state["supervisor"], signal.SIGKILL)
    wait_until(lambda: all(gone(pid) for pid in everyone), 40)
    (real_node.folder / "run" / "serving.json").unlink()
    real_node.stop()
    assert get(real_node.serve()["addresses"]["casework"], "/health")[0] == 200


def test_what_dies_is_started_again(real_node):
    state = real_node.serve()
    supervisor = psutil.Process(state["supervisor"])
    assert set(state["processes"]) == {"web", "indexer", "sealer", "intake", "portal"}
    for victim in state["processes"].values():
        before = {child.pid for child in supervisor.children()}
        os.kill(victim, signal.SIGKILL)
        wait_until(lambda victim=victim: gone(victim))
        wait_until(lambda before=before: any(child.pid not in before for child in supervisor.children()))
    wait_until(lambda: all(get(address, "/health")[0] == 200 for address in state["addresses"].values()))


CHAIN = "from payvand.audit.verify import verify_chain; report = verify_chain(); print(report.ok, report.acts)"
WRITER = """
import sys
from django.db import transaction
from payvand.audit.reads import record_read
from payvand.audit.services import record_act
from payvand.core.ids import new_id
from payvand.core.scope import Scope
from payvand.network.models import Organisation
scope = Scope.system("test")
own = Organisation.objects.get(is_self=True).pk
print("ready", flush=True)
for n in range({times}):
    with transaction.atomic():
        Organisation.objects.filter(pk=own).update(website=str(n))
        record_act(scope=scope, action="test.written", subject_type="test", subject_id=n)
    record_read(scope=scope, subject_type="people.Person", subject_ids=[new_id()], reason="card")
"""


def writer(node, times):
    source = "import django; django.setup()\n" + WRITER.format(times=times)
    return subprocess.Popen(
        [sys.executable, "-c", source], env=node.script_environment, stdout=subprocess.PIPE, text=True
    )


def chain(node):
    ok, acts = node.python(CHAIN).split()
    return ok == "True", int(acts)


def test_many_processes_write_at_once_and_nothing_is_lost(real_node):
    """Eight writers beside a serving node: every write succeeds, the chain has each of them."""
    real_node.serve()
    _ok, before = chain(real_node)
    writers = [writer(real_node, 60) for _ in range(8)]
    assert [one.wait(timeout=240) for one in writers] == [0] * 8
    for one in writers:
        one.stdout.close()
    real_node.stop()
    written = real_node.python(
        "from payvand.audit.models import Act; print(Act.objects.filter(action='test.written').count())"
    )
    assert int(written) == 480
    ok, after = chain(real_node)
    assert ok
    assert after >= before + 480
    report = real_node.python("from payvand.audit.verify import verify_chain; print(verify_chain().unsealed_bytes)")
    assert int(report) == 0


def test_the_chain_verifies_after_writers_are_killed(real_node):
    for pause in (0.0, 0.05, 0.2):
        victim = writer(real_node, 100_000)
        assert victim.stdout.readline() == "ready\n"
        time.sleep(0.3 + pause)
        victim.kill()
        victim.wait()
        victim.stdout.close()
        assert chain(real_node)[0]
    survivor = writer(real_node, 3)
    assert survivor.wait(timeout=60) == 0
    survivor.stdout.close()
    assert chain(real_node)[0]


def test_a_worker_killed_while_it_answers_loses_no_other_request(real_node):
    state = real_node.serve()
    answers, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            answers.append(get(state["addresses"]["casework"], "/accounts/login/")[0])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    workers = psutil.Process(state["processes"]["web"]).children()
    workers[0].kill()
    time.sleep(6)
    stop.set()
    for thread in threads:
        thread.join()
    assert answers.count(200) > 20
    assert len(answers) - answers.count(200) <= 8  # only what that worker was answering
    assert answers[-1] == 200


ROTATE_ROWS = """
from django.db import transaction
from payvand.network.models import Unit
from payvand.people.enums import IdentifierKind, Purpose
from payvand.people.models import Identifier, Person
with transaction.atomic():
    person = Person.objects.create(purpose=Purpose.TRACING, unit=Unit.objects.first())
    Identifier.objects.bulk_create(
        Identifier(person=person, kind=IdentifierKind.values[0], value=f"AB {n}", blind=f"{n:064}") for n in range(6000)
    )
"""
OPEN_ALL = """
from payvand.core.encryption import keyring
from payvand.people.models import Identifier
rows = list(Identifier.objects.order_by("blind"))
print(len(rows), all(row.value == f"AB {n}" for n, row in enumerate(rows)), len(keyring().keys))
"""


def test_a_rotation_that_is_killed_is_finished_by_the_next_while_the_node_serves(real_node):
    real_node.python(ROTATE_ROWS)
    real_node.serve()
    keys = real_node.folder / "keys" / "data-keys.json"
    before = keys.read_text()
    rotation = real_node.start("keys", "rotate")
    wait_until(lambda: keys.read_text() != before)
    rotation.kill()
    rotation.wait()
    assert real_node.python(OPEN_ALL).split()[:2] == ["6000", "True"]
    assert "finished the rotation" in real_node.run("keys", "rotate").stdout
    assert real_node.python(OPEN_ALL).split() == ["6000", "True", "2"]
    real_node.stop()
    real_node.run("keys", "rotate")
    assert real_node.python(OPEN_ALL).split() == ["6000", "True", "1"]
    real_node.run("audit", "verify")


def test_a_backup_taken_while_people_write_is_whole(real_node, payvand, tmp_path, databases):
    real_node.serve()
    writers = [writer(real_node, 150) for _ in range(3)]
    for one in writers:
        assert one.stdout.readline() == "ready\n"
    out = tmp_path / "node.payvand-backup"
    real_node.run("backup", "--out", out)
    assert [one.wait(timeout=120) for one in writers] == [0, 0, 0]
    for one in writers:
        one.stdout.close()
    words = ("--database", databases.url(databases.make())) if databases else ()
    payvand("restore", out, tmp_path / "restored", "--recovery-key", real_node.recovery, *words)
    payvand("audit", tmp_path / "restored", "verify")
