"""Reads of users and their roles."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.access.enums import Role
from payvand.access.models import Membership, User
from payvand.access.policies import SEE_ACCESS_ACTS, SEE_ACTS, SEE_USERS
from payvand.access.roles import rights_of
from payvand.audit.models import Act
from payvand.core.scope import Scope

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
_FACTOR_WORDS = {
    Authenticator.Type.TOTP: _("code generator"),
    Authenticator.Type.WEBAUTHN: _("passkey"),
    Authenticator.Type.RECOVERY_CODES: _("recovery codes"),
}


def has_second_factor(user: User) -> bool:
    """Say whether this user has enrolled a code generator or a passkey; recovery codes alone are none."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists())


def users(scope: Scope) -> QuerySet[User]:
    """Return all users with memberships, units and `has_second_factor`, for those who look after accounts.

    Raises:
        NotAllowed: the Scope may not see users.
    """
    scope.require(SEE_USERS)
    held = Membership.objects.select_related("unit").order_by("valid_from", "id")
    enrolled = Exists(Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=SECOND_FACTORS))
    return User.objects.annotate(has_second_factor=enrolled).prefetch_related(Prefetch("memberships", held))


def own_memberships(user: User) -> QuerySet[Membership]:
    """Return the roles of one user with their units, the latest first."""
    return Membership.objects.filter(user=user).select_related("unit").order_by("-valid_from", "id")


def second_factors(user: User) -> list[str]:
    """Return what a user proves themselves with beside the password, each kind once, in words."""
    enrolled = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True))
    return [str(words) for kind, words in _FACTOR_WORDS.items() if kind in enrolled]


def display_names(user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the names of colleagues by id, for histories and lists; unknown ids are left out. One query."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name")) if wanted else {}


def memberships(scope: Scope) -> QuerySet[Membership]:
    """Return all memberships, past and coming ones too, with user and unit.

    Raises:
        NotAllowed: the Scope may not see users.
    """
    scope.require(SEE_USERS)
    return Membership.objects.select_related("user", "unit")


def acts(
    scope: Scope, *, room: str = "", username: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[Act]:
    """Return the recorded acts, newest first: all for who may see the audit, those on accounts for who keeps accounts.

    Args:
        scope: who asks.
        room: only acts of this room, such as ``tracing``.
        username: only acts of this user.
        since: the first day, in the node's time zone.
        until: the last day, included.

    Raises:
        NotAllowed: the Scope may see no acts.
    """
    scope.require(SEE_ACCESS_ACTS)
    found = Act.objects.order_by("-number").filter(action__startswith=f"{room}." if room else "")
    if not scope.may(SEE_ACTS):
        found = found.filter(Q(action__startswith="access.") | Q(action__startswith="network."))
    if username:
        found = found.filter(user_id__in=User.objects.filter(username=username.casefold()).values("pk"))
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def rooms_with_acts(scope: Scope) -> list[str]:
    """Return the rooms whose acts the Scope may see, by name.

    Raises:
        NotAllowed: the Scope may see no acts.
    """
    actions = acts(scope).order_by("action").values_list("action", flat=True).distinct()
    return sorted({action.partition(".")[0] for action in actions})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def colleagues(scope: Scope, *, right: str | None = None) -> QuerySet[User]:
    """Return active users whose membership lies in a unit that the Scope reaches, to be assigned work.

    Args:
        scope: who asks.
        right: only users one of whose roles holds this right, such as ``tracing.take_request``.
    """
    today = timezone.localdate()
    held = Membership.objects.filter(valid_from__lte=today).exclude(valid_to__lt=today)
    if not scope.all_units:
        held = held.filter(unit_id__in=scope.unit_ids)
    if right is not None:
        held = held.filter(role__in=[role for role in Role if right in rights_of([role])])
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("full_name", "pk")
