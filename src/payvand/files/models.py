"""A file that was kept: what it belongs to and what it is; its content lies encrypted under `media/`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption import EncryptedTextField
from payvand.core.models import BaseModel
from payvand.files.enums import FileKind, MediaType


class StoredFile(BaseModel):
    """One file of one thing.

    Attributes:
        subject_type: the kind of thing that it belongs to, such as ``tracing.TracingRequest``.
        name: as the person called it, cleaned; encrypted, since people name files after people.
        size: bytes of the content as it is kept, before encryption.
        width, height: pixels of a picture; None for other types.
        key_id: the data key under which the content is sealed.
        added_by: the user who added it; None for the node itself.
    """

    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    kind = models.CharField(_("kind"), max_length=20, choices=FileKind)
    name = EncryptedTextField(_("name"))
    media_type = models.CharField(_("type"), max_length=40, choices=MediaType)
    size = models.PositiveBigIntegerField(_("size"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    key_id = models.CharField(max_length=40)
    added_by = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="files_of_subject"),
            models.Index(fields=["key_id"], name="files_by_key"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_picture(self) -> bool:
        """Whether a page may show it."""
        return self.media_type != MediaType.PDF
