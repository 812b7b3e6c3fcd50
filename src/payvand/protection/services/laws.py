"""The law of each country: loaded from the package, and the advice that this Society obtained."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput
from payvand.core.scope import Scope
from payvand.people.consent import OTHER_BASES
from payvand.protection.models import CountryLaw
from payvand.protection.policies import KEEP_LAWS
from payvand.protection.reference import laws

LONGEST_ADVICE = 300


@transaction.atomic
def load_laws() -> None:
    """Write or renew the laws that the package carries; advice recorded here stays as it is."""
    found = [CountryLaw(**row) for row in laws()]
    columns = [name for name in next(iter(laws())) if name != "country"]
    CountryLaw.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["country"], update_fields=[*columns, "updated_at"]
    )


@transaction.atomic
def record_advice(
    *, scope: Scope, law: CountryLaw, advice: str, advice_on: date | None, advised_bases: Sequence[str]
) -> CountryLaw:
    """Record the legal advice or agreement under which this Society may rely on further bases; empty takes it back.

    Raises:
        InvalidInput: no date, no basis, or too long.
        NotAllowed: the Scope may not keep the laws.
    """
    scope.require(KEEP_LAWS)
    advice = advice.strip()
    problems = {}
    if len(advice) > LONGEST_ADVICE:
        problems["advice"] = _("Write at most 300 characters: a reference, not the advice itself.")
    if advice and (advice_on is None or advice_on > timezone.localdate()):
        problems["advice_on"] = _("Give the date of the advice; it cannot lie in the future.")
    if (advice and not advised_bases) or set(advised_bases) - OTHER_BASES:
        problems["advised_bases"] = _("Choose the bases on which the Society may rely under this advice.")
    if problems:
        raise InvalidInput(problems)
    current = CountryLaw.objects.select_for_update().get(pk=law.pk)
    current.advice = advice
    current.advice_on = advice_on if advice else None
    current.advised_bases = sorted(advised_bases) if advice else []
    current.save_changes("advice", "advice_on", "advised_bases")
    record_act(
        scope=scope,
        action="protection.record_advice",
        subject_type="protection.CountryLaw",
        subject_id=current.country,
        facts={"bases": current.advised_bases, "on": current.advice_on},
    )
    return current
