"""Changes to users and their roles; each writes its audit row."""

import re
import secrets
from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.access.enums import ALL_UNIT_ROLES, Role
from payvand.access.models import Membership, User
from payvand.access.policies import CHANGE_USERS
from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.network.models import Unit

USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,58}[a-z0-9])?")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 5, 4


def initial_password() -> str:
    """Return a password to hand over once: five groups of four signs, about 98 bits, none easily confused."""
    letters = [secrets.choice(_LETTERS) for _n in range(_GROUPS * _GROUP_LENGTH)]
    return "-".join("".join(letters[start : start + _GROUP_LENGTH]) for start in range(0, len(letters), _GROUP_LENGTH))


@transaction.atomic
def create_user(
    *,
    scope: Scope,
    username: str,
    full_name: str,
    password: str,
    language: str = "",
    must_change_password: bool = True,
) -> User:
    """Create a user who may sign in and do nothing yet.

    Raises:
        NotAllowed: the Scope may not change users.
        InvalidInput: the user name is taken or has other than small Latin letters, digits, dots and hyphens.
    """
    scope.require(CHANGE_USERS)
    username = username.strip().casefold()
    if not USERNAME.fullmatch(username):
        raise InvalidInput({"username": _("Use small Latin letters, digits, dots and hyphens, 60 at most.")})
    if User.objects.filter(username=username).exists():
        raise InvalidInput({"username": _("This user name is taken.")})
    user = User(
        username=username,
        full_name=full_name.strip(),
        language=language,
        must_change_password=must_change_password,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as error:
        raise InvalidInput({"username": _("This user name is taken.")}) from error
    record_act(scope=scope, action="access.create_user", subject_type="user", subject_id=user.pk)
    return user


@transaction.atomic
def create_user_with_role(
    *,
    scope: Scope,
    username: str,
    full_name: str,
    language: str,
    unit: Unit,
    role: Role,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> tuple[User, str]:
    """Create a user with a first role, or neither; return the user and the password to hand over.

    Raises:
        NotAllowed, InvalidInput, Refused: as `create_user` and `add_membership`.
    """
    password = initial_password()
    user = create_user(scope=scope, username=username, full_name=full_name, password=password, language=language)
    add_membership(scope=scope, user=user, unit=unit, role=role, valid_from=valid_from, valid_to=valid_to)
    return user, password


@transaction.atomic
def change_user(*, scope: Scope, user: User, full_name: str, language: str, expected_version: int) -> User:
    """Change how a user is called and in which language pages greet them.

    Raises:
        NotAllowed: the Scope may not change users.
        Conflict: someone else changed the user since.
    """
    scope.require(CHANGE_USERS)
    user.full_name, user.language = full_name.strip(), language
    user.save_changes("full_name", "language", expected_version=expected_version)
    record_act(scope=scope, action="access.change_user", subject_type="user", subject_id=user.pk)
    return user


@transaction.atomic
def add_membership(
    *, scope: Scope, user: User, unit: Unit, role: Role, valid_from: date | None = None, valid_to: date | None = None
) -> Membership:
    """Give a user a role in a unit and everything below it, both days included; from today if not said.

    Raises:
        NotAllowed: the Scope may not change users.
        InvalidInput: the last day is before the first, or the unit is of another organisation.
        Refused: the user holds this role there already, or another role bound to another unit at that time.
    """
    scope.require(CHANGE_USERS)
    first = valid_from or timezone.localdate()
    if valid_to is not None and valid_to < first:
        raise InvalidInput({"valid_to": _("The last day is before the first.")})
    if not unit.organisation.is_self:
        raise InvalidInput({"unit": _("Choose a unit of our own organisation.")})
    _refuse_mixed_reach(user, unit, role, first, valid_to)
    membership = Membership.objects.create(user=user, unit=unit, role=role, valid_from=first, valid_to=valid_to)
    record_act(
        scope=scope,
        action="access.add_membership",
        subject_type="user",
        subject_id=user.pk,
        facts={"membership": str(membership.pk), "unit": str(unit.pk), "role": str(role)},
    )
    return membership


def _refuse_mixed_reach(user: User, unit: Unit, role: Role, first: date, last: date | None) -> None:
    """A Scope is one set of rights over one set of units, so roles bound to units must be the same in all of them."""
    overlapping = Membership.objects.filter(user=user).exclude(valid_to__lt=first)
    if last is not None:
        overlapping = overlapping.filter(valid_from__lte=last)
    held = [(Role(other.role), other.unit_id) for other in overlapping]
    if (role, unit.pk) in held:
        raise Refused(_("This user already holds this role in this unit at that time."))
    if role in ALL_UNIT_ROLES:
        return
    if any(other not in ALL_UNIT_ROLES and other != role and where != unit.pk for other, where in held):
        raise Refused(
            _("This user has another role in another unit. End that one first, or give the same role in both units.")
        )


@transaction.atomic
def end_membership(*, scope: Scope, membership: Membership, last_day: date | None = None) -> Membership:
    """End a role; by default at once: yesterday was its last day, or, if it began today, it never held.

    Raises:
        NotAllowed: the Scope may not change users.
        InvalidInput: the last day is before the first.
        Conflict: someone else changed it since.
    """
    scope.require(CHANGE_USERS)
    if last_day is None and membership.valid_from >= timezone.localdate():
        _record_end(scope, membership)
        membership.delete()
        return membership
    last = last_day or timezone.localdate() - timedelta(days=1)
    if last < membership.valid_from:
        raise InvalidInput({"last_day": _("The last day is before the first.")})
    membership.valid_to = last
    membership.save_changes("valid_to")
    _record_end(scope, membership)
    return membership


def _record_end(scope: Scope, membership: Membership) -> None:
    facts = {"membership": str(membership.pk), "unit": str(membership.unit_id), "role": membership.role}
    record_act(
        scope=scope,
        action="access.end_membership",
        subject_type="user",
        subject_id=membership.user_id,
        facts=facts,
    )


@transaction.atomic
def deactivate_user(*, scope: Scope, user: User) -> User:
    """Close an account: every session ends with its next request, and sign-in is refused.

    Raises:
        NotAllowed: the Scope may not change users.
        Refused: one would close one's own account, and perhaps the last that can open it again.
    """
    scope.require(CHANGE_USERS)
    if user.pk == scope.user_id:
        raise Refused(_("You cannot close your own account; ask another administrator."))
    user.is_active, user.session_epoch = False, user.session_epoch + 1
    user.save_changes("is_active", "session_epoch")
    record_act(scope=scope, action="access.deactivate_user", subject_type="user", subject_id=user.pk)
    return user


@transaction.atomic
def reactivate_user(*, scope: Scope, user: User) -> User:
    """Open a closed account again; its roles are as they were, its old sessions stay ended.

    Raises:
        NotAllowed: the Scope may not change users.
    """
    scope.require(CHANGE_USERS)
    user.is_active = True
    user.save_changes("is_active")
    record_act(scope=scope, action="access.reactivate_user", subject_type="user", subject_id=user.pk)
    return user


@transaction.atomic
def reset_password(*, scope: Scope, user: User) -> str:
    """Give a user a new password to be handed over once and changed at sign-in; every session of theirs ends.

    Raises:
        NotAllowed: the Scope may not change users.
    """
    scope.require(CHANGE_USERS)
    password = initial_password()
    user.set_password(password)
    user.must_change_password, user.session_epoch = True, user.session_epoch + 1
    user.save_changes("password", "must_change_password", "session_epoch")
    record_act(scope=scope, action="access.reset_password", subject_type="user", subject_id=user.pk)
    return password


@transaction.atomic
def reset_second_factor(*, scope: Scope, user: User) -> int:
    """Take away all code generators, passkeys and recovery codes of a user, who must enrol anew; return how many.

    Every session of theirs ends.

    Raises:
        NotAllowed: the Scope may not change users.
        Refused: one would take away one's own; that is done on one's own profile page, with the second factor itself.
    """
    scope.require(CHANGE_USERS)
    if user.pk == scope.user_id:
        raise Refused(_("Change your own second factor on your profile page."))
    removed = int(Authenticator.objects.filter(user_id=user.pk).delete()[0])
    user.session_epoch += 1
    user.save_changes("session_epoch")
    facts = {"removed": removed}
    record_act(scope=scope, action="access.reset_second_factor", subject_type="user", subject_id=user.pk, facts=facts)
    return removed


@transaction.atomic
def end_sessions(*, scope: Scope, user: User) -> User:
    """End every session of the user who acts; the caller keeps the present one by putting the new proof into it."""
    if user.pk != scope.user_id:
        scope.require(CHANGE_USERS)
    user.session_epoch += 1
    user.save_changes("session_epoch")
    record_act(scope=scope, action="access.end_sessions", subject_type="user", subject_id=user.pk)
    return user


@transaction.atomic
def password_was_changed(*, user: User, request_id: str = "") -> None:
    """Note that a user now has a password of their own."""
    user.must_change_password = False
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    record_own_act(action="access.change_password", user=user, request_id=request_id)


@transaction.atomic
def second_factor_was_added(*, user: User, kind: str, request_id: str = "") -> None:
    """Record a new second factor, and end every session: one that began with the password alone must not live on.

    The caller puts the new proof into the present session.
    """
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.session_epoch = User.objects.values_list("session_epoch", flat=True).get(pk=user.pk)
    scope = Scope(user_id=user.pk, request_id=request_id)
    facts = {"kind": kind}
    record_act(scope=scope, action="access.add_second_factor", subject_type="user", subject_id=user.pk, facts=facts)


@transaction.atomic
def record_own_act(*, action: str, user: User, request_id: str = "") -> None:
    """Record what a user did to their own account, at a moment when there is no Scope yet, such as signing in."""
    scope = Scope(user_id=user.pk, request_id=request_id)
    record_act(scope=scope, action=action, subject_type="user", subject_id=user.pk)


def choose_language(*, user: User, language: str) -> None:
    """Keep the language in which a user wants pages; a preference, so no audit row and no new version."""
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language
