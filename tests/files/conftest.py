from uuid import uuid4

import pytest

from payvand.files import policies

THING = "tests.Thing"


@pytest.fixture
def thing(monkeypatch):
    """A thing whose files caseworkers of tracing may read, and whoever may decide on hints may change."""
    monkeypatch.setattr(policies, "_owners", dict(policies._owners))
    policies.register_owner(
        THING,
        may_read=lambda scope, _id: scope.may("tracing.read_requests"),
        may_change=lambda scope, _id: scope.may("tracing.close_request"),
        url=lambda _scope, thing_id: f"/things/{thing_id}",
    )
    return (THING, uuid4())
