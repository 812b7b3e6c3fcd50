"""Records that are closely kept: who is named for them, who may open them by exception, who has."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from payvand.access.queries import display_names
from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.people.enums import Confidentiality
from payvand.people.models import ExceptionalAccess, NamedAccess, Person
from payvand.people.policies import BREAK_GLASS, REVIEW_EXCEPTIONS, REVIEW_OFFICER
from payvand.people.queries.visible import visible_people


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A closely kept record as oversight knows it: that it exists and whom to ask, nothing of what it says."""

    person_id: UUID
    level: str
    unit: str
    since: datetime
    named: tuple[str, ...]


def oversees(scope: Scope) -> bool:
    """Say whether this Scope reviews what others opened by exception."""
    return scope.may(REVIEW_EXCEPTIONS) or scope.may(REVIEW_OFFICER)


def openable(scope: Scope) -> QuerySet[Person]:
    """Return the closely kept records that this Scope does not see and may open by exception.

    Staff open what belongs to their purposes and units, a sealed record only if they are named for it; the head of
    tracing and the data-protection officer open any.
    """
    if not scope.may(BREAK_GLASS) or scope.user_id is None:
        return Person.objects.none()
    kept = _kept().exclude(pk__in=visible_people(scope).values("pk"))
    if oversees(scope):
        return kept
    in_units = Q() if scope.all_units else Q(unit_id__in=scope.unit_ids)
    named = Exists(NamedAccess.objects.filter(person=OuterRef("pk"), user_id=scope.user_id, ended_at=None))
    reach = (in_units & Q(confidentiality__lt=Confidentiality.SEALED)) | Q(named)
    return kept.filter(reach, purpose__in=scope.purposes)


def kept_closely(scope: Scope) -> QuerySet[Person]:
    """Return all closely kept records, for oversight; `describe_kept` says of them what oversight may know.

    Raises:
        NotAllowed: the Scope does not oversee.
    """
    if not oversees(scope):
        raise NotAllowed(REVIEW_EXCEPTIONS)
    return _kept().order_by("-confidentiality", "created_at", "pk")


def describe_kept(people: list[Person]) -> list[KeptRecord]:
    """Return what oversight may know of these records; two queries."""
    rows = NamedAccess.objects.filter(person__in=people, ended_at=None).values_list("person_id", "user_id")
    named = list(rows)
    users = display_names(user for _person, user in named)
    return [
        KeptRecord(
            person_id=person.pk,
            level=person.get_confidentiality_display(),
            unit=person.unit.name if person.unit else "",
            since=person.created_at,
            named=tuple(sorted(users[user] for of, user in named if of == person.pk and user in users)),
        )
        for person in people
    ]


def exceptions(scope: Scope) -> QuerySet[ExceptionalAccess]:
    """Return who opened what by exception, the latest first.

    The data-protection officer sees what all others opened, the head of tracing what that officer did, and everyone
    their own.
    """
    found = ExceptionalAccess.objects.select_related("user", "reviewed_by")
    own = Q(user_id=scope.user_id) if scope.user_id else Q(pk=None)
    if scope.may(REVIEW_EXCEPTIONS):
        return found.filter(Q(for_head=False) | own)
    return found.filter(Q(for_head=True) | own) if scope.may(REVIEW_OFFICER) else found.filter(own)


def to_review(scope: Scope) -> QuerySet[ExceptionalAccess]:
    """Return what waits for this Scope's review, the oldest first."""
    found = ExceptionalAccess.objects.select_related("user").filter(review="")
    if scope.user_id is not None:
        found = found.exclude(user_id=scope.user_id)
    if scope.may(REVIEW_EXCEPTIONS):
        return found.filter(for_head=False).order_by("created_at", "id")
    if scope.may(REVIEW_OFFICER):
        return found.filter(for_head=True).order_by("created_at", "id")
    return found.none()


def opened_now(scope: Scope) -> QuerySet[ExceptionalAccess]:
    """Return what this user has open by exception now."""
    if scope.user_id is None:
        return ExceptionalAccess.objects.none()
    return ExceptionalAccess.objects.select_related("person").filter(
        user_id=scope.user_id, ended_at=None, until__gt=timezone.now(), person__removed_at=None
    )


def _kept() -> QuerySet[Person]:
    return Person.objects.select_related("unit").filter(
        confidentiality__gte=Confidentiality.RESTRICTED, removed_at=None, mentioned_by=None
    )
