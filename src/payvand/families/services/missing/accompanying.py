"""The accompaniment programme: from when, by whom, how many people, and each day of it."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.deadlines.services import assign_deadlines, drop_deadlines
from payvand.families.enums.missing import FamilyAct, NeedArea, SessionKind
from payvand.families.models.missing import AccompanimentSession, MissingFamily
from payvand.families.services.missing.recording import SUBJECT, locked, tell, wait_for

HEADS = ("women", "men", "girls", "boys")
NEXT = "families.accompany"


@transaction.atomic
def begin_accompaniment(
    *,
    scope: Scope,
    family: MissingFamily,
    focal_person_id: UUID | None,
    heads: Mapping[str, int],
    begins: date | None = None,
) -> MissingFamily:
    """Begin to accompany a family, or change who does and how many people it is with.

    Args:
        scope: who acts.
        family: a visible family.
        focal_person_id: the colleague whom the family calls; whoever acts if None.
        heads: how many women, men, girls and boys are accompanied.
        begins: the first day; today if not said, and left as it is where the programme has begun.

    Raises:
        InvalidInput: nobody is accompanied, or the day lies in the future.
    """
    counts = {name: heads.get(name, 0) for name in HEADS}
    problems = {}
    if not sum(counts.values()) or min(counts.values()) < 0:
        problems["women"] = _("Write how many people are accompanied.")
    if begins is not None and begins > timezone.localdate():
        problems["begins"] = _("The day lies in the future.")
    if problems:
        raise InvalidInput(problems)
    current = locked(scope, family)
    act = FamilyAct.CHANGED if current.is_accompanied else FamilyAct.BEGAN
    if not current.is_accompanied:
        current.accompanied_from, current.accompanied_until = begins or timezone.localdate(), None
    current.focal_person_id = focal_person_id or scope.user_id
    for name, number in counts.items():
        setattr(current, name, number)
    current.save_changes("accompanied_from", "accompanied_until", "focal_person", *HEADS)
    tell(scope, current, act, {**counts, "focal_person": str(current.focal_person_id)})
    subject = (SUBJECT, current.pk)
    assign_deadlines(scope=scope, subject=subject, unit_id=current.unit_id, officer_id=current.focal_person_id)
    if act == FamilyAct.BEGAN:
        wait_for(scope, current, NEXT)
    return current


@transaction.atomic
def end_accompaniment(*, scope: Scope, family: MissingFamily, ends: date | None = None) -> MissingFamily:
    """End the programme for a family; its file and its legal steps go on.

    Raises:
        Refused: it is not accompanied.
        InvalidInput: the last day lies before the first, or in the future.
    """
    current = locked(scope, family)
    if not current.is_accompanied:
        raise Refused(_("This family is not accompanied now."))
    last = ends or timezone.localdate()
    if last > timezone.localdate() or (current.accompanied_from and last < current.accompanied_from):
        raise InvalidInput({"ends": _("The last day lies between the first one and today.")})
    current.accompanied_until = last
    current.save_changes("accompanied_until")
    tell(scope, current, FamilyAct.ENDED, {"on": last.isoformat()})
    drop_deadlines(scope=scope, subject=(SUBJECT, current.pk), kinds=[NEXT])
    return current


@transaction.atomic
def record_session(
    *,
    scope: Scope,
    family: MissingFamily,
    kind: str,
    held_on: date,
    areas: Collection[str],
    heads: Mapping[str, int],
    note: str = "",
) -> AccompanimentSession:
    """Record a day on which an accompanied family was accompanied.

    Raises:
        Refused: the family was not accompanied on this day.
        InvalidInput: no such kind or area, nobody came, or the day lies in the future.
    """
    counts = {name: heads.get(name, 0) for name in HEADS}
    problems = {}
    if kind not in SessionKind.values:
        problems["kind"] = _("Choose from the list.")
    if not areas or not set(areas) <= set(NeedArea.values):
        problems["areas"] = _("Choose what it was about.")
    if held_on > timezone.localdate():
        problems["held_on"] = _("The day lies in the future.")
    if not sum(counts.values()) or min(counts.values()) < 0:
        problems["women"] = _("Write how many people came.")
    if problems:
        raise InvalidInput(problems)
    current = locked(scope, family)
    if current.accompanied_from is None or held_on < current.accompanied_from or _is_after(held_on, current):
        raise Refused(_("This family was not accompanied on that day. Begin the accompaniment first."))
    session = AccompanimentSession.objects.create(
        family=current,
        kind=kind,
        held_on=held_on,
        areas=sorted(areas),
        by_id=scope.user_id,
        note=note.strip(),
        **counts,
    )
    tell(scope, current, FamilyAct.SESSION, {"kind": kind, "on": held_on.isoformat(), **counts})
    if current.is_accompanied:
        wait_for(scope, current, NEXT, start=held_on)
    return session


def _is_after(day: date, family: MissingFamily) -> bool:
    return family.accompanied_until is not None and day > family.accompanied_until
