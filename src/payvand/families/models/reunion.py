"""Family reunification: who wants to join whom, what each State decided, the journey."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.ids import new_id
from payvand.core.models import BaseModel
from payvand.families.enums.reunion import DecisionState, PermitKind, ReunionState, ReunionStep, StateRole
from payvand.families.models.numbers import Numbered
from payvand.network.models import Country, Unit
from payvand.people.enums import RelationKind
from payvand.people.models import Person
from payvand.tracing.models import TracingRequest

USER = settings.AUTH_USER_MODEL


class ReunificationFile(BaseModel, Numbered):
    """One family that wants to be together again; relation proofs are its files.

    Attributes:
        applicant: who asks for it, and stays where they are.
        principal: who travels to them.
        relation: what the principal is to the applicant.
        contact_restored_on: they are in touch again; nothing begins before.
        applicant_agreed_on, principal_agreed_on: each was asked alone and agreed.
        is_child: the principal is an unaccompanied or separated child.
        best_interest: why the reunion is best for the child, for a child.
        reunited_on: the day on which they met.
    """

    form_token = models.UUIDField(unique=True, null=True, editable=False)
    request = models.ForeignKey(TracingRequest, models.PROTECT, null=True, blank=True, related_name="reunifications")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="reunifications_asked")
    principal = models.ForeignKey(Person, models.PROTECT, related_name="reunifications")
    relation = models.CharField(_("who travels is their"), max_length=20, choices=RelationKind)
    contact_restored_on = models.DateField(_("contact restored on"))
    applicant_agreed_on = models.DateField(_("the applicant agreed on"))
    principal_agreed_on = models.DateField(_("who travels agreed on"))
    is_child = models.BooleanField(_("unaccompanied or separated child"), default=False)
    best_interest = EncryptedTextField(_("best interest of the child"), blank=True)
    escort = EncryptedTextField(_("escort"), blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reunifications", verbose_name=_("unit"))
    taken_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=12, choices=ReunionState, default=ReunionState.PREPARING)
    state_since = models.DateTimeField(default=timezone.now)
    departed_on = models.DateField(_("departed on"), null=True, blank=True)
    reunited_on = models.DateField(_("reunited on"), null=True, blank=True)

    class Meta:
        verbose_name = _("reunification file")
        verbose_name_plural = _("reunification files")
        ordering = ["-year", "-running"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ReunionState.REUNITED, reunited_on__isnull=False)
                | (~models.Q(state=ReunionState.REUNITED) & models.Q(reunited_on=None)),
                name="reunion_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="reunion_by_unit")]


class StateDecision(BaseModel):
    """What one State is asked for, and what it said."""

    file = models.ForeignKey(ReunificationFile, models.CASCADE, related_name="decisions")
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("State"))
    role = models.CharField(_("as the State of"), max_length=12, choices=StateRole)
    permit = models.CharField(_("asked for"), max_length=16, choices=PermitKind)
    state = models.CharField(_("answer"), max_length=8, choices=DecisionState, default=DecisionState.TO_ASK)
    reference = EncryptedTextField(_("reference"), blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision of a State")
        verbose_name_plural = _("decisions of States")
        ordering = ["role", "country", "permit", "id"]
        constraints = [
            models.UniqueConstraint(fields=["file", "country", "role", "permit"], name="state_decides_once"),
        ]

    def __str__(self) -> str:
        return f"{self.country}: {self.get_permit_display()}"

    @property
    def holds(self) -> bool:
        """Whether it is granted and has not run out."""
        in_time = self.valid_until is None or self.valid_until >= timezone.localdate()
        return self.state == DecisionState.GRANTED and in_time


class ReunionEntry(models.Model):
    """One line of the history of a reunification file."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(ReunificationFile, models.CASCADE, related_name="history")
    step = models.CharField(max_length=12, choices=ReunionStep, blank=True)
    after = models.CharField(max_length=12, choices=ReunionState)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    note = EncryptedTextField(blank=True)

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("history")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.get_step_display() or self.get_after_display())
