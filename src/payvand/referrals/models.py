"""The directory of providers, and referrals to them. A referral knows no case: it names the subject by type and id."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.network.models import Country, Place, Unit
from payvand.people.models import Person
from payvand.referrals.enums import (
    WAITING_STATES,
    Helped,
    NotServedReason,
    ReferralState,
    ReferralStep,
    RefusalReason,
    Service,
)

USER = settings.AUTH_USER_MODEL


class Provider(BaseModel):
    """Who offers services to people; a contact is a function, never a person.

    Attributes:
        languages: BCP 47 codes, a space before and after each.
        folded: name, place and for whom, as a search compares them, in their own script and in Latin letters.
        for_whom: who is served: women, children, people with disabilities, everyone.
        contact_function: whom to ask for, such as "duty social worker".
        verified_on: when somebody last asked whether all of this is true.
        source: from where it is known.
        closed_on: from then on nobody is referred there.
    """

    name = models.CharField(_("name"), max_length=200)
    country = models.ForeignKey(Country, models.PROTECT, related_name="+", verbose_name=_("country"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"))
    place_text = models.CharField(_("place as written"), max_length=300, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    folded = models.TextField(blank=True, editable=False)
    for_whom = models.CharField(_("for whom"), max_length=300, blank=True)
    terms = models.TextField(_("conditions and cost"), blank=True)
    contact_function = models.CharField(_("contact, by function"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    verified_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("source"), max_length=200, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["country", "name", "id"]
        indexes = [models.Index(fields=["country", "name"], name="provider_by_country")]

    def __str__(self) -> str:
        return self.name

    @property
    def language_codes(self) -> list[str]:
        """The codes of its languages."""
        return self.languages.split()

    @property
    def kinds(self) -> list[str]:
        """What it offers, in the language of the page; reads `services`, which lists prefetch."""
        return [service.get_service_display() for service in self.services.all()]


class ProviderService(models.Model):
    """One service that a provider offers."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="services")
    service = models.CharField(max_length=20, choices=Service)

    class Meta:
        verbose_name = _("service of a provider")
        verbose_name_plural = _("services of providers")
        ordering = ["service"]
        constraints = [models.UniqueConstraint(fields=["provider", "service"], name="provider_service_once")]

    def __str__(self) -> str:
        return self.get_service_display()


class ReferralSeries(models.Model):
    """The last number given in a year; its row is locked until the referral that takes the next one is written."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of referral numbers")
        verbose_name_plural = _("series of referral numbers")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Referral(BaseModel):
    """A need of a person, and the provider who is to meet it.

    Attributes:
        number: such as ``TJ-REF-2026-0012``.
        subject_type, subject_id: what it came from, such as an assessment; empty where it came from the person alone.
        person: whose need it is; None for someone who stays unnamed.
        provider, provider_name: of the directory, or written; the name is that which consent was given for.
        told: codes of what was told to the provider; empty where the person went there without us telling anything.
        reason: of a refusal or of not being served.
        helped, feedback: what the person said of it; with that the loop is closed.
    """

    number = models.CharField(_("number"), max_length=28, unique=True)
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name=_("person")
    )
    need = models.CharField(_("need"), max_length=20, choices=Service)
    need_text = EncryptedTextField(_("in their words"), blank=True)
    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name=_("provider")
    )
    provider_name = models.CharField(_("provider"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="referrals", verbose_name=_("unit"))
    officer = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name=_("officer")
    )
    state = models.CharField(_("state"), max_length=12, choices=ReferralState, default=ReferralState.OFFERED)
    state_since = models.DateTimeField(default=timezone.now)
    told = models.JSONField(default=list)
    reason = models.CharField(
        _("reason"), max_length=20, choices=[*RefusalReason.choices, *NotServedReason.choices], blank=True
    )
    helped = models.CharField(_("what the person says"), max_length=8, choices=Helped, blank=True)
    feedback = EncryptedTextField(_("feedback"), blank=True)
    offered_on = models.DateField(_("offered on"))
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "state_since"], name="referral_by_state"),
            models.Index(fields=["unit", "state"], name="referral_by_unit"),
            models.Index(fields=["subject_id"], name="referral_of_subject"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether something is still waited for."""
        return self.state in WAITING_STATES


class ReferralEvent(models.Model):
    """One line of a referral's history, written by the service that did it and never changed."""

    id = models.BigAutoField(primary_key=True)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    step = models.CharField(max_length=12, choices=ReferralStep, blank=True)
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("line of a referral's history")
        verbose_name_plural = _("history of referrals")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.get_step_display() or str(_("offered"))
