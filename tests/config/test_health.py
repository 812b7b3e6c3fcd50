import json
import shutil
from typing import NamedTuple

import pytest
from django.db import OperationalError, connection

from payvand.config import checks

pytestmark = pytest.mark.django_db


class Usage(NamedTuple):
    total: int
    used: int
    free: int


def ask(client):
    answer = client.get("/health")
    return answer.status_code, json.loads(answer.content)


def test_health_needs_no_sign_in_and_says_four_words(client, cast):
    (checks.settings.INDEX_FOLDER / "people-1").mkdir(exist_ok=True)
    status, parts = ask(client)
    shutil.rmtree(checks.settings.INDEX_FOLDER / "people-1")
    assert status == 200
    assert set(parts) == {"database", "chain", "index", "disk"}
    assert set(parts.values()) <= {"ok", "none"}


def test_a_full_disk_is_unwell(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10, 9, 1))
    assert ask(client) == (503, ask(client)[1])
    assert ask(client)[1]["disk"] == "full"


def test_a_database_that_fails_is_unwell_and_its_words_are_kept_back(client, monkeypatch):
    def fail(*_words, **_options):
        raise OperationalError("no route to Kulob")

    monkeypatch.setattr(connection, "cursor", fail)
    status, parts = ask(client)
    assert (status, parts["database"]) == (503, "fails")
    assert "Kulob" not in json.dumps(parts)
