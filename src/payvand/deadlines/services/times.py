"""The node's own times and days off, set by the head of tracing."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput
from payvand.core.scope import Scope
from payvand.deadlines.kinds import kind_of
from payvand.deadlines.models import Holiday, NodeTime, WorkingWeek
from payvand.deadlines.policies import SET_TIMES

LONGEST_DAYS, LONGEST_MONTHS = 3650, 120
_WEEK = frozenset(range(1, 8))


@transaction.atomic
def set_times(
    *, scope: Scope, kind: str, days: int, working_days: bool, months: Iterable[int] = (), escalate_after: int
) -> NodeTime:
    """Set how this node counts the days of a kind from now on; deadlines that are set already keep their day.

    Raises:
        NotAllowed: the Scope may not set times.
        InvalidInput: a number is out of range, or the months do not grow.
    """
    scope.require(SET_TIMES)
    repeated = list(months)
    problems = {}
    if not 0 <= days <= LONGEST_DAYS:
        problems["days"] = _("Write a number of days between 0 and 3650.")
    if not 0 <= escalate_after <= LONGEST_DAYS:
        problems["escalate_after"] = _("Write a number of days between 0 and 3650.")
    if kind_of(kind).months and not _grow(repeated):
        problems["months"] = _("Write the months in growing order, such as 3, 6, 9, 12.")
    if problems:
        raise InvalidInput(problems)
    values = {
        "days": days,
        "working_days": working_days,
        "months": repeated if kind_of(kind).months else [],
        "escalate_after": escalate_after,
    }
    row = NodeTime.objects.update_or_create(kind=kind, defaults=values)[0]
    record_act(scope=scope, action="deadlines.set_times", subject_type="deadline_kind", subject_id=kind, facts=values)
    return row


def _grow(months: list[int]) -> bool:
    return bool(months) and months == sorted(set(months)) and months[0] > 0 and months[-1] <= LONGEST_MONTHS


@transaction.atomic
def reset_times(*, scope: Scope, kind: str) -> None:
    """Go back to the defaults of a kind.

    Raises:
        NotAllowed: the Scope may not set times.
    """
    scope.require(SET_TIMES)
    if NodeTime.objects.filter(kind=kind).delete()[0]:
        record_act(scope=scope, action="deadlines.reset_times", subject_type="deadline_kind", subject_id=kind)


@transaction.atomic
def set_weekend(*, scope: Scope, days: Iterable[int]) -> WorkingWeek:
    """Set the days of the week on which this node does not work, ISO weekdays from 1, Monday.

    Raises:
        NotAllowed: the Scope may not set times.
        InvalidInput: no working day would be left, or there is no such day.
    """
    scope.require(SET_TIMES)
    wanted = sorted(set(days))
    if not set(wanted) < _WEEK:
        raise InvalidInput({"weekend": _("Leave at least one working day.")})
    week = WorkingWeek.objects.update_or_create(pk=1, defaults={"weekend": wanted})[0]
    facts = {"weekend": wanted}
    record_act(scope=scope, action="deadlines.set_weekend", subject_type="working_week", subject_id=1, facts=facts)
    return week


@transaction.atomic
def add_holiday(*, scope: Scope, day: date, name: str = "") -> Holiday:
    """Add a day on which nobody works.

    Raises:
        NotAllowed: the Scope may not set times.
        InvalidInput: the day is there already.
    """
    scope.require(SET_TIMES)
    try:
        with transaction.atomic():
            holiday = Holiday.objects.create(day=day, name=name.strip())
    except IntegrityError as error:
        raise InvalidInput({"day": _("This day is in the list already.")}) from error
    facts = {"day": day}
    record_act(scope=scope, action="deadlines.add_holiday", subject_type="holiday", subject_id=holiday.pk, facts=facts)
    return holiday


@transaction.atomic
def remove_holiday(*, scope: Scope, holiday: Holiday) -> None:
    """Take a day off the list of holidays.

    Raises:
        NotAllowed: the Scope may not set times.
    """
    scope.require(SET_TIMES)
    facts = {"day": holiday.day}
    record_act(
        scope=scope, action="deadlines.remove_holiday", subject_type="holiday", subject_id=holiday.pk, facts=facts
    )
    holiday.delete()
