"""What people ask of those who keep their data."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.protection.enums import IdentityCheck, RequestDecision, RequestKind


class DataSubjectRequest(BaseModel):
    """One request of a person about their own data, from the day it came to the answer.

    Attributes:
        number: ``DP-2026-0001``.
        asked_by: the name of the one who asks, as given; encrypted.
        contact: how to answer safely; encrypted.
        words: what they ask, as they said it; encrypted.
        due_on: the last day on which it is answered in time.
        answer: what was answered and why; encrypted.
        checked_at: when it was made sure who asks; nothing is handed out before.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("what is asked"), max_length=14, choices=RequestKind)
    received_on = models.DateField(_("received on"))
    due_on = models.DateField(_("to be answered by"))
    asked_by = EncryptedTextField(_("who asks"))
    contact = EncryptedTextField(_("how to answer safely"), blank=True)
    words = EncryptedTextField(_("what they said"), blank=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    check_kind = models.CharField(_("how identity was checked"), max_length=16, choices=IdentityCheck, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    decision = models.CharField(_("decision"), max_length=10, choices=RequestDecision, blank=True)
    answer = EncryptedTextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("request about own data")
        verbose_name_plural = _("requests about own data")
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["due_on"], condition=Q(decision=""), name="request_open")]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("received_on")), name="request_due_after_received"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_late(self) -> bool:
        """Whether it is still open after its last day."""
        return not self.decision and self.due_on < timezone.localdate()


class RequestSubject(BaseModel):
    """A record that a request is about; no foreign key, since the request outlives an erased record."""

    request = models.ForeignKey(DataSubjectRequest, models.CASCADE, related_name="subjects")
    person_id = models.UUIDField(db_index=True)

    class Meta:
        verbose_name = _("record that a request is about")
        verbose_name_plural = _("records that requests are about")
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["request", "person_id"], name="request_subject_once")]

    def __str__(self) -> str:
        return str(self.person_id)
