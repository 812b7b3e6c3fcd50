from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What kind of organisation it is; decides how one may write to it, never what it is worth."""

    NATIONAL_SOCIETY = "national_society", _("National Society")
    ICRC = "icrc", _("ICRC delegation")
    IFRC = "ifrc", _("IFRC secretariat")
    AUTHORITY = "authority", _("State authority")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
    NGO = "ngo", _("Non-governmental organisation")
    ACADEMIC = "academic", _("University or school")
    OTHER = "other", _("Other organisation")


class UnitKind(models.TextChoices):
    """What kind of unit of an organisation it is."""

    HEADQUARTERS = "headquarters", _("Headquarters")
    BRANCH = "branch", _("Branch")
    CENTRE = "centre", _("Information and education centre")
    OFFICE = "office", _("Office")


class PlaceKind(models.TextChoices):
    """The level of a place in its hierarchy; `former` ones keep their number for old files."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    DISTRICT = "district", _("District")
    TOWN = "town", _("Town")
    VILLAGE = "village", _("Village")
    OTHER = "other", _("Other place")
