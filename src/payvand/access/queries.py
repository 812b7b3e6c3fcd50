"""Reads of users and their roles."""

from collections.abc import Iterable
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, QuerySet

from payvand.access.models import Membership, User
from payvand.access.policies import SEE_USERS
from payvand.core.scope import Scope

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: User) -> bool:
    """Say whether this user has enrolled a code generator or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists()


def users(scope: Scope) -> QuerySet[User]:
    """Return all users with their memberships and units, for those who look after accounts.

    Raises:
        NotAllowed: the Scope may not see users.
    """
    scope.require(SEE_USERS)
    held = Membership.objects.select_related("unit").order_by("valid_from", "id")
    return User.objects.prefetch_related(Prefetch("memberships", held), "authenticator_set")


def display_names(user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of colleagues by id, for histories and lists; unknown ids are left out. One query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name")) if wanted else {}


def colleagues(scope: Scope, *, right: str | None = None) -> QuerySet[User]:
    """Return active users whose membership lies in a unit that the Scope reaches, to be assigned work.

    Args:
        scope: who asks.
        right: only users one of whose roles holds this right, such as ``tracing.take_request``.
    """
    from django.utils import timezone

    from payvand.access.enums import Role
    from payvand.access.roles import rights_of

    today = timezone.localdate()
    held = Membership.objects.filter(valid_from__lte=today).exclude(valid_to__lt=today)
    if not scope.all_units:
        held = held.filter(unit_id__in=scope.unit_ids)
    if right is not None:
        held = held.filter(role__in=[role for role in Role if right in rights_of([role])])
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("full_name", "pk")
