"""How long things are kept, what was decided when the time was over, and what was erased."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.protection.enums import ErasureGround, ErasureState, Extent, RetentionChoice


class RetentionPeriod(BaseModel):
    """For how long this node keeps one kind of record, where it differs from what the room says.

    Attributes:
        kind: the code of a `holders.RetentionKind`.
        months: None for always, until somebody decides.
    """

    kind = models.CharField(max_length=60, unique=True)
    months = models.PositiveSmallIntegerField(_("months"), null=True, blank=True)

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind


class RetentionDecision(BaseModel):
    """What was decided on one record whose time was over; a later decision replaces an earlier one."""

    person_id = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=60)
    choice = models.CharField(_("decision"), max_length=8, choices=RetentionChoice)
    until = models.DateField(_("keep until"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("retention decision")
        verbose_name_plural = _("retention decisions")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(choice=RetentionChoice.KEEP) | Q(until__isnull=False), name="kept_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()


class Erasure(BaseModel):
    """One erasure, from its proposal to its proof. It names the person by id alone and outlives the record.

    Attributes:
        note: why, in words; encrypted, and emptied when the erasure is carried out.
        proof: what was taken away, counted: ``{"people": {"people.PersonName": 2}, …}``.
        index_clear_at: when the search index was seen to hold nothing of the person any more.
        ledger_number: the line of the erasure ledger that says so.
    """

    person_id = models.UUIDField(db_index=True)
    extent = models.CharField(_("what is erased"), max_length=10, choices=Extent)
    ground = models.CharField(_("why"), max_length=12, choices=ErasureGround)
    note = EncryptedTextField(_("in words"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ErasureState, default=ErasureState.PROPOSED)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    refusal = models.CharField(_("why it was refused"), max_length=300, blank=True)
    proof = models.JSONField(default=dict, editable=False)
    index_clear_at = models.DateTimeField(null=True, blank=True, editable=False)
    ledger_number = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "extent"], condition=Q(state=ErasureState.PROPOSED), name="erasure_proposed_once"
            ),
            models.CheckConstraint(
                condition=Q(proposed_by=None) | Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="erasure_by_two_people",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
