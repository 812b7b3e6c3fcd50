"""Builds a demonstration node's content: the same people, files and decisions at every build."""

import random
from collections.abc import Callable, Iterable, Iterator

from payvand.access.policies import CHANGE_USERS
from payvand.config.demo.families import Helpers, help_families
from payvand.config.demo.files import STATES, Desk, carry, decide_hints, take_requests
from payvand.config.demo.invent import InventedPerson, invent
from payvand.config.demo.on_files import work_on_files
from payvand.config.demo.population import Listed, as_listed, list_lines
from payvand.config.demo.society import employ_staff, open_units
from payvand.config.demo.stories import tell_stories
from payvand.core.scope import Scope
from payvand.network.enums import PlaceKind
from payvand.network.models import Place, Unit
from payvand.network.policies import CHANGE_NETWORK
from payvand.network.queries import own_organisation
from payvand.people import indexing
from payvand.people.enums import Purpose
from payvand.people.policies import REGISTER
from payvand.people.services import PersonInput, register_people_in_batches
from payvand.tracing.services import compare_due, comparing_later

SEED = 1992
Progress = Callable[[str], None]

# People of each purpose who stand in lists; the sought and those who seek them come on top.
_LISTED = ((Purpose.TRACING, 1000), (Purpose.CENTRE, 420), (Purpose.RELIEF, 280))
# Every third sought person stands in one of the lists, in another spelling: a family that can be found.
_ALSO_LISTED = 3


def build(password: str, say: Progress) -> str:
    """Fill an empty node with the demonstration; `say` is told what is being done.

    Returns:
        Code and PIN of a family, to try its page with.
    """
    rng = random.Random(SEED)  # noqa: S311 — the demonstration must be the same every time
    scope = Scope.system(
        "demonstration",
        rights=frozenset({CHANGE_USERS, CHANGE_NETWORK, REGISTER}),
        purposes=frozenset(str(purpose) for purpose, _count in _LISTED),
    )
    say("opening units, employing staff")
    units = open_units(scope, own_organisation())
    staff = employ_staff(scope, units, password)
    places = {place.label_en: place for place in _towns()}
    homes = tuple(places)
    sought = list(invent(rng, homes, count=sum(count for _state, count in STATES)))
    say("registering people of lists, centres and relief")
    for _batch in register_people_in_batches(scope=scope, people=_listed_people(sought, units, places, rng)):
        indexing.catch_up()
    say("taking requests")
    desk = Desk(
        takers=((staff["zarina"], units["TJ-KT"]), (staff["daler"], units["TJ-SU"])),
        head=staff["madina"],
        officer=staff["parviz"],
    )
    with comparing_later():
        requests = take_requests(desk, sought, places, rng)
        say("carrying the files through their states")
        carry(desk, requests, rng)
        say("telling a few families in full")
        tell_stories(desk.takers[0], desk.officer, units["TJ-HQ"])
    indexing.catch_up()
    say("comparing everyone with the open files")
    while compare_due():
        pass
    decide_hints(desk, requests)
    say("asking partners, visiting, writing to families")
    with comparing_later():
        slip = work_on_files(desk, staff["umed"], requests)
        help_families(Helpers(desk, units["TJ-KT"], staff["umed"]), requests)
    indexing.catch_up()
    while compare_due():
        pass
    return slip


def _towns() -> Iterable[Place]:
    return Place.objects.filter(country_id="TJ", kind=PlaceKind.TOWN).order_by("code")


def _listed_people(
    sought: list[InventedPerson], units: dict[str, Unit], places: dict[str, Place], rng: random.Random
) -> Iterator[PersonInput]:
    for purpose, count in _LISTED:
        others: Iterable[InventedPerson] = invent(rng, tuple(places), count=count)
        people = [*others, *sought[::_ALSO_LISTED]] if purpose == Purpose.TRACING else others
        unit = units["TJ-DU"] if purpose == Purpose.CENTRE else units["TJ-HQ"]
        listed: Iterator[Listed] = list_lines(iter(people), purpose, rng)
        for line in listed:
            yield as_listed(line, purpose, unit, places[line.who.place], rng)
