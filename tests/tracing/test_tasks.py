import threading

import pytest
from django.db import connection

from payvand.tracing import tasks
from payvand.tracing.models import ComparisonDue, Hint


@pytest.mark.django_db
def test_whoever_still_waits_is_compared_by_the_node_itself(take, find, monkeypatch):
    take()
    find()
    assert ComparisonDue.objects.exists()
    monkeypatch.setattr(tasks, "SECONDS_BETWEEN", 0.0)
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)

    class OneRound(threading.Event):
        rounds = 0

        def wait(self, timeout=None):
            self.rounds += 1
            return self.rounds > 1

    tasks.run_comparer(OneRound())
    assert connection.is_usable()
    assert (ComparisonDue.objects.count(), Hint.objects.count()) == (0, 1)
