"""The words of Red Cross messages; codes of states and reasons are those of the Movement's practice (`rcm_*`)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    """Where a message is on its way."""

    COLLECTED = "collected", _("collected, to be checked")
    RETURNED = "returned", _("returned to its writer")
    CHECKED = "checked", _("checked: family news only")
    TRANSLATED = "translated", _("translated")
    FORWARDED = "forwarded", _("forwarded")
    RECEIVED = "received", _("received for delivery")
    OUT = "out", _("out for delivery")
    DISTRIBUTED = "distributed", _("handed over")
    REPLY_COLLECTED = "reply_collected", _("reply collected")
    UNDELIVERABLE = "undeliverable", _("not deliverable")
    REFUSED = "refused", _("refused by the addressee")
    CENSORED = "censored", _("rejected by an authority")
    BACK_TO_SENDER = "back_to_sender", _("given back to the sender")
    WITHDRAWN = "withdrawn", _("taken back by the sender")


AT_REST = frozenset(
    {MessageState.REPLY_COLLECTED, MessageState.BACK_TO_SENDER, MessageState.WITHDRAWN, MessageState.DISTRIBUTED}
)


class MessageStep(TextChoices):
    """What a person can do to bring a message on its way."""

    CHECK = "check", _("Content checked")
    RETURN = "return", _("Return to its writer")
    REWRITE = "rewrite", _("Take the new text")
    TRANSLATE = "translate", _("Add a translation")
    FORWARD = "forward", _("Forward to a partner")
    DELIVER_HERE = "deliver_here", _("Take for delivery here")
    RECEIVE = "receive", _("Received by the partner")
    HAND_OUT = "hand_out", _("Give out for delivery")
    DISTRIBUTE = "distribute", _("Handed over to the addressee")
    UNDELIVERABLE = "undeliverable", _("Not deliverable")
    REFUSE = "refuse", _("Refused by the addressee")
    CENSOR = "censor", _("Rejected by an authority")
    TRY_AGAIN = "try_again", _("Try the delivery again")
    COLLECT_REPLY = "collect_reply", _("Collect the reply")
    GIVE_BACK = "give_back", _("Given back to the sender")
    WITHDRAW = "withdraw", _("Taken back by the sender")


class MessageKind(TextChoices):
    """The form in which the news goes."""

    LETTER = "letter", _("Family news")
    ALIVE = "alive", _("“I am alive”")
    ANXIOUS = "anxious", _("“Anxious for news”")
    SALAMAT = "salamat", _("Oral greeting (salamat)")


class ContentForm(TextChoices):
    """How the content came to us."""

    TYPED = "typed", _("Written down here")
    SCANNED = "scanned", _("On paper, scanned")
    ORAL = "oral", _("Spoken")


class FailReason(TextChoices):
    """Why a message could not be handed over."""

    MOVED = "moved", _("Moved")
    UNKNOWN = "unknown", _("Unknown at the address")
    ADDRESS = "address", _("Address insufficient")
    DEAD = "dead", _("Addressee dead")
    NO_ACCESS = "no_access", _("No access, or not safe")
    REFUSED = "refused", _("Refused")
    DETAINEE_MOVED = "detainee_moved", _("Detainee transferred or released")
    OTHER = "other", _("Other")


class Holder(TextChoices):
    """Who holds a message after a hand-over."""

    SENDER = "sender", _("sender")
    COLLEAGUE = "colleague", _("colleague")
    UNIT = "unit", _("unit")
    PARTNER = "partner", _("partner")
    CARRIER = "carrier", _("carrier")
    AUTHORITY = "authority", _("authority")
    ADDRESSEE = "addressee", _("addressee")
