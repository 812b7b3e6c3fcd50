"""What kinds of events the room knows; codes are those of GLIDE where it has one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventKind(TextChoices):
    """What happened."""

    EARTHQUAKE = "EQ", _("Earthquake")
    FLOOD = "FL", _("Flood")
    FLASH_FLOOD = "FF", _("Flash flood")
    MUDFLOW = "MS", _("Mudflow")
    LANDSLIDE = "LS", _("Landslide")
    AVALANCHE = "AV", _("Avalanche")
    COLD_WAVE = "CW", _("Cold wave")
    HEAT_WAVE = "HT", _("Heat wave")
    DROUGHT = "DR", _("Drought")
    FIRE = "FR", _("Fire")
    WILDFIRE = "WF", _("Wildfire")
    EPIDEMIC = "EP", _("Epidemic")
    ACCIDENT = "AC", _("Transport or industrial accident")
    CIVIL_UNREST = "civil_unrest", _("Civil unrest")
    CONFLICT = "conflict", _("Armed conflict")
    POPULATION_MOVEMENT = "population_movement", _("Population movement")
    OTHER = "OT", _("Other")


class LeadAgency(TextChoices):
    """Who leads the restoring of family links in an event: the ICRC in conflict and violence, else the Society."""

    NATIONAL_SOCIETY = "national_society", _("National Society")
    ICRC = "icrc", _("ICRC")
    IFRC = "ifrc", _("IFRC")
