"""Reads of deadlines. Lists start at `visible_deadlines`: what is not in it does not exist for this Scope."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.deadlines.counting import USUAL_WEEKEND, WorkingCalendar
from payvand.deadlines.kinds import DeadlineKind, all_kinds, kind_of
from payvand.deadlines.models import OPEN, CalendarFeed, Deadline, Holiday, NodeTime, WorkingWeek
from payvand.deadlines.policies import SEE_ESCALATED, SET_TIMES

NONE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Times:
    """How the days of a kind are counted on this node.

    Attributes:
        is_own: whether the node has changed the defaults.
    """

    kind: DeadlineKind
    days: int
    working_days: bool
    months: tuple[int, ...]
    escalate_after: int
    is_own: bool = False


def visible_deadlines(scope: Scope) -> QuerySet[Deadline]:
    """Return the open deadlines that this Scope may see, earliest first, with unit and officer.

    A deadline is seen by its officer and by the people of its unit, where they hold the right of its kind and may know
    of its subject. Whoever supervises sees every escalated one; `opens` is False where the subject itself stays closed
    to them (a restricted file), so that a page shows number and action without a link.
    """
    reach = _in_reach(scope)
    found = Deadline.objects.filter(OPEN).select_related("unit", "officer").order_by("due", "pk")
    if not scope.may(SEE_ESCALATED):
        return found.filter(reach).annotate(opens=Value(value=True))
    opens = Case(When(reach, then=Value(value=True)), default=Value(value=False), output_field=BooleanField())
    return found.filter(reach | Q(escalates_on__lte=timezone.localdate())).annotate(opens=opens)


def _in_reach(scope: Scope) -> Q:
    """Return the condition of being seen by right, unit and officer; kinds of one subject share a subquery."""
    groups: dict[Callable[[Scope], Any] | None, list[str]] = defaultdict(list)
    for kind in all_kinds():
        if scope.may(kind.right):
            groups[kind.visible].append(kind.code)
    reach = NONE
    for visible, codes in groups.items():
        reach |= Q(kind__in=codes) & (_known(visible(scope)) if visible else _in_units(scope))
    return reach


def _known(subjects: Any) -> Q:
    """Return the condition that the subject is one of these; asked row by row, since few of them are due."""
    if isinstance(subjects, QuerySet):
        return Q(Exists(subjects.filter(pk=OuterRef("subject_id"))))
    return Q(subject_id__in=subjects)


def _in_units(scope: Scope) -> Q:
    if scope.all_units:
        return Q()
    own = Q(officer_id=scope.user_id) if scope.user_id else NONE
    return own | Q(unit_id__in=scope.unit_ids)


def mine(scope: Scope) -> Q:
    """Return the condition of being this person's to do: their own, or nobody's yet."""
    return Q(officer_id=scope.user_id) | Q(officer=None)


def due(scope: Scope, until: date) -> QuerySet[Deadline]:
    """Return the visible deadlines that are due on this day or before, late ones too."""
    return visible_deadlines(scope).filter(due__lte=until)


def overdue(scope: Scope) -> QuerySet[Deadline]:
    """Return the visible deadlines whose day has passed in the node's time zone."""
    return due(scope, timezone.localdate() - timedelta(days=1))


def escalated(scope: Scope) -> QuerySet[Deadline]:
    """Return what waits for the eyes of a supervisor; nothing for others."""
    if not scope.may(SEE_ESCALATED):
        return Deadline.objects.none()
    return visible_deadlines(scope).filter(escalates_on__lte=timezone.localdate())


def overdue_subjects(subject_type: str) -> QuerySet[Deadline, Any]:
    """Return the ids of the subjects of this type that are late with something, for a room's own list to filter by."""
    late = Deadline.objects.filter(OPEN, subject_type=subject_type, due__lt=timezone.localdate())
    return late.values("subject_id")


def open_deadlines_of(subjects: Iterable[tuple[str, UUID]]) -> list[Deadline]:
    """Return the open deadlines of subjects that the caller may already see, earliest first. One query."""
    ids = {subject_id for _type, subject_id in subjects}
    types = {subject_type for subject_type, _id in subjects}
    found = Deadline.objects.filter(OPEN, subject_type__in=types, subject_id__in=ids)
    return list(found.select_related("officer").order_by("due", "pk"))


def times_of(code: str) -> Times:
    """Return how days of this kind are counted on this node.

    Raises:
        KeyError: no room has registered the kind.
    """
    return _times(kind_of(code), NodeTime.objects.filter(kind=code).first())


def all_times(scope: Scope) -> list[Times]:
    """Return the times of every kind, by code; one query.

    Raises:
        NotAllowed: the Scope may not set times.
    """
    scope.require(SET_TIMES)
    own = {row.kind: row for row in NodeTime.objects.all()}
    return [_times(kind, own.get(kind.code)) for kind in all_kinds()]


def _times(kind: DeadlineKind, own: NodeTime | None) -> Times:
    if own is None:
        return Times(kind, kind.days, kind.working_days, kind.months, kind.escalate_after)
    return Times(kind, own.days, own.working_days, tuple(own.months), own.escalate_after, is_own=True)


def node_time(scope: Scope, code: str) -> NodeTime | None:
    """Return what the node has made of a kind, for who may set times; None where the defaults hold."""
    scope.require(SET_TIMES)
    return NodeTime.objects.filter(kind=code).first()


def holidays(scope: Scope) -> QuerySet[Holiday]:
    """Return the days on which nobody works, the latest first.

    Raises:
        NotAllowed: the Scope may not set times.
    """
    scope.require(SET_TIMES)
    return Holiday.objects.order_by("-day")


def working_calendar() -> WorkingCalendar:
    """Return on which days this node does not work; two queries."""
    week = WorkingWeek.objects.first()
    days = frozenset(Holiday.objects.values_list("day", flat=True))
    return WorkingCalendar(frozenset(week.weekend) if week else USUAL_WEEKEND, days)


def has_feed(scope: Scope) -> bool:
    """Say whether this person's calendar has an address."""
    return scope.user_id is not None and CalendarFeed.objects.filter(user_id=scope.user_id).exists()
