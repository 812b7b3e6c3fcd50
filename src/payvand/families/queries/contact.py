"""Which safe-and-well registrations and calls a Scope may see."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.families.models import FacilitatedCall, SafeAndWell
from payvand.families.policies.contact import READ_CALLS, READ_SAFE
from payvand.families.queries.reach import in_units, known_side
from payvand.tracing.models import TracingRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeFilter:
    """What the list of registrations is narrowed to; an empty value narrows nothing."""

    event: Event | None = None
    status: str = ""
    unit: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFilter:
    """What the list of calls is narrowed to; an empty value narrows nothing."""

    outcome: str = ""
    kind: str = ""
    unit: UUID | None = None


def visible_safe(scope: Scope) -> QuerySet[SafeAndWell]:
    """Return the registrations of the Scope's units that still stand; what has expired is shown nowhere."""
    if not scope.may(READ_SAFE):
        return SafeAndWell.objects.none()
    standing = Q(ended_at=None, expires_on__gte=timezone.localdate())
    found = SafeAndWell.objects.filter(standing, known_side("person", scope), *in_units(scope))
    return found.select_related("event", "person", "unit")


def listed_safe(scope: Scope, chosen: SafeFilter) -> QuerySet[SafeAndWell]:
    """Return the visible registrations that fit the filter, the latest first, without message and place."""
    found = visible_safe(scope).defer("message", "exact_place")
    if chosen.event:
        found = found.filter(event=chosen.event)
    if chosen.status:
        found = found.filter(status=chosen.status)
    if chosen.unit:
        found = found.filter(unit=chosen.unit)
    return found.order_by("-year", "-running")


def safe_of_form(scope: Scope, token: UUID) -> SafeAndWell | None:
    """Return the visible registration that a form has already made, or None."""
    return visible_safe(scope).filter(form_token=token).first()


def visible_calls(scope: Scope) -> QuerySet[FacilitatedCall]:
    """Return the calls of the Scope's units, both of whose people this Scope may know of."""
    if not scope.may(READ_CALLS):
        return FacilitatedCall.objects.none()
    known = (known_side("caller", scope), known_side("called", scope))
    found = FacilitatedCall.objects.filter(*known, *in_units(scope))
    return found.select_related("caller", "called", "unit", "made_by", "request")


def listed_calls(scope: Scope, chosen: CallFilter) -> QuerySet[FacilitatedCall]:
    """Return the visible calls that fit the filter, the latest first, without notes."""
    wanted = {name: getattr(chosen, name) for name in ("outcome", "kind", "unit") if getattr(chosen, name)}
    return visible_calls(scope).defer("note").filter(**wanted).order_by("-on", "-year", "-running")


def call_of_form(scope: Scope, token: UUID) -> FacilitatedCall | None:
    """Return the visible call that a form has already made, or None."""
    return visible_calls(scope).filter(form_token=token).first()


def calls_of_request(scope: Scope, request: TracingRequest) -> list[FacilitatedCall] | None:
    """Return the visible calls of a file, the latest first; None where there are none."""
    return list(visible_calls(scope).filter(request=request).defer("note").order_by("-on")) or None
