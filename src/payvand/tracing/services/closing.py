"""Closing takes two people: one proposes with a reason, another approves. Nothing closes by itself."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.people.consent import allows
from payvand.people.enums import ConsentScope
from payvand.tracing import policies, queries
from payvand.tracing.enums import CloseReason, ProposalState, Step
from payvand.tracing.models import ClosingProposal, TracingRequest
from payvand.tracing.services.actions import drop_open_actions
from payvand.tracing.services.comparing import note_change
from payvand.tracing.services.stepping import locked, require_note, take_step


@transaction.atomic
def propose_closing(*, scope: Scope, request: TracingRequest, reason: CloseReason, note: str) -> TracingRequest:
    """Propose to close a file; somebody else approves or declines.

    Raises:
        InvalidInput: the reason does not fit what is known, or the note is missing.
        Refused: a proposal waits already; partners still search; or somebody must be asked or told first.
    """
    current = locked(scope, request, policies.PROPOSE)
    require_note(note, _("Write a sentence that says why; colleagues will read it in the history."))
    if queries.open_proposal(current):
        raise Refused(_("A proposal to close this file waits already for a second person."))
    _check(current, reason)
    proposal = ClosingProposal.objects.create(request=current, reason=reason, note=note.strip(), by_id=scope.user_id)
    facts = {"reason": reason, "proposal": str(proposal.pk)}
    return take_step(scope, current, Step.PROPOSE_CLOSING, note=note, facts=facts)


@transaction.atomic
def approve_closing(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Close a file as another person has proposed; what was true then is asked again now.

    Raises:
        Refused: nobody proposed it, or the same person did.
        InvalidInput: the reason no longer fits what is known.
    """
    current = locked(scope, request, policies.CLOSE)
    proposal = _waiting(current)
    if not policies.may_approve(scope, proposal):
        raise Refused(_("You proposed this yourself. A second person decides: ask a colleague who may close files."))
    _check(current, CloseReason(proposal.reason))
    _decide(scope, proposal, ProposalState.APPROVED)
    drop_open_actions(scope, current)
    values = {"close_reason": proposal.reason, "closed_at": timezone.now()}
    facts = {"reason": proposal.reason, "proposal": str(proposal.pk), "proposed_by": str(proposal.by_id or "")}
    return take_step(scope, current, Step.CLOSE, values, note=note, facts=facts)


@transaction.atomic
def decline_closing(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Decline a proposal to close, or take one's own back; the file stays where it is.

    Raises:
        Refused: nobody proposed it, or it is neither one's own nor one's to decide.
    """
    current = locked(scope, request, policies.PROPOSE)
    proposal = _waiting(current)
    own = proposal.by_id == scope.user_id
    if not own and not policies.may_approve(scope, proposal):
        raise Refused(_("Only who proposed it, or who may close files, can decline it."))
    _decide(scope, proposal, ProposalState.WITHDRAWN if own else ProposalState.DECLINED)
    facts = {"reason": proposal.reason, "proposal": str(proposal.pk)}
    return take_step(scope, current, Step.DECLINE_CLOSING, note=note, facts=facts)


def archive_request(*, scope: Scope, request: TracingRequest, note: str = "") -> TracingRequest:
    """Move a closed file to the archive, by a person's decision; it can be reopened from there."""
    return take_step(scope, request, Step.ARCHIVE, note=note)


@transaction.atomic
def reopen_request(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Reopen a file; the note says what is new. Whoever was registered meanwhile is compared."""
    note_change([request.sought.person_id])
    values = {"close_reason": "", "closed_at": None, "located_by": None}
    return take_step(scope, request, Step.REOPEN, values, note=note)


def _check(request: TracingRequest, reason: CloseReason) -> None:
    """Raise unless the file may be closed with this reason now."""
    if reason not in policies.close_reasons(request.state, request.cause):
        if policies.is_missing_case(request.cause) and reason in policies.close_reasons(request.state):
            raise InvalidInput(
                {
                    "reason": _(
                        "Whoever is missing because of a conflict is searched for until there is an answer. "
                        "Suspend the search instead: it stays open and is matched with whatever arrives."
                    )
                }
            )
        raise InvalidInput({"reason": _("Choose a reason that fits where the file stands.")})
    waiting = queries.open_enquiries(request).count()
    if waiting:
        raise Refused(
            ngettext(
                "%(number)s partner still searches. Record its answer or withdraw the enquiry first.",
                "%(number)s partners still search. Record their answers or withdraw the enquiries first.",
                waiting,
            )
            % {"number": waiting}
        )
    if reason == CloseReason.P4 and not queries.family_told(request):
        raise Refused(_("Record first that the family was told in person: nobody learns of a death from a file."))
    if reason in policies.NEEDS_CHOICE and not allows(queries.found_person(request), ConsentScope.INFORM_ENQUIRER_FATE):
        raise Refused(_("Record first what the found person allows: without their yes the enquirer is told nothing."))


def _waiting(request: TracingRequest) -> ClosingProposal:
    proposal = queries.open_proposal(request)
    if proposal is None:
        raise Refused(_("Nobody has proposed to close this file."))
    return proposal


def _decide(scope: Scope, proposal: ClosingProposal, state: ProposalState) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, scope.user_id, timezone.now()
    proposal.save_changes("state", "decided_by_id", "decided_at")
