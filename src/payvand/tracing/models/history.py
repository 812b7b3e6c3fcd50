"""What was done on a file, line by line."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.tracing.enums import (
    HistoryKind,
)
from payvand.tracing.models.requests import SoughtPerson, TracingRequest


class HistoryEntry(models.Model):
    """One line of a file's history, written by the service that did it and never changed.

    Attributes:
        request: None for what concerns every request for the sought person, such as a decision on a hint.
        actor_id: who did it; None for the node itself.
        facts: codes, ids and counts that the line is written from.
        note: what the person wrote about it.
    """

    id = models.BigAutoField(primary_key=True)
    sought = models.ForeignKey(SoughtPerson, models.CASCADE, related_name="history")
    request = models.ForeignKey(TracingRequest, models.CASCADE, null=True, related_name="history")
    kind = models.CharField(max_length=20, choices=HistoryKind)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    hint = models.ForeignKey("Hint", models.SET_NULL, null=True, related_name="history")

    class Meta:
        verbose_name = _("line of history")
        verbose_name_plural = _("history")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["sought", "-at"], name="tracing_history_of")]

    def __str__(self) -> str:
        return self.get_kind_display()
