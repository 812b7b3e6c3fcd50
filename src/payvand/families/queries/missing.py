"""Reads of families of the missing. Everything starts at `visible_families`."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from payvand.core.scope import Scope
from payvand.core.work import Tile, Work
from payvand.families.enums.missing import ENDED_LEGAL
from payvand.families.models.missing import (
    AccompanimentSession,
    FamilyEntry,
    FamilyNeed,
    LegalStep,
    MissingFamily,
    NeedsAssessment,
)
from payvand.families.policies.missing import READ
from payvand.network.models import Unit
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyCard:
    """Everything that the page of a family shows."""

    assessments: list[NeedsAssessment]
    sessions: list[AccompanimentSession]
    legal_steps: list[LegalStep]
    history: list[FamilyEntry]

    @property
    def latest(self) -> NeedsAssessment | None:
        """The last assessment."""
        return self.assessments[0] if self.assessments else None


def visible_families(scope: Scope) -> QuerySet[MissingFamily]:
    """Return the families whose tracing request this Scope sees."""
    if not scope.may(READ):
        return MissingFamily.objects.none()
    known = visible_requests(scope).order_by().values("pk")
    return MissingFamily.objects.filter(request__in=known).select_related(
        "request__sought__person", "request__enquirer", "unit", "focal_person"
    )


def listed_families(scope: Scope, *, state: str = "", unit: Unit | None = None) -> QuerySet[MissingFamily]:
    """Return the visible families that fit: ``accompanied``, ``ended``, ``open_needs``, ``open_law``, or all."""
    found = visible_families(scope)
    open_law = LegalStep.objects.filter(family=OuterRef("pk")).exclude(state__in=ENDED_LEGAL)
    open_needs = FamilyNeed.objects.filter(assessment__family=OuterRef("pk"), referral=None)
    narrowed = {
        "accompanied": Q(accompanied_from__isnull=False, accompanied_until=None),
        "ended": Q(accompanied_until__isnull=False),
        "open_law": Q(Exists(open_law)),
        "open_needs": Q(Exists(open_needs)),
    }
    found = found.filter(narrowed.get(state, Q()))
    return found.filter(unit=unit) if unit else found


def panel_of(scope: Scope, request: TracingRequest) -> dict[str, MissingFamily | None]:
    """Return what the panel of a file shows: its family, or that none has been opened yet."""
    return {"family": visible_families(scope).filter(request=request).first()}


def family_card(family: MissingFamily) -> FamilyCard:
    """Return the card of a visible family; the number of queries does not grow with what it holds."""
    return FamilyCard(
        assessments=list(family.assessments.select_related("assessed_by").prefetch_related("needs__referral")),
        sessions=list(family.sessions.select_related("by")),
        legal_steps=list(family.legal_steps.select_related("organisation")),
        history=list(family.history.select_related("actor")),
    )


def open_need(scope: Scope, need_id: UUID) -> QuerySet[FamilyNeed]:
    """Return the need of a visible family by its id, as far as it has no referral yet."""
    return FamilyNeed.objects.filter(
        pk=need_id, referral=None, assessment__family__in=visible_families(scope).order_by().values("pk")
    ).select_related("assessment__family__request__enquirer", "assessment__family__unit")


def legal_steps(scope: Scope) -> QuerySet[LegalStep]:
    """Return the legal steps of visible families."""
    return LegalStep.objects.filter(family__in=visible_families(scope).order_by().values("pk")).select_related(
        "family__request", "family__unit"
    )


def due_work(scope: Scope) -> Work:
    """Return the tile of accompanied families; one query, none for those without."""
    if not scope.may(READ):
        return Work()
    soon = timezone.localdate()
    late = LegalStep.objects.filter(family=OuterRef("pk"), next_on__lt=soon).exclude(state__in=ENDED_LEGAL)
    count = (
        listed_families(scope, state="accompanied")
        .order_by()
        .annotate(late=Exists(late))
        .aggregate(all=Count("pk"), late_number=Count("pk", filter=Q(late=True)))
    )
    number, waiting = count["all"], count["late_number"]
    if not number:
        return Work()
    return Work(
        tiles=(
            Tile(
                figure=number,
                label=ngettext("family accompanied", "families accompanied", number),
                url=f"{reverse('families:missing')}?state=accompanied",
                tone="amber" if waiting else "",
                note=ngettext("%(number)s with a late legal step", "%(number)s with a late legal step", waiting)
                % {"number": waiting}
                if waiting
                else "",
            ),
        )
    )
