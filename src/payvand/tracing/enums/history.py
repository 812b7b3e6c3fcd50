"""What a line of a file's history tells."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HistoryKind(TextChoices):
    """What a line of a file's history tells."""

    TAKEN = "taken", _("Request taken")
    TAKEN_OVER = "taken_over", _("Taken over from the old register")
    JOINED = "joined", _("Another enquirer asks for the same person")
    CHANGED = "changed", _("Facts changed")
    STEP = "step", _("Step")
    ASSIGNED = "assigned", _("Officer assigned")
    HINTS = "hints", _("Hints found")
    HINT_CONFIRMED = "hint_confirmed", _("Hint confirmed: same person")
    HINT_REFUSED = "hint_refused", _("Hint refused: not the same person")
    HINT_UNDECIDED = "hint_undecided", _("Hint set aside: cannot tell yet")
    HINT_UNDONE = "hint_undone", _("Decision on a hint undone")
    HINT_RETURNED = "hint_returned", _("A refused hint is shown again: a fact changed")
    FACTS = "facts", _("Facts added or corrected")
    UNIT = "unit", _("Given to another unit")
    ACTION_PLANNED = "action_planned", _("Action planned")
    ACTION_REPORTED = "action_reported", _("Action reported")
    ACTION_DROPPED = "action_dropped", _("Action dropped")
    ENQUIRY = "enquiry", _("Enquiry to a partner")
    LINK = "link", _("Link restored")
    LINK_REMOVED = "link_removed", _("Link taken back: recorded by mistake")
    CONTACTED = "contacted", _("Enquirer contacted")
    ONE_PERSON = "one_person", _("Two files found to seek one person")
    PARTED = "parted", _("Files parted again: not one person")
    OWNER_ASKED = "owner_asked", _("Owner of a protected record asked")
    OWNER_ANSWERED = "owner_answered", _("Owner of a protected record answered")
    FAMILY_CODE = "family_code", _("Family given a code for its page")
    FAMILY_CODE_ENDED = "family_code_ended", _("Code of the family's page taken out of use")
    FAMILY_ASKED = "family_asked", _("Family's page asks them to be in touch")
    FAMILY_IN_TOUCH = "family_in_touch", _("Family was in touch")
    FAMILY_LETTER = "family_letter", _("Letter from the family through its page")
    LETTER_USED = "letter_used", _("New contact details of the family taken over")
    LETTER_READ = "letter_read", _("Letter from the family read")
