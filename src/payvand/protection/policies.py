"""Who may do what here, and which consent each way out of the Society needs."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.people.enums import ConsentScope
from payvand.protection.enums import Channel

OVERSEE = "protection.oversee"
KEEP_LAWS = "protection.keep_laws"
KEEP_PERIODS = "protection.keep_periods"
TAKE_REQUEST = "protection.take_data_request"
DECIDE_REQUEST = "protection.decide_data_request"
PROPOSE_ERASURE = "protection.propose_erasure"
DECIDE_ERASURE = "protection.decide_erasure"
REPORT_BREACH = "protection.report_breach"
KEEP_BREACHES = "protection.keep_breaches"

# Kinds of deadlines (`deadlines.kinds`).
ANSWER_DEADLINE = "protection.answer_data_request"
BREACH_DEADLINE = "protection.tell_of_breach"

_CASEWORK = frozenset({TAKE_REQUEST, REPORT_BREACH})
_OFFICE = _CASEWORK | {PROPOSE_ERASURE}

# Oversight sees who did what with which record, and never what the record says.
GRANTS: Mapping[Role, frozenset[str]] = {
    Role.FIELD_VOLUNTEER: frozenset({REPORT_BREACH}),
    Role.CASEWORKER: _CASEWORK,
    Role.TRACING_OFFICER: _OFFICE,
    Role.HEAD_OF_TRACING: _OFFICE | {OVERSEE, DECIDE_ERASURE, DECIDE_REQUEST, KEEP_BREACHES},
    Role.DATA_PROTECTION_OFFICER: _OFFICE
    | {OVERSEE, KEEP_LAWS, KEEP_PERIODS, DECIDE_ERASURE, DECIDE_REQUEST, KEEP_BREACHES},
    Role.PROGRAMME_COLLEAGUE: frozenset({REPORT_BREACH}),
    Role.NODE_ADMIN: frozenset({REPORT_BREACH}),
}

# What the person must have agreed to for each way; what goes to the person themself needs no consent of theirs.
NEEDED: Mapping[str, ConsentScope] = {
    Channel.MOVEMENT: ConsentScope.SHARE_MOVEMENT,
    Channel.AUTHORITY: ConsentScope.SHARE_AUTHORITY,
    Channel.ORGANISATION: ConsentScope.SHARE_ORG,
    Channel.ENQUIRER_FATE: ConsentScope.INFORM_ENQUIRER_FATE,
    Channel.ENQUIRER_PLACE: ConsentScope.INFORM_ENQUIRER_LOCATION,
    Channel.LIST: ConsentScope.PUBLISH_NAME,
    Channel.PHOTO: ConsentScope.PUBLISH_PHOTO,
}
