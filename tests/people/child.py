"""What the processes of `test_processes` run: one role of a node, on the database of the test."""

import sys
import threading
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402 — Django must be set up first
from django.db import connection  # noqa: E402 — the same

connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = sys.argv[2]

from payvand.core.scope import Scope  # noqa: E402 — the same
from payvand.network.models import Unit  # noqa: E402 — the same
from payvand.people import indexing, search  # noqa: E402 — the same
from payvand.people.services import NameInput, register_person  # noqa: E402 — the same

SCOPE = Scope.system(
    "child",
    rights=frozenset({"people.read_person", "people.register_person"}),
    purposes=frozenset({"tracing"}),
)


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def index() -> None:
    """Be the indexer, until killed."""
    say("ready")
    indexing.run_indexer(threading.Event())


def write() -> None:
    """Register people with names of their own, each found in the next request, as several writers at once do."""
    mark, count = sys.argv[3], int(sys.argv[4])
    for number in range(count):
        name = f"Раҳимов {mark}{number:03}"
        person = register_person(
            scope=SCOPE, purpose="tracing", unit=Unit.objects.first(), names=[NameInput(full_as_given=name)]
        )
        found = {hit.person.pk for hit in search.find(SCOPE, name, limit=50)}
        if person.pk not in found:
            say(f"lost {name}")
            sys.exit(1)
    say("written")


ROLES: dict[str, Callable[[], None]] = {"index": index, "write": write}

if __name__ == "__main__":
    ROLES[sys.argv[1]]()
