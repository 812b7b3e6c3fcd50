"""Paper forms: what became of a printed one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperState(TextChoices):
    """Where the paper with a reserved number is."""

    OUT = "out", _("printed, not come back")
    USED = "used", _("taken in")
    VOID = "void", _("spoiled or lost")


class PaperLanguage(TextChoices):
    """Languages in which forms are printed; each names itself."""

    ENGLISH = "en", "English"
    RUSSIAN = "ru", "Русский"
