"""The breach register: reported by anybody, kept by those who protect data, closed when everyone was told."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.deadlines.services import meet_deadline, set_deadline
from payvand.protection.enums import BreachDuty, BreachKind, Risk, Told
from payvand.protection.law import own_law
from payvand.protection.models import Breach, BreachNotice
from payvand.protection.policies import BREACH_DEADLINE, KEEP_BREACHES, REPORT_BREACH
from payvand.protection.services.numbering import next_number

SUBJECT = "protection.Breach"
LONGEST_TEXT = 4000


@transaction.atomic
def report_breach(
    *,
    scope: Scope,
    kind: str,
    what: str,
    found_at: datetime | None = None,
    happened_at: datetime | None = None,
    people: int | None = None,
) -> Breach:
    """Report a breach; the 72 hours run from `found_at` (now if None).

    Raises:
        InvalidInput: a value cannot stand; nothing was written.
        NotAllowed: the Scope may not report.
    """
    scope.require(REPORT_BREACH)
    now = timezone.now()
    breach = Breach(
        number=next_number(Breach),
        kind=kind,
        what=what.strip(),
        found_at=found_at or now,
        happened_at=happened_at,
        people=people,
        reported_by_id=scope.user_id,
    )
    problems = {}
    if kind not in BreachKind.values:
        problems["kind"] = _("Choose from the list.")
    if not 0 < len(breach.what) <= LONGEST_TEXT:
        problems["what"] = _("Write what happened, in at most 4,000 characters.")
    if breach.found_at > now:
        problems["found_at"] = _("This cannot lie in the future.")
    if happened_at is not None and happened_at > breach.found_at:
        problems["happened_at"] = _("It cannot have happened after it was found.")
    if problems:
        raise InvalidInput(problems)
    breach.save()
    due = timezone.localdate(breach.due_at)
    set_deadline(
        scope=scope, subject=(SUBJECT, breach.pk), kind=BREACH_DEADLINE, number=breach.number, unit_id=None, due=due
    )
    _record(scope, "report_breach", breach, kind=kind, found_at=breach.found_at)
    return breach


@transaction.atomic
def assess_breach(
    *, scope: Scope, breach: Breach, risk: str, people: int | None, measures: str, expected_version: int | None = None
) -> Breach:
    """Record how much the breach may harm, how many people, and what was done.

    Raises:
        InvalidInput: a value cannot stand.
        Refused: it was closed.
        NotAllowed: the Scope may not keep breaches.
    """
    row = _open(scope, breach)
    if risk not in Risk.values or len(measures) > LONGEST_TEXT:
        raise InvalidInput({"risk": _("Choose the risk, and write at most 4,000 characters.")})
    row.risk, row.people, row.measures = risk, people, measures.strip()
    row.save_changes("risk", "people", "measures", expected_version=expected_version)
    _record(scope, "assess_breach", row, risk=risk, people=people)
    return row


@transaction.atomic
def note_told(*, scope: Scope, breach: Breach, told: str, told_at: datetime, words: str = "") -> BreachNotice:
    """Record who was told of a breach, and when; telling the regulator or the network stops the clock.

    Raises:
        InvalidInput: a value cannot stand.
        Refused: it was closed.
        NotAllowed: the Scope may not keep breaches.
    """
    row = _open(scope, breach)
    if told not in Told.values or len(words) > LONGEST_TEXT:
        raise InvalidInput({"told": _("Choose who was told, and write at most 4,000 characters.")})
    if not row.found_at <= told_at <= timezone.now():
        raise InvalidInput({"told_at": _("Give a time after it was found, and not in the future.")})
    notice = BreachNotice(breach=row, told=told, told_at=told_at, words=words.strip(), told_by_id=scope.user_id)
    notice.save()
    if told in (Told.REGULATOR, Told.NETWORK):
        meet_deadline(scope=scope, subject=(SUBJECT, row.pk), kind=BREACH_DEADLINE)
    _record(scope, "note_told", row, told=told, told_at=told_at)
    return notice


def still_to_tell(breach: Breach) -> list[Told]:
    """Return who must still be told: the network always, the regulator where the law says so, people at high risk."""
    law = own_law()
    must = [Told.NETWORK]
    if law is not None and law.breach_duty == BreachDuty.REQUIRED:
        must.append(Told.REGULATOR)
    if breach.risk == Risk.HIGH:
        must.append(Told.PERSONS)
    told = set(breach.notices.values_list("told", flat=True))
    return [one for one in must if one not in told]


@transaction.atomic
def close_breach(*, scope: Scope, breach: Breach) -> Breach:
    """Close a breach once its risk is known and everyone was told who must be.

    Raises:
        Refused: something is missing, and what.
        NotAllowed: the Scope may not keep breaches.
    """
    row = _open(scope, breach)
    if row.risk == Risk.UNKNOWN:
        raise Refused(_("Say first how much it may harm the people."))
    if waiting := still_to_tell(row):
        names = ", ".join(str(one.label) for one in waiting)
        raise Refused(_("Not everyone was told yet: %(who)s.") % {"who": names})
    row.closed_at, row.closed_by_id = timezone.now(), scope.user_id
    row.save_changes("closed_at", "closed_by")
    _record(scope, "close_breach", row)
    return row


def _open(scope: Scope, breach: Breach) -> Breach:
    scope.require(KEEP_BREACHES)
    row = Breach.objects.select_for_update().get(pk=breach.pk)
    if row.closed_at is not None:
        raise Refused(_("This breach is closed."))
    return row


def _record(scope: Scope, action: str, breach: Breach, **facts: object) -> None:
    record_act(scope=scope, action=f"protection.{action}", subject_type=SUBJECT, subject_id=breach.pk, facts=facts)
