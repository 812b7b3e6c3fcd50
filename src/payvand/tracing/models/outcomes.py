"""What came of a file: links restored, proposals to close it, files that turned out to be one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.people.models import Person
from payvand.tracing.enums import CloseReason, LinkKind, OwnerAnswer, ProposalState
from payvand.tracing.models.hints import Hint
from payvand.tracing.models.requests import SoughtPerson, TracingRequest


class LinkOutcome(BaseModel):
    """A link restored for the enquirer of a request: with whom, how and when. One request may have several.

    Attributes:
        person: with whom; None where it is the sought person themselves.
        removed_at: taken back, because it was recorded by mistake.
    """

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="links")
    kind = models.CharField(_("how"), max_length=20, choices=LinkKind)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    restored_on = models.DateField(_("restored on"))
    note = EncryptedTextField(_("note"), blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("link restored")
        verbose_name_plural = _("links restored")
        ordering = ["-restored_on", "-id"]

    def __str__(self) -> str:
        return self.get_kind_display()


class ClosingProposal(BaseModel):
    """One person's proposal to close a file, for a second person to approve or decline."""

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="closing_proposals")
    reason = models.CharField(_("reason of closing"), max_length=2, choices=CloseReason)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=ProposalState, default=ProposalState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("proposal to close")
        verbose_name_plural = _("proposals to close")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(state=ProposalState.OPEN), name="tracing_one_proposal"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ProposalState.APPROVED) | ~models.Q(by=models.F("decided_by")),
                name="tracing_four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Merging(BaseModel):
    """Two files that somebody found to be one, or to seek one person; kept with what is needed to undo it.

    Attributes:
        request: the file that ended, or that was moved to another sought person.
        into: the file that goes on.
        before: the state, closing reason and sought person of `request` as they were.
        names: names that `into`'s sought person got from it.
    """

    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="mergings")
    into = models.ForeignKey(TracingRequest, models.CASCADE, related_name="+")
    moved_from = models.ForeignKey(SoughtPerson, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict)
    names = models.JSONField(default=list)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("merging of files")
        verbose_name_plural = _("mergings of files")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=models.Q(undone_at=None), name="tracing_merged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.request} → {self.into}"


class OwnerQuestion(BaseModel):
    """A question to the people named for a protected record that a hint points at; it shows them the file that asks."""

    hint = models.ForeignKey(Hint, models.CASCADE, related_name="owner_questions")
    request = models.ForeignKey(TracingRequest, models.CASCADE, related_name="+")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=20, choices=OwnerAnswer, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question to the owner")
        verbose_name_plural = _("questions to owners")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["hint"], condition=models.Q(answer=""), name="tracing_asked_once"),
        ]

    def __str__(self) -> str:
        return self.get_answer_display()
