"""What the person behind a request may see and do, decided once and carried everywhere.

`access` builds a Scope for each request; queries filter by it in SQL and in the search index, services and policies ask
it. It names nothing of the domain: rights and purposes are words that the rooms define.
"""

from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from payvand.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Scope:
    """The reach of one request.

    Attributes:
        user_id: who acts; None for the node itself (jobs, demonstration, command line).
        actor: a short word for logs and the audit when there is no user, such as ``system:indexer``.
        rights: what may be done, such as ``tracing.take_request``.
        purposes: the purposes whose person records may be seen, such as ``tracing``.
        unit_ids: the person's own units with everything below them.
        all_units: True where the rows of every unit of this organisation may be seen.
        language: the language of the pages, such as ``ru``.
        request_id: ties the audit and the log to one request; empty outside a request.
    """

    user_id: UUID | None = None
    actor: str = ""
    rights: frozenset[str] = field(default_factory=frozenset)
    purposes: frozenset[str] = field(default_factory=frozenset)
    unit_ids: frozenset[UUID] = field(default_factory=frozenset)
    all_units: bool = False
    language: str = "en"
    request_id: str = ""

    @classmethod
    def system(
        cls, actor: str, *, rights: frozenset[str] = frozenset(), purposes: frozenset[str] = frozenset()
    ) -> Self:
        """Return the Scope of work that the node does by itself, with exactly the rights and purposes named."""
        return cls(actor=f"system:{actor}", rights=rights, purposes=purposes, all_units=True)

    @classmethod
    def nobody(cls) -> Self:
        """Return the Scope that may see and do nothing."""
        return cls(actor="nobody")

    def may(self, right: str) -> bool:
        """Say whether this right is held."""
        return right in self.rights

    def require(self, right: str) -> None:
        """Raise NotAllowed unless this right is held."""
        if right not in self.rights:
            raise NotAllowed(right)

    def reaches_unit(self, unit_id: UUID | None) -> bool:
        """Say whether rows of this unit are within reach; a row of no unit belongs to headquarters."""
        return self.all_units or unit_id in self.unit_ids
