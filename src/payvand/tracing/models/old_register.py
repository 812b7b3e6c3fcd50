"""What the register that was kept before says of a file, in its own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.tracing.models.requests import TracingRequest


class OldRecord(BaseModel):
    """The row of the register that a file was made from; kept with the file and never changed.

    Attributes:
        number: of the file in that register; people still call it so.
        number_key: the same without case, spaces and signs, for searches.
        register: which register.
        said: JSON, what the row says that has no place of its own in the file: by heading, in its words.
    """

    request = models.OneToOneField(TracingRequest, models.CASCADE, related_name="old_record")
    number = models.CharField(_("old number"), max_length=60)
    number_key = models.CharField(max_length=60, db_index=True, editable=False)
    register = models.CharField(_("register"), max_length=200)
    said = EncryptedTextField(default="{}")

    class Meta:
        verbose_name = _("row of the old register")
        verbose_name_plural = _("rows of the old register")

    def __str__(self) -> str:
        return self.number
