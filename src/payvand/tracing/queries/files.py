"""A file as its page shows it: what is known, what the enquirer agreed to, what was done, what can be done."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from payvand.core.scope import Scope
from payvand.deadlines.kinds import known
from payvand.deadlines.queries import open_deadlines_of
from payvand.people.consent import Standing, standings
from payvand.people.enums import ConsentScope, ConsentState, NameType, RelationKind
from payvand.people.models import PersonName
from payvand.people.queries import known_relatives, names_of
from payvand.tracing import panels, policies
from payvand.tracing.enums import ENDED_STATES, RequestState, Step
from payvand.tracing.models import (
    ClosingProposal,
    Enquiry,
    HistoryEntry,
    LinkOutcome,
    Merging,
    TracingAction,
    TracingRequest,
)
from payvand.tracing.panels import ShownLink, ShownPanel
from payvand.tracing.queries.cards import HintCard, hint_cards_of
from payvand.tracing.queries.remembered import Remembered, remembered
from payvand.tracing.queries.requests import history, requests_of_person
from payvand.tracing.queries.working import actions_of, enquiries_of, links_of, open_proposal, standing_merging

# Asked of every enquirer, in this order; what else a scope may cover is asked when it is needed.
ASKED_SCOPES = (
    ConsentScope.SEARCH_INTERNAL,
    ConsentScope.SHARE_MOVEMENT,
    ConsentScope.SHARE_AUTHORITY,
    ConsentScope.KEEP_ARCHIVE,
)
# Further names without a kind of their own; the others have rows in the form.
_PLAIN_NAMES = frozenset({NameType.CURRENT, NameType.ALIAS})
_TONES = {
    ConsentState.GIVEN: "ok",
    ConsentState.REFUSED: "danger",
    ConsentState.WITHDRAWN: "danger",
    ConsentState.EXPIRED: "amber",
}
_WAY = (
    (RequestState.DRAFT, frozenset({RequestState.DRAFT, RequestState.RETURNED})),
    (RequestState.SUBMITTED, frozenset({RequestState.SUBMITTED, RequestState.REJECTED})),
    (RequestState.ACCEPTED, frozenset({RequestState.ACCEPTED, RequestState.REOPENED})),
    (RequestState.IN_PROGRESS, frozenset({RequestState.IN_PROGRESS, RequestState.SUSPENDED})),
    (RequestState.LOCATED, frozenset({RequestState.LOCATED, RequestState.FATE_KNOWN})),
    (RequestState.CLOSED, ENDED_STATES),
)
_WAITING = frozenset({RequestState.RETURNED, RequestState.SUBMITTED, RequestState.SUSPENDED, RequestState.LOCATED})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the enquirer answered about one scope, and how its tag looks."""

    label: str
    standing: Standing
    tone: str


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the way of a file: done, current, waiting or to come."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """What is due for the file, and by when."""

    label: str
    due: date
    number: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCard:
    """Everything that the page of a file shows."""

    names: list[PersonName]
    fathers: list[str]
    mothers: list[str]
    answers: list[Answer]
    may_search: bool
    hints: list[HintCard]
    history: list[HistoryEntry]
    others: list[TracingRequest]
    steps: tuple[Step, ...]
    stations: list[Station]
    may_change: bool
    may_review: bool
    proposal: ClosingProposal | None
    may_approve: bool
    merging: Merging | None
    actions: list[TracingAction]
    enquiries: list[Enquiry]
    links: list[LinkOutcome]
    remembered: Remembered
    due: list[DueLine]
    works: frozenset[str]
    panels: dict[str, list[ShownPanel]]
    more_links: list[ShownLink]

    @property
    def is_sent(self) -> bool:
        """Whether a partner has been asked and has not answered: then the search is shown as sent."""
        return any(enquiry.is_open for enquiry in self.enquiries)


def file_card(scope: Scope, request: TracingRequest) -> FileCard:
    """Return the card of a visible request; the number of queries does not grow with its hints or its history."""
    person = request.sought.person
    relatives = known_relatives([person.pk], scope=scope)[person.pk]
    answers = standings(request.enquirer)
    proposal = open_proposal(request)
    return FileCard(
        names=list(person.names.all()),
        fathers=names_of(relatives, "father"),
        mothers=names_of(relatives, "mother"),
        answers=[_answer(code, answers[code]) for code in ASKED_SCOPES],
        may_search=answers[ConsentScope.SEARCH_INTERNAL].allowed,
        hints=hint_cards_of(scope, request),
        history=list(history(request)),
        others=[other for other in requests_of_person(scope, person) if other.pk != request.pk],
        steps=policies.open_steps(scope, request, proposal),
        stations=_stations(request),
        may_change=policies.may_change(scope, request),
        may_review=scope.may(policies.REVIEW),
        proposal=proposal,
        may_approve=proposal is not None and policies.may_approve(scope, proposal),
        merging=standing_merging(request),
        actions=list(actions_of(request).filter(dropped_at=None)),
        enquiries=list(enquiries_of(request)),
        links=list(links_of(request)),
        remembered=remembered(scope, request.sought),
        due=_due_lines(request),
        works=policies.open_works(scope, request),
        panels=panels.panels_of(scope, request),
        more_links=panels.links_of(scope, request),
    )


def _due_lines(request: TracingRequest) -> list[DueLine]:
    """Return what is due for a visible file and its enquiries, the earliest first."""
    today = timezone.localdate()
    enquiries = request.enquiries.values_list("pk", flat=True)
    subjects = [("tracing.request", request.pk), *(("tracing.enquiry", key) for key in enquiries)]
    return [
        DueLine(str(kind.label), row.due, row.number, row.due < today)
        for row in open_deadlines_of(subjects)
        if (kind := known(row.kind)) is not None
    ]


def _answer(code: ConsentScope, standing: Standing) -> Answer:
    return Answer(label=str(code.label), standing=standing, tone=_TONES.get(standing.state, ""))


def _stations(request: TracingRequest) -> list[Station]:
    """Return the way from draft to closed, with the state of the file in its place."""
    here = next(place for place, (_state, members) in enumerate(_WAY) if request.state in members)
    stations = []
    for place, (state, _members) in enumerate(_WAY):
        if place == here:
            word = "waiting" if request.state in _WAITING else "current"
            stations.append(Station(label=request.get_state_display(), state=word))
        else:
            stations.append(Station(label=str(state.label), state="done" if place < here else ""))
    return stations


def form_values(request: TracingRequest) -> dict[str, Any]:
    """Return what a visible file says, as the form that changes it shows it."""
    from payvand.tracing.queries.hints import facts_token

    person = request.sought.person
    names = list(person.names.all())
    mentions = {
        relation.kind: relation.relative.shown_name
        for relation in person.relations.filter(relative__mentioned_by=person).select_related("relative")
    }
    own = (
        "relation", "contact", "contact_safely", "contact_language", "cause", "circumstances", "last_contact",
        "last_contact_place", "last_contact_how", "urgency", "received_on", "contact_address", "contact_other",
        "may_be_told", "last_contact_content", "last_country", "age_at_loss_from", "age_at_loss_to",
        "reason_for_search", "event", "received_from", "their_number",
    )  # fmt: skip
    return {
        **{name: getattr(request, name) for name in own},
        "full_name": names[0].full_as_given if names else "",
        "language": names[0].language if names else "",
        "other_names": "\n".join(name.full_as_given for name in names[1:] if name.name_type in _PLAIN_NAMES),
        "father_name": mentions.get(RelationKind.FATHER, ""),
        "mother_name": mentions.get(RelationKind.MOTHER, ""),
        "grandfather_name": mentions.get(RelationKind.GRANDFATHER, ""),
        "sex": person.sex,
        "birth": person.birth,
        "birth_place_text": person.birth_place_text,
        "enquirer_name": request.enquirer.shown_name,
        "request_version": request.version,
        "seen_facts": facts_token(request),
    }


def consent_values(request: TracingRequest) -> dict[str, str]:
    """Return the answers that stand, as the form shows them."""
    standing = standings(request.enquirer)
    shown = {ConsentState.GIVEN, ConsentState.REFUSED}
    return {
        f"consent_{code}": standing[code].state if standing[code].state in shown else ConsentState.NOT_ASKED
        for code in ASKED_SCOPES
    }
