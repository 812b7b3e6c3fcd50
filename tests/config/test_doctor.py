import datetime as dt
import shutil
from typing import NamedTuple

import pytest
from django.db import transaction

from payvand.audit.services import record_act
from payvand.config.operations import doctor
from payvand.config.operations.new_node import create_folder
from payvand.core.scope import Scope

pytestmark = pytest.mark.django_db


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def node(tmp_path):
    return create_folder(tmp_path / "node", {"node": {"organisation": "Society", "country": "TJ"}})


def states(check, node):
    return [(finding.state, bool(finding.advice)) for finding in check(node)]


def test_a_clock_that_went_back_is_found(node, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 3, tzinfo=dt.UTC))
    with transaction.atomic():
        record_act(scope=Scope.system("test"), action="test.done", subject_type="test", subject_id=1)
    assert states(doctor._clock, node) == [("ok", False)]
    time_machine.move_to(dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
    assert states(doctor._clock, node) == [("fail", True)]
    time_machine.move_to(dt.datetime(1970, 1, 2, tzinfo=dt.UTC))
    assert states(doctor._clock, node) == [("fail", True)]


@pytest.mark.parametrize(("free", "state"), [(10**12, "ok"), (3 * 10**8, "warn"), (10**6, "fail")])
def test_a_disk_that_fills_up_is_found(node, monkeypatch, free, state):
    with node.database_file.open("wb") as file:
        file.truncate(2 * 10**8)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, free))
    assert states(doctor._disk, node) == [(state, state != "ok")]


def test_keys_that_others_may_read_are_found(node):
    assert states(doctor._files, node) == [("ok", False)]
    (node.keys / "session.key").chmod(0o640)
    assert states(doctor._files, node) == [("fail", True)]


def test_casework_on_the_network_without_tls_is_warned_of(tmp_path):
    open_node = create_folder(
        tmp_path / "open", {"node": {"organisation": "Society", "country": "TJ"}, "web": {"host": "0.0.0.0"}}
    )
    assert states(doctor._settings, open_node) == [("ok", False), ("warn", True)]


def test_a_missing_recovery_key_fails(node):
    found = {finding.check: finding.state for finding in doctor._keys(node)}
    assert found == {"keys": "ok", "recovery": "fail"}
