"""What the papers of the room say, as data for their templates; in the language that the paper is asked for in."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from payvand.core.scope import Scope
from payvand.families.models import Pouch, RedCrossMessage
from payvand.families.queries.message_cards import MessageCard, Side, message_card
from payvand.families.queries.messages import pouch_messages
from payvand.network.queries import own_organisation
from payvand.tracing.forms import LANGUAGES

LANGUAGES_OF_PAPERS = ("en", "ru")
_NOBODY = {
    "name": "",
    "father": "",
    "mother": "",
    "born": "",
    "sex": "",
    "address": "",
    "detained": False,
    "minor": False,
}


def message_paper(scope: Scope, message: RedCrossMessage | None, language: str) -> dict[str, Any]:
    """Return the form of a message, or the empty form where there is none; with the half for its reply."""
    with override(language):
        card = message_card(scope, message) if message else None
        return {
            "language": language,
            "organisation": own_organisation().name,
            "labels": _labels(),
            "number": message.number if message else "",
            "sender": _side(card.sender) if card else _NOBODY,
            "addressee": _side(card.addressee) if card else _NOBODY,
            "relation": message.get_relation_display() if message and message.relation else "",
            "place": message.place_of_detention if message else "",
            "text": message.content if message else "",
            "reply": card.reply.content if card and card.reply else "",
            "date": f"{message.collected_on:%d.%m.%Y}" if message else "",
            "translations": _translations(card),
        }


def pouch_paper(scope: Scope, pouch: Pouch, language: str) -> dict[str, Any]:
    """Return the list that travels with a pouch: numbers, people, countries, never what is written."""
    with override(language):
        rows = [
            {
                "number": message.number,
                "sender": message.sender.shown_name,
                "addressee": message.addressee.shown_name,
                "country": str(message.destination or ""),
            }
            for message in pouch_messages(scope, pouch)
        ]
        sent = timezone.localtime(pouch.sent_at)
        facts = [
            (_("From"), str(pouch.unit)),
            (_("To"), pouch.destination),
            (_("Carried by"), pouch.carrier),
            (_("Sent"), f"{sent:%d.%m.%Y %H:%M}"),
            (_("Messages"), str(len(rows))),
        ]
        return {
            "language": language,
            "organisation": own_organisation().name,
            "title": _("List of the pouch"),
            "number": pouch.number,
            "facts": [{"label": label, "value": value} for label, value in facts],
            "head": ["", _("Number"), _("Sender"), _("Addressee"), _("Country")],
            "rows": rows,
            "signatures": [_("Given by: name, date, signature"), _("Received by: name, date, signature")],
        }


def _labels() -> dict[str, str]:
    return {
        "title": _("Red Cross message"),
        "reply": _("Reply"),
        "rule": _("Family and private news only"),
        "message": _("Message"),
        "answers": _("Reply to the message above"),
        "sender": _("Sender"),
        "addressee": _("Addressee"),
        "name": _("Full name"),
        "father": _("Father's name"),
        "mother": _("Mother's name"),
        "born": _("Born"),
        "sex": _("Sex"),
        "address": _("Full address and telephone"),
        "detained": _("detained"),
        "minor": _("unaccompanied minor"),
        "relation": _("The addressee is the sender's"),
        "place": _("Place of detention, number"),
        "date": _("Date"),
        "signature": _("Signature or mark"),
        "small": _(
            "An open message: it may be read by the staff who pass it on and, in detention, by the authorities. "
            "Photographs of the family may be enclosed. The service is free of charge."
        ),
    }


def _side(side: Side) -> dict[str, Any]:
    person = side.person
    return {
        "name": person.shown_name,
        "father": side.father,
        "mother": side.mother,
        "born": person.birth.display() if person.birth else "",
        "sex": str(person.get_sex_display()) if person.sex else "",
        "address": side.contact,
        "detained": side.detained,
        "minor": side.minor,
    }


def _translations(card: MessageCard | None) -> list[dict[str, str]]:
    names = dict(LANGUAGES)
    return [
        {
            "title": _("Translation: %(language)s") % {"language": names.get(one.language, one.language)},
            "text": one.text,
        }
        for one in (card.translations if card else [])
    ]
