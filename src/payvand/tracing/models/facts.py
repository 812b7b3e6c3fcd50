"""What is remembered of a sought person: each fact with who told it and how sure they were."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.core.partial_date import PartialDate, PartialDateField
from payvand.network.models import Place
from payvand.people.enums import Certainty
from payvand.people.models import Relation
from payvand.tracing.enums import LIMITED_FACTS, FactKind
from payvand.tracing.models.requests import SoughtPerson


class RememberedFact(BaseModel):
    """One thing that somebody remembers of the sought person.

    Attributes:
        value: as told; sealed, since together these facts tell where a person can be found.
        place: in the gazetteer, where it was found there; `place_text` is what was said.
        from_on, to_on: as far as they are known.
        number: a reference, such as an agency's number for the family's enquiry, or that of military service.
        source: who told it, or which paper shows it.
    """

    sought = models.ForeignKey(SoughtPerson, models.CASCADE, related_name="facts")
    kind = models.CharField(_("fact"), max_length=20, choices=FactKind)
    value = EncryptedTextField(_("as told"), blank=True)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField(_("place"), max_length=300, blank=True)
    from_on: "models.Field[PartialDate | None, PartialDate | None]" = PartialDateField(_("from"))
    to_on: "models.Field[PartialDate | None, PartialDate | None]" = PartialDateField(_("until"))
    number = EncryptedTextField(_("reference"), blank=True)
    source = models.CharField(_("told by, or shown on"), max_length=200, blank=True)
    certainty = models.CharField(_("how sure"), max_length=20, choices=Certainty, default=Certainty.UNKNOWN)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("remembered fact")
        verbose_name_plural = _("remembered facts")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["sought", "kind"], name="tracing_facts_of")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_limited(self) -> bool:
        """Whether only holders of a right of its own see it."""
        return self.kind in LIMITED_FACTS


class RelativeNote(BaseModel):
    """What was told of a relative or acquaintance of the sought person, beside their name and relation.

    Attributes:
        roles: codes of `RelativeRole`.
        note: age, whether alive, where they live, how they can be asked.
    """

    relation = models.OneToOneField(Relation, models.CASCADE, related_name="tracing_note")
    roles = models.JSONField(default=list)
    note = EncryptedTextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("note on a relative")
        verbose_name_plural = _("notes on relatives")

    def __str__(self) -> str:
        return str(self.relation_id)
