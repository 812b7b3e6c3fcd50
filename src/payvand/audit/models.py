"""One act: who did what to which thing, bound to the act before it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.Model):
    """A row of the chain. Nothing here says who a person is: identifiers, codes, counts and salted hashes only.

    There is no foreign key to users or things: they may be erased, the record stays.
    """

    number = models.PositiveBigIntegerField(primary_key=True, help_text="1, 2, 3, … without a gap")
    at = models.DateTimeField()
    user_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=40, blank=True)
    action = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ("number",)
        indexes = (
            models.Index(fields=("subject_type", "subject_id", "number"), name="audit_act_subject"),
            models.Index(fields=("user_id", "number"), name="audit_act_user"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.action}"
