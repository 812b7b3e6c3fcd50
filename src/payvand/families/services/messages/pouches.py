"""Pouches: messages that travel together, with a number and a printed list."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.deadlines.services import assign_deadlines
from payvand.families.enums.messages import Holder, MessageState
from payvand.families.models import Pouch, RedCrossMessage
from payvand.families.policies import messages as policies
from payvand.families.queries.messages import pouch_messages, visible_messages, visible_pouches
from payvand.families.services.inputs import Taker
from payvand.families.services.messages.custody import MESSAGE, hand_over, tell
from payvand.families.services.messages.moving import forward_message, record_received
from payvand.families.services.numbers import next_number
from payvand.network.models import Organisation, Unit

LARGEST = 200
"""Messages in one pouch; each is locked until all are written."""


@transaction.atomic
def send_pouch(
    *,
    scope: Scope,
    unit: Unit,
    messages: Sequence[RedCrossMessage],
    to_organisation: Organisation | None = None,
    to_unit: Unit | None = None,
    carrier: str = "",
    place: str = "",
) -> Pouch:
    """Send messages together: to a partner, who delivers them, or to another unit, which works on with them.

    Args:
        scope: who sends them.
        unit: from where.
        messages: which; all are sent, or none.
        to_organisation: the partner where it goes; or
        to_unit: the unit of ours.
        carrier: who takes the pouch.
        place: where it was handed over.

    Raises:
        InvalidInput: no messages, too many, or not exactly one destination.
        Refused: one of them cannot be sent now; the sentence names it.
    """
    scope.require(policies.SEND)
    if not scope.reaches_unit(unit.pk):
        raise NotAllowed(policies.SEND)
    if not 0 < len(messages) <= LARGEST:
        raise InvalidInput({"messages": _("Choose from 1 to %(most)d messages.") % {"most": LARGEST}})
    if (to_organisation is None) == (to_unit is None):
        raise InvalidInput({"to_organisation": _("Choose where the pouch goes: a partner or a unit of ours.")})
    pouch = Pouch.objects.create(
        **next_number("POUCH"),
        unit=unit,
        to_organisation=to_organisation,
        to_unit=to_unit,
        carrier=carrier.strip(),
        made_by_id=scope.user_id,
    )
    for message in sorted(messages, key=lambda one: (one.year, one.running)):
        try:
            if to_organisation:
                forward_message(scope=scope, message=message, to=to_organisation, place=place, pouch=pouch)
            else:
                _to_unit(scope, message, pouch, place)
        except Refused as error:
            raise Refused(f"{message.number}: {error}") from error
    _record(scope, "send_pouch", pouch, messages=len(messages))
    return pouch


def _to_unit(scope: Scope, message: RedCrossMessage, pouch: Pouch, place: str) -> None:
    """Hand a message to another unit: its state stays, the unit that works on it changes."""
    current = visible_messages(scope).select_for_update(of=("self",)).filter(pk=message.pk).first()
    if current is None:
        raise NotAllowed(policies.SEND)
    if current.state not in policies.POUCHED_TO_UNIT:
        raise Refused(_("It stands at “%(state)s” and is not here.") % {"state": current.get_state_display()})
    current.unit, current.pouch = pouch.to_unit or current.unit, pouch
    current.save_changes("unit", "pouch")
    assign_deadlines(scope=scope, subject=(MESSAGE, current.pk), unit_id=current.unit_id, officer_id=None)
    hand_over(scope, current, Taker(holder=Holder.UNIT, unit=current.unit), place=place, pouch=pouch)
    tell(scope, current, "move", facts={"pouch": pouch.number})


@transaction.atomic
def receive_pouch(*, scope: Scope, pouch: Pouch) -> Pouch:
    """Record that the other side has the pouch: of a partner, that it has received the messages in it.

    Raises:
        Refused: it was received already.
    """
    scope.require(policies.SEND if pouch.to_organisation_id else policies.DELIVER)
    current = visible_pouches(scope).filter(pk=pouch.pk).first()
    if current is None:
        raise NotAllowed(policies.SEND)
    if current.received_at is not None:
        raise Refused(_("This pouch was received already."))
    current.received_at = timezone.now()
    current.save_changes("received_at")
    if current.to_organisation_id:
        for message in pouch_messages(scope, current).filter(state=MessageState.FORWARDED, pouch=current):
            record_received(scope=scope, message=message)
    _record(scope, "receive_pouch", current)
    return current


def _record(scope: Scope, action: str, pouch: Pouch, **facts: int) -> None:
    record_act(
        scope=scope,
        action=f"families.{action}",
        subject_type="families.pouch",
        subject_id=pouch.pk,
        facts={"number": pouch.number, **facts},
    )
