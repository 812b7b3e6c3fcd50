"""Chain of custody and history of a message: written inside the transaction of what they tell of."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from payvand.audit.services import record_act
from payvand.core.scope import Scope
from payvand.deadlines.services import meet_deadline, set_deadline
from payvand.families.enums.messages import MessageStep
from payvand.families.models import HandOver, MessageEntry, Pouch, RedCrossMessage
from payvand.families.services.inputs import Taker
from payvand.families.timers import IN_STATE

MESSAGE = "families.message"


def hand_over(
    scope: Scope,
    message: RedCrossMessage,
    taker: Taker,
    *,
    at: datetime | None = None,
    place: str = "",
    pouch: Pouch | None = None,
) -> HandOver:
    """Add a link to the chain of custody; the message is locked, so that links keep their order."""
    return HandOver.objects.create(
        message=message,
        position=message.custody.count(),
        at=at or timezone.now(),
        place=place.strip(),
        taker=taker.holder,
        user_id=taker.user_id,
        unit=taker.unit,
        organisation=taker.organisation,
        name=taker.name.strip(),
        pouch=pouch,
        recorded_by_id=scope.user_id,
    )


def set_timer(scope: Scope, message: RedCrossMessage, before: str = "") -> None:
    """Set by when the message should go on from where it stands now; what was due where it stood before is met."""
    subject = (MESSAGE, message.pk)
    now, then = IN_STATE.get(message.state), IN_STATE.get(before)
    if then and then != now:
        meet_deadline(scope=scope, subject=subject, kind=then.code)
    if now and now != then:
        set_deadline(
            scope=scope,
            subject=subject,
            kind=now.code,
            number=message.number,
            unit_id=message.unit_id,
            start=timezone.localdate(),
        )


def tell(
    scope: Scope,
    message: RedCrossMessage,
    action: str,
    *,
    step: MessageStep | None = None,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """Write what was done: a line that colleagues read, and a row of the audit with codes and ids alone."""
    told = dict(facts or {})
    MessageEntry.objects.create(
        message=message, step=step or "", after=message.state, actor_id=scope.user_id, facts=told, note=note.strip()
    )
    record_act(
        scope=scope,
        action=f"families.{action}_message",
        subject_type=MESSAGE,
        subject_id=message.pk,
        facts={"number": message.number, "after": message.state, **told},
    )
