"""By when a message should have gone on from each state; the node may change the days."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payvand.families.enums.messages import MessageState


@dataclass(frozen=True, slots=True)
class MessageTimer:
    """One kind of deadline of a message: its code, what is to be done, in how many days unless the node says more."""

    code: str
    label: str | Promise
    days: int


CHECK = MessageTimer("families.check_message", _("Read the message and check it"), 5)
SEND = MessageTimer("families.send_message", _("Send the message on its way"), 14)
NEWS = MessageTimer("families.news_of_message", _("Ask the partner for news of the message"), 90)
DELIVER = MessageTimer("families.deliver_message", _("Hand the message over"), 30)
GIVE_BACK = MessageTimer("families.give_message_back", _("Tell the sender, and give the message back"), 30)

TIMERS = (CHECK, SEND, NEWS, DELIVER, GIVE_BACK)

IN_STATE: Mapping[str, MessageTimer] = {
    MessageState.COLLECTED: CHECK,
    MessageState.CHECKED: SEND,
    MessageState.TRANSLATED: SEND,
    MessageState.FORWARDED: NEWS,
    MessageState.RECEIVED: DELIVER,
    MessageState.OUT: DELIVER,
    MessageState.UNDELIVERABLE: GIVE_BACK,
    MessageState.REFUSED: GIVE_BACK,
    MessageState.CENSORED: GIVE_BACK,
}
