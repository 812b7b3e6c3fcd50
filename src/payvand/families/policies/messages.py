"""What may be done to a Red Cross message, by whom, and from which state: tables first, predicates after."""

from collections.abc import Mapping
from dataclasses import dataclass

from payvand.access.enums import Role
from payvand.core.scope import Scope
from payvand.families.enums.messages import MessageState, MessageStep
from payvand.families.models import RedCrossMessage

READ = "families.read_messages"
COLLECT = "families.collect_messages"
CHECK = "families.check_messages"
SEND = "families.send_messages"
DELIVER = "families.deliver_messages"
# Of those alone whom the message was given to: a volunteer sees where to go, not what is written.
VISIT = "families.visit_with_messages"

_CASEWORK = frozenset({READ, COLLECT, DELIVER, VISIT})
_OFFICE = _CASEWORK | {CHECK, SEND}

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.FIELD_VOLUNTEER: frozenset({VISIT}),
    Role.CASEWORKER: _CASEWORK,
    Role.TRACING_OFFICER: _OFFICE,
    Role.HEAD_OF_TRACING: _OFFICE,
}


@dataclass(frozen=True, slots=True)
class MessageTransition:
    """One step of the way of a message.

    Attributes:
        moves: from each state where it may be taken, the state where it ends.
        right: who may take it.
        needs_note: True where a sentence of reason is required, because another person must act on it.
    """

    moves: Mapping[MessageState, MessageState]
    right: str
    needs_note: bool = False


def _to(target: MessageState, *sources: MessageState) -> Mapping[MessageState, MessageState]:
    return dict.fromkeys(sources, target)


S = MessageState
_WITH_US = (S.RECEIVED, S.OUT)
# What a partner tells of a message that was sent to them is recorded from "forwarded" on.
_SOMEWHERE = (S.FORWARDED, S.RECEIVED, S.OUT)

TRANSITIONS: Mapping[MessageStep, MessageTransition] = {
    MessageStep.CHECK: MessageTransition(_to(S.CHECKED, S.COLLECTED), CHECK),
    MessageStep.RETURN: MessageTransition(_to(S.RETURNED, S.COLLECTED), CHECK, needs_note=True),
    MessageStep.REWRITE: MessageTransition(_to(S.COLLECTED, S.RETURNED), COLLECT),
    MessageStep.TRANSLATE: MessageTransition(
        {**_to(S.TRANSLATED, S.CHECKED, S.TRANSLATED), S.RECEIVED: S.RECEIVED}, COLLECT
    ),
    MessageStep.FORWARD: MessageTransition(_to(S.FORWARDED, S.CHECKED, S.TRANSLATED), SEND),
    MessageStep.DELIVER_HERE: MessageTransition(_to(S.RECEIVED, S.CHECKED, S.TRANSLATED), SEND),
    MessageStep.RECEIVE: MessageTransition(_to(S.RECEIVED, S.FORWARDED), SEND),
    MessageStep.HAND_OUT: MessageTransition(_to(S.OUT, S.RECEIVED), DELIVER),
    MessageStep.DISTRIBUTE: MessageTransition(_to(S.DISTRIBUTED, *_SOMEWHERE), DELIVER),
    MessageStep.UNDELIVERABLE: MessageTransition(_to(S.UNDELIVERABLE, *_SOMEWHERE), DELIVER),
    MessageStep.REFUSE: MessageTransition(_to(S.REFUSED, *_SOMEWHERE), DELIVER),
    MessageStep.CENSOR: MessageTransition(_to(S.CENSORED, S.CHECKED, S.TRANSLATED, *_SOMEWHERE), SEND, needs_note=True),
    MessageStep.TRY_AGAIN: MessageTransition(_to(S.RECEIVED, S.UNDELIVERABLE), DELIVER, needs_note=True),
    MessageStep.COLLECT_REPLY: MessageTransition(_to(S.REPLY_COLLECTED, S.DISTRIBUTED), COLLECT),
    MessageStep.GIVE_BACK: MessageTransition(_to(S.BACK_TO_SENDER, S.UNDELIVERABLE, S.REFUSED, S.CENSORED), DELIVER),
    MessageStep.WITHDRAW: MessageTransition(
        _to(S.WITHDRAWN, S.COLLECTED, S.RETURNED, S.CHECKED, S.TRANSLATED), COLLECT, needs_note=True
    ),
}
del S

# What can be told of a message by the one who carries it, and by nobody else through that page.
REPORTED = frozenset({MessageStep.DISTRIBUTE, MessageStep.UNDELIVERABLE, MessageStep.REFUSE})
# A message that waits in one of these is with us and can be put into a pouch to a partner, or to another unit.
POUCHED_TO_PARTNER = frozenset(TRANSITIONS[MessageStep.FORWARD].moves)
POUCHED_TO_UNIT = POUCHED_TO_PARTNER | {MessageState.RECEIVED, MessageState.COLLECTED}


def may_step(scope: Scope, message: RedCrossMessage, step: MessageStep) -> bool:
    """Say whether this person can take this step with a message that they see, from where it stands."""
    transition = TRANSITIONS[step]
    return message.state in transition.moves and scope.may(transition.right) and scope.reaches_unit(message.unit_id)


def open_steps(scope: Scope, message: RedCrossMessage) -> tuple[MessageStep, ...]:
    """Return the steps that this person can take now, in the order of the table."""
    return tuple(step for step in TRANSITIONS if may_step(scope, message, step))
