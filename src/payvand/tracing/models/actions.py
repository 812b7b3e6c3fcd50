"""What is done on a file, by whom, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.network.models import Unit
from payvand.tracing.enums import ActionKind, ActionOutcome
from payvand.tracing.models.requests import TracingRequest


class TracingAction(BaseModel):
    """One thing to do for a file. Whoever it is given to reads this row and nothing else of the file.

    Attributes:
        task: what is to be done: the address, whom to ask, what to say and what not; everything that a visit needs.
        authority: which authority is asked, word for word as the enquirer agreed to it; only for that kind.
        planned_for: the day by which it is to be done.
        report: what came of it, in the words of who did it.
        dropped_at: when it was given up without being done.
    """

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="actions")
    kind = models.CharField(_("action"), max_length=20, choices=ActionKind)
    task = EncryptedTextField(_("what is to be done"), blank=True)
    authority = models.CharField(_("authority"), max_length=100, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    given_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tracing_actions",
        verbose_name=_("given to"),
    )
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    planned_for = models.DateField(_("to be done by"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=ActionOutcome, default=ActionOutcome.PENDING)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    report = EncryptedTextField(_("report"), blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=ActionKind.AUTHORITY) ^ models.Q(authority=""),
                name="tracing_authority_named",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome=ActionOutcome.PENDING) ^ models.Q(done_on__isnull=False),
                name="tracing_action_done",
            ),
        ]
        indexes = [models.Index(fields=["given_to", "outcome"], name="tracing_tasks_of")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.outcome == ActionOutcome.PENDING and self.dropped_at is None

    @property
    def is_late(self) -> bool:
        """Whether the day by which it was to be done is over."""
        return self.is_open and self.planned_for is not None and self.planned_for < timezone.localdate()
