"""Who plans and does what is done for a file, and when an authority may be asked."""

from payvand.core.scope import Scope
from payvand.tracing.models import TracingAction
from payvand.tracing.policies.rights import DO_TASKS, PLAN


def may_report(scope: Scope, action: TracingAction) -> bool:
    """Say whether this person may write down what came of it: who does it, or who plans in that unit."""
    if not action.is_open:
        return False
    own = scope.user_id is not None and action.given_to_id == scope.user_id and scope.may(DO_TASKS)
    return own or (scope.may(PLAN) and scope.reaches_unit(action.unit_id))
