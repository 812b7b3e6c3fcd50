"""What people decide about a hint."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HintState(TextChoices):
    """What people have decided about a hint."""

    NEW = "new", _("new")
    UNDECIDED = "undecided", _("cannot tell yet")
    CONFIRMED = "confirmed", _("same person")
    REFUSED = "refused", _("not the same")


OPEN_HINT_STATES = frozenset({HintState.NEW, HintState.UNDECIDED})


class RefusalReason(TextChoices):
    """Why two records are not the same person."""

    OTHER_FATHER = "father", _("Different father")
    OTHER_MOTHER = "mother", _("Different mother")
    OTHER_BIRTH = "birth", _("Born at another time")
    OTHER_ORIGIN = "origin", _("From another place")
    OTHER_FAMILY = "family", _("Different family or relatives")
    OTHER_PATH = "path", _("Was elsewhere at that time")
    FAMILY_SAYS = "family_says", _("The family says it is someone else")
    CHECKED = "checked", _("Checked with the person or the source")
    OTHER = "other", _("Another reason, see the note")
