"""What left the Society about a person."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.models import BaseModel
from payvand.people.enums import ConsentBasis
from payvand.protection.enums import Channel


class Disclosure(BaseModel):
    """One disclosure, written before anything leaves. It holds what kind of facts left, never the facts.

    Attributes:
        person_id: whose data; no foreign key, since the log outlives the record.
        recipient: to whom: the code of an organisation, or its name; never the name of a private person.
        country: ISO 3166-1 alpha-2 of where it goes; empty where it stays in this Society's country.
        fields: codes of what was told, such as ``names``, ``birth``.
        basis: the lawful ground on which it was allowed, a `ConsentBasis`.
        consent_id: the recorded answer that allowed it, if one did.
    """

    person_id = models.UUIDField(db_index=True)
    channel = models.CharField(_("way"), max_length=20, choices=Channel)
    recipient = models.CharField(_("recipient"), max_length=100)
    country = models.CharField(_("country"), max_length=2, blank=True)
    fields = models.JSONField(_("what was told"), default=list)
    basis = models.CharField(_("lawful basis"), max_length=12, choices=ConsentBasis)
    consent_id = models.UUIDField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["channel", "created_at"], name="disclosure_by_way")]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.recipient}"
