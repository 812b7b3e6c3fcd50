"""What each role may do in tracing."""

from collections.abc import Mapping

from payvand.access.enums import Role

READ = "tracing.read_requests"
TAKE = "tracing.take_request"
REVIEW = "tracing.review_requests"
SEARCH = "tracing.search_person"
PROPOSE = "tracing.propose_closing"
CLOSE = "tracing.close_request"
DECIDE = "tracing.decide_hints"
REGISTER_FOUND = "tracing.register_found_person"
PLAN = "tracing.plan_actions"
DO_TASKS = "tracing.do_tasks"
ENQUIRE = "tracing.ask_partners"
MERGE = "tracing.merge_requests"
SEE_LIMITED = "tracing.read_limited_facts"
KEEP_FAMILY_PAGE = "tracing.keep_family_page"

_CASEWORK = frozenset({READ, TAKE, DECIDE, REGISTER_FOUND, PROPOSE, PLAN, DO_TASKS, KEEP_FAMILY_PAGE})
# Branches never write abroad: asking a partner is the work of headquarters.
_OFFICE = _CASEWORK | {REVIEW, SEARCH, CLOSE, ENQUIRE, MERGE, SEE_LIMITED}

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.FIELD_VOLUNTEER: frozenset({DO_TASKS}),
    Role.CASEWORKER: _CASEWORK,
    Role.TRACING_OFFICER: _OFFICE,
    Role.HEAD_OF_TRACING: _OFFICE,
}

# Where one officer does all the work, the second pair of eyes is a caseworker's (`tracing.caseworkers_close`).
GRANTS_WITH_ONE_OFFICER: Mapping[Role, frozenset[str]] = {Role.CASEWORKER: frozenset({CLOSE})}
