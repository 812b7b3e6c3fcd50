"""Reads of events; they hold nothing of people."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.emergencies.policies import SEE_EVENTS


def events(scope: Scope) -> QuerySet[Event]:
    """Return all events that this Scope may see, the latest first."""
    if not scope.may(SEE_EVENTS):
        return Event.objects.none()
    return Event.objects.select_related("country")


def open_events(scope: Scope) -> QuerySet[Event]:
    """Return the events that have begun and have not ended, the latest first."""
    today = timezone.localdate()
    return events(scope).filter(Q(ended_on=None) | Q(ended_on__gte=today), started_on__lte=today)
