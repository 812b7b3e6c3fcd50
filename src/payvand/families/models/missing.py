"""Families of the missing: what they need, who accompanies them, what they ask of the law."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.families.enums.missing import (
    ENDED_LEGAL,
    FamilyAct,
    IncomeChange,
    LegalKind,
    LegalState,
    NeedArea,
    SessionKind,
)
from payvand.families.models.numbers import Numbered
from payvand.network.models import Organisation, Unit
from payvand.referrals.models import Referral
from payvand.tracing.models import TracingRequest

USER = settings.AUTH_USER_MODEL
WORST_STRAIN = 10


class HeadCount(models.Model):
    """How many people, by sex and age: of a household, or of those who came."""

    women = models.PositiveSmallIntegerField(_("women"), default=0)
    men = models.PositiveSmallIntegerField(_("men"), default=0)
    girls = models.PositiveSmallIntegerField(_("girls under 18"), default=0)
    boys = models.PositiveSmallIntegerField(_("boys under 18"), default=0)

    class Meta:
        abstract = True

    @property
    def people(self) -> int:
        """How many in all."""
        return self.women + self.men + self.girls + self.boys


class MissingFamily(BaseModel, Numbered, HeadCount):  # noqa: DJ008 — `Numbered` shows the number
    """The family of a missing person, known through the tracing request of one of them.

    Attributes:
        women, men, girls, boys: who is accompanied (the beneficiaries).
        focal_person: the colleague whom the family calls.
        accompanied_from, accompanied_until: the days of the programme, both included; None before and while it lasts.
    """

    request = models.OneToOneField(
        TracingRequest, models.PROTECT, related_name="missing_family", verbose_name=_("tracing request")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="missing_families", verbose_name=_("unit"))
    focal_person = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("focal person")
    )
    accompanied_from = models.DateField(_("accompanied from"), null=True, blank=True)
    accompanied_until = models.DateField(_("accompanied until"), null=True, blank=True)

    class Meta:
        verbose_name = _("family of a missing person")
        verbose_name_plural = _("families of the missing")
        ordering = ["-year", "-running"]
        constraints = [
            models.UniqueConstraint(fields=["year", "running"], name="missing_family_number_once"),
            models.CheckConstraint(
                condition=Q(accompanied_until=None) | Q(accompanied_until__gte=F("accompanied_from")),
                name="missing_family_dates_in_order",
            ),
        ]

    @property
    def is_accompanied(self) -> bool:
        """Whether the programme is with this family now."""
        return self.accompanied_from is not None and self.accompanied_until is None


class NeedsAssessment(BaseModel, HeadCount):
    """What a family said of its life on one day; words are kept encrypted.

    Attributes:
        women, men, girls, boys: the household.
        strain: how heavy it is to bear, as the family names it, 0 to 10; None where not asked.
    """

    family = models.ForeignKey(MissingFamily, models.CASCADE, related_name="assessments")
    assessed_on = models.DateField(_("day"))
    assessed_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    household = EncryptedTextField(_("household"), blank=True)
    income_change = models.CharField(_("income since"), max_length=8, choices=IncomeChange, blank=True)
    income = EncryptedTextField(_("income and debts"), blank=True)
    legal = EncryptedTextField(_("legal problems"), blank=True)
    health = EncryptedTextField(_("health"), blank=True)
    strain = models.PositiveSmallIntegerField(_("strain, 0 to 10"), null=True, blank=True)
    security = EncryptedTextField(_("security"), blank=True)
    told = EncryptedTextField(_("what they were told"), blank=True)
    wishes = EncryptedTextField(_("what they wish"), blank=True)

    class Meta:
        verbose_name = _("needs assessment")
        verbose_name_plural = _("needs assessments")
        ordering = ["-assessed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(strain=None) | Q(strain__lte=WORST_STRAIN), name="strain_to_ten"),
        ]

    def __str__(self) -> str:
        return self.assessed_on.isoformat()


class FamilyNeed(BaseModel):
    """One need that an assessment found, and the referral that answers it, if there is one."""

    assessment = models.ForeignKey(NeedsAssessment, models.CASCADE, related_name="needs")
    area = models.CharField(_("need"), max_length=16, choices=NeedArea)
    text = EncryptedTextField(_("in their words"), blank=True)
    referral = models.ForeignKey(Referral, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("need of a family")
        verbose_name_plural = _("needs of families")
        ordering = ["area", "id"]

    def __str__(self) -> str:
        return self.get_area_display()


class AccompanimentSession(BaseModel, HeadCount):
    """One day on which a family was accompanied, and who came."""

    family = models.ForeignKey(MissingFamily, models.CASCADE, related_name="sessions")
    kind = models.CharField(_("how"), max_length=16, choices=SessionKind)
    held_on = models.DateField(_("day"))
    areas = models.JSONField(_("about"), default=list)
    by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("session of accompaniment")
        verbose_name_plural = _("sessions of accompaniment")
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def area_labels(self) -> list[str]:
        """What it was about, in words."""
        return [str(NeedArea(area).label) for area in self.areas]


class LegalStep(BaseModel):
    """Something that a family asks of an authority or a court, followed to its end.

    Attributes:
        authority: by its name; `organisation` where the contacts have it.
        reference: the number that the authority gave.
        next_step: what is to be done next, and `next_on` until when.
    """

    family = models.ForeignKey(MissingFamily, models.CASCADE, related_name="legal_steps")
    kind = models.CharField(_("what"), max_length=16, choices=LegalKind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    authority = models.CharField(_("authority or court"), max_length=200, blank=True)
    reference = EncryptedTextField(_("their number"), blank=True)
    state = models.CharField(_("state"), max_length=12, choices=LegalState, default=LegalState.PLANNED)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    next_step = EncryptedTextField(_("next step"), blank=True)
    next_on = models.DateField(_("until"), null=True, blank=True)
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("legal step")
        verbose_name_plural = _("legal steps")
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state not in ENDED_LEGAL


class FamilyEntry(models.Model):
    """One line of the history of a family's file, written by the service that did it and never changed."""

    id = models.BigAutoField(primary_key=True)
    family = models.ForeignKey(MissingFamily, models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=12, choices=FamilyAct)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("line of a family's history")
        verbose_name_plural = _("history of families")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.get_act_display()
