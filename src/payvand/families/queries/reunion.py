"""Which reunification files and which children a Scope may see; a child only those who are vetted and named."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.scope import Scope
from payvand.families.enums.reunion import ReunionState
from payvand.families.models import ChildCase, ReunificationFile, Vetting
from payvand.families.policies.reunion import READ, SEE_CHILDREN, VET
from payvand.families.queries.reach import in_units, known_side
from payvand.tracing.models import TracingRequest


def visible_reunifications(scope: Scope) -> QuerySet[ReunificationFile]:
    """Return the files of the Scope's units, both of whose people it may know of; a child's only for the vetted."""
    if not scope.may(READ):
        return ReunificationFile.objects.none()
    known = (known_side("applicant", scope), known_side("principal", scope))
    found = ReunificationFile.objects.filter(*known, *in_units(scope))
    if not is_vetted(scope.user_id):
        found = found.filter(is_child=False)
    return found.select_related("applicant", "principal", "unit", "request")


def listed_reunifications(scope: Scope, state: str) -> QuerySet[ReunificationFile]:
    """Return the visible files in a state, or all of them, the latest first."""
    found = visible_reunifications(scope).defer("best_interest", "escort").order_by("-year", "-running")
    return found.filter(state=state) if state in ReunionState else found


def reunification_of_form(scope: Scope, token: UUID) -> ReunificationFile | None:
    """Return the visible file that a form has already made, or None."""
    return visible_reunifications(scope).filter(form_token=token).first()


def reunifications_of_request(scope: Scope, request: TracingRequest) -> list[ReunificationFile] | None:
    """Return the visible reunification files of a tracing file; None where there are none."""
    return list(visible_reunifications(scope).filter(request=request)) or None


def is_vetted(user_id: UUID | None) -> bool:
    """Say whether this colleague is vetted for child safeguarding today."""
    today = timezone.localdate()
    return user_id is not None and Vetting.objects.filter(user_id=user_id, ended_at=None, until__gte=today).exists()


def vettings(scope: Scope) -> QuerySet[Vetting]:
    """Return all vettings that stand or ran out, for those who record them."""
    if not scope.may(VET):
        return Vetting.objects.none()
    return Vetting.objects.filter(ended_at=None).select_related("user", "recorded_by")


def vetted_colleagues(scope: Scope) -> QuerySet[User]:
    """Return the colleagues within reach who are vetted today and may work with children."""
    today = timezone.localdate()
    vetted = Vetting.objects.filter(ended_at=None, until__gte=today).values("user_id")
    return colleagues(scope, right=SEE_CHILDREN).filter(pk__in=vetted)


def visible_children(scope: Scope) -> QuerySet[ChildCase]:
    """Return the children of the Scope's units for whom this user is named, as long as they are vetted."""
    if not scope.may(SEE_CHILDREN) or not is_vetted(scope.user_id):
        return ChildCase.objects.none()
    found = ChildCase.objects.filter(known_side("person", scope), *in_units(scope))
    return found.select_related("person", "unit", "officer", "request")


def listed_children(scope: Scope, *, open_only: bool) -> QuerySet[ChildCase]:
    """Return the visible children, the latest first, without what is written of them."""
    found = visible_children(scope).defer("caregiver", "best_interest").order_by("-year", "-running")
    return found.filter(closed_on=None) if open_only else found


def child_of_form(scope: Scope, token: UUID) -> ChildCase | None:
    """Return the visible case that a form has already made, or None."""
    return visible_children(scope).filter(form_token=token).first()
