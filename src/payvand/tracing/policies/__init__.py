"""What may be done in tracing, by whom, and from which state."""

from payvand.tracing.policies.rights import CLOSE as CLOSE
from payvand.tracing.policies.rights import DECIDE as DECIDE
from payvand.tracing.policies.rights import GRANTS as GRANTS
from payvand.tracing.policies.rights import READ as READ
from payvand.tracing.policies.rights import REGISTER_FOUND as REGISTER_FOUND
from payvand.tracing.policies.rights import REVIEW as REVIEW
from payvand.tracing.policies.rights import SEARCH as SEARCH
from payvand.tracing.policies.rights import TAKE as TAKE
from payvand.tracing.policies.steps import TRANSITIONS as TRANSITIONS
from payvand.tracing.policies.steps import Transition as Transition
from payvand.tracing.policies.steps import close_reasons as close_reasons
from payvand.tracing.policies.steps import may_change as may_change
from payvand.tracing.policies.steps import may_decide as may_decide
from payvand.tracing.policies.steps import may_step as may_step
from payvand.tracing.policies.steps import open_steps as open_steps
