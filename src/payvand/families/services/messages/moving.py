"""What is done with a message between its collection and its hand-over: one service for each step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.access.models import User
from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.families.enums.messages import FailReason, Holder, MessageState, MessageStep
from payvand.families.models import MessageTranslation, Pouch, RedCrossMessage
from payvand.families.services.inputs import News, Taker
from payvand.families.services.messages.collecting import LONGEST_TEXT, check_news
from payvand.families.services.messages.custody import hand_over
from payvand.families.services.messages.steps import take_step
from payvand.network.models import Organisation
from payvand.people.policies import is_protected
from payvand.people.queries import named_users
from payvand.protection.enums import Channel
from payvand.protection.services import record_disclosure

# What a partner is told of the sender with the message; of the addressee the same leaves, on the sender's word.
_TOLD = ("names", "birth", "parents", "contact", "family_news")


def check_message(*, scope: Scope, message: RedCrossMessage, note: str = "") -> RedCrossMessage:
    """Record that the message holds family and private news only."""
    return take_step(scope, message, MessageStep.CHECK, note=note)


def return_message(*, scope: Scope, message: RedCrossMessage, note: str) -> RedCrossMessage:
    """Give a message back to its writer; the note says what cannot be passed on."""
    return take_step(scope, message, MessageStep.RETURN, note=note)


@transaction.atomic
def rewrite_message(*, scope: Scope, message: RedCrossMessage, news: News, note: str = "") -> RedCrossMessage:
    """Take the text that the writer wrote anew; it is checked again.

    Raises:
        InvalidInput: the text cannot be kept.
    """
    check_news(news)
    values = {"content": news.text.strip(), "language": news.language, "content_form": news.content_form}
    return take_step(scope, message, MessageStep.REWRITE, values, note=note)


@transaction.atomic
def add_translation(
    *, scope: Scope, message: RedCrossMessage, language: str, text: str, translator: str = "", note: str = ""
) -> RedCrossMessage:
    """Add the message in another language; the original stays.

    Args:
        scope: who adds it.
        message: which.
        language: of the translation, BCP 47.
        text: the translation.
        translator: who made it, where it was not the user.
        note: for the history.

    Raises:
        InvalidInput: no language, the language of the original, no text or too much.
    """
    problems = {}
    if not language or language == message.language:
        problems["language"] = _("Choose the language into which it was translated.")
    if not text.strip() or len(text) > LONGEST_TEXT:
        problems["text"] = _("Write the translation, at most %(most)d characters.") % {"most": LONGEST_TEXT}
    if problems:
        raise InvalidInput(problems)
    moved = take_step(scope, message, MessageStep.TRANSLATE, facts={"language": language.lower()}, note=note)
    MessageTranslation.objects.create(
        message=moved,
        language=language,
        text=text.strip(),
        translator=translator.strip(),
        added_by_id=scope.user_id,
    )
    return moved


@transaction.atomic
def forward_message(
    *,
    scope: Scope,
    message: RedCrossMessage,
    to: Organisation,
    place: str = "",
    pouch: Pouch | None = None,
    note: str = "",
) -> RedCrossMessage:
    """Hand a message to the partner who will deliver it; what leaves is written into the log of disclosures first.

    Raises:
        Refused: the sender's consent does not allow it any more, or it cannot be forwarded now.
    """
    values = {"sent_to": to, "pouch": pouch}
    moved = take_step(scope, message, MessageStep.FORWARD, values, facts={"partner": to.country_id}, note=note)
    record_disclosure(
        scope=scope,
        person=moved.sender,
        recipient=(to.code or to.name)[:100],
        fields=_TOLD,
        channel=Channel.MOVEMENT,
        country=to.country_id,
    )
    taker = Taker(holder=Holder.PARTNER, organisation=to)
    hand_over(scope, moved, taker, place=place, pouch=pouch)
    return moved


@transaction.atomic
def deliver_here(*, scope: Scope, message: RedCrossMessage, note: str = "") -> RedCrossMessage:
    """Take a message for delivery by this Society itself."""
    return take_step(scope, message, MessageStep.DELIVER_HERE, note=note)


def record_received(*, scope: Scope, message: RedCrossMessage, note: str = "") -> RedCrossMessage:
    """Record that the partner says it has the message; it is theirs to deliver."""
    return take_step(scope, message, MessageStep.RECEIVE, note=note)


@transaction.atomic
def give_out(
    *,
    scope: Scope,
    message: RedCrossMessage,
    carrier: User | None = None,
    carrier_name: str = "",
    place: str = "",
    note: str = "",
) -> RedCrossMessage:
    """Give a message to the colleague, volunteer or other person who takes it to the addressee.

    Args:
        scope: who gives it.
        message: which.
        carrier: a colleague or volunteer of ours, who then sees where to go; not what is written.
        carrier_name: somebody else, such as a delegate who visits a prison.
        place: where it was given.
        note: for the history.

    Raises:
        InvalidInput: nobody, or both.
        Refused: one of the two people is protected, and the carrier is not named for them.
    """
    if (carrier is None) == (not carrier_name.strip()):
        raise InvalidInput({"carrier": _("Choose who takes the message, or write their name: one of the two.")})
    for person in (message.sender, message.addressee):
        if is_protected(person.confidentiality) and (carrier is None or carrier.pk not in named_users(person)):
            raise Refused(_("The record is protected: give the message to somebody who is named for it."))
    moved = take_step(scope, message, MessageStep.HAND_OUT, {"holder_id": carrier.pk if carrier else None}, note=note)
    if carrier is not None:
        taker = Taker(holder=Holder.COLLEAGUE, user_id=carrier.pk)
    else:
        taker = Taker(holder=Holder.CARRIER, name=carrier_name)
    hand_over(scope, moved, taker, place=place)
    return moved


@transaction.atomic
def record_distributed(
    *,
    scope: Scope,
    message: RedCrossMessage,
    at: datetime | None = None,
    place: str = "",
    note: str = "",
    carried: bool = False,
) -> RedCrossMessage:
    """Record that the addressee has the message in hand; this, not its receipt, is what is counted.

    Args:
        scope: who records it.
        message: which.
        at: when it was handed over; now by default.
        place: where.
        note: what the addressee said.
        carried: whether it is told by the one who has it in hand.

    Raises:
        InvalidInput: the day has not come yet, or lies before the message was taken.
    """
    when = at or timezone.now()
    day = timezone.localdate(when)
    if when > timezone.now() or day < message.collected_on:
        raise InvalidInput(
            {"on": _("Write the day of the hand-over: not before the message was taken, not later than today.")}
        )
    values = {"distributed_on": day}
    moved = take_step(scope, message, MessageStep.DISTRIBUTE, values, note=note, carried=carried)
    hand_over(scope, moved, Taker(holder=Holder.ADDRESSEE), at=when, place=place)
    return moved


@transaction.atomic
def record_undeliverable(
    *, scope: Scope, message: RedCrossMessage, reason: str, note: str = "", carried: bool = False
) -> RedCrossMessage:
    """Record that the message could not be handed over, and why."""
    if reason not in FailReason.values:
        raise InvalidInput({"reason": _("Choose why it could not be handed over.")})
    values, facts = {"fail_reason": reason}, {"reason": reason}
    return _came_back(scope, message, MessageStep.UNDELIVERABLE, values, facts, note=note, carried=carried)


@transaction.atomic
def record_refused(*, scope: Scope, message: RedCrossMessage, note: str = "", carried: bool = False) -> RedCrossMessage:
    """Record that the addressee does not want the message."""
    values = {"fail_reason": FailReason.REFUSED}
    return _came_back(scope, message, MessageStep.REFUSE, values, {}, note=note, carried=carried)


@transaction.atomic
def record_censored(*, scope: Scope, message: RedCrossMessage, note: str) -> RedCrossMessage:
    """Record that an authority does not let the message through; the note says which and why."""
    return _came_back(scope, message, MessageStep.CENSOR, {}, {}, note=note)


def _came_back(
    scope: Scope,
    message: RedCrossMessage,
    step: MessageStep,
    values: Mapping[str, Any],
    facts: Mapping[str, Any],
    *,
    note: str,
    carried: bool = False,
) -> RedCrossMessage:
    """Take a step after which the message lies with the unit again, if it was out of the house."""
    was_out = message.state == MessageState.OUT
    moved = take_step(scope, message, step, values, facts=facts, note=note, carried=carried)
    if was_out:
        hand_over(scope, moved, Taker(holder=Holder.UNIT, unit=moved.unit))
    return moved


def try_again(*, scope: Scope, message: RedCrossMessage, note: str, contact: str = "") -> RedCrossMessage:
    """Take a message that could not be delivered for delivery again; the note says what is new.

    Args:
        scope: who does it.
        message: which.
        note: what is known now.
        contact: the new address, if there is one.
    """
    values: dict[str, Any] = {"fail_reason": ""}
    if contact.strip():
        values["addressee_contact"] = contact.strip()
    return take_step(scope, message, MessageStep.TRY_AGAIN, values, note=note)


@transaction.atomic
def give_back(*, scope: Scope, message: RedCrossMessage, place: str = "", note: str = "") -> RedCrossMessage:
    """Give the message back to its sender, who is told why."""
    moved = take_step(scope, message, MessageStep.GIVE_BACK, note=note)
    hand_over(scope, moved, Taker(holder=Holder.SENDER), place=place)
    return moved


def withdraw_message(*, scope: Scope, message: RedCrossMessage, note: str) -> RedCrossMessage:
    """Record that the sender takes the message back before it leaves."""
    return take_step(scope, message, MessageStep.WITHDRAW, note=note)


@transaction.atomic
def check_messages(*, scope: Scope, messages: Sequence[RedCrossMessage]) -> int:
    """Record of several messages, each read, that they hold family news only; all of them or none."""
    for message in messages:
        check_message(scope=scope, message=message)
    return len(messages)
