"""Opening a closely kept record by exception ("breaking the glass"), ending that, and the review that follows."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.people.enums import ExceptionReview
from payvand.people.models import ExceptionalAccess
from payvand.people.policies import BREAK_GLASS, REVIEW_EXCEPTIONS
from payvand.people.queries import openable, to_review
from payvand.people.services.writing import record_person_act

SHORTEST_REASON = 10
LONGEST_TEXT = 2000


@transaction.atomic
def open_by_exception(*, scope: Scope, person_id: UUID, reason: str) -> ExceptionalAccess:
    """Let this user see a closely kept record for some hours (`[protection] exception_hours`), with a reason.

    The data-protection officer finds it among what waits for review; what that officer opens, the head of tracing does.

    Raises:
        InvalidInput: no reason that another person could judge.
        NotAllowed: there is no such record that this Scope may open and does not see already.
    """
    person = openable(scope).filter(pk=person_id).first()
    if person is None or scope.user_id is None:
        raise NotAllowed(BREAK_GLASS)
    if not SHORTEST_REASON <= len(reason.strip()) <= LONGEST_TEXT:
        raise InvalidInput(
            {"reason": _("Write why you must see it and whom you tried to ask: somebody will judge it.")}
        )
    hours = settings.NODE_SETTINGS.protection.exception_hours
    exception = ExceptionalAccess.objects.create(
        person=person,
        user_id=scope.user_id,
        reason=reason.strip(),
        until=timezone.now() + timedelta(hours=hours),
        for_head=scope.may(REVIEW_EXCEPTIONS),
    )
    record_person_act(scope, "open_by_exception", person.pk, {"exception": exception.pk, "until": exception.until})
    return exception


@transaction.atomic
def end_exception(*, scope: Scope, exception: ExceptionalAccess) -> None:
    """Close the record again before the time is over.

    Raises:
        NotAllowed: somebody else opened it.
    """
    if exception.user_id != scope.user_id:
        raise NotAllowed(BREAK_GLASS)
    ended = ExceptionalAccess.objects.filter(pk=exception.pk, ended_at=None).update(ended_at=timezone.now())
    if ended:
        record_person_act(scope, "end_exception", exception.person_id, {"exception": exception.pk})


@transaction.atomic
def review_exception(*, scope: Scope, exception: ExceptionalAccess, finding: str, note: str = "") -> ExceptionalAccess:
    """Record whether opening a record by exception was justified. Where it was not, the access ends at once.

    Raises:
        InvalidInput: no such finding, or no note where it was not justified.
        Refused: it was reviewed already.
        NotAllowed: it is not this Scope's to review.
    """
    row = to_review(scope).select_for_update(of=("self",)).filter(pk=exception.pk).first()
    if row is None:
        if exception.review or ExceptionalAccess.objects.filter(pk=exception.pk).exclude(review="").exists():
            raise Refused(_("This was reviewed already."))
        raise NotAllowed(REVIEW_EXCEPTIONS)
    if finding not in ExceptionReview.values:
        raise InvalidInput({"finding": _("Choose from the list.")})
    if len(note) > LONGEST_TEXT or (finding == ExceptionReview.NOT_JUSTIFIED and not note.strip()):
        raise InvalidInput({"note": _("Write what is to follow from it, in at most 2,000 characters.")})
    row.review, row.review_note = finding, note.strip()
    row.reviewed_by_id, row.reviewed_at = scope.user_id, timezone.now()
    if finding == ExceptionReview.NOT_JUSTIFIED and row.ended_at is None:
        row.ended_at = row.reviewed_at
    row.save_changes("review", "review_note", "reviewed_by", "reviewed_at", "ended_at")
    record_person_act(scope, "review_exception", row.person_id, {"exception": row.pk, "finding": finding})
    return row
