"""The words of attestations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AttestationKind(TextChoices):
    """What is attested from the archive."""

    DETENTION = "detention", _("Detention: visited or registered")
    REGISTRATION = "registration", _("Registration by the ICRC")
    DEATH = "death", _("Information on death or burial")
    HOSPITAL = "hospital", _("Stay in a hospital")
    MESSAGE = "message", _("Red Cross message sent")


class AttestationAsker(TextChoices):
    """Who asks: nobody else is given an attestation."""

    PERSON = "person", _("The person themself")
    FAMILY = "family", _("A member of the family")


class AttestationState(TextChoices):
    """Where an attestation stands."""

    PREPARED = "prepared", _("prepared, to be approved")
    DECLINED = "declined", _("declined")
    ISSUED = "issued", _("issued")
    REVOKED = "revoked", _("revoked")


class PaperLanguage(TextChoices):
    """Languages in which attestations are issued; each names itself."""

    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"


class PhotoState(TextChoices):
    """Where a photo to be published stands."""

    PROPOSED = "proposed", _("proposed, to be approved")
    DECLINED = "declined", _("declined")
    PUBLISHED = "published", _("published")
    REMOVED = "removed", _("removed")
