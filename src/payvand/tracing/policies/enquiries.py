"""The steps of an enquiry to a partner: one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from payvand.core.scope import Scope
from payvand.network.enums import OrganisationKind
from payvand.tracing.enums import OPEN_ENQUIRY_STATES, EnquiryState, EnquiryStep
from payvand.tracing.models import Enquiry
from payvand.tracing.policies.rights import ENQUIRE

# Whom a consent to share inside the Movement covers; an authority or another organisation is never asked this way.
PARTNER_KINDS = frozenset({OrganisationKind.NATIONAL_SOCIETY, OrganisationKind.ICRC, OrganisationKind.IFRC})


@dataclass(frozen=True, slots=True)
class EnquiryTransition:
    """One step of an enquiry.

    Attributes:
        sources: the states from which it starts.
        target: the state in which it ends; None where it stays.
        needs_text: whether what the partner said, or why, must be written.
    """

    sources: frozenset[EnquiryState]
    target: EnquiryState | None
    needs_text: bool = False


E = EnquiryState
ENQUIRY_TRANSITIONS: Mapping[EnquiryStep, EnquiryTransition] = {
    EnquiryStep.SEND: EnquiryTransition(frozenset({E.DRAFT}), E.SENT),
    EnquiryStep.ACKNOWLEDGE: EnquiryTransition(frozenset({E.SENT}), E.ACKNOWLEDGED),
    EnquiryStep.PROGRESS: EnquiryTransition(OPEN_ENQUIRY_STATES | {E.NEGATIVE}, E.PROGRESS, needs_text=True),
    EnquiryStep.REMIND: EnquiryTransition(OPEN_ENQUIRY_STATES, None),
    EnquiryStep.ANSWER_POSITIVE: EnquiryTransition(OPEN_ENQUIRY_STATES | {E.NEGATIVE}, E.POSITIVE, needs_text=True),
    EnquiryStep.ANSWER_NEGATIVE: EnquiryTransition(OPEN_ENQUIRY_STATES, E.NEGATIVE, needs_text=True),
    EnquiryStep.WITHDRAW: EnquiryTransition(OPEN_ENQUIRY_STATES | {E.DRAFT}, E.WITHDRAWN, needs_text=True),
}
del E


def open_enquiry_steps(scope: Scope, enquiry: Enquiry) -> tuple[EnquiryStep, ...]:
    """Return the steps that this person can take with a visible enquiry now."""
    if not scope.may(ENQUIRE):
        return ()
    return tuple(step for step, way in ENQUIRY_TRANSITIONS.items() if enquiry.state in way.sources)
