"""Who may bring in lists of people and the Society's own register, and who may give a record out as PFIF."""

from collections.abc import Mapping

from payvand.access.enums import Role

IMPORT_LISTS = "tracing.import_lists"
IMPORT_REGISTER = "tracing.import_register"
PUBLISH = "tracing.publish_record"

_OFFICE = frozenset({IMPORT_LISTS, IMPORT_REGISTER, PUBLISH})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: frozenset({IMPORT_LISTS}),
    Role.TRACING_OFFICER: _OFFICE,
    Role.HEAD_OF_TRACING: _OFFICE,
}
