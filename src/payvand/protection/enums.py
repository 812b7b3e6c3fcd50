"""The closed lists of the room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """By which way something leaves the Society; each has the scope of consent that it needs (`policies.NEEDED`)."""

    MOVEMENT = "movement", _("To another Society, or the ICRC")
    AUTHORITY = "authority", _("To an authority")
    ORGANISATION = "organisation", _("To another organisation")
    ENQUIRER_FATE = "enquirer_fate", _("To the enquirer: whether alive")
    ENQUIRER_PLACE = "enquirer_place", _("To the enquirer: contact or place")
    LIST = "list", _("Published list of names")
    PHOTO = "photo", _("Published photo")
    SUBJECT = "subject", _("To the person themself")


class Localisation(TextChoices):
    """Whether a law wants the data kept on the State's own territory."""

    REQUIRED = "required", _("Data must be kept in the country")
    NONE_FOUND = "none_found", _("No such rule found")
    CLAIMED = "claimed", _("Claimed, not confirmed")
    UNKNOWN = "unknown", _("Not known")


class BreachDuty(TextChoices):
    """Whether a law wants a breach to be reported to its regulator."""

    REQUIRED = "required", _("To be reported to the regulator")
    NONE = "none", _("No duty to report")
    UNKNOWN = "unknown", _("Not known whether it must be reported")


class CannotAsk(TextChoices):
    """Why a sought person cannot be asked whether they agree to be searched."""

    WHEREABOUTS_UNKNOWN = "whereabouts_unknown", _("Nobody knows where the person is")
    DETAINED = "detained", _("Detained and out of reach")
    INCAPABLE = "incapable", _("Too ill, or unable to decide")
    CHILD = "child", _("A child too young to decide alone")
    DANGER = "danger", _("Asking would put the person in danger")
    PRESUMED_DEAD = "presumed_dead", _("Believed to be dead")


class Extent(TextChoices):
    """How much of a person is erased."""

    WHOLE = "whole", _("Everything about the person")
    CONTACT = "contact", _("Addresses and telephone numbers only")


class ErasureGround(TextChoices):
    """Why something is erased."""

    RETENTION = "retention", _("No longer needed: the time is over")
    REQUEST = "request", _("The person asked for it")
    WITHDRAWAL = "withdrawal", _("The person withdrew consent")
    MISTAKE = "mistake", _("It should never have been kept")


class ErasureState(TextChoices):
    """Where an erasure stands: one person proposes, another carries it out or refuses."""

    PROPOSED = "proposed", _("Proposed")
    DONE = "done", _("Carried out")
    REFUSED = "refused", _("Refused")


class RetentionChoice(TextChoices):
    """What was decided on a record whose time was over."""

    KEEP = "keep", _("Keep until a later day")
    ERASE = "erase", _("Propose to erase")


class RequestKind(TextChoices):
    """What a person may ask of those who keep their data."""

    ACCESS = "access", _("Access: what do you keep about me?")
    RECTIFICATION = "rectification", _("Rectification: this is wrong")
    OBJECTION = "objection", _("Objection: do not use it for this")
    ERASURE = "erasure", _("Erasure: take it away")
    WITHDRAWAL = "withdrawal", _("Withdrawal: I no longer agree")


class IdentityCheck(TextChoices):
    """How it was made sure that the one who asks is the person."""

    PAPER = "paper", _("Paper with a photo was seen")
    KNOWN = "known", _("Known to staff in person")
    CODE = "code", _("Code and PIN of the file")
    QUESTIONS = "questions", _("Answered questions that only they can answer")
    REPRESENTATIVE = "representative", _("Representative with a signed authority")


class RequestDecision(TextChoices):
    """What was answered."""

    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REFUSED = "refused", _("Refused")


class Risk(TextChoices):
    """How much a breach may harm the people whose data it touched."""

    UNKNOWN = "unknown", _("Not yet known")
    LOW = "low", _("Low")
    HIGH = "high", _("High")


class BreachKind(TextChoices):
    """What happened to the data."""

    SEEN = "seen", _("Seen or copied by somebody who must not")
    LOST = "lost", _("Lost, or no longer readable")
    CHANGED = "changed", _("Changed by somebody who must not")
    SENT = "sent", _("Sent to the wrong recipient")
    STOLEN = "stolen", _("Device or papers stolen")


class Told(TextChoices):
    """Who was told of a breach."""

    REGULATOR = "regulator", _("Regulator of the country")
    NETWORK = "network", _("Central Tracing Agency and the Societies concerned")
    PERSONS = "persons", _("The people whose data it is")
    LEADERSHIP = "leadership", _("Leadership of this Society")
    PARTNER = "partner", _("Another partner")
