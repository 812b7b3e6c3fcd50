"""The directory: who offers what, and when somebody last asked whether it is true."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput
from payvand.core.scope import Scope
from payvand.network.folding import folded_forms
from payvand.network.models import Country, Place
from payvand.referrals.enums import Service
from payvand.referrals.models import Provider, ProviderService
from payvand.referrals.policies import CHANGE_DIRECTORY


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderFacts:
    """What is known of a provider; `services` are codes of `Service`, `languages` BCP 47 codes."""

    name: str
    country: Country
    services: Collection[str]
    place: Place | None = None
    place_text: str = ""
    address: str = ""
    languages: Collection[str] = ()
    for_whom: str = ""
    terms: str = ""
    contact_function: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    source: str = ""

    def columns(self) -> dict[str, Any]:
        """Return what is kept of it in columns, the services apart.

        Raises:
            InvalidInput: no name, or no service that there is.
        """
        problems = {}
        if not self.name.strip():
            problems["name"] = _("Write the name.")
        if not self.services or not set(self.services) <= set(Service.values):
            problems["services"] = _("Choose at least one service.")
        if problems:
            raise InvalidInput(problems)
        names = {field.name for field in fields(self)} - {"services", "languages", "country", "place"}
        texts = {name: getattr(self, name).strip() for name in names}
        spoken = f" {' '.join(sorted(set(self.languages)))} " if self.languages else ""
        folded = " ".join(folded_forms(f"{self.name} {self.place_text} {self.for_whom}"))
        return {**texts, "country": self.country, "place": self.place, "languages": spoken, "folded": folded}


@transaction.atomic
def add_provider(*, scope: Scope, facts: ProviderFacts) -> Provider:
    """Add a provider to the directory, as verified today by who adds it.

    Raises:
        NotAllowed: the Scope may not change the directory.
        InvalidInput: no name, or no service.
    """
    scope.require(CHANGE_DIRECTORY)
    provider = Provider.objects.create(
        **facts.columns(), verified_on=timezone.localdate(), verified_by_id=scope.user_id
    )
    _set_services(provider, facts.services)
    _record(scope, "add_provider", provider)
    return provider


@transaction.atomic
def change_provider(*, scope: Scope, provider: Provider, facts: ProviderFacts, expected_version: int) -> Provider:
    """Change what is written of a provider.

    Raises:
        NotAllowed, InvalidInput: as `add_provider`.
        Conflict: someone else changed it since.
    """
    scope.require(CHANGE_DIRECTORY)
    columns = facts.columns()
    for name, value in columns.items():
        setattr(provider, name, value)
    provider.save_changes(*columns, expected_version=expected_version)
    _set_services(provider, facts.services)
    _record(scope, "change_provider", provider)
    return provider


@transaction.atomic
def verify_provider(*, scope: Scope, provider: Provider) -> Provider:
    """Record that all of it was found true today.

    Raises:
        NotAllowed: the Scope may not change the directory.
    """
    scope.require(CHANGE_DIRECTORY)
    provider.verified_on, provider.verified_by_id = timezone.localdate(), scope.user_id
    provider.save_changes("verified_on", "verified_by")
    _record(scope, "verify_provider", provider)
    return provider


@transaction.atomic
def close_provider(*, scope: Scope, provider: Provider, closed_on: date | None = None) -> Provider:
    """Record from when nobody is referred there any more, today if not said.

    Raises:
        NotAllowed: the Scope may not change the directory.
    """
    scope.require(CHANGE_DIRECTORY)
    provider.closed_on = closed_on or timezone.localdate()
    provider.save_changes("closed_on")
    _record(scope, "close_provider", provider)
    return provider


def _set_services(provider: Provider, services: Collection[str]) -> None:
    provider.services.exclude(service__in=services).delete()
    ProviderService.objects.bulk_create(
        [ProviderService(provider=provider, service=service) for service in sorted(set(services))],
        ignore_conflicts=True,
    )


def _record(scope: Scope, action: str, provider: Provider) -> None:
    record_act(
        scope=scope,
        action=f"referrals.{action}",
        subject_type="referrals.provider",
        subject_id=provider.pk,
        facts={"country": provider.country_id},
    )
