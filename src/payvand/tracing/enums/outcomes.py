"""Which links were restored, and what a person's decision about closing or a question to an owner can be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LinkKind(TextChoices):
    """How a family link was restored."""

    MESSAGE = "message", _("By a Red Cross message")
    CALL = "call", _("By telephone or video call")
    CONTACT = "contact", _("Contact details given, with consent")
    VISIT = "visit", _("By a meeting or a visit")
    NEWS = "news", _("News given, without contact")
    REUNITED = "reunited", _("Reunited")
    FATE = "fate", _("The family was told the fate")
    OTHER = "other", _("In another way")


class ProposalState(TextChoices):
    """What became of a proposal to close a file."""

    OPEN = "open", _("waits for a second person")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class OwnerAnswer(TextChoices):
    """What the owner of a protected record says to who asks."""

    WILL_COMPARE = "will_compare", _("I compare the two and decide about the hint")
    NOT_THE_SAME = "not_the_same", _("It is somebody else")
    SPEAK = "speak", _("Please speak with me in person")
