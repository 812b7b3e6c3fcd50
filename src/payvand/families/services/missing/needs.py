"""A family's file, what it says of its life, and who is asked to help."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.families.enums.missing import FamilyAct, IncomeChange, NeedArea
from payvand.families.models.missing import WORST_STRAIN, FamilyNeed, MissingFamily, NeedsAssessment
from payvand.families.policies.missing import ACCOMPANY
from payvand.families.services.missing.recording import locked, tell, wait_for
from payvand.families.services.numbers import next_number
from payvand.pages.services import clear_draft
from payvand.referrals.enums import Service
from payvand.referrals.models import Provider, Referral
from payvand.referrals.services import refer
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

# Which service of the directory answers which need; to know and justice are the work of tracing and of lawyers.
SERVICE_OF: Mapping[str, Service] = {
    NeedArea.TO_KNOW: Service.RFL,
    NeedArea.LEGAL: Service.LEGAL,
    NeedArea.ECONOMIC: Service.ECONOMIC,
    NeedArea.PSYCHOSOCIAL: Service.PSYCHOSOCIAL,
    NeedArea.COMMEMORATION: Service.COMMEMORATION,
    NeedArea.JUSTICE: Service.LEGAL,
    NeedArea.HEALTH: Service.HEALTH,
    NeedArea.SECURITY: Service.SAFETY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a family said of its life; the words as they were said, `strain` from 0 to 10."""

    assessed_on: date
    women: int = 0
    men: int = 0
    girls: int = 0
    boys: int = 0
    household: str = ""
    income_change: str = ""
    income: str = ""
    legal: str = ""
    health: str = ""
    strain: int | None = None
    security: str = ""
    told: str = ""
    wishes: str = ""

    def check(self) -> None:
        """Raise InvalidInput where something cannot be kept."""
        problems = {}
        if self.assessed_on > timezone.localdate():
            problems["assessed_on"] = _("The day lies in the future.")
        if self.income_change not in IncomeChange.values:
            problems["income_change"] = _("Choose from the list.")
        if self.strain is not None and not 0 <= self.strain <= WORST_STRAIN:
            problems["strain"] = _("Write a number from 0 to 10.")
        if problems:
            raise InvalidInput(problems)


@transaction.atomic
def open_family(*, scope: Scope, request: TracingRequest) -> MissingFamily:
    """Open the file of the family behind a tracing request, or return the one that is open.

    Raises:
        NotAllowed: the right is missing, or the request is out of reach.
    """
    scope.require(ACCOMPANY)
    found = visible_requests(scope).select_for_update(of=("self",)).filter(pk=request.pk).first()
    if found is None:
        raise NotAllowed(ACCOMPANY)
    if known := MissingFamily.objects.filter(request=found).first():
        return known
    family = MissingFamily.objects.create(**next_number("FM"), request=found, unit_id=found.unit_id)
    tell(scope, family, FamilyAct.OPENED)
    return family


@transaction.atomic
def record_assessment(
    *, scope: Scope, family: MissingFamily, account: Account, needs: Mapping[str, str]
) -> NeedsAssessment:
    """Record what a family said of its life, and what it needs.

    Args:
        scope: who acts.
        family: a visible family.
        account: what was said.
        needs: by area, in the family's words, which may be empty.

    Raises:
        InvalidInput: something cannot be kept.
    """
    account.check()
    if not set(needs) <= set(NeedArea.values):
        raise InvalidInput({"needs": _("Choose from the list.")})
    current = locked(scope, family)
    assessment = NeedsAssessment.objects.create(
        family=current, assessed_by_id=scope.user_id, **_stripped(asdict(account))
    )
    for area, text in needs.items():
        FamilyNeed.objects.create(assessment=assessment, area=area, text=text.strip())
    tell(scope, current, FamilyAct.ASSESSED, {"needs": sorted(needs), "on": account.assessed_on.isoformat()})
    wait_for(scope, current, "families.assess_again", start=account.assessed_on)
    clear_draft(scope=scope, key=f"families.assess.{current.number}")
    return assessment


@transaction.atomic
def refer_need(
    *,
    scope: Scope,
    need: FamilyNeed,
    provider: Provider | None = None,
    provider_text: str = "",
    form_token: UUID | None = None,
) -> Referral:
    """Refer the family's spokesperson for one of its needs.

    Raises:
        Refused: there is a referral for this need already.
        InvalidInput: no provider.
    """
    family = locked(scope, need.assessment.family)
    current = FamilyNeed.objects.select_for_update().get(pk=need.pk)
    if current.referral_id is not None:
        raise Refused(_("There is a referral for this need already."))
    referral = refer(
        scope=scope,
        person=family.request.enquirer,
        need=SERVICE_OF[current.area],
        provider=provider,
        provider_text=provider_text,
        subject=("families.FamilyNeed", current.pk),
        unit=family.unit,
        need_text=current.text,
        form_token=form_token,
    )
    current.referral = referral
    current.save_changes("referral")
    tell(scope, family, FamilyAct.REFERRED, {"area": current.area, "referral": referral.number})
    return referral


def _stripped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
