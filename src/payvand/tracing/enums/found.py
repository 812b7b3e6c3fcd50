"""Where the record of a found person comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FoundSource(TextChoices):
    """Where a found or arrived person's record comes from."""

    PATIENTS_LIST = "patients_list", _("Patients' list")
    EVACUEES_LIST = "evacuees_list", _("Evacuees' list")
    DETAINEES_LIST = "detainees_list", _("Detainees' list")
    SAFE_AND_WELL = "safe_and_well", _("Safe and well, told by the person")
    FIELD_VISIT = "field_visit", _("Field visit")
    SISTER_SOCIETY = "sister_society", _("Sister Society or ICRC")
    OTHER = "other", _("Other")
