"""Reads of what is done on a file: actions, enquiries, links, proposals to close, mergings, questions to owners."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from payvand.core.scope import Scope
from payvand.network.models import Organisation
from payvand.people.models import Person
from payvand.people.queries import visible_people
from payvand.tracing.enums import OPEN_ENQUIRY_STATES, ActionOutcome, LinkKind, ProposalState
from payvand.tracing.models import (
    ClosingProposal,
    Enquiry,
    LinkOutcome,
    Merging,
    OwnerQuestion,
    TracingAction,
    TracingRequest,
)
from payvand.tracing.policies import DECIDE, DO_TASKS, PARTNER_KINDS
from payvand.tracing.queries.requests import visible_requests


def actions_of(request: TracingRequest) -> QuerySet[TracingAction]:
    """Return the actions of a visible request, the latest first."""
    return TracingAction.objects.filter(request=request).select_related("given_to", "reported_by", "request__sought")


def visible_actions(scope: Scope) -> QuerySet[TracingAction]:
    """Return the actions of the visible requests."""
    return TracingAction.objects.filter(request__in=visible_requests(scope).order_by().values("pk"))


def own_tasks(scope: Scope) -> QuerySet[TracingAction]:
    """Return what is given to this person, the most pressing first; nothing of the file comes with it."""
    if scope.user_id is None or not scope.may(DO_TASKS):
        return TracingAction.objects.none()
    return TracingAction.objects.filter(given_to_id=scope.user_id, dropped_at=None).order_by(
        "planned_for", "created_at", "id"
    )


def open_tasks(scope: Scope) -> QuerySet[TracingAction]:
    """Return what this person has still to do."""
    return own_tasks(scope).filter(outcome=ActionOutcome.PENDING)


def open_task_count(scope: Scope) -> int:
    """Return how many tasks this person has still to do."""
    return open_tasks(scope).count()


def enquiries_of(request: TracingRequest) -> QuerySet[Enquiry]:
    """Return the enquiries of a visible request in the order of their numbers."""
    return Enquiry.objects.filter(request=request).select_related("partner", "written_by")


def visible_enquiries(scope: Scope) -> QuerySet[Enquiry]:
    """Return the enquiries of the visible requests."""
    return Enquiry.objects.filter(request__in=visible_requests(scope).order_by().values("pk")).select_related(
        "partner", "request__sought__person", "request__unit"
    )


def open_enquiries(request: TracingRequest) -> QuerySet[Enquiry]:
    """Return the enquiries of a request that a partner has and has not answered."""
    return enquiries_of(request).filter(state__in=OPEN_ENQUIRY_STATES)


def partners() -> QuerySet[Organisation]:
    """Return the members of the Movement that may be asked."""
    return Organisation.objects.filter(kind__in=PARTNER_KINDS, is_self=False).order_by("name", "id")


def links_of(request: TracingRequest) -> QuerySet[LinkOutcome]:
    """Return the links restored that stand, the latest first."""
    return LinkOutcome.objects.filter(request=request, removed_at=None).select_related("person", "recorded_by")


def family_told(request: TracingRequest) -> bool:
    """Say whether it is recorded that the family was told the fate in person."""
    return links_of(request).filter(kind=LinkKind.FATE).exists()


def found_person(request: TracingRequest) -> Person:
    """Return whose choice counts: the record that the file stands as located on, or the sought person's own."""
    return request.located_by.candidate if request.located_by else request.sought.person


def open_proposal(request: TracingRequest) -> ClosingProposal | None:
    """Return the proposal to close that waits for a second person, or None."""
    return ClosingProposal.objects.select_related("by").filter(request=request, state=ProposalState.OPEN).first()


def standing_merging(request: TracingRequest) -> Merging | None:
    """Return the merging of a request that stands, or None."""
    return Merging.objects.select_related("into", "by").filter(request=request, undone_at=None).first()


def owner_questions(scope: Scope) -> QuerySet[OwnerQuestion]:
    """Return the questions that this person can answer: both the file that asks and the record are open to them."""
    if not scope.may(DECIDE):
        return OwnerQuestion.objects.none()
    seen = Exists(visible_people(scope).filter(pk=OuterRef("hint__candidate_id")))
    found = OwnerQuestion.objects.filter(seen, request__in=visible_requests(scope).order_by().values("pk"))
    return found.select_related("hint__candidate", "request__sought__person", "by")


def question_of_hint(hint_id: UUID) -> OwnerQuestion | None:
    """Return the last question asked about a hint of a visible file, or None."""
    return OwnerQuestion.objects.select_related("by", "answered_by").filter(hint_id=hint_id).first()


def action_for(scope: Scope, action_id: UUID) -> QuerySet[TracingAction]:
    """Return, as a query, an action that this person may read: given to them, or of a visible file."""
    visible = Q(request__in=visible_requests(scope).order_by().values("pk"))
    own = Q(given_to_id=scope.user_id) if scope.user_id and scope.may(DO_TASKS) else Q(pk__in=[])
    return TracingAction.objects.filter(visible | own, pk=action_id, dropped_at=None)
