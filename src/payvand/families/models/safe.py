"""Safe and well: who is alive and how they are, for an event, until a day."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.emergencies.models import Event
from payvand.families.enums.safe import PlaceClass, SafeStatus, ToldBy
from payvand.families.models.numbers import Numbered
from payvand.network.models import Unit
from payvand.people.models import Person


class SafeAndWell(BaseModel, Numbered):
    """One registration; it is shown, and compared with open files, until its last day.

    Attributes:
        home_place: where the person lives, in words.
        exact_place: where they are; kept only with their agreement.
        expires_on: its last day.
        ended_at: when it was ended: by the person's wish, or by the node after the last day.
    """

    form_token = models.UUIDField(unique=True, null=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="safe_and_well", verbose_name=_("event"))
    person = models.OneToOneField(Person, models.PROTECT, related_name="safe_and_well", verbose_name=_("person"))
    status = models.CharField(_("how they are"), max_length=12, choices=SafeStatus)
    told_by = models.CharField(_("told by"), max_length=8, choices=ToldBy, default=ToldBy.SELF)
    home_place = models.CharField(_("home"), max_length=300, blank=True)
    place_class = models.CharField(_("now"), max_length=12, choices=PlaceClass, default=PlaceClass.UNKNOWN)
    exact_place = EncryptedTextField(_("exact place"), blank=True)
    message = EncryptedTextField(_("message to relatives"), blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="safe_and_well", verbose_name=_("unit"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    registered_on = models.DateField(_("registered on"))
    expires_on = models.DateField(_("kept until"))
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("safe-and-well registration")
        verbose_name_plural = _("safe-and-well registrations")
        ordering = ["-year", "-running"]
        indexes = [
            models.Index(fields=["event", "expires_on"], name="safe_by_event"),
            models.Index(fields=["expires_on"], condition=models.Q(ended_at=None), name="safe_to_expire"),
        ]

    @property
    def is_current(self) -> bool:
        """Whether it still stands today."""
        return self.ended_at is None and self.expires_on >= timezone.localdate()


class RelativeTold(models.Model):
    """Who was told that the person is safe, and when."""

    id = models.BigAutoField(primary_key=True)
    registration = models.ForeignKey(SafeAndWell, models.CASCADE, related_name="told")
    relation = models.CharField(_("who was told"), max_length=100)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("relative who was told")
        verbose_name_plural = _("relatives who were told")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.relation
