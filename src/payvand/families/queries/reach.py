"""How far a Scope reaches in this room: its units, and of protected people only those for whom it is named."""

from uuid import UUID

from django.db.models import Q

from payvand.core.scope import Scope
from payvand.people.enums import Confidentiality
from payvand.people.models import NamedAccess


def in_units(scope: Scope, column: str = "unit_id") -> list[Q]:
    """Return the condition that a row belongs to the Scope's units; none where it reaches all of them."""
    return [] if scope.all_units else [Q(**{f"{column}__in": scope.unit_ids})]


def known_side(path: str, scope: Scope) -> Q:
    """Return the condition that a person of a row is in use, and not protected unless this user is named.

    Args:
        path: from the row to the person, such as ``sender``.
        scope: who asks.
    """
    in_use = Q(**{f"{path}__removed_at": None})
    return in_use & (Q(**{f"{path}__confidentiality__lt": Confidentiality.PROTECTED}) | _named(path, scope.user_id))


def _named(path: str, user_id: UUID | None) -> Q:
    if user_id is None:
        return Q(pk__in=[])
    named = NamedAccess.objects.filter(user_id=user_id, ended_at=None).values("person_id")
    return Q(**{f"{path}_id__in": named})
