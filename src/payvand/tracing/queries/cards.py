"""Hints as a page shows them: with the file, the source, and nothing of a record that this Scope may not know of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.pages.pagination import MOST, bounded_count
from payvand.people.models import Person
from payvand.tracing.enums import OPEN_HINT_STATES, OPEN_STATES, HintState
from payvand.tracing.models import FoundRecord, Hint, TracingRequest
from payvand.tracing.queries.hints import found_records, hints_of, open_hints, visible_candidates, who_else_seeks
from payvand.tracing.queries.requests import visible_requests


@dataclass(frozen=True, slots=True)
class Likelihood:
    """An estimate in plain words.

    Attributes:
        least: from which probability on.
        words: what a person reads.
        tone: of its tag.
    """

    least: float
    words: str | Promise
    tone: str


LIKELIHOODS = (
    Likelihood(0.99, _("Very likely"), "ok"),
    Likelihood(0.8, _("Likely"), "ok"),
    Likelihood(0.3, _("Possible"), "amber"),
    Likelihood(0.0, _("Weak"), ""),
)


def likelihood(probability: float) -> Likelihood:
    """Return the words for a probability between 0 and 1."""
    return next(words for words in LIKELIHOODS if probability >= words.least)


@dataclass(frozen=True, slots=True, kw_only=True)
class HintCard:
    """One hint on a page.

    Attributes:
        hint: the hint.
        request: the visible file through which it is reached.
        candidate: the record, or None where this Scope may not know of it: "possible match, ask the owner".
        found: where the record comes from, for a found person.
        also: the other visible open file that seeks the candidate, where two families search for one person.
    """

    hint: Hint
    request: TracingRequest
    candidate: Person | None
    found: FoundRecord | None = None
    also: TracingRequest | None = None

    @property
    def likelihood(self) -> Likelihood:
        """The estimate in words."""
        return likelihood(self.hint.probability)

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.hint.state in OPEN_HINT_STATES


def hint_cards_of(scope: Scope, request: TracingRequest) -> list[HintCard]:
    """Return the hints of a visible request: those that wait first, then the decided ones, each the strongest first."""
    order = {HintState.NEW: 0, HintState.UNDECIDED: 1, HintState.CONFIRMED: 2, HintState.REFUSED: 3}
    found = sorted(hints_of(request), key=lambda hint: (order[HintState(hint.state)], -hint.weight, str(hint.pk)))
    return _cards(scope, found, {request.sought_id: request})


@dataclass(frozen=True, slots=True, kw_only=True)
class HintFilter:
    """What the queue of hints is narrowed to; an empty value narrows nothing.

    Attributes:
        state: new ones, or those set aside.
        least: the smallest estimate that is shown, 0 to 1.
        unit, officer: of the file.
        returned: only hints that were refused before and are shown again because a fact changed.
    """

    state: str = ""
    least: float = 0.0
    unit: UUID | None = None
    officer: UUID | None = None
    returned: bool = False


def filtered_hints(scope: Scope, chosen: HintFilter) -> QuerySet[Hint]:
    """Return the hints that wait on visible open files and fit the filter."""
    found = open_hints(scope)
    if chosen.state:
        found = found.filter(state=chosen.state)
    if chosen.least:
        found = found.filter(probability__gte=chosen.least)
    if chosen.returned:
        found = found.exclude(changed=[])
    files = {"unit": chosen.unit, "officer": chosen.officer}
    if wanted := {name: value for name, value in files.items() if value}:
        seekers = visible_requests(scope).filter(state__in=OPEN_STATES, sought=OuterRef("sought"), **wanted).order_by()
        found = found.filter(Exists(seekers))
    return found


class OpenHintCards(Sequence[HintCard]):
    """The hints that wait on visible open files, new ones before those set aside, for pages of a list."""

    def __init__(self, scope: Scope, chosen: "HintFilter | None" = None) -> None:
        self.scope = scope
        self.chosen = chosen or HintFilter()

    def _found(self) -> QuerySet[Hint]:
        return filtered_hints(self.scope, self.chosen)

    def __len__(self) -> int:
        return bounded_count(self._found(), MOST + 1)

    @overload
    def __getitem__(self, wanted: int) -> HintCard: ...
    @overload
    def __getitem__(self, wanted: slice) -> list[HintCard]: ...
    def __getitem__(self, wanted: int | slice) -> HintCard | list[HintCard]:
        """Return a part of them; the number of queries does not grow with it."""
        if isinstance(wanted, int):
            return self[wanted : wanted + 1][0]
        found = list(self._found().order_by("state", "-weight", "pk")[wanted])
        seekers = visible_requests(self.scope).filter(sought__in=[hint.sought_id for hint in found])
        files = {file.sought_id: file for file in seekers.filter(state__in=OPEN_STATES).order_by("-year", "-running")}
        return _cards(self.scope, found, files)


def hint_card(scope: Scope, request: TracingRequest, hint: Hint) -> HintCard:
    """Return one hint of a visible request."""
    return _cards(scope, [hint], {request.sought_id: request})[0]


def _cards(scope: Scope, hints: Sequence[Hint], files: dict[UUID, TracingRequest]) -> list[HintCard]:
    people = [hint.candidate_id for hint in hints]
    known = visible_candidates(scope, people)
    sources = found_records([person for person in people if person in known])
    others = who_else_seeks(scope, people)
    return [
        HintCard(
            hint=hint,
            request=files[hint.sought_id],
            candidate=hint.candidate if hint.candidate_id in known else None,
            found=sources.get(hint.candidate_id),
            also=_other(others.get(hint.candidate_id), files[hint.sought_id]),
        )
        for hint in hints
        if hint.sought_id in files
    ]


def _other(found: TracingRequest | None, own: TracingRequest) -> TracingRequest | None:
    return found if found is not None and found.sought_id != own.sought_id else None
