"""What a list says of a person beside their name: its own number, where they stand, until when it may be kept."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.emergencies.models import Event
from payvand.people.models import Person
from payvand.tracing.enums import ListedStatus


class ListEntry(BaseModel):
    """The row of a list that a found person's record was made from.

    Attributes:
        their_number: the list's own number of the person, such as PFIF's `person_record_id`.
        said: what else the row says, as written.
        expires_at: from when on the record must not be kept, as who published it asks; None for no end.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="list_entry")
    their_number = EncryptedTextField(_("number in the list"), blank=True)
    status = models.CharField(_("the list says"), max_length=20, choices=ListedStatus, blank=True)
    said = EncryptedTextField(_("what else it says"), blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("event"))
    expires_at = models.DateTimeField(_("to be kept until"), null=True, blank=True)

    class Meta:
        verbose_name = _("row of a list")
        verbose_name_plural = _("rows of lists")
        indexes = [
            models.Index(fields=["expires_at"], condition=models.Q(expires_at__isnull=False), name="list_entry_expires")
        ]

    def __str__(self) -> str:
        return self.get_status_display()
