"""What a family reads on its page, and what becomes of the letters that it writes there."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FamilyWord(TextChoices):
    """The only four things that a family reads; none of them says what was found."""

    RECEIVED = "received", _("received")
    SEARCHING = "searching", _("searching")
    CONTACT_US = "contact_us", _("please contact us")
    CLOSED = "closed", _("closed")


class LetterState(TextChoices):
    """What was done about a family's letter."""

    NEW = "new", _("new")
    USED = "used", _("contact details taken over")
    READ = "read", _("read")
