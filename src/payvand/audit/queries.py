"""Reading the chain."""

from django.db.models import QuerySet

from payvand.audit.models import Act
from payvand.core.scope import Scope


def acts_on(scope: Scope, subject_type: str, subject_id: object) -> QuerySet[Act]:  # noqa: ARG001 — who may see the thing may see its acts
    """Return what was done to one thing, oldest first; the caller has shown that the Scope may see the thing."""
    return Act.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).order_by("number")
