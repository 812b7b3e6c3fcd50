"""What waits in tracing, for *my work today*, and what its search finds."""

from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from payvand.core.scope import Scope
from payvand.core.work import DueItem, Found, Tile, Work
from payvand.tracing.enums import OPEN_STATES, HintState, ProposalState, RequestState, Urgency
from payvand.tracing.models import ClosingProposal, TracingRequest
from payvand.tracing.policies import CLOSE, READ, REVIEW, SEARCH, TAKE
from payvand.tracing.queries.cards import LIKELIHOODS
from payvand.tracing.queries.family_page import due_letters
from payvand.tracing.queries.hints import open_hints
from payvand.tracing.queries.requests import find_by_number, visible_requests
from payvand.tracing.queries.working import open_tasks, owner_questions

MOST_DUE = 12

# What each state asks of whom: the right of the one who acts, and what is to be done.
_ASKS = {
    RequestState.DRAFT: (TAKE, gettext_lazy("Finish the draft and submit it")),
    RequestState.RETURNED: (TAKE, gettext_lazy("Complete the request and submit it again")),
    RequestState.SUBMITTED: (REVIEW, gettext_lazy("Read the request; accept it or return it")),
    RequestState.ACCEPTED: (SEARCH, gettext_lazy("Begin the search")),
    RequestState.REOPENED: (SEARCH, gettext_lazy("Begin the search again")),
    RequestState.LOCATED: (SEARCH, gettext_lazy("Ask the found person what the enquirer may be told")),
    RequestState.FATE_KNOWN: (SEARCH, gettext_lazy("Tell the family in person, then propose to close the file")),
}


def due_work(scope: Scope) -> Work:
    """Return the tiles and what is due, urgent files first, then those that have waited longest; six queries."""
    if not scope.may(READ):
        return Work(due=tuple(_tasks(scope)))
    return Work(
        tiles=tuple(_tiles(scope)), due=(*_questions(scope), *_proposals(scope), *due_letters(scope), *_due(scope))
    )


def _tiles(scope: Scope) -> list[Tile]:
    files = visible_requests(scope).filter(state__in=OPEN_STATES).order_by()
    count = files.aggregate(
        all=Count("pk"),
        urgent=Count("pk", filter=~Q(urgency=Urgency.NORMAL)),
        submitted=Count("pk", filter=Q(state=RequestState.SUBMITTED)),
        returned=Count("pk", filter=Q(state=RequestState.RETURNED)),
    )
    hints = open_hints(scope).filter(state=HintState.NEW).order_by()
    hint = hints.aggregate(new=Count("pk"), strong=Count("pk", filter=Q(probability__gte=LIKELIHOODS[0].least)))
    submitted, returned, urgent, strong = count["submitted"], count["returned"], count["urgent"], hint["strong"]
    listed = reverse("tracing:requests")
    return [
        Tile(
            figure=hint["new"],
            label=ngettext("new hint", "new hints", hint["new"]),
            url=reverse("tracing:hints"),
            note=ngettext("%(number)s very likely", "%(number)s very likely", strong) % {"number": strong}
            if strong
            else "",
        ),
        Tile(
            figure=submitted,
            label=ngettext("request waits for acceptance", "requests wait for acceptance", submitted),
            url=f"{listed}?state={RequestState.SUBMITTED}",
            tone="amber" if submitted and scope.may(REVIEW) else "",
        ),
        Tile(
            figure=returned,
            label=ngettext("request to be completed", "requests to be completed", returned),
            url=f"{listed}?state={RequestState.RETURNED}",
            tone="amber" if returned else "",
        ),
        Tile(
            figure=count["all"],
            label=ngettext("open file", "open files", count["all"]),
            url=f"{listed}?state=open",
            note=ngettext("%(number)s urgent", "%(number)s urgent", urgent) % {"number": urgent} if urgent else "",
        ),
    ]


def _due(scope: Scope) -> list[DueItem]:
    mine = Q(officer=None) | Q(officer_id=scope.user_id)
    wanted = Q(pk__in=[])
    for state, (right, _what) in _ASKS.items():
        if scope.may(right):
            wanted |= Q(state=state) & (mine if right == SEARCH else Q())
    pressing_first = Case(When(urgency=Urgency.NORMAL, then=Value(1)), default=Value(0), output_field=IntegerField())
    found = visible_requests(scope).filter(wanted).order_by(pressing_first, "state_since")[:MOST_DUE]
    return [_due_item(request) for request in found]


def _tasks(scope: Scope) -> list[DueItem]:
    """What a field volunteer has to do: the task alone, nothing of the file."""
    return [
        DueItem(
            title=str(action.get_kind_display()),
            subject=f"{action.planned_for:%d.%m.%Y}" if action.planned_for else "",
            what=_("Do the task and report"),
            url=reverse("tracing:task", args=[action.pk]),
            since=action.created_at,
            pressing=action.is_late,
        )
        for action in open_tasks(scope)[:MOST_DUE]
    ]


def _proposals(scope: Scope) -> list[DueItem]:
    """Proposals to close that somebody else made, for who can be the second."""
    if not scope.may(CLOSE):
        return []
    found = ClosingProposal.objects.select_related("request__sought__person", "by").filter(
        state=ProposalState.OPEN, request__in=visible_requests(scope).order_by().values("pk")
    )
    return [
        DueItem(
            title=proposal.request.number,
            subject=proposal.request.sought.person.shown_name,
            what=_("Decide about closing: %(reason)s") % {"reason": proposal.get_reason_display()},
            note=str(proposal.by or ""),
            url=reverse("tracing:file", args=[proposal.request.number]),
            since=proposal.created_at,
        )
        for proposal in found.exclude(by_id=scope.user_id).order_by("created_at")[:MOST_DUE]
    ]


def _questions(scope: Scope) -> list[DueItem]:
    """Colleagues who ask about a record that is open to this person and not to them."""
    found = owner_questions(scope).filter(answer="").exclude(by_id=scope.user_id)
    return [
        DueItem(
            title=question.request.number,
            subject=question.request.sought.person.shown_name,
            what=_("Answer a colleague: a record open to you may be the person sought"),
            note=str(question.by or ""),
            url=reverse("tracing:answer_owner", args=[question.pk]),
            since=question.created_at,
            pressing=True,
        )
        for question in found.order_by("created_at")[:MOST_DUE]
    ]


def _due_item(request: TracingRequest) -> DueItem:
    return DueItem(
        title=request.number,
        subject=request.sought.person.shown_name,
        what=str(_ASKS[RequestState(request.state)][1]),
        note=request.get_urgency_display() if request.is_urgent else "",
        url=reverse("tracing:file", args=[request.number]),
        since=request.state_since,
        pressing=request.is_urgent,
    )


def find(scope: Scope, text: str, *, limit: int = 10) -> list[Found]:
    """Return the visible files whose number is meant by `text`; people are found by the people room."""
    return [
        Found(
            kind=_("File"),
            title=request.number,
            note=f"{request.sought.person.shown_name} · {request.get_state_display()}",
            url=reverse("tracing:file", args=[request.number]),
        )
        for request in find_by_number(scope, text, limit=limit)
    ]
