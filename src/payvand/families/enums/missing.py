"""The words of the work with families of the missing: areas of need, sessions, legal steps."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NeedArea(TextChoices):
    """What families of the missing need; the first six are those of accompaniment."""

    TO_KNOW = "to_know", _("To know what happened")
    LEGAL = "legal", _("Legal and administrative")
    ECONOMIC = "economic", _("Economic")
    PSYCHOSOCIAL = "psychosocial", _("Psychological and psychosocial")
    COMMEMORATION = "commemoration", _("Commemoration")
    JUSTICE = "justice", _("Justice")
    HEALTH = "health", _("Health")
    SECURITY = "security", _("Security")


class IncomeChange(TextChoices):
    """What became of the family's income since the person is missing."""

    UNKNOWN = "", _("not asked")
    LOST = "lost", _("lost altogether")
    LESS = "less", _("less than before")
    SAME = "same", _("as before")
    MORE = "more", _("more than before")


class SessionKind(TextChoices):
    """How a family was accompanied on a day."""

    VISIT = "visit", _("Visit at home")
    TALK = "talk", _("Talk with one person")
    GROUP = "group", _("Group of families")
    TOGETHER = "together", _("Going with them to an authority")
    COMMEMORATION = "commemoration", _("Commemoration")
    PHONE = "phone", _("By telephone")


class LegalKind(TextChoices):
    """What a family asks of the law."""

    ABSENCE = "absence", _("Certificate of absence")
    MISSING = "missing", _("Recognition as missing by a court")
    DEATH = "death", _("Declaration of death")
    GUARDIANSHIP = "guardianship", _("Guardianship of children")
    ESTATE = "estate", _("Care of the missing person's property")
    INHERITANCE = "inheritance", _("Inheritance")
    PENSION = "pension", _("Pension or allowance")
    MARRIAGE = "marriage", _("Marriage")
    PAPERS = "papers", _("Papers")
    OTHER = "other", _("Other")


class LegalState(TextChoices):
    """Where a legal step stands."""

    PLANNED = "planned", _("planned")
    FILED = "filed", _("filed")
    MORE_ASKED = "more_asked", _("more papers asked for")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    APPEALED = "appealed", _("appealed")
    WITHDRAWN = "withdrawn", _("withdrawn by the family")


ENDED_LEGAL = frozenset({LegalState.GRANTED, LegalState.WITHDRAWN})


class FamilyAct(TextChoices):
    """What stands in the history of a family's file."""

    OPENED = "opened", _("File opened")
    ASSESSED = "assessed", _("Needs assessed")
    REFERRED = "referred", _("Referred for a need")
    BEGAN = "began", _("Accompaniment began")
    CHANGED = "changed", _("Accompaniment changed")
    ENDED = "ended", _("Accompaniment ended")
    SESSION = "session", _("Accompanied")
    LEGAL = "legal", _("Legal step")
