"""Registering an event, and changing what is known of it."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput
from payvand.core.scope import Scope
from payvand.emergencies.enums import EventKind, LeadAgency
from payvand.emergencies.models import Event
from payvand.emergencies.policies import CHANGE_EVENTS
from payvand.network.models import Country

EVENT = "emergencies.event"


@transaction.atomic
def register_event(
    *,
    scope: Scope,
    code: str,
    name: str,
    kind: str,
    country: Country,
    started_on: date,
    name_ru: str = "",
    glide: str = "",
    ended_on: date | None = None,
    lead: str = LeadAgency.NATIONAL_SOCIETY,
) -> Event:
    """Register an event; `Event` says what each value means.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: this Scope registers no events.
    """
    scope.require(CHANGE_EVENTS)
    event = Event(
        code=code,
        name=name.strip(),
        name_ru=name_ru.strip(),
        kind=EventKind(kind),
        glide=glide.strip().upper(),
        country=country,
        started_on=started_on,
        ended_on=ended_on,
        lead=LeadAgency(lead),
    )
    _check(event)
    event.save(force_insert=True)
    _record(scope, "register_event", event)
    return event


@transaction.atomic
def change_event(*, scope: Scope, event: Event, seen_version: int, **facts: Any) -> Event:
    """Change what is known of an event.

    Args:
        scope: who changes.
        event: which.
        seen_version: the version that the person saw.
        facts: the columns of `Event` that change, all but its code.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        Conflict: someone else changed it meanwhile.
    """
    scope.require(CHANGE_EVENTS)
    for name, value in facts.items():
        setattr(event, name, value)
    _check(event)
    event.save_changes(*facts, expected_version=seen_version)
    _record(scope, "change_event", event, fields=sorted(facts))
    return event


def _check(event: Event) -> None:
    """Say at its field what cannot be kept."""
    if event.ended_on and event.ended_on < event.started_on:
        raise InvalidInput({"ended_on": _("It cannot end before it began.")})
    try:
        event.full_clean(exclude=["country"])
    except ValidationError as error:
        raise InvalidInput({field: " ".join(said) for field, said in error.message_dict.items()}) from error


def _record(scope: Scope, action: str, event: Event, **facts: Any) -> None:
    record_act(
        scope=scope,
        action=f"emergencies.{action}",
        subject_type=EVENT,
        subject_id=event.pk,
        facts={"code": event.code, "kind": event.kind, **facts},
    )
