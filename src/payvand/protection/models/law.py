"""The law of each country as this node knows it, and the sought persons who cannot be asked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.people.enums import ConsentBasis
from payvand.people.models import Person
from payvand.protection.enums import BreachDuty, CannotAsk, Localisation


class CountryLaw(BaseModel):
    """What the data-protection law of one country asks of a Society there; loaded from the package, advised here.

    Attributes:
        country: ISO 3166-1 alpha-2.
        bases: the lawful bases that a private body has, `ConsentBasis` values; empty where they are not recorded.
        export_needs_consent: True where only the person's own consent lets their data leave the country.
        breach_hours: hours within which the regulator must be told, where the law says so.
        evidence: the grade of evidence and the source, as the reference data has them.
        unverified: True where nobody who read the law itself confirmed the row.
        advice: reference of the legal advice or agreement that this Society obtained; empty for none.
        advised_bases: further bases on which the Society may rely under that advice.
    """

    country = models.CharField(_("country"), max_length=2, unique=True)
    law = models.CharField(_("law"), max_length=300)
    enacted = models.CharField(_("enacted"), max_length=60, blank=True)
    bases = models.JSONField(_("lawful bases"), default=list)
    localisation = models.CharField(_("place of the data"), max_length=12, choices=Localisation)
    localisation_note = models.CharField(max_length=300, blank=True)
    export_needs_consent = models.BooleanField(_("leaves the country by consent only"), default=False)
    export_note = models.CharField(max_length=300, blank=True)
    breach_duty = models.CharField(_("breach"), max_length=12, choices=BreachDuty)
    breach_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    breach_note = models.CharField(max_length=300, blank=True)
    regulator = models.CharField(_("regulator"), max_length=200, blank=True)
    consequence = models.CharField(_("what follows"), max_length=300, blank=True)
    evidence = models.CharField(_("evidence"), max_length=60)
    unverified = models.BooleanField(default=True)
    advice = models.CharField(_("legal advice or agreement"), max_length=300, blank=True)
    advice_on = models.DateField(_("date of the advice"), null=True, blank=True)
    advised_bases = models.JSONField(_("bases under the advice"), default=list)

    class Meta:
        verbose_name = _("law of a country")
        verbose_name_plural = _("laws of countries")
        ordering = ["country"]
        constraints = [
            models.CheckConstraint(condition=Q(advice="") | Q(advice_on__isnull=False), name="advice_has_a_date"),
        ]

    def __str__(self) -> str:
        return self.law

    @property
    def base_labels(self) -> list[str]:
        """The recorded lawful bases, in words."""
        return [str(ConsentBasis(basis).label) for basis in self.bases]

    def allows_basis(self, basis: str) -> bool:
        """Say whether a Society of this country may rely on a basis, by the law or under recorded advice."""
        return not self.bases or basis in self.bases or (bool(self.advice) and basis in self.advised_bases)


class CannotBeAsked(BaseModel):
    """Why a sought person is searched for without having been asked, on which basis, and when this is looked at again.

    Attributes:
        words: what is known of it; encrypted.
        advice: the advice or agreement relied on, where the country's law has no basis but consent; encrypted.
        review_on: the last day on which the basis holds without somebody looking at it again.
        ended_at: when it ceased: the person could be asked, or a review replaced it.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="cannot_be_asked")
    reason = models.CharField(_("why the person cannot be asked"), max_length=24, choices=CannotAsk)
    words = EncryptedTextField(_("in words"), blank=True)
    basis = models.CharField(_("lawful basis"), max_length=12, choices=ConsentBasis)
    advice = EncryptedTextField(_("legal advice or agreement"), blank=True)
    review_on = models.DateField(_("look at it again on"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("person who cannot be asked")
        verbose_name_plural = _("people who cannot be asked")
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["review_on"], condition=Q(ended_at=None), name="cannot_ask_review")]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="cannot_ask_stands_once"),
            models.CheckConstraint(condition=~Q(basis=ConsentBasis.CONSENT), name="cannot_ask_is_no_consent"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("created_at")), name="cannot_ask_times_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
