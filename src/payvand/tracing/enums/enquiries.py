"""Enquiries to partners: where each stands, and what moves it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnquiryState(TextChoices):
    """Where an enquiry to one partner stands."""

    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    PROGRESS = "progress", _("in progress")
    POSITIVE = "positive", _("answered: positive")
    NEGATIVE = "negative", _("answered: negative")
    WITHDRAWN = "withdrawn", _("withdrawn")


OPEN_ENQUIRY_STATES = frozenset({EnquiryState.SENT, EnquiryState.ACKNOWLEDGED, EnquiryState.PROGRESS})


class EnquiryStep(TextChoices):
    """What moves an enquiry."""

    SEND = "send", _("Send")
    ACKNOWLEDGE = "acknowledge", _("They acknowledge")
    PROGRESS = "progress", _("They report progress")
    REMIND = "remind", _("Remind them")
    ANSWER_POSITIVE = "answer_positive", _("They answer: found or fate known")
    ANSWER_NEGATIVE = "answer_negative", _("They answer: no result")
    WITHDRAW = "withdraw", _("Withdraw")
