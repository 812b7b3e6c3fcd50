"""People for the tests of the room: everyone is invented."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import connections
from django.test.utils import CaptureQueriesContext

from payvand.core.scope import Scope

if TYPE_CHECKING:
    from payvand.people.models import Person

# Models are imported inside: pytest reads this file before Django is set up.

ALL_RIGHTS = frozenset(
    f"people.{right}"
    for right in (
        "read_person",
        "register_person",
        "change_person",
        "record_consent",
        "read_identifier",
        "protect_person",
        "link_same_person",
    )
)
PURPOSES = frozenset({"tracing", "centre", "relief", "mine_victim", "activity"})
Register = Callable[..., "Person"]


@pytest.fixture
def officer(cast: Any) -> Scope:
    """A tracing officer, whose work reaches every unit."""
    return cast.scope_for(cast.tracing_officer)


@pytest.fixture
def head(cast: Any) -> Scope:
    """The head of tracing."""
    return cast.scope_for(cast.head_of_tracing)


@pytest.fixture
def khatlon(cast: Any) -> Scope:
    """A caseworker of one branch."""
    return cast.scope_for(cast.caseworker)


@pytest.fixture
def counsellor(cast: Any) -> Scope:
    """Someone of an information centre; no role of this issue has that purpose yet, so the Scope is made by hand."""
    return Scope(
        user_id=cast.field_volunteer.pk,
        rights=ALL_RIGHTS,
        purposes=frozenset({"centre"}),
        unit_ids=frozenset({cast.khatlon.pk}),
    )


@pytest.fixture
def register(cast: Any) -> Register:
    """Register a person by name, by the node itself: `register("Раҳимов Фаррух", unit=cast.khatlon, sex="male")`."""

    def make(*names: str, scope: Scope | None = None, purpose: str = "tracing", **facts: Any) -> "Person":
        from payvand.people.services import NameInput, register_person

        facts.setdefault("unit", cast.khatlon)
        anyone = Scope.system("tests", rights=ALL_RIGHTS, purposes=PURPOSES)
        return register_person(
            scope=scope or anyone,
            purpose=purpose,
            names=[NameInput(full_as_given=name) for name in names],
            **facts,
        )

    return make


@pytest.fixture
def queries_of() -> Callable[[Callable[[], object]], int]:
    """Count the queries of a call."""

    def count(call: Callable[[], object]) -> int:
        with CaptureQueriesContext(connections["default"]) as captured:
            call()
        return len(captured)

    return count


@pytest.fixture
def time_machine_travel() -> Iterator[Callable[[Any], None]]:
    """Move the clock on by a timedelta, until the test ends."""
    travellers = []

    def travel(by: Any) -> None:
        traveller = time_machine.travel(dt.datetime.now(dt.UTC) + by)
        traveller.start()
        travellers.append(traveller)

    yield travel
    for traveller in reversed(travellers):
        traveller.stop()
