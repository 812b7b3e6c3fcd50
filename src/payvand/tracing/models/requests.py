"""Who is sought, who asks, and where the work on it stands."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.core.partial_date import PartialDateField
from payvand.emergencies.models import Event
from payvand.network.models import Country, Organisation, Unit
from payvand.people.enums import RelationKind
from payvand.people.models import Person
from payvand.tracing.enums import (
    ENDED_STATES,
    CloseReason,
    ContactHow,
    RequestState,
    SeparationCause,
    SuspendReason,
    Urgency,
)


class NumberSeries(models.Model):
    """The last file number given in a year; its row is locked until the file that takes the next one is written."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("series of file numbers")
        verbose_name_plural = _("series of file numbers")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class SoughtPerson(BaseModel):
    """A person whom somebody seeks; what is known of them, and how closely it is kept, is in their person record.

    Attributes:
        compared_at: when the last search for this person began; None before the first.
    """

    person = models.OneToOneField(Person, models.PROTECT, related_name="sought", verbose_name=_("person"))
    compared_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("sought person")
        verbose_name_plural = _("sought persons")

    def __str__(self) -> str:
        return str(self.person)


class TracingRequest(BaseModel):
    """What one enquirer asks about one sought person, and where the work on it stands.

    Attributes:
        number: such as ``TJ-2026-0118``; `year` and `running` are its parts, without gaps in a year.
        form_token: of the form that took it, so that a form sent twice makes one request.
        state_since: when the present state began.
        located_by: the confirmed hint on which "located" rests.
        age_at_loss_from, age_at_loss_to: years, a range, as the enquirer reckons them.
        received_from, their_number: the partner whose request this is, and its number there; None for a family here.
        merged_into: the file in which this one is carried on, while it stands as merged.
        last_contacted_on: when the enquirer was last spoken with.
    """

    number = models.CharField(_("file number"), max_length=24, unique=True)
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    form_token = models.UUIDField(unique=True, null=True, editable=False)
    sought = models.ForeignKey(SoughtPerson, models.PROTECT, related_name="requests", verbose_name=_("sought person"))
    enquirer = models.ForeignKey(Person, models.PROTECT, related_name="tracing_requests", verbose_name=_("enquirer"))
    relation = models.CharField(_("enquirer is their"), max_length=20, choices=RelationKind)
    contact = EncryptedTextField(_("how to reach the enquirer"), blank=True)
    contact_safely = EncryptedTextField(_("how to contact them safely"), blank=True)
    contact_address = EncryptedTextField(_("address of the enquirer"), blank=True)
    contact_other = EncryptedTextField(_("another way to reach them"), blank=True)
    may_be_told = EncryptedTextField(_("who else may be told"), blank=True)
    contact_language = models.CharField(_("language to speak with them"), max_length=12, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tracing_requests", verbose_name=_("unit"))
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tracing_requests",
        verbose_name=_("officer"),
    )
    state = models.CharField(_("state"), max_length=20, choices=RequestState, default=RequestState.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    urgency = models.CharField(_("urgency"), max_length=20, choices=Urgency, default=Urgency.NORMAL)
    cause = models.CharField(
        _("what parted them"), max_length=30, choices=SeparationCause, default=SeparationCause.UNKNOWN
    )
    circumstances = models.TextField(_("circumstances"), blank=True)
    last_contact = PartialDateField(_("last contact"), null=True, blank=True)
    last_contact_place = models.CharField(_("where it came from"), max_length=300, blank=True)
    last_contact_how = models.CharField(_("how"), max_length=20, choices=ContactHow, blank=True)
    last_contact_content = EncryptedTextField(_("what was said or written"), blank=True)
    last_country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country of the last news")
    )
    age_at_loss_from = models.PositiveSmallIntegerField(_("age when contact was lost, from"), null=True, blank=True)
    age_at_loss_to = models.PositiveSmallIntegerField(_("to"), null=True, blank=True)
    reason_for_search = models.TextField(_("why they search"), blank=True)
    event = models.ForeignKey(
        Event, models.PROTECT, null=True, blank=True, related_name="tracing_requests", verbose_name=_("event")
    )
    received_from = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("received from")
    )
    their_number = models.CharField(_("their number"), max_length=60, blank=True)
    received_on = models.DateField(_("received on"))
    located_by = models.ForeignKey("Hint", models.PROTECT, null=True, blank=True, related_name="+")
    suspended_for = models.CharField(_("waits for"), max_length=20, choices=SuspendReason, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    last_contacted_on = models.DateField(_("enquirer last contacted on"), null=True, blank=True)
    close_reason = models.CharField(_("reason of closing"), max_length=2, choices=CloseReason, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tracing request")
        verbose_name_plural = _("tracing requests")
        ordering = ["-year", "-running"]
        constraints = [
            models.UniqueConstraint(fields=["year", "running"], name="tracing_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(ENDED_STATES)) ^ models.Q(close_reason=""),
                name="tracing_closed_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.MERGED) ^ models.Q(merged_into=None), name="tracing_merged_into"
            ),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.SUSPENDED) | models.Q(suspended_for=""),
                name="tracing_suspended_for",
            ),
            models.CheckConstraint(
                condition=models.Q(age_at_loss_to=None) | models.Q(age_at_loss_to__gte=models.F("age_at_loss_from")),
                name="tracing_age_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-year", "-running"], name="tracing_by_state"),
            models.Index(fields=["unit", "state"], name="tracing_by_unit"),
            models.Index(fields=["officer", "state"], name="tracing_by_officer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait its turn."""
        return self.urgency != Urgency.NORMAL
