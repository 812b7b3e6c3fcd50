"""Who is sought, who asks, and where the work on it stands."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.core.partial_date import PartialDateField
from payvand.network.models import Unit
from payvand.people.enums import RelationKind
from payvand.people.models import Person
from payvand.tracing.enums import (
    CloseReason,
    ContactHow,
    RequestState,
    SeparationCause,
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
    received_on = models.DateField(_("received on"))
    located_by = models.ForeignKey("Hint", models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = models.CharField(_("reason of closing"), max_length=2, choices=CloseReason, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("tracing request")
        verbose_name_plural = _("tracing requests")
        ordering = ["-year", "-running"]
        constraints = [
            models.UniqueConstraint(fields=["year", "running"], name="tracing_number_once"),
            models.CheckConstraint(
                condition=models.Q(state=RequestState.CLOSED) ^ models.Q(close_reason=""),
                name="tracing_closed_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-year", "-running"], name="tracing_by_state"),
            models.Index(fields=["unit", "state"], name="tracing_by_unit"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_urgent(self) -> bool:
        """Whether it cannot wait its turn."""
        return self.urgency != Urgency.NORMAL
