"""What may be kept, and as what."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FileKind(TextChoices):
    """What a file is of; rooms ask for the kinds that they need."""

    PHOTO = "photo", _("Photo")
    SIGNED_FORM = "signed_form", _("Signed form")
    IDENTITY_PAPER = "identity_paper", _("Identity paper")
    LETTER = "letter", _("Letter or message")
    OFFICIAL_PAPER = "official_paper", _("Official paper")
    ATTESTATION = "attestation", _("Attestation")
    OTHER = "other", _("Other")


class MediaType(TextChoices):
    """The types of content that are kept; found by the first bytes, never by the name."""

    JPEG = "image/jpeg", _("JPEG picture")
    PNG = "image/png", _("PNG picture")
    PDF = "application/pdf", _("PDF")


ENDINGS = {MediaType.JPEG: ".jpg", MediaType.PNG: ".png", MediaType.PDF: ".pdf"}
"""How the name of a file of each type ends when it is handed out."""
