"""The disclosure log: written, and the permission checked once more, before anything leaves."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.codes import is_code
from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.people.models import Person
from payvand.protection.enums import Channel
from payvand.protection.models import Disclosure
from payvand.protection.transfers import may_transfer

SUBJECT = "people.Person"
LONGEST_RECIPIENT = 100


@transaction.atomic
def record_disclosure(
    *,
    scope: Scope,
    person: Person,
    recipient: str,
    fields: Sequence[str],
    channel: str,
    basis: str = "",
    country: str = "",
) -> Disclosure:
    """Note what is about to leave about a person, in the transaction that lets it leave.

    Args:
        scope: who discloses.
        person: whose data.
        recipient: an organisation's code or name, or ``enquirer``; never a private person's name.
        fields: codes of what is told, such as ``names``, ``birth``, ``last_contact``.
        channel: a `Channel`.
        basis: the lawful ground that the caller counts on; it must be the one that stands. Empty for whichever stands.
        country: ISO 3166-1 alpha-2 of where it goes; empty for this Society's own country.

    Raises:
        Refused: it is not allowed, and why; nothing may leave.
        InvalidInput: no recipient, no fields, or no such way.
    """
    _check(recipient, fields, channel)
    verdict = may_transfer(person=person, to_country=country, channel=channel, recipient=recipient)
    if not verdict.allowed:
        raise Refused(verdict.why)
    if basis and basis != verdict.basis:
        raise Refused(_("The lawful basis is another one now: open the record again before you share anything."))
    disclosure = Disclosure.objects.create(
        person_id=person.pk,
        channel=channel,
        recipient=recipient.strip(),
        country=country,
        fields=list(fields),
        basis=verdict.basis,
        consent_id=verdict.consent_id,
        made_by_id=scope.user_id,
    )
    record_act(
        scope=scope,
        action="protection.record_disclosure",
        subject_type=SUBJECT,
        subject_id=person.pk,
        facts={"disclosure": disclosure.pk, "channel": channel, "country": country, "fields": list(fields)},
    )
    return disclosure


def _check(recipient: str, fields: Sequence[str], channel: str) -> None:
    problems = {}
    if not recipient.strip() or len(recipient) > LONGEST_RECIPIENT or "\x00" in recipient:
        problems["recipient"] = _("Write the recipient in at most 100 characters.")
    if not fields or not all(is_code(field) for field in fields):
        problems["fields"] = _("Say what is told.")
    if channel not in Channel.values:
        problems["channel"] = _("Choose from the list.")
    if problems:
        raise InvalidInput(problems)
