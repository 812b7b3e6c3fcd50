"""How this room answers for what it keeps of people: for the person's own file, and at erasure."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from payvand.protection.holders import Section
from payvand.referrals.models import Referral, ReferralEvent


def held_about(person_ids: frozenset[UUID]) -> Iterable[Section]:
    """Yield what is kept of these people: to whom they were referred, for what, and what came of it."""
    rows = Referral.objects.filter(person_id__in=person_ids).order_by("offered_on", "pk")
    found = tuple(
        {
            _("Number"): row.number,
            _("Offered on"): row.offered_on.isoformat(),
            _("Need"): row.get_need_display(),
            _("In your words"): row.need_text,
            _("Provider"): row.provider_name,
            _("State"): row.get_state_display(),
            _("What you said of it"): row.feedback or row.get_helped_display(),
        }
        for row in rows
    )
    if found:
        yield Section(_("Referrals"), found)


def erase(person_id: UUID) -> Mapping[str, int]:
    """Take the words and the person from their referrals; need, state, dates and unit stay for the figures."""
    rows = Referral.objects.filter(person_id=person_id)
    ids = list(rows.values_list("pk", flat=True))
    notes = ReferralEvent.objects.filter(referral_id__in=ids).exclude(note="").update(note="")
    erased = rows.update(person=None, need_text="", feedback="", told=[], form_token=None)
    taken = {"referrals.Referral": erased, "referrals.ReferralEvent": notes}
    return {kind: number for kind, number in taken.items() if number}
