"""The words of calls that are facilitated."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CallKind(TextChoices):
    """By which means two relatives spoke."""

    PHONE = "phone", _("Telephone")
    VIDEO = "video", _("Video")


class CallOutcome(TextChoices):
    """What came of it; completed calls alone are counted."""

    COMPLETED = "completed", _("They spoke")
    NO_ANSWER = "no_answer", _("Nobody answered")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    BROKE_OFF = "broke_off", _("Broke off before they could speak")
    DECLINED = "declined", _("The other one did not want to speak")
