"""Breaches: what happened, the clock that runs from when it was found, who was told."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.protection.enums import BreachKind, Risk, Told

CLOCK = timedelta(hours=72)


class Breach(BaseModel):
    """A breach of people's data.

    Attributes:
        number: ``BR-2026-0001``.
        what: what happened, in words; encrypted.
        happened_at: when, as far as known.
        found_at: when this Society learned of it: the 72 hours run from here.
        people: about how many people's data it touched; None for not known.
        measures: what was done to stop it and to help; encrypted.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("what happened"), max_length=10, choices=BreachKind)
    what = EncryptedTextField(_("in words"))
    happened_at = models.DateTimeField(_("happened"), null=True, blank=True)
    found_at = models.DateTimeField(_("found"))
    people = models.PositiveIntegerField(_("people concerned, about"), null=True, blank=True)
    risk = models.CharField(_("risk for the people"), max_length=10, choices=Risk, default=Risk.UNKNOWN)
    measures = EncryptedTextField(_("what was done"), blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("breach")
        verbose_name_plural = _("breaches")
        ordering = ["-found_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_at=None) | Q(happened_at__lte=F("found_at")), name="breach_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def due_at(self) -> datetime:
        """The end of the 72 hours."""
        return self.found_at + CLOCK


class BreachNotice(BaseModel):
    """Somebody was told of a breach."""

    breach = models.ForeignKey(Breach, models.CASCADE, related_name="notices")
    told = models.CharField(_("who was told"), max_length=12, choices=Told)
    told_at = models.DateTimeField(_("when"))
    words = EncryptedTextField(_("what they were told, and how"), blank=True)
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("notice of a breach")
        verbose_name_plural = _("notices of breaches")
        ordering = ["told_at", "id"]

    def __str__(self) -> str:
        return self.get_told_display()
