"""The words of safe-and-well registration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SafeStatus(TextChoices):
    """How the person is."""

    SAFE = "safe", _("Safe and well")
    NEEDS_HELP = "needs_help", _("Safe, needs help")
    INJURED = "injured", _("Injured")
    ILL = "ill", _("Ill")


class ToldBy(TextChoices):
    """Whose word it is."""

    SELF = "self", _("The person")
    OTHER = "other", _("Somebody who has seen them")


class PlaceClass(TextChoices):
    """What kind of place the person is at; the place itself is kept only if they agree."""

    UNKNOWN = "unknown", _("Not said")
    HOME = "home", _("At home")
    RELATIVES = "relatives", _("With relatives or friends")
    SHELTER = "shelter", _("In a shelter or camp")
    HOSPITAL = "hospital", _("In hospital")
    ABROAD = "abroad", _("Abroad")
    ON_THE_WAY = "on_the_way", _("On the way")
    OTHER = "other", _("Elsewhere")
