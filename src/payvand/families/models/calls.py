"""Calls between relatives that the Society makes possible, free of charge."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.families.enums.calls import CallKind, CallOutcome
from payvand.families.models.numbers import Numbered
from payvand.network.models import Unit
from payvand.people.models import Person
from payvand.tracing.models import TracingRequest


class FacilitatedCall(BaseModel, Numbered):
    """One call, or the attempt at one.

    Attributes:
        minutes: that they spoke; 0 where they did not.
        place: from where it was made, such as a centre, a camp, a prison.
    """

    form_token = models.UUIDField(unique=True, null=True, editable=False)
    caller = models.ForeignKey(Person, models.PROTECT, related_name="calls_made", verbose_name=_("caller"))
    called = models.ForeignKey(Person, models.PROTECT, related_name="calls_received", verbose_name=_("called"))
    kind = models.CharField(_("means"), max_length=8, choices=CallKind, default=CallKind.PHONE)
    outcome = models.CharField(_("what came of it"), max_length=14, choices=CallOutcome)
    on = models.DateField(_("day"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    place = models.CharField(_("place"), max_length=300, blank=True)
    from_detention = models.BooleanField(_("from or to a place of detention"), default=False)
    minor = models.BooleanField(_("with an unaccompanied minor"), default=False)
    note = EncryptedTextField(_("note"), blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls", verbose_name=_("unit"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    request = models.ForeignKey(TracingRequest, models.PROTECT, null=True, blank=True, related_name="calls")

    class Meta:
        verbose_name = _("facilitated call")
        verbose_name_plural = _("facilitated calls")
        ordering = ["-on", "-year", "-running"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome=CallOutcome.COMPLETED, minutes__gt=0) | ~Q(outcome=CallOutcome.COMPLETED),
                name="call_completed_has_minutes",
            ),
        ]
        indexes = [models.Index(fields=["unit", "-on"], name="call_by_unit")]
