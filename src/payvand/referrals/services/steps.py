"""The steps of a referral, one service for each; which may be taken from where is the table in `policies`."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.deadlines.services import drop_deadlines, set_deadline
from payvand.network.queries import own_organisation
from payvand.protection.enums import Channel
from payvand.protection.services import record_disclosure
from payvand.referrals import policies, queries
from payvand.referrals.enums import WAITING_STATES, Helped, ReferralState, ReferralStep, Told
from payvand.referrals.models import Referral
from payvand.referrals.services.recording import SUBJECT, record, tell

# What is waited for in each state; what was waited for before is dropped.
_WAITED_FOR: Mapping[str, str] = {
    ReferralState.SENT: "referrals.answer",
    ReferralState.ACCEPTED: "referrals.outcome",
    ReferralState.SERVED: "referrals.outcome",
}


@transaction.atomic
def send_referral(*, scope: Scope, referral: Referral, told: Collection[str] = (), note: str = "") -> Referral:
    """Send the referral, or let the person go there by themself.

    Args:
        scope: who acts.
        referral: the referral.
        told: codes of `Told`: what the provider hears of the person from us. With none, nothing leaves: the person got
            the address. Otherwise the person's consent to share with this very provider is checked here, and what
            leaves is logged.
        note: what is to be remembered.

    Raises:
        InvalidInput: no such code.
        Refused: the person has not agreed that this provider is told.
    """
    if not set(told) <= set(Told.values):
        raise InvalidInput({"told": _("Choose from the list.")})
    current = _locked(scope, referral)
    if told and current.person is not None:
        home = own_organisation().country_id
        country = current.provider.country_id if current.provider else home
        record_disclosure(
            scope=scope,
            person=current.person,
            recipient=current.provider_name,
            fields=sorted(told),
            channel=Channel.ORGANISATION,
            country="" if country == home else country,
        )
    changes = {"told": sorted(told), "sent_on": timezone.localdate()}
    return _step(scope, current, ReferralStep.SEND, changes, note=note)


def record_accepted(*, scope: Scope, referral: Referral, note: str = "") -> Referral:
    """Record that the provider accepts."""
    return _step(scope, referral, ReferralStep.ACCEPT, note=note)


def record_refused(*, scope: Scope, referral: Referral, reason: str, note: str = "") -> Referral:
    """Record that the provider does not accept, and why."""
    return _step(scope, referral, ReferralStep.REFUSE, {"reason": reason}, note=note)


def record_served(*, scope: Scope, referral: Referral, note: str = "") -> Referral:
    """Record that the service was received; what the person says of it is asked after."""
    return _step(scope, referral, ReferralStep.SERVE, note=note)


def record_not_served(*, scope: Scope, referral: Referral, reason: str, note: str = "") -> Referral:
    """Record that the person was not served, and why."""
    return _step(scope, referral, ReferralStep.NOT_SERVE, {"reason": reason}, note=note)


def give_up_feedback(*, scope: Scope, referral: Referral, note: str = "") -> Referral:
    """Record that nobody can say what came of it; later news can still be recorded."""
    return _step(scope, referral, ReferralStep.NO_FEEDBACK, note=note)


def decline_referral(*, scope: Scope, referral: Referral, note: str = "") -> Referral:
    """Record that the person does not want it."""
    return _step(scope, referral, ReferralStep.DECLINE, note=note)


@transaction.atomic
def record_feedback(*, scope: Scope, referral: Referral, helped: str, feedback: str = "") -> Referral:
    """Close the loop: what the person says of what came of it.

    Raises:
        InvalidInput: no answer.
        Refused: it has not come to an end with the provider yet.
    """
    current = _locked(scope, referral)
    if not helped or helped not in Helped.values:
        raise InvalidInput({"helped": _("Choose what the person says.")})
    if current.state not in policies.ENDED_WITH_PROVIDER:
        raise Refused(_("Record first what came of it with the provider; then ask the person."))
    current.helped, current.feedback = helped, feedback.strip()
    current.save_changes("helped", "feedback")
    tell(scope, current, facts={"helped": helped})
    record(scope, "feedback", current, {"helped": helped})
    drop_deadlines(scope=scope, subject=(SUBJECT, current.pk))
    return current


@transaction.atomic
def _step(
    scope: Scope, referral: Referral, step: ReferralStep, values: Mapping[str, Any] | None = None, *, note: str = ""
) -> Referral:
    """Take one step: the new state, what is waited for, its line of history and its row of the audit, or nothing."""
    transition = policies.TRANSITIONS[step]
    current = _locked(scope, referral)
    if current.state not in transition.sources:
        raise Refused(
            _("“%(step)s” cannot be done now: the referral stands at “%(state)s”.")
            % {"step": step.label, "state": current.get_state_display()}
        )
    reason = (values or {}).get("reason", "")
    if transition.reasons and reason not in transition.reasons:
        raise InvalidInput({"reason": _("Choose a reason.")})
    before = current.state
    changes = {"state": transition.target, "state_since": timezone.now(), "reason": "", **(values or {})}
    if transition.target not in WAITING_STATES:
        changes["ended_on"] = timezone.localdate()
    for name, value in changes.items():
        setattr(current, name, value)
    current.save_changes(*changes)
    told = {"before": before, "after": current.state, "reason": reason}
    tell(scope, current, step, facts=told, note=note)
    record(scope, step, current, told)
    _wait(scope, current)
    return current


def _wait(scope: Scope, referral: Referral) -> None:
    subject = (SUBJECT, referral.pk)
    drop_deadlines(scope=scope, subject=subject)
    if kind := _WAITED_FOR.get(referral.state):
        set_deadline(
            scope=scope,
            subject=subject,
            kind=kind,
            number=referral.number,
            unit_id=referral.unit_id,
            officer_id=referral.officer_id,
        )


def _locked(scope: Scope, referral: Referral) -> Referral:
    """Return the referral as the database has it now, locked for a change.

    Raises:
        NotAllowed: it is not visible to this Scope, or the right is missing.
    """
    scope.require(policies.REFER)
    found = queries.visible_referrals(scope).select_for_update(of=("self",)).filter(pk=referral.pk).first()
    if found is None:
        raise NotAllowed(policies.REFER)
    return found


STEPS: Mapping[ReferralStep, Callable[..., Referral]] = {
    ReferralStep.SEND: send_referral,
    ReferralStep.DECLINE: decline_referral,
    ReferralStep.ACCEPT: record_accepted,
    ReferralStep.REFUSE: record_refused,
    ReferralStep.SERVE: record_served,
    ReferralStep.NOT_SERVE: record_not_served,
    ReferralStep.NO_FEEDBACK: give_up_feedback,
}
