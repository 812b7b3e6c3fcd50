"""A worker killed again and again while it reads, checks and takes a table: in the end every row is there once."""

import json
import random
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

ROWS = 2000
START = """
import django; django.setup()
"""
SEND = f"""
from datetime import date
from payvand.access.enums import Role
from payvand.access.models import Membership, User
from payvand.access.scopes import scope_of
from payvand.intake import services
from payvand.intake.targets import target_of
from payvand.network.models import Unit
unit = Unit.objects.first()
user = User.objects.create(username="officer", full_name="Officer")
Membership.objects.create(user=user, unit=unit, role=Role.TRACING_OFFICER, valid_from=date(2020, 1, 1))
rows = ["id,name,born"] + [f"{{n}},Раҳимов Фаррух {{n:05}},{{1950 + n % 60}}" for n in range({ROWS})]
rows[1000:1000] = ["77,Раҳимов Фаррух 00077,1967"]
batch = services.receive_table(
    scope=scope_of(user, language="en"), target=target_of("people_list"), unit=unit, source="Orenburg",
    content=["\\n".join(rows).encode()], options={{"source_kind": "patients_list"}},
)
"""
STEP = """
from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.intake import services
from payvand.intake.models import Batch
batch = Batch.objects.get()
scope = scope_of(User.objects.get(username="officer"), language="en")
"""
NAME = STEP + 'services.name_columns(scope=scope, batch=batch, columns=["number", "full_name", "birth"], header_line=1)'
TAKE = STEP + "services.take_rows(scope=scope, batch=batch)"
# A dead worker's table is taken up when its lease is over: a short one, so that the test does not wait.
WORK = """
import time
from datetime import timedelta
from payvand.intake.services import leasing, work_once, working
from payvand.intake.enums import WORKING
from payvand.intake.models import Batch
leasing.LEASE, working.MOST_ATTEMPTS = timedelta(seconds=2), 1000
print("ready", flush=True)
while Batch.objects.get().state in WORKING:
    if not work_once(worker=str(time.time())):
        time.sleep(0.05)
print(Batch.objects.get().state, flush=True)
"""
TOLD = """
import json
from payvand.audit.verify import verify_chain
from payvand.intake.models import Batch, Taken
from payvand.people.models import Person
from payvand.tracing.models import FoundRecord, ListEntry
batch = Batch.objects.get()
people = Person.objects.filter(mentioned_by=None, found_record__isnull=False)
print(json.dumps({
    "state": batch.state, "counts": batch.counts, "taken": batch.taken, "marks": Taken.objects.count(),
    "subjects": Taken.objects.values("subject_id").distinct().count(),
    "found": FoundRecord.objects.count(), "entries": ListEntry.objects.count(),
    "people": sorted(f"{person.shown_name} {person.birth}" for person in people), "chain": verify_chain().ok,
}))
"""


def worker(node):
    return subprocess.Popen(
        [sys.executable, "-c", START + WORK], env=node.script_environment, stdout=subprocess.PIPE, text=True
    )


def killed_until_done(node, dice):
    """Kill the worker again and again, each a little later, until one ends; say how often, and the state."""
    for kills in range(60):
        victim = worker(node)
        assert victim.stdout.readline() == "ready\n"
        try:
            victim.wait(dice.uniform(0.1, 0.8) * 1.15**kills)
        except subprocess.TimeoutExpired:
            victim.kill()
            victim.wait()
            victim.stdout.close()
            continue
        with victim.stdout as told:
            return kills, told.readline().strip()
    pytest.fail("the table never came to its end")


def test_killed_half_way_and_run_again_it_ends_with_exactly_the_same_rows(real_node):
    dice = random.Random(1404)
    real_node.python(SEND)
    assert killed_until_done(real_node, dice)[1] == "to_map"
    real_node.python(NAME)
    assert killed_until_done(real_node, dice)[1] == "checked"
    real_node.python(TAKE)
    kills, state = killed_until_done(real_node, dice)
    assert state == "taken"
    assert kills > 1, "it was never killed while it took rows"
    told = json.loads(real_node.python(TOLD))
    expected = sorted(f"Раҳимов Фаррух {number:05} {1950 + number % 60}" for number in range(ROWS))
    assert told["people"] == expected
    assert (told["taken"], told["marks"], told["subjects"], told["found"], told["entries"]) == (ROWS,) * 5
    assert told["counts"] == {"new": ROWS, "twice": 1}
    assert told["state"] == "taken"
    assert told["chain"]
