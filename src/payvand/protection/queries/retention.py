"""What has been kept for as long as it should be."""

from datetime import date

from django.utils import timezone

from payvand.core.scope import Scope
from payvand.protection.enums import ErasureState, RetentionChoice
from payvand.protection.holders import Due, RetentionKind, holders, kinds
from payvand.protection.models import Erasure, RetentionDecision, RetentionPeriod
from payvand.protection.policies import PROPOSE_ERASURE

_MONTHS = 12


def cutoff(kind: str) -> date | None:
    """Return the day on or before which the time of a kind must have begun to be over today; None for never.

    Raises:
        KeyError: no room has registered this kind.
    """
    months = kinds()[kind].months
    own = RetentionPeriod.objects.filter(kind=kind).first()
    if own is not None:
        months = own.months
    return None if months is None else months_before(timezone.localdate(), months)


def periods() -> list[tuple[RetentionKind, int | None, bool]]:
    """Return every kind with the months for which it is kept here, and whether this node said so itself."""
    own = {period.kind: period for period in RetentionPeriod.objects.all()}
    return [
        (kind, own[code].months if code in own else kind.months, code in own) for code, kind in sorted(kinds().items())
    ]


def due_for_review(scope: Scope) -> list[Due]:
    """Return the records whose time is over and on which nobody has decided, the longest kept first.

    Rooms answer for what the Scope may know of; for oversight, of everything: such a line holds a number and no name.

    Raises:
        NotAllowed: the Scope may not decide on what is kept.
    """
    scope.require(PROPOSE_ERASURE)
    found = [due for holder in holders() for due in holder.retention(scope)]
    people = {due.person_id for due in found}
    kept = set(
        RetentionDecision.objects.filter(
            person_id__in=people, choice=RetentionChoice.KEEP, until__gte=timezone.localdate()
        ).values_list("person_id", "kind")
    )
    proposed = set(
        Erasure.objects.filter(person_id__in=people)
        .exclude(state=ErasureState.REFUSED)
        .values_list("person_id", flat=True)
    )
    open_ = [due for due in found if (due.person_id, due.kind) not in kept and due.person_id not in proposed]
    return sorted(open_, key=lambda due: (due.since, due.number))


def months_before(day: date, months: int) -> date:
    """Return the day so many months earlier; the last of a shorter month where that day is missing there."""
    count = day.year * _MONTHS + day.month - 1 - months
    year, month = divmod(count, _MONTHS)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(f"{day} has no day {months} months before it")
