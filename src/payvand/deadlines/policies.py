"""Rights of this room; what is behind a deadline each room decides by the right of its kind."""

from collections.abc import Mapping

from payvand.access.enums import Role

SEE = "deadlines.see_deadlines"
SEE_ESCALATED = "deadlines.see_escalated"
SET_TIMES = "deadlines.set_times"

_OWN = frozenset({SEE})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _OWN,
    Role.TRACING_OFFICER: _OWN,
    Role.HEAD_OF_TRACING: _OWN | {SEE_ESCALATED, SET_TIMES},
    Role.DATA_PROTECTION_OFFICER: _OWN,
}
