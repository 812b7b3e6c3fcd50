"""What each role may do in tracing."""

from collections.abc import Mapping

from payvand.access.enums import Role

READ = "tracing.read_requests"
TAKE = "tracing.take_request"
REVIEW = "tracing.review_requests"
SEARCH = "tracing.search_person"
CLOSE = "tracing.close_request"
DECIDE = "tracing.decide_hints"
REGISTER_FOUND = "tracing.register_found_person"

_CASEWORK = frozenset({READ, TAKE, DECIDE, REGISTER_FOUND})
_OFFICE = _CASEWORK | {REVIEW, SEARCH, CLOSE}

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _CASEWORK,
    Role.TRACING_OFFICER: _OFFICE,
    Role.HEAD_OF_TRACING: _OFFICE,
}
