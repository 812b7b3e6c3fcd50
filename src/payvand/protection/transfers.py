"""Whether something may leave the Society about a person: flags first, then what they agreed to, then the law.

Asked on the server at the moment of disclosure; `services.record_disclosure` asks it again.
"""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from payvand.people.consent import NAMED_RECIPIENT_SCOPES, standing_of
from payvand.people.enums import ConsentBasis
from payvand.people.models import Person
from payvand.people.queries import may_ask_authority
from payvand.protection.enums import Channel
from payvand.protection.law import against_basis, against_export, own_law
from payvand.protection.models import CannotBeAsked
from payvand.protection.policies import NEEDED


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a disclosure is allowed.

    Attributes:
        allowed: yes or no.
        why: where it is not allowed, a sentence for the one who asked; it never tells of a restricted flag.
        basis: the lawful ground, a `ConsentBasis`; empty where it is not allowed.
        consent_id: the recorded answer that decides, if there is one.
    """

    allowed: bool
    why: str = ""
    basis: str = ""
    consent_id: UUID | None = None


def may_disclose(*, person: Person, channel: str, recipient: str = "", country: str = "") -> Verdict:
    """Say whether something may be told about a person by this way.

    Args:
        person: whose data.
        channel: a `Channel`.
        recipient: to whom, as the consent names them; needed for authorities and other organisations.
        country: ISO 3166-1 alpha-2 of the recipient; empty for this Society's own.
    """
    if channel == Channel.SUBJECT:
        return Verdict(allowed=True, basis=ConsentBasis.LEGAL)
    if channel == Channel.AUTHORITY and not may_ask_authority(person, country):
        return Verdict(allowed=False, why=_("A protection concern forbids asking an authority about this person."))
    needed = NEEDED[channel]
    if needed in NAMED_RECIPIENT_SCOPES and not recipient:
        return Verdict(allowed=False, why=_("Name the recipient: the consent holds for a named one only."))
    stands = standing_of(person, needed, recipient=recipient or None)
    if not stands.allowed or stands.decided_by is None:
        return Verdict(
            allowed=False,
            why=_("“%(scope)s” is not allowed by the person's answers: %(state)s.")
            % {"scope": needed.label, "state": stands.state.label.lower()},
        )
    if why := _against_law(person, stands.basis, country):
        return Verdict(allowed=False, why=why)
    return Verdict(allowed=True, basis=stands.basis, consent_id=stands.decided_by.pk)


def _against_law(person: Person, basis: str, to_country: str) -> str:
    """Say why the law of this node's country is against it; advice recorded for the person lifts a missing basis."""
    if basis == ConsentBasis.CONSENT:
        return ""
    law = own_law()
    recorded = CannotBeAsked.objects.filter(person=person, basis=basis, ended_at=None).first()
    if recorded is not None and recorded.advice:
        return ""
    return against_basis(law, basis) or against_export(law, basis, to_country)


def may_transfer(*, person: Person, to_country: str, channel: str, recipient: str = "") -> Verdict:
    """Say whether something may be sent abroad about a person; the arguments are those of `may_disclose`."""
    return may_disclose(person=person, channel=channel, recipient=recipient, country=to_country)
