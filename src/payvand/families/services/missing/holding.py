"""How the work with families of the missing answers for what it keeps: for the person's own file, and at erasure."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from payvand.families.models.missing import (
    AccompanimentSession,
    FamilyNeed,
    LegalStep,
    MissingFamily,
    NeedsAssessment,
)
from payvand.pages.services import clear_drafts_of
from payvand.protection.holders import Section

_WORDS: Mapping[type[Any], tuple[str, tuple[str, ...]]] = {
    NeedsAssessment: ("family", ("household", "income", "legal", "health", "security", "told", "wishes")),
    FamilyNeed: ("assessment__family", ("text",)),
    AccompanimentSession: ("family", ("note",)),
    LegalStep: ("family", ("reference", "next_step", "note")),
}


def held_about(person_ids: frozenset[UUID]) -> Iterator[Section]:
    """Yield what these people said for their families, each assessment and each legal step of theirs."""
    families = MissingFamily.objects.filter(request__enquirer_id__in=person_ids).order_by("year", "running")
    said = tuple(
        _row(one.assessed_on.isoformat(), one, _WORDS[NeedsAssessment][1])
        for family in families
        for one in family.assessments.order_by("assessed_on", "pk")
    )
    if said:
        yield Section(_("What you said of your family's needs"), said)
    steps = tuple(
        {_("What"): str(step), _("Authority or court"): step.authority, _("State"): step.get_state_display()}
        for family in families
        for step in family.legal_steps.all()
    )
    if steps:
        yield Section(_("What your family asks of the law"), steps)


def _row(day: str, assessment: NeedsAssessment, names: tuple[str, ...]) -> Mapping[str, str]:
    label = assessment._meta.get_field
    words = {str(label(name).verbose_name): getattr(assessment, name) for name in names}  # type: ignore[union-attr]  # columns, no relations
    return {_("Day"): day, **{name: text for name, text in words.items() if text}}


def erase(person_id: UUID) -> Mapping[str, int]:
    """Take the words from the families of this person, who asked or is missing; days, kinds and counts stay."""
    families = MissingFamily.objects.filter(Q(request__enquirer_id=person_id) | Q(request__sought__person_id=person_id))
    ids = list(families.values_list("pk", flat=True))
    taken = {
        model._meta.label: _emptied(model._default_manager.filter(**{f"{path}__in": ids}), names)
        for model, (path, names) in _WORDS.items()
    }
    taken["pages.Draft"] = sum(clear_drafts_of(key=f"families.assess.{family.number}") for family in families)
    return {kind: number for kind, number in taken.items() if number}


def _emptied(rows: QuerySet[Any], names: tuple[str, ...]) -> int:
    """Empty sealed columns where one of them holds something; return how many rows did."""
    kept = [row for row in rows if any(getattr(row, name) for name in names)]
    rows.filter(pk__in=[row.pk for row in kept]).update(**dict.fromkeys(names, ""))
    return len(kept)
