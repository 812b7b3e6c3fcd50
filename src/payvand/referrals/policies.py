"""Who may do what with the directory and with referrals: tables first, predicates after."""

from collections.abc import Mapping
from dataclasses import dataclass

from payvand.access.enums import Role
from payvand.core.scope import Scope
from payvand.referrals.enums import NotServedReason, ReferralState, ReferralStep, RefusalReason
from payvand.referrals.models import Referral

SEE_DIRECTORY = "referrals.see_directory"
CHANGE_DIRECTORY = "referrals.change_directory"
READ = "referrals.read_referrals"
REFER = "referrals.refer_person"

_DIRECTORY = frozenset({SEE_DIRECTORY})
_WORK = _DIRECTORY | {CHANGE_DIRECTORY, READ, REFER}

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.FIELD_VOLUNTEER: _DIRECTORY,
    Role.CASEWORKER: _WORK,
    Role.TRACING_OFFICER: _WORK,
    Role.HEAD_OF_TRACING: _WORK,
    Role.PROGRAMME_COLLEAGUE: _DIRECTORY,
}


@dataclass(frozen=True, slots=True)
class ReferralTransition:
    """One step of a referral.

    Attributes:
        sources: the states from which it starts.
        target: the state in which it ends.
        reasons: of which one must be given; none where no reason is asked.
    """

    sources: frozenset[ReferralState]
    target: ReferralState
    reasons: tuple[str, ...] = ()


S = ReferralState
_WITH_PROVIDER = frozenset({S.SENT, S.ACCEPTED, S.UNKNOWN})

TRANSITIONS: Mapping[ReferralStep, ReferralTransition] = {
    ReferralStep.SEND: ReferralTransition(frozenset({S.OFFERED}), S.SENT),
    ReferralStep.ACCEPT: ReferralTransition(frozenset({S.SENT, S.UNKNOWN}), S.ACCEPTED),
    ReferralStep.REFUSE: ReferralTransition(frozenset({S.SENT, S.UNKNOWN}), S.REFUSED, tuple(RefusalReason.values)),
    ReferralStep.SERVE: ReferralTransition(_WITH_PROVIDER, S.SERVED),
    ReferralStep.NOT_SERVE: ReferralTransition(_WITH_PROVIDER, S.NOT_SERVED, tuple(NotServedReason.values)),
    ReferralStep.NO_FEEDBACK: ReferralTransition(frozenset({S.SENT, S.ACCEPTED}), S.UNKNOWN),
    ReferralStep.DECLINE: ReferralTransition(frozenset({S.OFFERED, S.SENT, S.ACCEPTED}), S.DECLINED),
}
# The person can be asked what they say of it once they were served, or were not.
ENDED_WITH_PROVIDER = frozenset({S.SERVED, S.NOT_SERVED, S.REFUSED})
del S


def may_work(scope: Scope, referral: Referral) -> bool:
    """Say whether this person may work on a referral that they see."""
    return scope.may(REFER) and scope.reaches_unit(referral.unit_id)


def open_steps(scope: Scope, referral: Referral) -> tuple[ReferralStep, ...]:
    """Return the steps that this person can take now, in the order of the table."""
    if not may_work(scope, referral):
        return ()
    return tuple(step for step, transition in TRANSITIONS.items() if referral.state in transition.sources)
