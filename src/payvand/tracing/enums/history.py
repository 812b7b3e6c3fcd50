"""What a line of a file's history tells."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HistoryKind(TextChoices):
    """What a line of a file's history tells."""

    TAKEN = "taken", _("Request taken")
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
