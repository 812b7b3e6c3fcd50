"""What every act with a family leaves behind: a line of history and a row of the audit; and the lock before it."""

from collections.abc import Mapping
from typing import Any

from payvand.audit.services import record_act
from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.deadlines.services import set_deadline
from payvand.families.enums.missing import FamilyAct
from payvand.families.models.missing import FamilyEntry, MissingFamily
from payvand.families.policies.missing import ACCOMPANY
from payvand.families.queries.missing import visible_families

SUBJECT = "families.MissingFamily"


def locked(scope: Scope, family: MissingFamily) -> MissingFamily:
    """Return the family as the database has it now, locked for a change.

    Raises:
        NotAllowed: it is not visible to this Scope, or the right is missing.
    """
    scope.require(ACCOMPANY)
    found = visible_families(scope).select_for_update(of=("self",)).filter(pk=family.pk).first()
    if found is None or not scope.reaches_unit(found.unit_id):
        raise NotAllowed(ACCOMPANY)
    return found


def tell(scope: Scope, family: MissingFamily, act: FamilyAct, facts: Mapping[str, Any] | None = None) -> None:
    """Write the line of history and the row of the audit: codes, ids, counts and dates."""
    FamilyEntry.objects.create(family=family, actor_id=scope.user_id, act=act, facts=dict(facts or {}))
    record_act(
        scope=scope,
        action=f"families.missing_{act}",
        subject_type=SUBJECT,
        subject_id=family.pk,
        facts={"number": family.number, **(facts or {})},
    )


def wait_for(scope: Scope, family: MissingFamily, kind: str, **dates: Any) -> None:
    """Set what is due with this family."""
    set_deadline(
        scope=scope,
        subject=(SUBJECT, family.pk),
        kind=kind,
        number=family.number,
        unit_id=family.unit_id,
        officer_id=family.focal_person_id,
        **dates,
    )
