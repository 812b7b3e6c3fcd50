"""Paper forms that this Scope may know of."""

from uuid import UUID

from django.db.models import QuerySet

from payvand.core.scope import Scope
from payvand.files.queries import files_of
from payvand.tracing.enums.paper import PaperState
from payvand.tracing.models import PaperForm, TracingRequest
from payvand.tracing.policies import TAKE


def visible_papers(scope: Scope, *, state: str = "") -> QuerySet[PaperForm]:
    """Return the forms printed for the Scope's units, the latest first; `state` narrows them."""
    if not scope.may(TAKE):
        return PaperForm.objects.none()
    found = PaperForm.objects.select_related("unit", "printed_by", "request")
    if not scope.all_units:
        found = found.filter(unit_id__in=scope.unit_ids)
    return found.filter(state=state) if state else found


def papers_of_batch(scope: Scope, batch: UUID) -> list[PaperForm]:
    """Return the forms of one batch that have not come back, in the order of their numbers."""
    return list(visible_papers(scope, state=PaperState.OUT).filter(batch=batch).order_by("year", "running"))


def paper_of_file(scope: Scope, request: TracingRequest) -> PaperForm | None:
    """Return the paper from which a visible file was taken, with `scans` (signed forms that were attached), or None."""
    paper = PaperForm.objects.select_related("printed_by").filter(request=request).first()
    if paper is not None:
        paper.__dict__["scans"] = files_of(scope, "tracing.request", request.pk, kind="signed_form")
    return paper
