"""What is done to find a person: planned, given to somebody, reported."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.errors import Conflict, InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.people.consent import allows
from payvand.people.enums import ConsentScope
from payvand.people.queries import may_ask_authority
from payvand.tracing import policies, queries
from payvand.tracing.enums import ActionKind, ActionOutcome, HistoryKind
from payvand.tracing.models import TracingAction, TracingRequest
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.stepping import locked, require_working
from payvand.tracing.services.timing import time_acted, time_action_done, time_action_dropped, time_action_planned

LONGEST_AUTHORITY = 100


@transaction.atomic
def plan_action(
    *,
    scope: Scope,
    request: TracingRequest,
    kind: ActionKind,
    task: str = "",
    given_to: User | None = None,
    planned_for: date | None = None,
    authority: str = "",
    country: str = "",
) -> TracingAction:
    """Plan what is to be done. Whoever it is given to reads the task and nothing else of the file.

    Args:
        scope: who plans.
        request: an accepted, open file.
        kind: what is done.
        task: the address, whom to ask, what to say and what not: everything that it needs.
        given_to: a colleague or a field volunteer within reach.
        planned_for: the day by which it is to be done.
        authority: which one is asked, as the enquirer agreed to it; only for that kind.
        country: ISO 3166-1 alpha-2 of the State whose authority it is; empty counts every protection flag.

    Raises:
        Refused: the file is not worked on; the enquirer has not agreed to this authority; or protection forbids it.
        InvalidInput: the authority is not named, or the colleague does no such tasks.
    """
    current = locked(scope, request, policies.PLAN)
    require_working(current)
    authority = authority.strip() if kind == ActionKind.AUTHORITY else ""
    if kind == ActionKind.AUTHORITY:
        _check_authority(current, authority, country)
    if given_to and not colleagues(scope, right=policies.DO_TASKS).filter(pk=given_to.pk).exists():
        raise InvalidInput({"given_to": _("Choose a colleague or volunteer who does such tasks.")})
    action = TracingAction.objects.create(
        request=current,
        kind=kind,
        task=task.strip(),
        authority=authority,
        unit_id=current.unit_id,
        given_to=given_to,
        planned_by_id=scope.user_id,
        planned_for=planned_for,
    )
    _tell(scope, action, HistoryKind.ACTION_PLANNED, "plan_action")
    time_action_planned(scope, action)
    return action


def _check_authority(request: TracingRequest, authority: str, country: str) -> None:
    if not authority or len(authority) > LONGEST_AUTHORITY:
        raise InvalidInput({"authority": _("Write which authority is asked, in at most 100 characters.")})
    if not allows(request.enquirer, ConsentScope.SHARE_AUTHORITY, recipient=authority):
        raise Refused(
            _("The enquirer has not agreed that “%(authority)s” is asked. Ask them, and record the answer first.")
            % {"authority": authority}
        )
    people = (request.sought.person, request.enquirer)
    if not all(may_ask_authority(person, country) for person in people):
        raise Refused(_("Protection forbids to ask an authority about this file. Speak with the head of tracing."))


@transaction.atomic
def report_action(
    *,
    scope: Scope,
    action: TracingAction,
    outcome: ActionOutcome,
    report: str = "",
    done_on: date | None = None,
    seen_version: int | None = None,
) -> TracingAction:
    """Record what came of an action: by who did it, or by who plans in that unit.

    Raises:
        InvalidInput: no outcome, nothing written about a result, or a day that has not come.
        Refused: it was reported or dropped already.
        Conflict: it was changed since the person saw it.
    """
    current = _locked(scope, action)
    if seen_version is not None and seen_version != current.version:
        raise Conflict(_("Someone else changed this task since you opened it. Look at it again."))
    day = done_on or timezone.localdate()
    problems = {}
    if outcome not in ActionOutcome.values or outcome == ActionOutcome.PENDING:
        problems["outcome"] = _("Choose what came of it.")
    if outcome in (ActionOutcome.SUCCESSFUL, ActionOutcome.PARTIAL) and not report.strip():
        problems["report"] = _("Write what was found; whoever goes on with the search works from it.")
    if day > timezone.localdate():
        problems["done_on"] = _("This day has not come yet.")
    if problems:
        raise InvalidInput(problems)
    current.outcome, current.report, current.done_on = outcome, report.strip(), day
    current.reported_by_id = scope.user_id
    current.save_changes("outcome", "report", "done_on", "reported_by_id")
    _tell(scope, current, HistoryKind.ACTION_REPORTED, "report_action")
    time_action_done(scope, current)
    time_acted(scope, current.request)
    return current


@transaction.atomic
def drop_action(*, scope: Scope, action: TracingAction) -> TracingAction:
    """Give an action up that was not done."""
    scope.require(policies.PLAN)
    current = _locked(scope, action)
    _drop(scope, current)
    return current


def drop_open_actions(scope: Scope, request: TracingRequest) -> None:
    """Stop what is still to be done for a file that ends: nobody goes on asking about it."""
    for action in queries.actions_of(request).filter(outcome=ActionOutcome.PENDING, dropped_at=None):
        _drop(scope, action)


def _drop(scope: Scope, action: TracingAction) -> None:
    action.dropped_at = timezone.now()
    action.save_changes("dropped_at")
    _tell(scope, action, HistoryKind.ACTION_DROPPED, "drop_action")
    time_action_dropped(scope, action)


def _locked(scope: Scope, action: TracingAction) -> TracingAction:
    """Return the action as the database has it, locked; it is open to who carries it and to who plans in that unit."""
    current = (
        TracingAction.objects.select_for_update(of=("self",))
        .select_related("request__sought", "request__unit")
        .filter(pk=action.pk)
        .first()
    )
    own = current is not None and current.given_to_id == scope.user_id and scope.may(policies.DO_TASKS)
    if current is None or not (own or queries.visible_requests(scope).filter(pk=current.request_id).exists()):
        raise NotAllowed(policies.DO_TASKS)
    if not current.is_open:
        raise Refused(_("This task was reported or given up already."))
    if not policies.may_report(scope, current):
        raise NotAllowed(policies.DO_TASKS)
    return current


def _tell(scope: Scope, action: TracingAction, kind: HistoryKind, act: str) -> None:
    facts = {"action": str(action.pk), "kind": action.kind, "outcome": action.outcome}
    tell(scope=scope, sought=action.request.sought, request=action.request, kind=kind, facts=facts)
    record_request_act(scope, act, action.request, {**facts, "given_to": str(action.given_to_id or "")})
