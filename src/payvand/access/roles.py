"""What each role may do: every room adds its own rights when the node starts (`AppConfig.ready`)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from payvand.access.enums import Role

_rights: dict[Role, set[str]] = defaultdict(set)
_purposes: dict[Role, set[str]] = defaultdict(set)


def grant(role: Role, rights: Iterable[str] = (), purposes: Iterable[str] = ()) -> None:
    """Give a role rights (``room.verb_thing``) and purposes whose person records it may see; repeating is harmless.

    Raises:
        ValueError: a right has no room; or the role is one that must never see people.
    """
    rights, purposes = set(rights), set(purposes)
    if wrong := sorted(right for right in rights if right.count(".") != 1):
        raise ValueError(f"rights are written room.verb_thing: {wrong}")
    if purposes and role in BLIND_ROLES:
        raise ValueError(f"{role} sees no people")
    _rights[role] |= rights
    _purposes[role] |= purposes


def grant_all(grants: Mapping[Role, Iterable[str]]) -> None:
    """Give every role of a room's table its rights."""
    for role, rights in grants.items():
        grant(role, rights)


def rights_of(roles: Iterable[Role]) -> frozenset[str]:
    """Return everything that these roles together may do."""
    return frozenset().union(*(_rights[role] for role in roles))


def purposes_of(roles: Iterable[Role]) -> frozenset[str]:
    """Return the purposes whose person records these roles together may see."""
    return frozenset().union(*(_purposes[role] for role in roles))


BLIND_ROLES = frozenset({Role.NODE_ADMIN, Role.DATA_PROTECTION_OFFICER, Role.PROGRAMME_COLLEAGUE, Role.PARTNER_VIEWER})
