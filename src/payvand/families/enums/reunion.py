"""The words of reunification files."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReunionState(TextChoices):
    """Where a reunification file stands."""

    PREPARING = "preparing", _("being prepared")
    WITH_STATES = "with_states", _("waits for the States")
    CLEARED = "cleared", _("all States agree")
    TRAVELLING = "travelling", _("on the way")
    REUNITED = "reunited", _("reunited")
    ENDED = "ended", _("ended without reunion")


class ReunionStep(TextChoices):
    """What brings a reunification file on."""

    APPLY = "apply", _("Hand in to the States")
    CLEAR = "clear", _("All States agree")
    SET_BACK = "set_back", _("Back to the States")
    DEPART = "depart", _("The journey has begun")
    TURN_BACK = "turn_back", _("The journey was broken off")
    REUNITE = "reunite", _("Reunited")
    END = "end", _("End without reunion")
    RESUME = "resume", _("Take up again")


class StateRole(TextChoices):
    """Which State decides."""

    DEPARTURE = "departure", _("Departure")
    TRANSIT = "transit", _("Transit")
    DESTINATION = "destination", _("Destination")


class DecisionState(TextChoices):
    """What a State has said."""

    TO_ASK = "to_ask", _("to be asked")
    ASKED = "asked", _("asked")
    GRANTED = "granted", _("granted")
    REFUSED = "refused", _("refused")
    EXPIRED = "expired", _("has run out")


class PermitKind(TextChoices):
    """What is asked of a State."""

    EXIT = "exit", _("Exit permit")
    TRANSIT = "transit", _("Transit visa")
    ENTRY = "entry", _("Entry visa")
    RESIDENCE = "residence", _("Residence permit")
    TRAVEL_DOCUMENT = "travel_document", _("Travel document")
    CUSTODY = "custody", _("Decision on custody")
