"""Who signs in, and what each of them does in which unit, from when to when."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from payvand.access.enums import Role
from payvand.core.models import BaseModel
from payvand.network.models import Unit


class UserManager(BaseUserManager["User"]):
    """Finds users by the name they sign in with, however its letters are cased."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of this name.

        Raises:
            User.DoesNotExist: there is none.
        """
        return self.get(username=(username or "").casefold())


class User(BaseModel, AbstractBaseUser):
    """A member of staff, a volunteer or a partner who signs in. There are no superusers: rights come from roles.

    Attributes:
        must_change_password: True while the password is the one that an administrator handed over.
        session_epoch: part of what a session proves; counting it up ends every session of this user.
    """

    username = models.CharField(
        _("user name"), max_length=60, unique=True, help_text=_("Small Latin letters, digits, dot and hyphen.")
    )
    full_name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language of the pages"), max_length=8, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    must_change_password = models.BooleanField(default=False, editable=False)
    session_epoch = models.PositiveIntegerField(default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def roles_today(self) -> list["Membership"]:
        """The memberships in force today; reads `memberships`, which lists prefetch."""
        today = timezone.localdate()
        return [membership for membership in self.memberships.all() if membership.holds_on(today)]

    def get_session_auth_hash(self) -> str:
        """Return what a session of this user must hold: it changes with the password and with `session_epoch`."""
        return self._session_proof(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same, by the session keys that were in use before a rotation."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_proof(secret)

    def _session_proof(self, secret: str | bytes | None) -> str:
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac("payvand.access.session", value, secret=secret, algorithm="sha256").hexdigest()


class Membership(BaseModel):
    """A role of a user in a unit and everything below it, from one day to another, both included."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("user"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=40, choices=Role)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user__username", "valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def is_past(self) -> bool:
        """Whether its last day is over."""
        return self.valid_to is not None and self.valid_to < timezone.localdate()

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
