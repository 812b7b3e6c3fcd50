"""The words of a request: where it stands, what moves it, why it is closed; codes of the Movement's practice."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    """Where a tracing request stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("waits for acceptance")
    RETURNED = "returned", _("returned for completion")
    REJECTED = "rejected", _("not accepted")
    ACCEPTED = "accepted", _("accepted")
    IN_PROGRESS = "in_progress", _("search under way")
    LOCATED = "located", _("located, consent pending")
    FATE_KNOWN = "fate_known", _("fate known, family to be told")
    SUSPENDED = "suspended", _("suspended")
    CLOSED = "closed", _("closed")
    REOPENED = "reopened", _("reopened")
    ARCHIVED = "archived", _("archived")
    MERGED = "merged", _("merged with another file")


ENDED_STATES = frozenset({RequestState.CLOSED, RequestState.ARCHIVED, RequestState.MERGED})
OPEN_STATES = frozenset(RequestState) - ENDED_STATES - {RequestState.REJECTED}
# Not a state of its own: a search under way is shown so while a partner has been asked and has not answered.
SENT = "sent"
SENT_LABEL = _("sent to a partner")


class Step(TextChoices):
    """What a person can do to move a request from one state to another."""

    SUBMIT = "submit", _("Submit for acceptance")
    RETURN = "return", _("Return for completion")
    REJECT = "reject", _("Do not accept")
    ACCEPT = "accept", _("Accept")
    BEGIN = "begin", _("Begin the search")
    LOCATE = "locate", _("Record as located")
    NOT_LOCATED = "not_located", _("Not located after all")
    FATE_KNOWN = "fate_known", _("Record that the fate is known")
    SUSPEND = "suspend", _("Suspend the search")
    RESUME = "resume", _("Resume the search")
    PROPOSE_CLOSING = "propose_closing", _("Propose to close")
    CLOSE = "close", _("Approve closing")
    DECLINE_CLOSING = "decline_closing", _("Do not close")
    ARCHIVE = "archive", _("Move to the archive")
    REOPEN = "reopen", _("Reopen the file")
    MERGE = "merge", _("Merge with another file")
    UNMERGE = "unmerge", _("Undo the merging")


class SuspendReason(TextChoices):
    """What a suspended search waits for."""

    INFORMATION = "information", _("Information is awaited")
    NO_ACCESS = "no_access", _("There is no access to the place")
    PASSIVE = "passive", _("Active search is over; kept open, matched with whatever arrives")
    ENQUIRER = "enquirer", _("The enquirer asked to wait")
    RISK = "risk", _("A search now would put somebody at risk")


class CloseReason(TextChoices):
    """Why a file is closed; P is counted as closed positively, N as not, A is administrative."""

    P1 = "P1", _("Positive: located, contact restored")
    P2 = "P2", _("Positive: located, agrees to share news only")
    P3 = "P3", _("Positive: located, refuses contact")
    P4 = "P4", _("Positive: death confirmed")
    P5 = "P5", _("Positive: in detention or hospital, confirmed")
    P6 = "P6", _("Positive: found by the family itself")
    N1 = "N1", _("Negative: all means exhausted, no result")
    N2 = "N2", _("Negative: too little is known")
    A1 = "A1", _("Administrative: the enquirer withdrew")
    A2 = "A2", _("Administrative: the enquirer cannot be reached after reminders")
    A3 = "A3", _("Administrative: the enquirer died, no other relative")
    A4 = "A4", _("Administrative: outside the mandate, referred")
    A5 = "A5", _("Administrative: duplicate of another file")
    A6 = "A6", _("Administrative: handed to another Society or the ICRC")
    A7 = "A7", _("Administrative: stopped because of a protection risk")


# Reasons that only say that time has passed without a result.
LAPSE_OF_TIME = frozenset({CloseReason.N1, CloseReason.A2})
POSITIVE = frozenset({CloseReason.P1, CloseReason.P2, CloseReason.P3, CloseReason.P4, CloseReason.P5, CloseReason.P6})


class SeparationCause(TextChoices):
    """What parted the family."""

    UNKNOWN = "unknown", _("Unknown")
    CONFLICT = "conflict", _("Armed conflict")
    OSV = "osv", _("Other situation of violence")
    LABOUR_MIGRATION = "labour_migration", _("Labour migration")
    FORCED_MIGRATION = "forced_migration", _("Displacement or flight")
    NATURAL_DISASTER = "natural_disaster", _("Natural disaster")
    TECHNOLOGICAL = "technological", _("Man-made disaster")
    DETENTION = "detention", _("Arrest or detention")
    TRAFFICKING = "trafficking", _("Trafficking or smuggling")
    USSR_DISSOLUTION = "ussr_dissolution", _("Break-up of the USSR, resettlement")
    WWII = "wwii", _("Second World War")
    AFGHAN_WAR = "afghan_war", _("Soviet-Afghan war 1979-89")
    TJ_CIVIL_WAR = "tj_civil_war", _("Tajik conflict 1992-97")
    KG_2010 = "kg_2010", _("Kyrgyzstan, June 2010")
    FAMILY_BREAK = "family_break", _("Divorce or family conflict")
    ADOPTION = "adoption", _("Adoption or institutional care")
    ILLNESS = "illness", _("Illness or accident")
    OTHER = "other", _("Other")


# Whoever went missing in these is searched for until there is an answer: such a file never closes for lapse of time.
MISSING_CAUSES = frozenset(
    {
        SeparationCause.CONFLICT,
        SeparationCause.OSV,
        SeparationCause.WWII,
        SeparationCause.AFGHAN_WAR,
        SeparationCause.TJ_CIVIL_WAR,
        SeparationCause.KG_2010,
    }
)


class Urgency(TextChoices):
    """Why a request cannot wait its turn."""

    NORMAL = "normal", _("Not urgent")
    CHILD = "child", _("Urgent: a child is alone")
    MEDICAL = "medical", _("Urgent: serious illness")
    REMOVAL = "removal", _("Urgent: removal from the country is near")


class ContactHow(TextChoices):
    """How the family last heard of the sought person."""

    UNKNOWN = "", _("Unknown")
    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    MESSENGER = "messenger", _("By messenger or social network")
    LETTER = "letter", _("By letter")
    OTHERS = "others", _("Through other people")
