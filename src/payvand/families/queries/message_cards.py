"""A message, and the desk, as their pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.families.enums.messages import MessageState, MessageStep
from payvand.families.models import HandOver, MessageEntry, MessageTranslation, RedCrossMessage
from payvand.families.policies import messages as policies
from payvand.families.queries.messages import QUEUES, MessageFilter, custody, history, queue_counts, visible_messages
from payvand.people.models import Person
from payvand.people.queries import known_relatives, names_of

_TITLES: Mapping[str, str | Promise] = {
    "check": _("To be checked"),
    "send": _("To be sent"),
    "away": _("With a partner"),
    "deliver": _("To be delivered"),
    "out": _("Out for delivery"),
    "back": _("Came back"),
    "done": _("Done"),
}
_S = MessageState
# The stations that a message passes when all goes well, with the states that stand at each.
_WAY: tuple[tuple[MessageState, frozenset[MessageState]], ...] = (
    (_S.COLLECTED, frozenset({_S.COLLECTED, _S.RETURNED, _S.WITHDRAWN})),
    (_S.CHECKED, frozenset({_S.CHECKED, _S.TRANSLATED})),
    (_S.FORWARDED, frozenset({_S.FORWARDED, _S.CENSORED})),
    (_S.RECEIVED, frozenset({_S.RECEIVED, _S.OUT})),
    (_S.DISTRIBUTED, frozenset({_S.DISTRIBUTED, _S.UNDELIVERABLE, _S.REFUSED, _S.BACK_TO_SENDER})),
    (_S.REPLY_COLLECTED, frozenset({_S.REPLY_COLLECTED})),
)


@dataclass(frozen=True, slots=True)
class Queue:
    """One queue of the desk."""

    code: str
    title: str
    number: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the way of a message: done, current or to come."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two people of a message, as its page and its form say them."""

    person: Person
    father: str
    mother: str
    contact: str
    detained: bool
    minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCard:
    """Everything that the page of a message shows."""

    sender: Side
    addressee: Side
    translations: list[MessageTranslation]
    custody: list[tuple[str, HandOver]]
    history: list[MessageEntry]
    steps: tuple[MessageStep, ...]
    stations: list[Station]
    reply: RedCrossMessage | None
    may_reply: bool


def queues(scope: Scope, chosen: MessageFilter) -> list[Queue]:
    """Return the queues of the desk, with how many messages that fit the filter stand in each."""
    counts = queue_counts(scope, chosen)
    return [Queue(code, str(_TITLES[code]), counts[code], code == chosen.queue) for code in QUEUES]


def desk_rights(scope: Scope, chosen: MessageFilter) -> dict[str, bool]:
    """Return what this person can do with several messages of this queue at once."""
    here = set(QUEUES.get(chosen.queue, ()))
    return {
        "collect": scope.may(policies.COLLECT),
        "check": chosen.queue == "check" and scope.may(policies.CHECK),
        "pouch": scope.may(policies.SEND) and bool(here & policies.POUCHED_TO_UNIT),
    }


def message_card(scope: Scope, message: RedCrossMessage) -> MessageCard:
    """Return the card of a visible message; the number of queries does not grow with its history."""
    relatives = known_relatives([message.sender_id, message.addressee_id], scope=scope)
    steps = policies.open_steps(scope, message)

    def side(person: Person, which: str) -> Side:
        family = relatives[person.pk]
        return Side(
            person,
            ", ".join(names_of(family, "father")),
            ", ".join(names_of(family, "mother")),
            getattr(message, f"{which}_contact"),
            getattr(message, f"{which}_detained"),
            getattr(message, f"{which}_minor"),
        )

    return MessageCard(
        sender=side(message.sender, "sender"),
        addressee=side(message.addressee, "addressee"),
        translations=list(message.translations.select_related("added_by")),
        custody=custody(message),
        history=list(history(message)),
        steps=tuple(step for step in steps if step != MessageStep.COLLECT_REPLY),
        stations=_stations(message),
        reply=visible_messages(scope).filter(reply_to=message).first(),
        may_reply=MessageStep.COLLECT_REPLY in steps,
    )


def _stations(message: RedCrossMessage) -> list[Station]:
    """Return the way of a message with its state in its place; a message for delivery here is never forwarded."""
    here = next(place for place, (_state, members) in enumerate(_WAY) if message.state in members)
    stations = []
    for place, (state, _members) in enumerate(_WAY):
        if place == here:
            stations.append(Station(message.get_state_display(), "current"))
        elif state != MessageState.FORWARDED or message.sent_to_id or place > here:
            stations.append(Station(str(state.label), "done" if place < here else ""))
    return stations
