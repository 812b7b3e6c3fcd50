"""Enquiries to partners: one row for each partner asked."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.network.models import Organisation
from payvand.tracing.enums import OPEN_ENQUIRY_STATES, EnquiryState
from payvand.tracing.models.requests import TracingRequest


class Enquiry(BaseModel):
    """What one partner is asked about one file, and where that stands. Headquarters write to headquarters.

    Attributes:
        number: the file's number with a running one, such as ``TJ-2026-0118/2``; `running` is that part.
        their_number: the partner's own number for it.
        question: what they are asked.
        answer: what they answered last.
        reminders: how often they were reminded.
    """

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="enquiries")
    partner = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("partner"))
    number = models.CharField(_("number"), max_length=30, unique=True)
    running = models.PositiveSmallIntegerField()
    their_number = models.CharField(_("their number"), max_length=60, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=EnquiryState, default=EnquiryState.DRAFT)
    state_since = models.DateTimeField(default=timezone.now)
    question = EncryptedTextField(_("what they are asked"), blank=True)
    answer = EncryptedTextField(_("what they answered"), blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_on = models.DateField(_("last reminded on"), null=True, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("enquiry to a partner")
        verbose_name_plural = _("enquiries to partners")
        ordering = ["running"]
        constraints = [
            models.UniqueConstraint(fields=["request", "running"], name="tracing_enquiry_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=[EnquiryState.DRAFT, EnquiryState.WITHDRAWN])
                | models.Q(sent_on__isnull=False),
                name="tracing_enquiry_sent",
            ),
        ]
        indexes = [models.Index(fields=["state", "request"], name="tracing_enquiry_state")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether the partner has been asked and has not answered."""
        return self.state in OPEN_ENQUIRY_STATES
