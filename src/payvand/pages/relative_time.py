"""How long ago, or in how long: each language with its own forms of the words (Russian bends them after "ago")."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext_lazy

# The length of each unit, what is said of the past, what of the future; months and years are rounded ones.
_UNITS: tuple[tuple[timedelta, Any, Any], ...] = (
    (
        timedelta(days=365),
        ngettext_lazy("%(number)d year ago", "%(number)d years ago", "number"),
        ngettext_lazy("in %(number)d year", "in %(number)d years", "number"),
    ),
    (
        timedelta(days=30),
        ngettext_lazy("%(number)d month ago", "%(number)d months ago", "number"),
        ngettext_lazy("in %(number)d month", "in %(number)d months", "number"),
    ),
    (
        timedelta(days=7),
        ngettext_lazy("%(number)d week ago", "%(number)d weeks ago", "number"),
        ngettext_lazy("in %(number)d week", "in %(number)d weeks", "number"),
    ),
    (
        timedelta(days=1),
        ngettext_lazy("%(number)d day ago", "%(number)d days ago", "number"),
        ngettext_lazy("in %(number)d day", "in %(number)d days", "number"),
    ),
    (
        timedelta(hours=1),
        ngettext_lazy("%(number)d hour ago", "%(number)d hours ago", "number"),
        ngettext_lazy("in %(number)d hour", "in %(number)d hours", "number"),
    ),
    (
        timedelta(minutes=1),
        ngettext_lazy("%(number)d minute ago", "%(number)d minutes ago", "number"),
        ngettext_lazy("in %(number)d minute", "in %(number)d minutes", "number"),
    ),
)


def relative(at: datetime) -> str:
    """Return how far a moment (aware) lies from now, in its largest whole unit."""
    distance = at - timezone.now()
    for unit, past, future in _UNITS:
        if number := abs(distance) // unit:
            return str((future if distance > timedelta(0) else past) % {"number": number})
    return gettext("now")
