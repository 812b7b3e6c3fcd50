"""The words of the room: where a table stands, and what became of a row."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class BatchState(TextChoices):
    """Where a table stands on its way in."""

    READING = "reading", _("being read")
    TO_MAP = "to_map", _("columns to be named")
    CHECKING = "checking", _("being checked")
    CHECKED = "checked", _("checked, nothing taken yet")
    TAKING = "taking", _("being taken")
    STOPPED = "stopped", _("stopped half-way")
    TAKEN = "taken", _("taken")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    DISCARDED = "discarded", _("discarded")
    FAILED = "failed", _("cannot be read")


WORKING = frozenset({BatchState.READING, BatchState.CHECKING, BatchState.TAKING, BatchState.UNDOING})
"""The node's own work is due or under way."""

OPEN = frozenset({BatchState.TO_MAP, BatchState.CHECKED, BatchState.STOPPED, BatchState.FAILED})
"""A person is to do the next thing."""

CAN_BE_DISCARDED = frozenset({BatchState.TO_MAP, BatchState.CHECKED, BatchState.FAILED})


class Verdict(TextChoices):
    """What a check or the taking says of one row."""

    NEW = "new", _("new")
    SAME = "same", _("taken before")
    CHANGED = "changed", _("taken before, and changed since: nothing was altered")
    TWICE = "twice", _("stands in this table already")
    WRONG = "wrong", _("to be corrected")


class TableKind(TextChoices):
    """What an upload is, by its content."""

    DELIMITED = "delimited", _("text table (CSV)")
    SPREADSHEET = "spreadsheet", _("spreadsheet (XLSX)")
    PFIF = "pfif", _("PFIF")
