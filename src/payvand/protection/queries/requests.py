"""Requests about own data, and what the file of an access request holds."""

from uuid import UUID

from django.db.models import QuerySet

from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.people.models import ExceptionalAccess
from payvand.people.policies import BREAK_GLASS
from payvand.people.queries import opened_now
from payvand.protection.enums import RequestKind
from payvand.protection.holders import Section, holders
from payvand.protection.models import DataSubjectRequest
from payvand.protection.policies import DECIDE_REQUEST, TAKE_REQUEST

_OPENS_CONTENT = frozenset({RequestKind.ACCESS, RequestKind.ERASURE})


def data_requests(scope: Scope) -> QuerySet[DataSubjectRequest]:
    """Return requests: all for who decides them, else those that the user took. Open ones first, by their last day.

    Raises:
        NotAllowed: the Scope has nothing to do with them.
    """
    scope.require(TAKE_REQUEST)
    found = DataSubjectRequest.objects.select_related("taken_by", "decided_by").order_by("decided_at", "due_on", "id")
    return found if scope.may(DECIDE_REQUEST) else found.filter(taken_by_id=scope.user_id)


def may_read_content(scope: Scope, request: DataSubjectRequest) -> bool:
    """Say whether what the rooms keep about the records of a request may be read for it.

    Only for access and erasure, only once it was made sure who asks, and only until it is decided.
    """
    return (
        scope.may(DECIDE_REQUEST)
        and request.kind in _OPENS_CONTENT
        and request.checked_at is not None
        and not request.decision
    )


def content_of(scope: Scope, request: DataSubjectRequest) -> list[Section]:
    """Return what every room keeps about the records of a request.

    Raises:
        NotAllowed: it may not be read for this request.
    """
    if not may_read_content(scope, request):
        raise NotAllowed(DECIDE_REQUEST)
    return held_sections(frozenset(request.subjects.values_list("person_id", flat=True)))


def sections_of_person(scope: Scope, exception: ExceptionalAccess) -> list[Section]:
    """Return what every room keeps about a record that this user opened by exception.

    Raises:
        NotAllowed: somebody else opened it, or its time is over.
    """
    if not opened_now(scope).filter(pk=exception.pk).exists():
        raise NotAllowed(BREAK_GLASS)
    return held_sections(frozenset({exception.person_id}))


def held_sections(person_ids: frozenset[UUID]) -> list[Section]:
    """Return what every room keeps about these records, in the language of now; people's own first."""
    if not person_ids:
        return []
    return [section for holder in reversed(holders()) for section in holder.held_about(person_ids)]
