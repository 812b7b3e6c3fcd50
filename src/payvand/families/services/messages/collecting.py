"""Taking a message: collected here, received from a partner, or as the reply to one that was handed over."""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.families.enums.messages import ContentForm, Holder, MessageState, MessageStep
from payvand.families.models import RedCrossMessage
from payvand.families.policies import messages as policies
from payvand.families.queries.messages import message_of_form
from payvand.families.services.inputs import Ends, FromPartner, News, Taker
from payvand.families.services.messages.custody import hand_over, set_timer, tell
from payvand.families.services.messages.steps import take_step
from payvand.families.services.numbers import next_number
from payvand.families.services.people import person_of
from payvand.network.models import Unit
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.services import record_consent
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

LONGEST_TEXT = 8000


def collect_message(
    *,
    scope: Scope,
    unit: Unit,
    ends: Ends,
    news: News,
    agreed: bool,
    request: TracingRequest | None = None,
    form_token: UUID | None = None,
) -> RedCrossMessage:
    """Take a message from its sender; sent twice with the same token it is made once.

    Args:
        scope: who takes it.
        unit: where.
        ends: between whom it goes; who has no record gets one, and is compared with every open file.
        news: what it says.
        agreed: whether the sender agrees that it is passed on within the Movement and may be read by authorities.
        request: the tracing file that it belongs to.
        form_token: of the form.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: messages may not be taken in this unit.
    """
    if not agreed:
        raise InvalidInput({"agreed": _("Without the sender's yes a message is not passed on.")})
    return _once(scope, unit, ends, news, request=request, form_token=form_token)


def receive_message(
    *,
    scope: Scope,
    unit: Unit,
    partner: FromPartner,
    ends: Ends,
    news: News,
    answers: RedCrossMessage | None = None,
    form_token: UUID | None = None,
) -> RedCrossMessage:
    """Register a message that a partner sent here for delivery; it waits as received.

    Args:
        scope: who registers it.
        unit: that is to deliver it.
        partner: who sent it.
        ends: between whom it goes.
        news: what it says.
        answers: the message of ours to which it is the reply.
        form_token: of the form.

    Raises:
        InvalidInput, NotAllowed: as `collect_message`; also where that message has a reply already.
    """
    return _once(scope, unit, ends, news, partner=partner, answers=answers, form_token=form_token)


@transaction.atomic
def collect_reply(
    *, scope: Scope, message: RedCrossMessage, news: News, agreed: bool, form_token: UUID | None = None
) -> RedCrossMessage:
    """Take the reply of the addressee: a message of its own that goes the same way back.

    Raises:
        Refused: the message was not handed over, or has its reply.
        InvalidInput: a value cannot be kept.
    """
    if form_token and (made := message_of_form(scope, form_token)):
        return made
    if not agreed:
        raise InvalidInput({"agreed": _("Without the sender's yes a message is not passed on.")})
    ends = Ends(
        sender=message.addressee,
        addressee=message.sender,
        relation="",
        sender_contact=message.addressee_contact,
        addressee_contact=message.sender_contact,
        destination=message.from_partner.country if message.from_partner else None,
        sender_detained=message.addressee_detained,
        addressee_detained=message.sender_detained,
        place_of_detention=message.place_of_detention,
        sender_minor=message.addressee_minor,
        addressee_minor=message.sender_minor,
    )
    return _written(scope, message.unit, ends, news, request=message.request, answers=message, form_token=form_token)


def _once(
    scope: Scope,
    unit: Unit,
    ends: Ends,
    news: News,
    *,
    form_token: UUID | None,
    partner: FromPartner | None = None,
    request: TracingRequest | None = None,
    answers: RedCrossMessage | None = None,
) -> RedCrossMessage:
    scope.require(policies.COLLECT)
    if not scope.reaches_unit(unit.pk):
        raise NotAllowed(policies.COLLECT)
    try:
        return _written(
            scope, unit, ends, news, partner=partner, request=request, answers=answers, form_token=form_token
        )
    except IntegrityError:
        # Two sendings of one form met: the other one has written it.
        if form_token and (made := message_of_form(scope, form_token)):
            return made
        raise


@transaction.atomic
def _written(
    scope: Scope,
    unit: Unit,
    ends: Ends,
    news: News,
    *,
    form_token: UUID | None,
    partner: FromPartner | None = None,
    request: TracingRequest | None = None,
    answers: RedCrossMessage | None = None,
) -> RedCrossMessage:
    if form_token and (made := message_of_form(scope, form_token)):
        return made
    check_news(news)
    if request and not visible_requests(scope).filter(pk=request.pk).exists():
        raise NotAllowed(policies.COLLECT)
    sender, addressee = person_of(scope, unit, ends.sender), person_of(scope, unit, ends.addressee)
    if sender == addressee:
        raise InvalidInput({"addressee_full_name": _("Sender and addressee are the same person.")})
    message = RedCrossMessage.objects.create(
        **next_number("RCM"),
        form_token=form_token,
        kind=news.kind,
        sender=sender,
        addressee=addressee,
        **ends.columns(),
        content=news.text.strip(),
        content_form=news.content_form,
        language=news.language,
        collected_on=news.collected_on,
        unit=unit,
        taken_by_id=scope.user_id,
        from_partner=partner.organisation if partner else None,
        partner_reference=partner.reference.strip() if partner else "",
        reply_to=_answered(scope, answers),
        request=request,
        state=MessageState.RECEIVED if partner else MessageState.COLLECTED,
    )
    if partner is None:
        record_consent(
            scope=scope,
            person=sender,
            scope_code=ConsentScope.SHARE_MOVEMENT,
            state=ConsentState.GIVEN,
        )
    hand_over(scope, message, Taker(holder=Holder.UNIT, unit=unit))
    set_timer(scope, message)
    facts = {"kind": message.kind, "form": message.content_form, "reply": bool(answers), "partner": bool(partner)}
    tell(scope, message, "receive" if partner else "collect", facts=facts)
    return message


def _answered(scope: Scope, message: RedCrossMessage | None) -> RedCrossMessage | None:
    """Mark the message that is answered: it was handed over, and this is its one reply."""
    return take_step(scope, message, MessageStep.COLLECT_REPLY) if message else None


def check_news(news: News) -> None:
    """Say at its field what cannot be kept of the news."""
    if not news.text.strip() and news.content_form != ContentForm.SCANNED:
        raise InvalidInput({"text": _("Write the message down, or choose that it is on paper and add the scan.")})
    if len(news.text) > LONGEST_TEXT:
        raise InvalidInput({"text": _("A message holds at most %(most)d characters.") % {"most": LONGEST_TEXT}})
