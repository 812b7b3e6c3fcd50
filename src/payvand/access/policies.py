"""What each role may do in this room and in the rooms below it, which know no roles (network, audit)."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.network.policies import CHANGE_NETWORK, FIND_PLACES, SEE_CONTACTS

SEE_USERS = "access.see_users"
CHANGE_USERS = "access.change_users"
SEE_ACCESS_ACTS = "access.see_acts"
SEE_ACTS = "audit.see_acts"

_STAFF = frozenset({FIND_PLACES, SEE_CONTACTS})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.NODE_ADMIN: _STAFF | {SEE_USERS, CHANGE_USERS, SEE_ACCESS_ACTS, CHANGE_NETWORK},
    Role.FIELD_VOLUNTEER: frozenset({FIND_PLACES}),
    Role.CASEWORKER: _STAFF,
    Role.TRACING_OFFICER: _STAFF,
    Role.HEAD_OF_TRACING: _STAFF,
    Role.DATA_PROTECTION_OFFICER: _STAFF | {SEE_USERS, SEE_ACCESS_ACTS, SEE_ACTS},
    Role.PROGRAMME_COLLEAGUE: _STAFF,
    Role.PARTNER_VIEWER: frozenset(),
}
