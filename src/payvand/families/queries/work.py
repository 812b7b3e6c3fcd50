"""What waits in this room, for *my work today*, and what its search finds."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from payvand.core.scope import Scope
from payvand.core.work import DueItem, Found, Tile, Work
from payvand.families.enums.messages import MessageState
from payvand.families.models import RedCrossMessage
from payvand.families.policies.messages import CHECK, COLLECT, DELIVER, READ, SEND, VISIT
from payvand.families.queries.messages import (
    MessageFilter,
    find_messages,
    own_deliveries,
    queue_counts,
    visible_messages,
)

MOST_DUE = 12
_S = MessageState

# What each state asks of whom: the right of the one who acts, and what is to be done.
_ASKS: Mapping[MessageState, tuple[str, str | Promise]] = {
    _S.COLLECTED: (CHECK, gettext_lazy("Read the message: family and private news only")),
    _S.RETURNED: (COLLECT, gettext_lazy("Ask the sender to write the message anew")),
    _S.CHECKED: (SEND, gettext_lazy("Send the message on its way")),
    _S.TRANSLATED: (SEND, gettext_lazy("Send the message on its way")),
    _S.RECEIVED: (DELIVER, gettext_lazy("Give the message out for delivery")),
    _S.UNDELIVERABLE: (DELIVER, gettext_lazy("Tell the sender, and give the message back")),
    _S.REFUSED: (DELIVER, gettext_lazy("Tell the sender, and give the message back")),
    _S.CENSORED: (DELIVER, gettext_lazy("Tell the sender, and give the message back")),
}


def due_work(scope: Scope) -> Work:
    """Return tiles and what is due with messages: of the desk, and of those that this person has in hand."""
    tiles, due = [], []
    if scope.may(READ):
        tiles += _tiles(scope)
        due += [_due_item(message) for message in _waiting(scope)]
    if scope.may(VISIT):
        held = list(own_deliveries(scope)[:MOST_DUE])
        due += [_delivery(message) for message in held]
        if held and not scope.may(READ):
            label = ngettext("message to deliver", "messages to deliver", len(held))
            tiles.append(Tile(figure=len(held), label=label, url=reverse("families:deliveries"), tone="amber"))
    return Work(tiles=tuple(tiles), due=tuple(due))


def _tiles(scope: Scope) -> list[Tile]:
    counts = queue_counts(scope, MessageFilter())
    desk = reverse("families:desk")
    labels = {
        "check": (CHECK, ngettext("message to check", "messages to check", counts["check"])),
        "send": (SEND, ngettext("message to send", "messages to send", counts["send"])),
        "deliver": (DELIVER, ngettext("message to deliver", "messages to deliver", counts["deliver"])),
        "back": (DELIVER, ngettext("message that came back", "messages that came back", counts["back"])),
    }
    return [
        Tile(figure=counts[queue], label=label, url=f"{desk}?queue={queue}", tone="amber" if queue == "back" else "")
        for queue, (right, label) in labels.items()
        if counts[queue] and scope.may(right)
    ]


def _waiting(scope: Scope) -> QuerySet[RedCrossMessage]:
    wanted = Q(state__in=[state for state, (right, _what) in _ASKS.items() if scope.may(right)])
    found = visible_messages(scope).filter(wanted).defer("content", "sender_contact", "addressee_contact")
    return found.order_by("state_since", "pk")[:MOST_DUE]


def _due_item(message: RedCrossMessage) -> DueItem:
    return DueItem(
        title=message.number,
        subject=message.addressee.shown_name,
        what=str(_ASKS[MessageState(message.state)][1]),
        url=reverse("families:message", args=[message.number]),
        since=message.state_since,
    )


def _delivery(message: RedCrossMessage) -> DueItem:
    return DueItem(
        title=message.number,
        subject=message.addressee.shown_name,
        what=_("Give the message to the addressee, and say what came of it"),
        url=reverse("families:deliveries"),
        since=message.state_since,
    )


def find(scope: Scope, text: str, *, limit: int = 10) -> list[Found]:
    """Return the visible messages whose number is meant by `text`; people are found by the people room."""
    return [
        Found(
            kind=_("Message"),
            title=message.number,
            note=f"{message.addressee.shown_name} · {message.get_state_display()}",
            url=reverse("families:message", args=[message.number]),
        )
        for message in find_messages(scope, text, limit=limit)
    ]
