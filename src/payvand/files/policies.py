"""Who may read and change the files of a thing: the room of the thing says so, in one place, when its app is ready.

    files.policies.register_owner("tracing.TracingRequest", may_read=…, may_change=…, url=…)

A file has no rights of its own: whoever may read the thing may read its files. Where no room has spoken, nobody may.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from payvand.core.scope import Scope

Predicate = Callable[[Scope, UUID], bool]


@dataclass(frozen=True, slots=True)
class Owner:
    """What one room says of files of one kind of thing.

    Attributes:
        may_read: given the Scope and the id of a thing, whether its files may be read.
        may_change: whether files may be added to it and removed from it.
        url: the address of the page of a thing, to come back to; None where it has none.
    """

    may_read: Predicate
    may_change: Predicate
    url: Callable[[Scope, UUID], str] | None = None


_owners: dict[str, Owner] = {}


def register_owner(
    subject_type: str,
    may_read: Predicate,
    *,
    may_change: Predicate | None = None,
    url: Callable[[Scope, UUID], str] | None = None,
) -> None:
    """Say who may read the files of a kind of thing, and who may change them (by default the same people)."""
    _owners[subject_type] = Owner(may_read, may_change or may_read, url)


def may_read(scope: Scope, subject_type: str, subject_id: UUID) -> bool:
    """Say whether files of this thing may be read."""
    owner = _owners.get(subject_type)
    return owner is not None and owner.may_read(scope, subject_id)


def may_change(scope: Scope, subject_type: str, subject_id: UUID) -> bool:
    """Say whether files may be added to this thing, and removed."""
    owner = _owners.get(subject_type)
    return owner is not None and owner.may_read(scope, subject_id) and owner.may_change(scope, subject_id)


def page_of(scope: Scope, subject_type: str, subject_id: UUID) -> str:
    """Return the address of the page of a thing, or the home page where it has none."""
    owner = _owners.get(subject_type)
    return owner.url(scope, subject_id) if owner is not None and owner.url is not None else "/"
