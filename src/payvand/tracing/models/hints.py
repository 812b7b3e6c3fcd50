"""Records that may be a sought person, and what people decided about them."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.models import BaseModel
from payvand.people.models import Person
from payvand.tracing.enums import (
    HintState,
    RefusalReason,
)
from payvand.tracing.models.requests import SoughtPerson


class Hint(BaseModel):
    """A record that may be the sought person, with the evidence as it was when they were compared.

    Attributes:
        weight: bits for and against, summed; 10 bits are 1,000 to 1.
        probability: the model's estimate, 0 to 1, that both are one human.
        evidence: what was compared, as `people.search` gave it: feature, both values, bits, letters.
        fingerprint: a short hash of each fact that was compared, by the name of the fact.
        changed: names of the facts that changed since the hint was refused; it is shown again because of them.
    """

    sought = models.ForeignKey(SoughtPerson, models.CASCADE, related_name="hints")
    candidate = models.ForeignKey(Person, models.CASCADE, related_name="tracing_hints")
    weight = models.FloatField()
    probability = models.FloatField()
    evidence = models.JSONField(default=list)
    fingerprint = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    state = models.CharField(_("decision"), max_length=12, choices=HintState, default=HintState.NEW)
    found_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hint")
        verbose_name_plural = _("hints")
        ordering = ["-weight", "id"]
        constraints = [models.UniqueConstraint(fields=["sought", "candidate"], name="hint_once")]
        indexes = [models.Index(fields=["state", "-weight"], name="hint_by_state")]

    def __str__(self) -> str:
        return f"{self.weight:+.1f}"


class HintDecision(BaseModel):
    """One decision about a hint; undone ones stay, with who undid them.

    Attributes:
        before: the hint's `state` and `changed` as they were, to be restored exactly.
        weight, evidence, fingerprint: of the hint as the person saw it when they decided.
    """

    hint = models.ForeignKey(Hint, models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=12, choices=HintState)
    reason = models.CharField(max_length=20, choices=RefusalReason, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    before = models.JSONField(default=dict)
    weight = models.FloatField()
    evidence = models.JSONField(default=list)
    fingerprint = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("decision on a hint")
        verbose_name_plural = _("decisions on hints")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.get_state_display()


class ComparisonDue(models.Model):
    """A person record that arrived or changed and waits to be compared with the open files.

    Written in the transaction of the change, removed in that of the hints: a crash between the two loses nothing.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comparison that waits")
        verbose_name_plural = _("comparisons that wait")
        ordering = ["since"]

    def __str__(self) -> str:
        return str(self.person_id)
