"""The steps of a message, one service for each; which may be taken from where is the table in `policies`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.families.enums.messages import MessageState, MessageStep
from payvand.families.models import RedCrossMessage
from payvand.families.policies import messages as policies
from payvand.families.queries.messages import own_deliveries, visible_messages
from payvand.families.services.messages.custody import set_timer, tell


@transaction.atomic
def take_step(
    scope: Scope,
    message: RedCrossMessage,
    step: MessageStep,
    values: Mapping[str, Any] | None = None,
    *,
    facts: Mapping[str, Any] | None = None,
    note: str = "",
    carried: bool = False,
) -> RedCrossMessage:
    """Take one step: the new state, its line of history and its row of the audit, or nothing of it.

    Args:
        scope: who takes it.
        message: as the person saw it.
        step: which.
        values: columns that change with it.
        facts: codes and ids for the history.
        note: what the person wrote.
        carried: whether it is reported by the one who has the message in hand.

    Raises:
        Refused: it cannot be taken from where the message stands now.
        InvalidInput: the note is missing.
        NotAllowed: the message is not visible to this Scope, or the right is missing.
    """
    transition = policies.TRANSITIONS[step]
    current = locked(scope, message, transition.right, carried=carried and step in policies.REPORTED)
    before = MessageState(current.state)
    if before not in transition.moves:
        raise Refused(
            _("“%(step)s” cannot be done now: the message stands at “%(state)s”.")
            % {"step": step.label, "state": before.label}
        )
    if transition.needs_note and not note.strip():
        raise InvalidInput({"note": _("Write a sentence that says why; colleagues will read it in the history.")})
    changes = {"state": transition.moves[before], "state_since": timezone.now(), "holder_id": None, **(values or {})}
    for name, value in changes.items():
        setattr(current, name, value)
    current.save_changes(*(name.removesuffix("_id") for name in changes))
    set_timer(scope, current, before)
    tell(scope, current, step, step=step, facts={"before": before.value, **(facts or {})}, note=note)
    return current


def locked(scope: Scope, message: RedCrossMessage, right: str, *, carried: bool = False) -> RedCrossMessage:
    """Return the message as the database has it now, locked for a change.

    Raises:
        NotAllowed: it is not visible to this Scope, or the right is missing; who carries it needs neither.
    """
    wanted = Q(pk=message.pk)
    if carried:
        reached = own_deliveries(scope)
    else:
        scope.require(right)
        reached = visible_messages(scope)
    current = reached.select_for_update(of=("self",)).filter(wanted).first()
    if current is None:
        raise NotAllowed(right)
    return current
