"""How far a Scope reaches in this room: its units, and of closely kept people only whom it may know of."""

from django.db.models import Q

from payvand.core.scope import Scope
from payvand.people.queries import within_level


def in_units(scope: Scope, column: str = "unit_id") -> list[Q]:
    """Return the condition that a row belongs to the Scope's units; none where it reaches all of them."""
    return [] if scope.all_units else [Q(**{f"{column}__in": scope.unit_ids})]


def known_side(path: str, scope: Scope) -> Q:
    """Return the condition that a person of a row is in use, and that its level lets the Scope know of them.

    Args:
        path: from the row to the person, such as ``sender``.
        scope: who asks.
    """
    return Q(**{f"{path}__removed_at": None}) & within_level(scope, path)
