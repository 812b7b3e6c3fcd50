"""Which messages a Scope may see, the queues of the desk, and what is known of one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from payvand.core.scope import Scope
from payvand.families.enums.messages import MessageKind, MessageState
from payvand.families.models import HandOver, MessageEntry, Pouch, RedCrossMessage
from payvand.families.policies.messages import READ, VISIT
from payvand.families.queries.reach import in_units, known_side
from payvand.people.enums import Purpose
from payvand.tracing.models import TracingRequest

_LONGEST_NUMBER = 9
_S = MessageState

QUEUES: Mapping[str, tuple[MessageState, ...]] = {
    "check": (_S.COLLECTED, _S.RETURNED),
    "send": (_S.CHECKED, _S.TRANSLATED),
    "away": (_S.FORWARDED,),
    "deliver": (_S.RECEIVED,),
    "out": (_S.OUT,),
    "back": (_S.UNDELIVERABLE, _S.REFUSED, _S.CENSORED),
    "done": (_S.DISTRIBUTED, _S.REPLY_COLLECTED, _S.BACK_TO_SENDER, _S.WITHDRAWN),
}

SORTS: Mapping[str, tuple[str, ...]] = {
    "number": ("year", "running"),
    "-number": ("-year", "-running"),
    "since": ("state_since",),
    "-since": ("-state_since",),
    "addressee": ("addressee__sort_key", "-year", "-running"),
    "-addressee": ("-addressee__sort_key", "-year", "-running"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """What the desk is narrowed to; an empty value narrows nothing.

    Attributes:
        queue: one of `QUEUES`.
        concern: ``detention`` or ``minor``.
        sort: one of `SORTS`.
    """

    queue: str = ""
    unit: UUID | None = None
    country: str = ""
    kind: str = ""
    concern: str = ""
    sort: str = "since"


def visible_messages(scope: Scope) -> QuerySet[RedCrossMessage]:
    """Return the messages of the Scope's units, both of whose people this Scope may know of.

    A message is kept as closely as the more protected of the two. Whoever works on it in its unit may know of both,
    wherever their records are held.
    """
    if not scope.may(READ) or Purpose.TRACING not in scope.purposes:
        return RedCrossMessage.objects.none()
    found = RedCrossMessage.objects.filter(
        known_side("sender", scope), known_side("addressee", scope), *in_units(scope)
    )
    return found.select_related("sender", "addressee", "unit", "sent_to", "from_partner", "destination", "holder")


def own_deliveries(scope: Scope) -> QuerySet[RedCrossMessage]:
    """Return the messages that this person has in hand to deliver, whatever else they may see."""
    if not scope.may(VISIT) or scope.user_id is None:
        return RedCrossMessage.objects.none()
    held = RedCrossMessage.objects.filter(state=MessageState.OUT, holder_id=scope.user_id)
    return held.select_related("sender", "addressee", "unit").order_by("state_since", "pk")


def deliveries_in_hand(scope: Scope) -> int:
    """Return how many messages this person has in hand to deliver."""
    return own_deliveries(scope).count()


def listed_messages(scope: Scope, chosen: MessageFilter) -> QuerySet[RedCrossMessage]:
    """Return the visible messages that fit the filter, in its order, without their text."""
    found = _narrowed(scope, chosen).defer("content", "sender_contact", "addressee_contact", "place_of_detention")
    if chosen.queue:
        found = found.filter(state__in=QUEUES[chosen.queue])
    return found.order_by(*SORTS[chosen.sort], "pk")


def _narrowed(scope: Scope, chosen: MessageFilter) -> QuerySet[RedCrossMessage]:
    """Return the visible messages that fit the filter, of every queue."""
    found = visible_messages(scope)
    if chosen.unit:
        found = found.filter(unit=chosen.unit)
    if chosen.country:
        found = found.filter(destination=chosen.country)
    if chosen.kind in MessageKind:
        found = found.filter(kind=chosen.kind)
    if chosen.concern == "detention":
        found = found.filter(Q(sender_detained=True) | Q(addressee_detained=True))
    elif chosen.concern == "minor":
        found = found.filter(Q(sender_minor=True) | Q(addressee_minor=True))
    return found


def queue_counts(scope: Scope, chosen: MessageFilter) -> dict[str, int]:
    """Return how many of the messages that fit the filter stand in each queue; one query."""
    rows = _narrowed(scope, chosen).order_by().values("state").annotate(number=Count("pk"))
    by_state = {row["state"]: row["number"] for row in rows}
    return {queue: sum(by_state.get(state, 0) for state in states) for queue, states in QUEUES.items()}


def message_of_form(scope: Scope, token: UUID) -> RedCrossMessage | None:
    """Return the visible message that a form has already made, or None."""
    return visible_messages(scope).filter(form_token=token).first()


def custody(message: RedCrossMessage) -> list[tuple[str, HandOver]]:
    """Return the chain of custody, each hand-over with who gave it: the one who took it before."""
    given_by = str(message.from_partner) if message.from_partner_id else message.sender.shown_name
    chain = []
    for link in message.custody.select_related("user", "unit", "organisation", "pouch", "recorded_by"):
        chain.append((given_by, link))
        given_by = str(link)
    return chain


def history(message: RedCrossMessage) -> QuerySet[MessageEntry]:
    """Return the history of a visible message, the latest first."""
    return message.history.select_related("actor")


def messages_of_request(scope: Scope, request: TracingRequest) -> list[RedCrossMessage] | None:
    """Return the visible messages of a file, the latest first; None where this Scope reads none or there are none."""
    found = visible_messages(scope).filter(request=request).defer("content").order_by("-year", "-running")
    return list(found) or None


def visible_pouches(scope: Scope) -> QuerySet[Pouch]:
    """Return the pouches that left the Scope's units, or go to them; the latest first."""
    if not scope.may(READ):
        return Pouch.objects.none()
    found = Pouch.objects.select_related("unit", "to_unit", "to_organisation", "made_by")
    if not scope.all_units:
        found = found.filter(Q(unit_id__in=scope.unit_ids) | Q(to_unit_id__in=scope.unit_ids))
    return found.annotate(size=Count("custody_links")).order_by("-year", "-running")


def pouch_messages(scope: Scope, pouch: Pouch) -> QuerySet[RedCrossMessage]:
    """Return the visible messages that travelled in a pouch, in the order of their numbers."""
    return visible_messages(scope).filter(custody__pouch=pouch).defer("content").order_by("year", "running")


def find_messages(scope: Scope, text: str, *, limit: int = 10) -> list[RedCrossMessage]:
    """Return visible messages whose number is meant by a text such as ``RCM-2026-118``; the word RCM must be in it."""
    words = text.upper().replace("–", "-").split("-")
    running = words[-1].strip()
    if "RCM" not in words or not running.isdecimal() or not running.isascii() or len(running) > _LONGEST_NUMBER:
        return []
    found = visible_messages(scope).filter(running=int(running))
    years = [word for word in words[:-1] if word.isdecimal() and word.isascii()]
    if years:
        found = found.filter(year=int(years[-1]))
    return list(found.order_by("-year")[:limit])
