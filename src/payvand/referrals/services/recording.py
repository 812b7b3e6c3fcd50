"""What every act on a referral leaves behind: a line that colleagues read, and a row of the audit."""

from collections.abc import Mapping
from typing import Any

from payvand.audit.services import record_act
from payvand.core.scope import Scope
from payvand.referrals.models import Referral, ReferralEvent

SUBJECT = "referrals.Referral"


def tell(
    scope: Scope, referral: Referral, step: str = "", *, facts: Mapping[str, Any] | None = None, note: str = ""
) -> ReferralEvent:
    """Write a line of history."""
    return ReferralEvent.objects.create(
        referral=referral, actor_id=scope.user_id, step=step, facts=dict(facts or {}), note=note.strip()
    )


def record(scope: Scope, action: str, referral: Referral, facts: Mapping[str, Any] | None = None) -> None:
    """Write the audit's row: codes and ids, never what was written."""
    record_act(
        scope=scope,
        action=f"referrals.{action}",
        subject_type=SUBJECT,
        subject_id=referral.pk,
        facts={"number": referral.number, **(facts or {})},
    )
