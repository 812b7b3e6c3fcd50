"""Where the record of a found person comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FoundSource(TextChoices):
    """Where a found or arrived person's record comes from."""

    PATIENTS_LIST = "patients_list", _("Patients' list")
    EVACUEES_LIST = "evacuees_list", _("Evacuees' list")
    DETAINEES_LIST = "detainees_list", _("Detainees' list")
    PASSENGERS_LIST = "passengers_list", _("Passengers' list")
    SAFE_AND_WELL = "safe_and_well", _("Safe and well, told by the person")
    FIELD_VISIT = "field_visit", _("Field visit")
    SISTER_SOCIETY = "sister_society", _("Sister Society or ICRC")
    OTHER = "other", _("Other")


class ListedStatus(TextChoices):
    """What a list says of a person, in the words of PFIF."""

    UNKNOWN = "", _("Not said")
    INFORMATION_SOUGHT = "information_sought", _("Somebody asks for them")
    IS_NOTE_AUTHOR = "is_note_author", _("Wrote it themselves")
    BELIEVED_ALIVE = "believed_alive", _("Said to be alive")
    BELIEVED_MISSING = "believed_missing", _("Said to be missing")
    BELIEVED_DEAD = "believed_dead", _("Said to be dead")
