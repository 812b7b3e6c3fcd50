"""Unaccompanied and separated children, and the colleagues who are vetted to work with them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.families.enums.children import ChildKind, ChildOutcome
from payvand.families.models.numbers import Numbered
from payvand.network.models import Unit
from payvand.people.models import Person
from payvand.tracing.models import TracingRequest

USER = settings.AUTH_USER_MODEL


class Vetting(BaseModel):
    """A colleague was vetted for child safeguarding, until a day.

    Attributes:
        until: the last day on which it counts.
        ended_at: when the head of tracing took it back before that day.
    """

    user = models.ForeignKey(USER, models.PROTECT, related_name="vettings", verbose_name=_("colleague"))
    until = models.DateField(_("vetted until"))
    recorded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("vetting")
        verbose_name_plural = _("vettings")
        ordering = ["user__full_name", "-until"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="one_vetting_at_a_time"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def holds(self) -> bool:
        """Whether it counts today."""
        return self.ended_at is None and self.until >= timezone.localdate()


class ChildCase(BaseModel, Numbered):
    """A child without its parents; the person record is protected, its named people are vetted.

    Attributes:
        own_wish: the child itself asks that its family be sought; nobody else may ask for it.
        caregiver: who looks after the child now, and how to reach them.
        best_interest: what is best for the child, and why; written before anything is done.
        was_with_armed_forces: a demobilised child, counted apart.
    """

    form_token = models.UUIDField(unique=True, null=True, editable=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="child_case", verbose_name=_("child"))
    kind = models.CharField(_("kind"), max_length=14, choices=ChildKind)
    own_wish = models.BooleanField(_("the child asks for the search"), default=False)
    caregiver = EncryptedTextField(_("caregiver"), blank=True)
    best_interest = EncryptedTextField(_("best interest of the child"))
    was_with_armed_forces = models.BooleanField(_("was with armed forces or groups"), default=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="child_cases", verbose_name=_("unit"))
    officer = models.ForeignKey(USER, models.PROTECT, related_name="child_cases", verbose_name=_("vetted officer"))
    request = models.ForeignKey(TracingRequest, models.PROTECT, null=True, blank=True, related_name="child_cases")
    registered_on = models.DateField(_("registered on"))
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ChildOutcome, blank=True)

    class Meta:
        verbose_name = _("child without its parents")
        verbose_name_plural = _("children without their parents")
        ordering = ["-year", "-running"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="") | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="child_closed_has_outcome",
            ),
        ]
