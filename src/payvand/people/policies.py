"""Who may see and do what with a person record: rights by role, and predicates over one record."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.core.scope import Scope
from payvand.people.enums import Confidentiality, Flag, Purpose

READ = "people.read_person"
REGISTER = "people.register_person"
CHANGE = "people.change_person"
CONSENT = "people.record_consent"
SEE_IDENTIFIER = "people.read_identifier"
PROTECT = "people.protect_person"
LINK = "people.link_same_person"
# Held by the node's own work alone (the hint finder of tracing), never by a role: a tracing officer who is not named
# gets "possible match, ask the owner" from it, and nothing more.
REACH_PROTECTED = "people.reach_protected"
SEE_FLAGS = "people.see_flags"
SET_FLAGS = "people.set_flags"
# Sees records that are kept to their assigned staff without being among them; protected ones not.
REACH_RESTRICTED = "people.reach_restricted"
BREAK_GLASS = "people.open_by_exception"
# Reviews who opened what by exception: the data-protection officer; and for that officer's own, the head of tracing.
REVIEW_EXCEPTIONS = "people.review_exceptions"
REVIEW_OFFICER = "people.review_exceptions_of_officer"

_CASEWORK = frozenset({READ, REGISTER, CHANGE, CONSENT, SEE_IDENTIFIER, SEE_FLAGS, SET_FLAGS, BREAK_GLASS})

# Only people who are named for the flag itself know of these, and only they are told.
RESTRICTED_FLAGS = frozenset({Flag.HIV_TB, Flag.GBV, Flag.LGBT, Flag.TRAFFICKING})
# No authority is asked about a person under one of these, whatever the consent says.
FLAGS_AGAINST_AUTHORITIES = frozenset(
    {
        Flag.NO_CONTACT_AUTHORITIES,
        Flag.ASYLUM,
        Flag.POLITICAL,
        Flag.ARMED_GROUP,
        Flag.RETURNEE_CONFLICT,
        Flag.LGBT,
        Flag.TRAFFICKING,
    }
)

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _CASEWORK,
    Role.TRACING_OFFICER: _CASEWORK | {PROTECT},
    Role.HEAD_OF_TRACING: _CASEWORK | {PROTECT, LINK, REACH_RESTRICTED, REVIEW_OFFICER},
    Role.DATA_PROTECTION_OFFICER: frozenset({BREAK_GLASS, REVIEW_EXCEPTIONS}),
}

# Programmes other than tracing add their purposes to roles of their own when they exist.
PURPOSES: Mapping[Role, frozenset[str]] = dict.fromkeys(
    (Role.CASEWORKER, Role.TRACING_OFFICER, Role.HEAD_OF_TRACING), frozenset({str(Purpose.TRACING)})
)


def is_protected(level: int) -> bool:
    """Say whether a record of this level is shown to named people only."""
    return level >= Confidentiality.PROTECTED


def is_kept_to_named(level: int) -> bool:
    """Say whether a record of this level has people named for it: its assigned staff, or who alone may know of it."""
    return level >= Confidentiality.RESTRICTED


def may_register(scope: Scope, purpose: str, unit_id: object) -> bool:
    """Say whether a person may be registered for this purpose by this unit."""
    return scope.may(REGISTER) and purpose in scope.purposes and (scope.all_units or unit_id in scope.unit_ids)


def may_change(scope: Scope, purpose: str, right: str = CHANGE) -> bool:
    """Say whether facts of a record that is already visible may be changed.

    A person whom another programme offered to tracing is read there, but stays that programme's to change.
    """
    return scope.may(right) and purpose in scope.purposes
