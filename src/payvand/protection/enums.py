"""The closed lists of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """By which way something leaves the Society; each has the scope of consent that it needs (`policies.NEEDED`)."""

    MOVEMENT = "movement", _("To another Society, or the ICRC")
    AUTHORITY = "authority", _("To an authority")
    ORGANISATION = "organisation", _("To another organisation")
    ENQUIRER_FATE = "enquirer_fate", _("To the enquirer: whether alive")
    ENQUIRER_PLACE = "enquirer_place", _("To the enquirer: contact or place")
    LIST = "list", _("Published list of names")
    PHOTO = "photo", _("Published photo")
    SUBJECT = "subject", _("To the person themself")
