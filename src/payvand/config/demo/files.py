"""The demonstration's tracing requests: told in Tajik, Russian or Dari, carried by the staff through every state."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from payvand.access.models import User
from payvand.access.scopes import scope_of
from payvand.config.demo.invent import InventedPerson, invent_one
from payvand.config.demo.population import LANGUAGE_OF, birth_as_told, written
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.network.models import Place, Unit
from payvand.people.enums import ConsentScope, ConsentState, RelationKind
from payvand.tracing import queries, services
from payvand.tracing.enums import CloseReason, ContactHow, RefusalReason, RequestState, SeparationCause, Urgency
from payvand.tracing.models import TracingRequest
from payvand.tracing.services import Account, ToldEnquirer, ToldPerson

# How many of each hundred and fifty files stand where.
STATES = (
    (RequestState.DRAFT, 10),
    (RequestState.SUBMITTED, 14),
    (RequestState.RETURNED, 6),
    (RequestState.REJECTED, 5),
    (RequestState.ACCEPTED, 15),
    (RequestState.IN_PROGRESS, 58),
    (RequestState.LOCATED, 9),
    (RequestState.FATE_KNOWN, 5),
    (RequestState.SUSPENDED, 8),
    (RequestState.CLOSED, 16),
    (RequestState.REOPENED, 4),
)

_STORIES = (
    (
        SeparationCause.LABOUR_MIGRATION,
        "Left for work on a building site; the telephone has been off since.",
        "Orenburg",
    ),
    (
        SeparationCause.LABOUR_MIGRATION,
        "Worked at a market and sent money every month until the calls stopped.",
        "Kazan",
    ),
    (
        SeparationCause.TJ_CIVIL_WAR,
        "Fled over the river during the fighting; the family was parted at the crossing.",
        "Qumsangir",
    ),
    (
        SeparationCause.USSR_DISSOLUTION,
        "Served in the army far away and settled there; letters came until 1993.",
        "Omsk",
    ),
    (SeparationCause.AFGHAN_WAR, "Taken along as an interpreter; one letter came, then nothing more.", "Kunduz"),
    (
        SeparationCause.ILLNESS,
        "Was taken to hospital in another city; the hospital could not be reached again.",
        "Moscow",
    ),
)
_RELATIONS = {
    "male": (RelationKind.MOTHER, RelationKind.WIFE, RelationKind.SISTER, RelationKind.FATHER),
    "female": (RelationKind.MOTHER, RelationKind.BROTHER, RelationKind.HUSBAND, RelationKind.FATHER),
}
_FEMALE_RELATIONS = {RelationKind.MOTHER, RelationKind.WIFE, RelationKind.SISTER}
_TOLD_IN = {"tg": 62, "ru": 18, "fa": 12, "uz": 8}
_URGENT_SHARE, _HAS_PASSPORT, _SHARES_WITH_MOVEMENT = 0.08, 0.3, 0.85
_EVERY = 12


@dataclass(frozen=True, slots=True)
class Desk:
    """The people who carry the files: who takes a request in each unit, who accepts, who searches."""

    takers: Sequence[tuple[User, Unit]]
    head: User
    officer: User


def take_requests(
    desk: Desk, sought: Sequence[InventedPerson], places: Mapping[str, Place], rng: random.Random
) -> list[TracingRequest]:
    """Take a request for each person; every twelfth one is sought by a second relative too."""
    taken: list[TracingRequest] = []
    for number, who in enumerate(sought):
        user, unit = desk.takers[number % len(desk.takers)]
        scope = scope_of(user, language=user.language)
        again = taken[-1] if number % _EVERY == _EVERY - 1 and taken[-1].unit_id == unit.pk else None
        taken.append(
            services.take_request(
                scope=scope,
                unit=unit,
                sought=again.sought if again else told_person(who, places, rng),
                enquirer=told_enquirer(who, rng),
                account=told_account(rng),
            )
        )
    return taken


def told_person(who: InventedPerson, places: Mapping[str, Place], rng: random.Random) -> ToldPerson:
    """Return the sought person as a relative tells of them, in the language of the interview."""
    spelling = rng.choices(list(_TOLD_IN), list(_TOLD_IN.values()))[0]
    others = (written(who, "passport"),) if rng.random() < _HAS_PASSPORT else ()
    return ToldPerson(
        full_name=written(who, spelling),
        language=LANGUAGE_OF[spelling],
        other_names=others,
        father_name=who.father_name(spelling),
        sex=who.sex,
        birth=birth_as_told(who, rng),
        birth_place=places[who.place],
        source="relative",
    )


def told_enquirer(who: InventedPerson, rng: random.Random) -> ToldEnquirer:
    """Return the relative who asks, with the answers that they gave about consent."""
    relation = rng.choice(_RELATIONS[who.sex])
    relative = invent_one(rng, (who.place,), sex="female" if relation in _FEMALE_RELATIONS else "male")
    return ToldEnquirer(
        full_name=relative.full_name("tg"),
        relation=relation,
        contact=f"+992 00 {rng.randint(100, 999)} {rng.randint(1000, 9999)}",
        contact_safely="In the evening, after six.",
        language="tg",
        consents={
            ConsentScope.SEARCH_INTERNAL: ConsentState.GIVEN,
            ConsentScope.SHARE_MOVEMENT: ConsentState.GIVEN
            if rng.random() < _SHARES_WITH_MOVEMENT
            else ConsentState.REFUSED,
            ConsentScope.SHARE_AUTHORITY: ConsentState.REFUSED,
        },
    )


def told_account(rng: random.Random) -> Account:
    """Return what is told of the separation."""
    cause, story, last_place = rng.choice(_STORIES)
    received = timezone.localdate() - timedelta(days=rng.randint(0, 400))
    return Account(
        received_on=received,
        cause=cause,
        circumstances=story,
        last_contact=PartialDate.parse(str(rng.randint(2015, 2024))),
        last_contact_place=last_place,
        last_contact_how=ContactHow.PHONE,
        urgency=Urgency.MEDICAL if rng.random() < _URGENT_SHARE else Urgency.NORMAL,
    )


def carry(desk: Desk, requests: Sequence[TracingRequest], rng: random.Random) -> None:
    """Carry the files to where the table says that they stand, each step by the person who may take it."""
    targets = [state for state, count in STATES for _n in range(count)]
    rng.shuffle(targets)
    for request, target in zip(requests, targets, strict=False):
        _Carrier(desk, request).carry_to(target)


class _Carrier:
    """One file on its way; the steps before a state are those that the rules demand."""

    def __init__(self, desk: Desk, request: TracingRequest) -> None:
        self.request = request
        taker = next(user for user, unit in desk.takers if unit.pk == request.unit_id)
        self.taker = scope_of(taker, language=taker.language)
        self.head = scope_of(desk.head, language=desk.head.language)
        self.officer = scope_of(desk.officer, language=desk.officer.language)

    def carry_to(self, target: RequestState) -> None:
        if target == RequestState.DRAFT:
            return
        self.request = services.submit_request(scope=self.taker, request=self.request)
        if target == RequestState.SUBMITTED:
            return
        if target == RequestState.RETURNED:
            services.return_request(scope=self.head, request=self.request, note="Ask for the father's name, please.")
        elif target == RequestState.REJECTED:
            services.reject_request(
                scope=self.head,
                request=self.request,
                note="An old friend is sought; explained what the service is for.",
            )
        else:
            self.request = services.accept_request(scope=self.officer, request=self.request)
            self._search_until(target)

    def _search_until(self, target: RequestState) -> None:
        if target == RequestState.ACCEPTED:
            return
        self.request = services.begin_search(scope=self.officer, request=self.request)
        note = _NOTES.get(target, "")
        if target == RequestState.LOCATED:
            services.record_located(scope=self.officer, request=self.request, note=note)
        elif target == RequestState.FATE_KNOWN:
            services.record_fate_known(scope=self.officer, request=self.request, note=note)
        elif target == RequestState.SUSPENDED:
            services.suspend_search(scope=self.officer, request=self.request, note=note)
        elif target in {RequestState.CLOSED, RequestState.REOPENED}:
            self._close(reopen=target == RequestState.REOPENED)

    def _close(self, *, reopen: bool) -> None:
        closer: Scope = self.head
        located = services.record_located(scope=self.officer, request=self.request, note="Met at home by the branch.")
        reason = CloseReason.P1 if located.running % 2 else CloseReason.P2
        asked = services.record_choice(
            scope=self.officer, request=located, fate=ConsentState.GIVEN, place=ConsentState.REFUSED
        )
        proposed = services.propose_closing(
            scope=self.officer, request=asked, reason=reason, note="The family spoke by telephone from the office."
        )
        closed = services.approve_closing(scope=closer, request=proposed)
        if reopen:
            services.reopen_request(scope=closer, request=closed, note="A neighbour brought a new address.")


def decide_hints(desk: Desk, requests: Sequence[TracingRequest]) -> None:
    """Let the officer decide about some hints of the files that are searched: most of them still wait."""
    scope = scope_of(desk.officer, language=desk.officer.language)
    under_way = _under_way(requests)
    searched = (request for request in requests if request.pk in under_way)
    for number, request in enumerate(searched):
        waiting = list(queries.hints_of(request).order_by("-weight", "candidate__sort_key"))
        if not waiting:
            continue
        strongest, weakest = waiting[0], waiting[-1]
        if number % 4 == 0 and strongest.weight > _STRONG:
            services.confirm_hint(scope=scope, request=request, hint=strongest, note="The father's name fits too.")
        if number % 2 == 0 and weakest != strongest:
            services.refuse_hint(scope=scope, request=request, hint=weakest, reason=RefusalReason.OTHER_BIRTH)
        if number % 6 == 1:
            services.set_hint_aside(scope=scope, request=request, hint=strongest, note="The branch will ask at home.")


def _under_way(requests: Sequence[TracingRequest]) -> set[UUID]:
    ids = [request.pk for request in requests]
    found = TracingRequest.objects.filter(pk__in=ids, state=RequestState.IN_PROGRESS)
    return set(found.values_list("pk", flat=True))


_STRONG = 25.0
_NOTES = {
    RequestState.LOCATED: "Found through the branch; asked what the family may be told, the answer is awaited.",
    RequestState.FATE_KNOWN: "The hospital confirmed; the family is to be told in person.",
    RequestState.SUSPENDED: "The road to the village is closed until spring.",
}
