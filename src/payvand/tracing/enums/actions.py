"""What is done to find a person, and what came of it; codes of the Movement's practice."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ActionKind(TextChoices):
    """What is done."""

    FIELD_VISIT = "field_visit", _("Visit the last known address")
    NEIGHBOURS = "neighbours", _("Ask relatives, neighbours, elders, the local council")
    PHONE = "phone", _("Telephone")
    SOCIAL_MEDIA = "social_media", _("Look in the open web and social networks")
    LIST_MATCH = "list_match", _("Compare with lists held")
    AUTHORITY = "authority", _("Ask an authority")
    DIASPORA = "diaspora", _("Ask the diaspora, an employer, a mosque")
    PHOTO = "photo", _("Publish a photo")
    MEDIA = "media", _("Call by radio, television or newspaper")
    ARCHIVE = "archive", _("Ask an archive")
    MASS_TRACING = "mass_tracing", _("Trace at a site: camp, reception point")
    FORENSIC = "forensic", _("Comparison by the competent forensic body")
    FIELD_POSTERS = "field_posters", _("Put up posters")
    LETTER = "letter", _("Write a letter")


class ActionOutcome(TextChoices):
    """What came of it."""

    PENDING = "pending", _("Pending")
    SUCCESSFUL = "successful", _("Successful")
    UNSUCCESSFUL = "unsuccessful", _("Without result")
    PARTIAL = "partial", _("A lead to follow")
    REFUSED = "refused", _("Refused, or no answer")
