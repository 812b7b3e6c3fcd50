"""A printed form of a request: it bears a file number before the file exists."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.models import BaseModel
from payvand.network.models import Unit
from payvand.tracing.enums.paper import PaperLanguage, PaperState
from payvand.tracing.models.requests import TracingRequest


class PaperForm(BaseModel):
    """A form that was printed with a file number reserved for it.

    Attributes:
        number: such as ``TJ-2026-0118``; `year` and `running` are its parts, taken from the series of file numbers.
        batch: of the forms that were printed together.
        request: the request that was taken from it; it bears the number.
        void_note: why it will never come back.
    """

    number = models.CharField(_("file number"), max_length=24, unique=True)
    year = models.PositiveSmallIntegerField()
    running = models.PositiveIntegerField()
    language = models.CharField(_("language"), max_length=8, choices=PaperLanguage)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    batch = models.UUIDField(default=uuid4, db_index=True)
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("printed by")
    )
    state = models.CharField(_("state"), max_length=8, choices=PaperState, default=PaperState.OUT)
    request = models.OneToOneField(
        TracingRequest, models.CASCADE, null=True, related_name="paper", verbose_name=_("request")
    )
    void_note = models.CharField(_("why"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("paper form")
        verbose_name_plural = _("paper forms")
        ordering = ["-year", "-running"]
        constraints = [
            models.UniqueConstraint(fields=["year", "running"], name="tracing_paper_number_once"),
            models.CheckConstraint(
                condition=models.Q(state=PaperState.USED) ^ models.Q(request=None),
                name="tracing_paper_used_has_request",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="tracing_paper_by_unit")]

    def __str__(self) -> str:
        return self.number
