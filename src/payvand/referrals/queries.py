"""Reads of the directory and of referrals. Lists of referrals start at `visible_referrals`."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from payvand.core.scope import Scope
from payvand.core.work import Tile, Work
from payvand.network.folding import folded_forms
from payvand.network.models import Country, Unit
from payvand.people.queries import visible_people
from payvand.referrals.enums import WAITING_STATES, Helped, ReferralState
from payvand.referrals.models import Provider, Referral, ReferralEvent
from payvand.referrals.policies import ENDED_WITH_PROVIDER, READ, SEE_DIRECTORY

STALE_AFTER = timedelta(days=365)


def providers(
    scope: Scope, *, service: str = "", country: Country | None = None, language: str = "", text: str = ""
) -> QuerySet[Provider]:
    """Return the providers that fit, with their services; closed ones too, last.

    Args:
        scope: who asks.
        service: only those that offer this.
        country: only those there.
        language: only those that speak it, BCP 47.
        text: only those whose name or place holds it.

    Raises:
        NotAllowed: the Scope may not see the directory.
    """
    scope.require(SEE_DIRECTORY)
    found = Provider.objects.select_related("country", "place").prefetch_related("services")
    if service:
        found = found.filter(services__service=service)
    if country:
        found = found.filter(country=country)
    if language:
        found = found.filter(languages__contains=f" {language} ")
    for word in text.split():
        folded, in_latin = folded_forms(word)
        found = found.filter(Q(folded__contains=folded) | Q(folded__contains=in_latin))
    return found.order_by("closed_on", "country", "name", "pk")


def open_providers(scope: Scope, *, service: str = "") -> QuerySet[Provider]:
    """Return the providers to whom somebody can be referred today."""
    return providers(scope, service=service).filter(Q(closed_on=None) | Q(closed_on__gt=timezone.localdate()))


def is_stale(provider: Provider, today: date) -> bool:
    """Say whether what is written of a provider should be asked again."""
    return provider.verified_on is None or provider.verified_on + STALE_AFTER < today


def visible_referrals(scope: Scope) -> QuerySet[Referral]:
    """Return the referrals of the Scope's units whose person this Scope may know of, or who stayed unnamed."""
    if not scope.may(READ):
        return Referral.objects.none()
    found = Referral.objects.filter(Q(person=None) | Q(person__in=visible_people(scope)))
    if not scope.all_units:
        found = found.filter(unit_id__in=scope.unit_ids)
    return found.select_related("person", "provider", "unit", "officer")


def listed_referrals(scope: Scope, *, state: str = "", need: str = "", unit: Unit | None = None) -> QuerySet[Referral]:
    """Return the visible referrals that fit, the newest first; `state` is a state, ``open`` or ``loop``.

    ``loop`` are those that ended and of which the person has not been asked.
    """
    found = visible_referrals(scope)
    if state == "open":
        found = found.filter(state__in=WAITING_STATES)
    elif state == "loop":
        found = found.filter(state__in=ENDED_WITH_PROVIDER, helped=Helped.NOT_ASKED)
    elif state:
        found = found.filter(state=state)
    if need:
        found = found.filter(need=need)
    return found.filter(unit=unit) if unit else found


def referrals_of(scope: Scope, *, subject_id: UUID) -> QuerySet[Referral]:
    """Return the visible referrals that came from one subject, the newest first."""
    return visible_referrals(scope).filter(subject_id=subject_id)


def referral_of_form(scope: Scope, token: UUID) -> Referral | None:
    """Return the visible referral that a form has already made, or None."""
    return visible_referrals(scope).filter(form_token=token).first()


def history(referral: Referral) -> list[ReferralEvent]:
    """Return the history of a visible referral, the latest first."""
    return list(referral.events.select_related("actor"))


def due_work(scope: Scope) -> Work:
    """Return the tile of what waits; one query, none for those without referrals."""
    if not scope.may(READ):
        return Work()
    count = (
        visible_referrals(scope)
        .order_by()
        .aggregate(
            waiting=Count("pk", filter=Q(state__in=WAITING_STATES)),
            sent=Count("pk", filter=Q(state=ReferralState.SENT)),
        )
    )
    waiting, sent = count["waiting"], count["sent"]
    return Work(
        tiles=(
            Tile(
                figure=waiting,
                label=ngettext("open referral", "open referrals", waiting),
                url=f"{reverse('referrals:referrals')}?state=open",
                note=ngettext("%(number)s waits for an answer", "%(number)s wait for an answer", sent)
                % {"number": sent}
                if sent
                else "",
            ),
        )
    )
