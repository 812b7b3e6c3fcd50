"""Who may know of a record: raising and lowering its protection, naming people, taking it out of use."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.access.queries import display_names
from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.people.enums import Confidentiality, RemovalReason
from payvand.people.models import NamedAccess, Person
from payvand.people.policies import CHANGE, PROTECT, is_kept_to_named
from payvand.people.queries import named_users
from payvand.people.services.writing import found_differently, own_person, record_person_act, relatives_of


@transaction.atomic
def set_confidentiality(*, scope: Scope, person: Person, level: int, named: Sequence[UUID] = ()) -> Person:
    """Keep a record more or less closely. Whoever keeps a record closely stays among the named.

    A sealed record is out of everyone's sight from then on, also of the one who sealed it.

    Raises:
        InvalidInput: no such level or user, or nobody would be named.
        NotAllowed: the Scope may not change it, or may not lower its protection.
    """
    current = own_person(scope, person, CHANGE)
    if level not in Confidentiality.values:
        raise InvalidInput({"level": _("Choose how closely the record is kept from the list.")})
    before = current.confidentiality
    if level < before:
        scope.require(PROTECT)
    current.confidentiality = level
    current.save_changes("confidentiality")
    Person.objects.filter(mentioned_by=current).update(confidentiality=level)
    if is_kept_to_named(level):
        _name(scope, current, [*([scope.user_id] if scope.user_id else []), *named])
    else:
        current.named_access.filter(ended_at=None).update(ended_at=timezone.now())
    record_person_act(scope, "set_confidentiality", current.pk, {"from": before, "to": level})
    found_differently([current.pk, *relatives_of(current)])
    return current


@transaction.atomic
def keep_closely(*, scope: Scope, person: Person, level: int, named: Sequence[UUID]) -> Person:
    """Set how closely a record is kept and exactly who is named, the one who acts included.

    Raises:
        InvalidInput: no such level or user, or nobody would be named.
        NotAllowed: the Scope may not change it, lower its protection, or take a name away.
    """
    before = set(named_users(person))
    current = set_confidentiality(scope=scope, person=person, level=level, named=named)
    gone = before - {scope.user_id, *named}
    if gone and is_kept_to_named(level):
        scope.require(PROTECT)
        current.named_access.filter(ended_at=None, user_id__in=gone).update(ended_at=timezone.now())
        for user in sorted(gone):
            record_person_act(scope, "end_named_access", current.pk, {"user": user})
        found_differently([current.pk])
    return current


@transaction.atomic
def name_users(*, scope: Scope, person: Person, users: Sequence[UUID]) -> None:
    """Name more users for a closely kept record, such as the officer to whom a file was assigned.

    Raises:
        Refused: the record is not closely kept.
        InvalidInput: there is no such user.
    """
    current = own_person(scope, person, CHANGE)
    if not is_kept_to_named(current.confidentiality):
        raise Refused(_("Everyone in reach sees this record: protect it first."))
    _name(scope, current, users)
    record_person_act(scope, "name_users", current.pk, {"users": list(users)})
    found_differently([current.pk])


@transaction.atomic
def end_named_access(*, scope: Scope, person: Person, user: UUID) -> None:
    """Take a user from those who are named for a closely kept record.

    Raises:
        Refused: nobody would be left who sees it.
    """
    current = own_person(scope, person, PROTECT)
    if not current.named_access.filter(ended_at=None).exclude(user_id=user).exists():
        raise Refused(_("Somebody must be able to see this record: name another person first."))
    current.named_access.filter(ended_at=None, user_id=user).update(ended_at=timezone.now())
    record_person_act(scope, "end_named_access", current.pk, {"user": user})
    found_differently([current.pk])


@transaction.atomic
def remove_person(*, scope: Scope, person: Person, reason: str) -> None:
    """Take a record out of use: it is shown and found nowhere from now on. Its history and the audit stay.

    Raises:
        InvalidInput: no such reason.
    """
    current = own_person(scope, person, CHANGE)
    if reason not in RemovalReason.values:
        raise InvalidInput({"reason": _("Choose the reason from the list.")})
    related = relatives_of(current)
    current.removed_at, current.removal_reason = timezone.now(), reason
    current.save_changes("removed_at", "removal_reason")
    record_person_act(scope, "remove_person", current.pk, {"reason": reason})
    found_differently([current.pk, *related])


def _name(scope: Scope, person: Person, users: Sequence[UUID]) -> None:
    wanted = set(users)
    if unknown := wanted - display_names(wanted).keys():
        raise InvalidInput({"named": _("There is no such user (%(count)s).") % {"count": len(unknown)}})
    present = set(person.named_access.filter(ended_at=None).values_list("user_id", flat=True))
    if not wanted | present:
        raise InvalidInput({"named": _("Name at least one person who may see the record.")})
    NamedAccess.objects.bulk_create(
        NamedAccess(person=person, user_id=user, named_by_id=scope.user_id) for user in sorted(wanted - present)
    )
