"""Attestations and photos that this Scope may know of."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.families.enums.attestations import PhotoState
from payvand.families.models import Attestation, PhotoPublication
from payvand.families.policies.attestations import READ, READ_PHOTOS
from payvand.people.enums import inverse_label
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests


def visible_attestations(scope: Scope, *, state: str = "", kind: str = "") -> QuerySet[Attestation]:
    """Return the attestations of files that this Scope sees, the latest first."""
    if not scope.may(READ):
        return Attestation.objects.none()
    found = Attestation.objects.filter(request__in=visible_requests(scope).order_by().values("pk"))
    found = found.select_related("person", "request", "unit", "prepared_by", "decided_by", "ended_by", "paper")
    chosen = Q(state=state) if state else Q()
    return found.filter(chosen & (Q(kind=kind) if kind else Q()))


def attestations_of(scope: Scope, request: TracingRequest) -> list[Attestation] | None:
    """Return those of one visible file for its page; None where there is none."""
    return list(visible_attestations(scope).filter(request=request)) or None


def attestation_of_form(token: UUID) -> Attestation | None:
    """Return the attestation that this form made already."""
    return Attestation.objects.filter(form_token=token).first()


def visible_photos(scope: Scope, *, state: str = "") -> QuerySet[PhotoPublication]:
    """Return the photos of files that this Scope sees, the latest first."""
    if not scope.may(READ_PHOTOS):
        return PhotoPublication.objects.none()
    found = PhotoPublication.objects.filter(request__in=visible_requests(scope).order_by().values("pk"))
    found = found.select_related("request__sought__person", "request__enquirer", "photo", "proposed_by", "decided_by")
    return found.filter(state=state) if state else found


def photos_of(scope: Scope, request: TracingRequest) -> list[PhotoPublication] | None:
    """Return those of one visible file for its page; None where there is none."""
    return list(visible_photos(scope).filter(request=request)) or None


def photo_of_form(token: UUID) -> PhotoPublication | None:
    """Return the publication that this form made already."""
    return PhotoPublication.objects.filter(form_token=token).first()


def photos_to_show() -> QuerySet[PhotoPublication]:
    """Return what is approved and not over, for the node itself; consent is asked anew by who publishes it."""
    shown = PhotoPublication.objects.filter(state=PhotoState.PUBLISHED, expires_on__gte=timezone.localdate())
    alive = shown.filter(photo__isnull=False, request__enquirer__removed_at=None)
    return alive.select_related("request__sought__person", "request__enquirer", "photo").order_by("public_id")


def relation_sought(request: TracingRequest) -> str:
    """Return what the person sought is to the enquirer, in the language of the page: "Brother"."""
    return inverse_label(request.relation, request.sought.person.sex)
