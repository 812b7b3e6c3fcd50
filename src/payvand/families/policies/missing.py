"""Who works with families of the missing; which of them a Scope sees, the tracing request decides."""

from collections.abc import Mapping

from payvand.access.enums import Role
from payvand.core.scope import Scope
from payvand.families.models.missing import MissingFamily

READ = "families.read_missing"
ACCOMPANY = "families.accompany_missing"

_WORK = frozenset({READ, ACCOMPANY})

GRANTS: Mapping[Role, frozenset[str]] = {
    Role.CASEWORKER: _WORK,
    Role.TRACING_OFFICER: _WORK,
    Role.HEAD_OF_TRACING: _WORK,
}


def may_work(scope: Scope, family: MissingFamily) -> bool:
    """Say whether this person may work with a family that they see."""
    return scope.may(ACCOMPANY) and scope.reaches_unit(family.unit_id)
