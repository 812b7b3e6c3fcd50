"""The words of unaccompanied and separated children."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ChildKind(TextChoices):
    """From whom the child is parted."""

    UNACCOMPANIED = "unaccompanied", _("Unaccompanied: with no relative and no adult responsible for them")
    SEPARATED = "separated", _("Separated: from parents or guardian, perhaps with other relatives")


class ChildOutcome(TextChoices):
    """How a child's case ended."""

    REUNITED = "reunited", _("With the family again")
    IN_TOUCH = "in_touch", _("In touch with the family, lives elsewhere")
    CARE = "care", _("In lasting care of others")
    ADULT = "adult", _("Came of age")
    TRANSFERRED = "transferred", _("Handed to another organisation")
    OTHER = "other", _("Other")
