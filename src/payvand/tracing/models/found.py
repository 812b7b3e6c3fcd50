"""Where the record of a found or arrived person comes from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.models import BaseModel
from payvand.core.partial_date import PartialDateField
from payvand.people.models import Person
from payvand.tracing.enums import (
    FoundSource,
)


class FoundRecord(BaseModel):
    """Where the record of a found or arrived person comes from, and what the source says of where they are."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="found_record")
    source = models.CharField(_("source"), max_length=20, choices=FoundSource)
    source_text = models.CharField(_("which one"), max_length=300, blank=True)
    seen_on = PartialDateField(_("seen or listed on"), null=True, blank=True)
    place_text = models.CharField(_("where"), max_length=300, blank=True)
    form_token = models.UUIDField(unique=True, null=True, editable=False)

    class Meta:
        verbose_name = _("source of a found person's record")
        verbose_name_plural = _("sources of found persons' records")

    def __str__(self) -> str:
        return self.source_text or self.get_source_display()
