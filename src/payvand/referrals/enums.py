"""The words of a referral; codes of the network's practice, with a provider's own no beside the person's."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Service(TextChoices):
    """What a provider offers, and what a person needs."""

    INFORMATION = "information", _("Information and advice")
    LEGAL = "legal", _("Legal advice and help")
    DOCUMENTS = "documents", _("Papers and registration")
    SOCIAL = "social", _("Social benefits and pensions")
    HEALTH = "health", _("Health care")
    PSYCHOSOCIAL = "psychosocial", _("Psychosocial support")
    DISABILITY = "disability", _("Rehabilitation and disability")
    ECONOMIC = "economic", _("Work and income")
    RELIEF = "relief", _("Relief in cash or kind")
    SHELTER = "shelter", _("Shelter")
    EDUCATION = "education", _("School and training")
    CHILD = "child", _("Child protection")
    SAFETY = "safety", _("Protection from violence")
    FORENSIC = "forensic", _("Identification and burial")
    COMMEMORATION = "commemoration", _("Commemoration")
    RFL = "rfl", _("Restoring family links")
    OTHER = "other", _("Other")


class ReferralState(TextChoices):
    """Where a referral stands."""

    OFFERED = "offered", _("offered")
    DECLINED = "declined", _("declined by the person")
    SENT = "sent", _("sent with consent")
    ACCEPTED = "accepted", _("accepted by the provider")
    REFUSED = "refused", _("not accepted by the provider")
    SERVED = "served", _("service received")
    NOT_SERVED = "not_served", _("not served")
    UNKNOWN = "unknown", _("no feedback")


class ReferralStep(TextChoices):
    """What moves a referral."""

    SEND = "send", _("Send to the provider")
    DECLINE = "decline", _("The person does not want it")
    ACCEPT = "accept", _("The provider accepts")
    REFUSE = "refuse", _("The provider does not accept")
    SERVE = "serve", _("Service received")
    NOT_SERVE = "not_serve", _("Not served")
    NO_FEEDBACK = "no_feedback", _("No feedback to be had")


class RefusalReason(TextChoices):
    """Why a provider does not accept."""

    FULL = "full", _("no capacity")
    CRITERIA = "criteria", _("does not meet their criteria")
    AREA = "area", _("outside their area")
    COST = "cost", _("costs that nobody can bear")
    STOPPED = "stopped", _("no longer offers it")
    OTHER = "other", _("other reason")


class NotServedReason(TextChoices):
    """Why an accepted person was not served."""

    NO_SHOW = "no_show", _("did not come")
    CHANGED = "changed", _("changed their mind")
    UNREACHABLE = "unreachable", _("could not be reached")
    PROVIDER = "provider", _("the provider did not do it")
    OTHER = "other", _("other reason")


class Helped(TextChoices):
    """What the person says of the service."""

    YES = "yes", _("it helped")
    PARTLY = "partly", _("it helped in part")
    NO = "no", _("it did not help")
    NOT_ASKED = "", _("not asked yet")


class Told(TextChoices):
    """What is told to a provider about a person; codes stand in the disclosure log."""

    NAMES = "names", _("Names")
    BIRTH = "birth", _("Date of birth")
    CONTACT = "contact", _("How to reach them")
    NEED = "need", _("What they need")
    FAMILY = "family", _("Whom they live with")


WAITING_STATES = frozenset({ReferralState.OFFERED, ReferralState.SENT, ReferralState.ACCEPTED})
