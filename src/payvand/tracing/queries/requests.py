"""Reads of requests. Everything starts at `visible_requests`: what is not in it does not exist for this Scope."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from payvand.core.scope import Scope
from payvand.deadlines.queries import overdue_subjects
from payvand.people.consent import allows
from payvand.people.enums import ConsentScope, Purpose
from payvand.people.models import Person
from payvand.people.queries import visible_people
from payvand.tracing.enums import OPEN_ENQUIRY_STATES, OPEN_HINT_STATES, OPEN_STATES, SENT, RequestState, Urgency
from payvand.tracing.models import Enquiry, Hint, HistoryEntry, TracingAction, TracingRequest
from payvand.tracing.policies import READ
from payvand.tracing.queries.old_register import number_key

_LONGEST_NUMBER = 9

SORTS: Mapping[str, tuple[str, ...]] = {
    "number": ("year", "running"),
    "-number": ("-year", "-running"),
    "name": ("sought__person__sort_key", "-year", "-running"),
    "-name": ("-sought__person__sort_key", "-year", "-running"),
    "state": ("state", "-state_since"),
    "-state": ("-state", "-state_since"),
    "since": ("state_since",),
    "-since": ("-state_since",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFilter:
    """What a list of requests is narrowed to; an empty value narrows nothing.

    Attributes:
        state: a state, or ``open`` for all that are neither closed nor rejected.
        urgency: an urgency, or ``urgent`` for all but the normal one.
        overdue: only files that are late with something.
        event, country: of the separation, and of the last news.
        sort: one of `SORTS`.
    """

    state: str = ""
    unit: UUID | None = None
    officer: UUID | None = None
    urgency: str = ""
    overdue: bool = False
    event: UUID | None = None
    country: str = ""
    sort: str = "-number"


def visible_requests(scope: Scope) -> QuerySet[TracingRequest]:
    """Return the requests of the Scope's units whose sought person this Scope may know of."""
    if not scope.may(READ):
        return TracingRequest.objects.none()
    known = visible_people(scope).filter(pk=OuterRef("sought__person"))
    found = TracingRequest.objects.filter(Exists(known.order_by()))
    if not scope.all_units:
        found = found.filter(unit_id__in=scope.unit_ids)
    return found.select_related("sought__person", "enquirer", "unit", "officer")


def listed_requests(scope: Scope, chosen: RequestFilter) -> QuerySet[TracingRequest]:
    """Return the visible requests that fit the filter, in its order, each with its number of open hints."""
    found = visible_requests(scope).annotate(is_sent=is_sent())
    if chosen.state == SENT:
        asked = Enquiry.objects.filter(state__in=OPEN_ENQUIRY_STATES)
        found = found.filter(pk__in=asked.order_by().values("request"))
    elif chosen.state:
        found = found.filter(state__in=OPEN_STATES if chosen.state == "open" else [chosen.state])
    if chosen.unit:
        found = found.filter(unit=chosen.unit)
    if chosen.officer:
        found = found.filter(officer=chosen.officer)
    if chosen.event:
        found = found.filter(event=chosen.event)
    if chosen.country:
        found = found.filter(last_country=chosen.country)
    if chosen.overdue:
        found = found.filter(_is_late())
    if chosen.urgency == "urgent":
        found = found.exclude(urgency=Urgency.NORMAL)
    elif chosen.urgency:
        found = found.filter(urgency=chosen.urgency)
    return _in_order(found, chosen.sort).annotate(waiting_hints=_waiting_hints())


def _in_order(found: QuerySet[TracingRequest], sort: str) -> QuerySet[TracingRequest]:
    """Every sought person is of tracing; said so, the database walks its people by name and stops after a page."""
    by_name = {"sought__person__purpose": Purpose.TRACING} if sort.endswith("name") else {}
    return found.filter(**by_name).order_by(*SORTS[sort])


def _waiting_hints() -> Coalesce:
    """How many hints wait on a request; counted for the rows of one page, not for the whole list."""
    waiting = Hint.objects.filter(sought=OuterRef("sought"), state__in=OPEN_HINT_STATES).order_by()
    return Coalesce(Subquery(waiting.values("sought").annotate(number=Count("pk")).values("number")), 0)


def is_sent() -> Exists:
    """Return whether a partner has been asked about a request and has not answered; then it is shown as sent."""
    return Exists(Enquiry.objects.filter(request=OuterRef("pk"), state__in=OPEN_ENQUIRY_STATES))


def _is_late() -> Q:
    late_enquiries = Enquiry.objects.filter(pk__in=overdue_subjects("tracing.enquiry"))
    late_actions = TracingAction.objects.filter(pk__in=overdue_subjects("tracing.action"))
    return (
        Q(pk__in=overdue_subjects("tracing.request"))
        | Q(pk__in=late_enquiries.values("request"))
        | Q(pk__in=late_actions.values("request"))
    )


def history(request: TracingRequest) -> QuerySet[HistoryEntry]:
    """Return the history of a visible request: its own lines and those of its sought person, the latest first."""
    return HistoryEntry.objects.filter(Q(request=request) | Q(request=None, sought=request.sought_id)).select_related(
        "actor", "hint"
    )


def request_of_form(scope: Scope, token: UUID) -> TracingRequest | None:
    """Return the visible request that a form has already made, or None."""
    return visible_requests(scope).filter(form_token=token).first()


def find_by_number(scope: Scope, text: str, *, limit: int = 10) -> list[TracingRequest]:
    """Return visible requests whose number is meant by a text such as ``118``, ``tj-2026-118`` or an old ``34/97``."""
    words = text.upper().replace("–", "-").split("-")
    running = words[-1].strip()
    old = visible_requests(scope).filter(old_record__number_key=number_key(text)) if number_key(text) else ()
    if not running.isdecimal() or not running.isascii() or len(running) > _LONGEST_NUMBER:
        return list(old[:limit])
    found = visible_requests(scope).filter(running=int(running))
    years = [word for word in words[:-1] if word.isdecimal() and word.isascii()]
    if years:
        found = found.filter(year=int(years[-1]))
    both = {request.pk: request for request in (*found.order_by("-year")[:limit], *old[:limit])}
    return list(both.values())[:limit]


def requests_of_person(scope: Scope, person: Person) -> list[TracingRequest]:
    """Return the visible requests in which this person is sought, or asks."""
    return list(
        visible_requests(scope).filter(Q(sought__person=person) | Q(enquirer=person)).order_by("-year", "-running")
    )


def state_counts(scope: Scope) -> dict[str, int]:
    """Return how many visible requests stand in each state."""
    rows = visible_requests(scope).order_by().values("state").annotate(number=Count("pk"))
    return {row["state"]: row["number"] for row in rows}


def waiting_requests(scope: Scope, *states: RequestState) -> QuerySet[TracingRequest]:
    """Return visible requests in these states, urgent ones first, then those that have waited longest."""
    return visible_requests(scope).filter(state__in=states).order_by("state_since")


def may_search(request: TracingRequest) -> bool:
    """Say whether the enquirer has agreed that this Society searches for the person."""
    return allows(request.enquirer, ConsentScope.SEARCH_INTERNAL)
