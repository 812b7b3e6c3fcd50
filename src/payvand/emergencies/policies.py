"""Who may see the events, and who registers them."""

from collections.abc import Mapping

from payvand.access.enums import Role

SEE_EVENTS = "emergencies.see_events"
CHANGE_EVENTS = "emergencies.change_events"

_SEEN = frozenset({SEE_EVENTS})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.FIELD_VOLUNTEER: _SEEN,
    Role.CASEWORKER: _SEEN,
    Role.TRACING_OFFICER: _SEEN,
    Role.HEAD_OF_TRACING: _SEEN | {CHANGE_EVENTS},
    Role.DATA_PROTECTION_OFFICER: _SEEN,
}
