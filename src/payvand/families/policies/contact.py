"""Who registers people as safe and well, and who makes calls possible."""

from collections.abc import Mapping

from payvand.access.enums import Role

READ_SAFE = "families.read_safe_and_well"
REGISTER_SAFE = "families.register_safe_and_well"
READ_CALLS = "families.read_calls"
MAKE_CALLS = "families.make_calls"

_ALL = frozenset({READ_SAFE, REGISTER_SAFE, READ_CALLS, MAKE_CALLS})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _ALL,
    Role.TRACING_OFFICER: _ALL,
    Role.HEAD_OF_TRACING: _ALL,
}
