"""A referral begins: somebody needs something, and somebody else may give it."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.deadlines.services import set_deadline
from payvand.network.models import Unit
from payvand.people.models import Person
from payvand.people.queries import visible_people
from payvand.referrals import queries
from payvand.referrals.enums import Service
from payvand.referrals.models import Provider, Referral, ReferralSeries
from payvand.referrals.policies import REFER
from payvand.referrals.services.recording import SUBJECT, record, tell


@transaction.atomic
def refer(
    *,
    scope: Scope,
    person: Person | None,
    need: str,
    provider: Provider | None = None,
    provider_text: str = "",
    subject: tuple[str, UUID] | None = None,
    unit: Unit | None = None,
    need_text: str = "",
    form_token: UUID | None = None,
) -> Referral:
    """Offer a person a provider for a need; nothing leaves before it is sent.

    Args:
        scope: who acts; the referral becomes theirs to follow.
        person: whose need; None for someone who stays unnamed.
        need: a code of `Service`.
        provider: of the directory; or else
        provider_text: its name, where the directory has none.
        subject: type and id of what it came from, such as ``("families.assessment", id)``.
        unit: that follows it; the person's unit if not said.
        need_text: in the person's words; kept encrypted.
        form_token: of the form, so that a form sent twice makes one referral.

    Raises:
        NotAllowed: the right is missing, or the person or the unit is out of reach.
        InvalidInput: no such need, no provider, or no unit.
    """
    scope.require(REFER)
    if form_token and (made := queries.referral_of_form(scope, form_token)):
        return made
    if person is not None and not visible_people(scope).filter(pk=person.pk).exists():
        raise NotAllowed(REFER)
    unit_id = unit.pk if unit else person.unit_id if person else None
    name = provider.name if provider else provider_text.strip()
    problems = {}
    if need not in Service.values:
        problems["need"] = _("Choose from the list.")
    if not name:
        problems["provider"] = _("Choose a provider, or write who it is.")
    if unit_id is None:
        problems["unit"] = _("Choose the unit that follows it.")
    if problems or unit_id is None:
        raise InvalidInput(problems)
    if not scope.reaches_unit(unit_id):
        raise NotAllowed(REFER)
    referral = Referral.objects.create(
        number=_next_number(),
        form_token=form_token,
        subject_type=subject[0] if subject else "",
        subject_id=subject[1] if subject else None,
        person=person,
        need=need,
        need_text=need_text.strip(),
        provider=provider,
        provider_name=name,
        unit_id=unit_id,
        officer_id=scope.user_id,
        offered_on=timezone.localdate(),
    )
    tell(scope, referral)
    record(scope, "refer", referral, {"need": need})
    set_deadline(
        scope=scope,
        subject=(SUBJECT, referral.pk),
        kind="referrals.send",
        number=referral.number,
        unit_id=referral.unit_id,
        officer_id=referral.officer_id,
    )
    return referral


def _next_number() -> str:
    """Return the next number of the year; the series stays locked until the referral is written or given up."""
    year = timezone.localdate().year
    ReferralSeries.objects.bulk_create([ReferralSeries(year=year)], ignore_conflicts=True)
    series = ReferralSeries.objects.select_for_update().get(pk=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{settings.NODE_SETTINGS.prefix}-REF-{year}-{series.last:04d}"
