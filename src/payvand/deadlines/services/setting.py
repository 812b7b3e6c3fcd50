"""Setting, meeting and dropping deadlines. Doors for other rooms: the service that calls has checked the right."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from payvand.audit.services import record_act
from payvand.core.scope import Scope
from payvand.deadlines.counting import after_days, after_months, after_working_days
from payvand.deadlines.models import OPEN, Deadline
from payvand.deadlines.queries import Times, times_of, working_calendar

Subject = tuple[str, UUID]

# A number as the node gives it: nothing in it can be a name.
_NUMBER = re.compile(r"[A-Z0-9][A-Z0-9./_-]{0,39}")


@transaction.atomic
def set_deadline(
    *,
    scope: Scope,
    subject: Subject,
    kind: str,
    number: str,
    unit_id: UUID | None,
    officer_id: UUID | None = None,
    start: date | None = None,
    due: date | None = None,
    ordinal: int = 1,
) -> Deadline:
    """Set what is due; setting it again moves the one that is open, and changes nothing where nothing is new.

    Args:
        scope: who acts.
        subject: type and id of what it belongs to, such as ``("tracing.TracingRequest", request.pk)``.
        kind: a registered kind.
        number: of the file: capital Latin letters, digits and ``- . / _``, never a name.
        unit_id: whose people see it; None for headquarters.
        officer_id: whose it is to do; None for nobody's yet.
        start: the day to count from; today in the node's time zone.
        due: the day itself, where it is known; otherwise counted by the times of the kind.
        ordinal: of a reminder that repeats, which time it is.

    Raises:
        KeyError: no room has registered the kind.
        ValueError: the number could be a name.
    """
    if not _NUMBER.fullmatch(number):
        raise ValueError("a deadline shows a number, never a name")
    times = times_of(kind)
    first = start or timezone.localdate()
    last = due or _counted(times, first, ordinal)
    values = {
        "number": number,
        "unit_id": unit_id,
        "officer_id": officer_id,
        "start": first,
        "due": last,
        "escalates_on": after_days(last, times.escalate_after),
    }
    deadline, is_new = (
        _open(subject)
        .select_for_update()
        .get_or_create(subject_type=subject[0], subject_id=subject[1], kind=kind, ordinal=ordinal, defaults=values)
    )
    if is_new or _change(deadline, values):
        _record(scope, "deadlines.set", deadline)
    return deadline


def _counted(times: Times, start: date, ordinal: int) -> date:
    if times.months:
        return after_months(start, times.months[ordinal - 1])
    if times.working_days:
        return after_working_days(start, times.days, working_calendar())
    return after_days(start, times.days)


def _change(deadline: Deadline, values: Mapping[str, object]) -> bool:
    changed = [name for name, value in values.items() if getattr(deadline, name) != value]
    for name in changed:
        setattr(deadline, name, values[name])
    if changed:
        deadline.save_changes(*changed)
    return bool(changed)


@transaction.atomic
def meet_deadline(*, scope: Scope, subject: Subject, kind: str) -> Deadline | None:
    """Record that what was due is done; of a reminder that repeats, the next one opens, counted from the same start.

    Returns:
        The next one; None where there is none, or where nothing was open.
    """
    deadline = _open(subject).select_for_update().filter(kind=kind).order_by("ordinal").first()
    if deadline is None:
        return None
    _end(scope, deadline, "met_at", "deadlines.meet")
    times = times_of(kind)
    if deadline.ordinal >= len(times.months):
        return None
    return set_deadline(
        scope=scope,
        subject=subject,
        kind=kind,
        number=deadline.number,
        unit_id=deadline.unit_id,
        officer_id=deadline.officer_id,
        start=deadline.start,
        ordinal=deadline.ordinal + 1,
    )


@transaction.atomic
def drop_deadlines(*, scope: Scope, subject: Subject, kinds: Iterable[str] | None = None) -> int:
    """End what has ceased to matter: all open deadlines of a subject, or those of some kinds; return how many."""
    found = _open(subject).select_for_update()
    rows = list(found if kinds is None else found.filter(kind__in=set(kinds)))
    for deadline in rows:
        _end(scope, deadline, "dropped_at", "deadlines.drop")
    return len(rows)


@transaction.atomic
def assign_deadlines(*, scope: Scope, subject: Subject, unit_id: UUID | None, officer_id: UUID | None) -> int:
    """Hand the open deadlines of a subject to a unit and an officer; return how many changed hands."""
    rows = list(_open(subject).select_for_update().exclude(Q(unit_id=unit_id) & Q(officer_id=officer_id)))
    for deadline in rows:
        deadline.unit_id, deadline.officer_id = unit_id, officer_id
        deadline.save_changes("unit_id", "officer_id")
        _record(scope, "deadlines.assign", deadline)
    return len(rows)


def _open(subject: Subject) -> QuerySet[Deadline]:
    return Deadline.objects.filter(OPEN, subject_type=subject[0], subject_id=subject[1])


def _end(scope: Scope, deadline: Deadline, field: str, action: str) -> None:
    setattr(deadline, field, timezone.now())
    deadline.save_changes(field)
    _record(scope, action, deadline)


def _record(scope: Scope, action: str, deadline: Deadline) -> None:
    facts = {
        "subject": deadline.subject_id,
        "kind": deadline.kind,
        "due": deadline.due,
        "ordinal": deadline.ordinal,
        "unit": deadline.unit_id,
        "officer": deadline.officer_id,
    }
    record_act(scope=scope, action=action, subject_type="deadline", subject_id=deadline.pk, facts=facts)
