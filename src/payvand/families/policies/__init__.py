"""Who may do what in this room: each service has its table, and all of them together are what the roles are given."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.families.policies import attestations, contact, messages, missing, reunion

# One table for each file of this folder; a new file adds its own.
GRANTS: tuple[Mapping[Role, frozenset[str]], ...] = (
    messages.GRANTS,
    contact.GRANTS,
    missing.GRANTS,
    reunion.GRANTS,
    attestations.GRANTS,
)
