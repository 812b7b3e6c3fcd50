"""From a user to the Scope of a request: memberships in force today, what their roles may do, the units they reach."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from payvand.access.enums import ALL_UNIT_ROLES, Role
from payvand.access.models import Membership, User
from payvand.access.roles import purposes_of, rights_of
from payvand.core.scope import Scope
from payvand.network.queries import unit_parents


def scope_of(user: User, *, language: str, request_id: str = "") -> Scope:
    """Return what this user may see and do today; two queries, one for a user whose roles reach every unit.

    Someone without a membership in force, or whose account is closed, may see and do nothing.
    """
    if not user.is_active:
        return Scope(user_id=user.pk, language=language, request_id=request_id)
    today = timezone.localdate()
    held = list(Membership.objects.filter(user_id=user.pk).only("role", "unit_id", "valid_from", "valid_to"))
    in_force = [membership for membership in held if membership.holds_on(today)]
    roles = {Role(membership.role) for membership in in_force}
    everywhere = reaches_all_units(roles)
    own = {membership.unit_id for membership in in_force if membership.role not in ALL_UNIT_ROLES}
    return Scope(
        user_id=user.pk,
        rights=rights_of(roles),
        purposes=purposes_of(roles),
        unit_ids=frozenset(own) if everywhere or not own else with_units_below(own, unit_parents()),
        all_units=everywhere,
        language=language,
        request_id=request_id,
    )


def reaches_all_units(roles: Iterable[Role]) -> bool:
    """Say whether these roles together see the rows of every unit.

    A role without people (administrator, data-protection officer), wherever it is held, does not widen the reach of a
    role that has them in some units only: a caseworker of Kulob who also looks after the accounts still sees the
    people of Kulob alone.
    """
    held = set(roles)
    reaching = held & ALL_UNIT_ROLES
    limited_with_people = any(purposes_of([role]) for role in held - ALL_UNIT_ROLES)
    return bool(reaching) and (not limited_with_people or bool(purposes_of(reaching)))


def with_units_below(own: Iterable[UUID], parents: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """Return these units and all below them; `parents` maps each unit to the one above it, or None."""
    wanted = set(own)

    def below(unit: UUID | None) -> bool:
        seen: set[UUID] = set()
        while unit is not None and unit not in seen:
            if unit in wanted:
                return True
            seen.add(unit)
            unit = parents.get(unit)
        return False

    return frozenset(wanted | {unit for unit in parents if below(unit)})
