"""What is due as a calendar file (RFC 5545): number and action, no names."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event

from payvand.deadlines.models import Deadline


def calendar_of(deadlines: Iterable[Deadline]) -> bytes:
    """Return the deadlines as events of a whole day that block no time."""
    calendar = Calendar()
    calendar.add("prodid", "-//Payvand//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Payvand")
    calendar.add("x-published-ttl", "PT6H")
    for deadline in deadlines:
        event = Event()
        event.add("uid", f"{deadline.pk}@payvand")
        event.add("dtstamp", deadline.updated_at)
        event.add("sequence", deadline.version)
        event.add("dtstart", deadline.due)
        event.add("dtend", deadline.due + timedelta(days=1))
        event.add("summary", f"{deadline.number}: {deadline.action}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
