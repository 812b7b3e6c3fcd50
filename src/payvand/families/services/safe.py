"""Registering that somebody is safe, telling their relatives, and ending it when its time is over."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.emergencies.queries import open_events
from payvand.families.enums.safe import PlaceClass, SafeStatus, ToldBy
from payvand.families.models import RelativeTold, SafeAndWell
from payvand.families.policies.contact import REGISTER_SAFE
from payvand.families.queries.contact import safe_of_form, visible_safe
from payvand.families.services.numbers import next_number
from payvand.network.models import Unit
from payvand.people.enums import ConsentScope, ConsentState, Purpose
from payvand.people.policies import CONSENT, REACH_PROTECTED
from payvand.people.policies import READ as READ_PEOPLE
from payvand.people.services import record_consent
from payvand.tracing.enums import FoundSource
from payvand.tracing.services import ToldPerson, register_found_person

SUBJECT = "families.safe_and_well"
DAYS_KEPT = 180
LONGEST_KEPT = 730
BATCH = 100

EXPIRER = Scope.system(
    "expirer",
    rights=frozenset({READ_PEOPLE, CONSENT, REACH_PROTECTED}),
    purposes=frozenset({str(Purpose.TRACING)}),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeNews:
    """How somebody is, as they or somebody else tell.

    Attributes:
        exact_place: where they are; only with `place_agreed`.
        expires_on: the last day on which it is kept; `DAYS_KEPT` from today by default.
    """

    status: str = SafeStatus.SAFE
    told_by: str = ToldBy.SELF
    home_place: str = ""
    place_class: str = PlaceClass.UNKNOWN
    exact_place: str = ""
    place_agreed: bool = False
    message: str = ""
    expires_on: date | None = None


def last_day(days: int = DAYS_KEPT) -> date:
    """Return the last day of what is registered today and kept so long."""
    return timezone.localdate() + timedelta(days=days)


@transaction.atomic
def register_safe(
    *, scope: Scope, event: Event, unit: Unit, person: ToldPerson, news: SafeNews, form_token: UUID | None = None
) -> SafeAndWell:
    """Register that somebody is safe; the record is compared with every open file at once. Sent twice, made once.

    Args:
        scope: who registers.
        event: that parted them; it is under way.
        unit: where it is taken.
        person: as told.
        news: how they are.
        form_token: of the form.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: nobody may be registered in this unit, or not for this event.
    """
    scope.require(REGISTER_SAFE)
    if not scope.reaches_unit(unit.pk) or not open_events(scope).filter(pk=event.pk).exists():
        raise NotAllowed(REGISTER_SAFE)
    if form_token and (made := safe_of_form(scope, form_token)):
        return made
    until = news.expires_on or last_day()
    _check(news, until)
    place = news.exact_place.strip() if news.place_agreed else ""
    found = register_found_person(
        scope=scope,
        unit=unit,
        person=person,
        source=FoundSource.SAFE_AND_WELL,
        source_text=event.code,
        place_text="",
        form_token=form_token,
    )
    made = SafeAndWell.objects.create(
        **next_number("SAFE"),
        form_token=form_token,
        event=event,
        person=found.person,
        status=news.status,
        told_by=news.told_by,
        home_place=news.home_place.strip(),
        place_class=news.place_class,
        exact_place=place,
        message=news.message.strip(),
        unit=unit,
        taken_by_id=scope.user_id,
        registered_on=timezone.localdate(),
        expires_on=until,
    )
    if news.told_by == ToldBy.SELF:
        record_consent(
            scope=scope,
            person=found.person,
            scope_code=ConsentScope.SEARCH_INTERNAL,
            state=ConsentState.GIVEN,
            until=until,
        )
    _record(scope, "register_safe", made, status=made.status, event=event.code, until=until)
    return made


def _check(news: SafeNews, until: date) -> None:
    problems = {}
    if news.exact_place.strip() and not news.place_agreed:
        problems["exact_place"] = _("Ask whether the place may be kept; without a yes only its kind is.")
    if not timezone.localdate() <= until <= last_day(LONGEST_KEPT):
        problems["expires_on"] = _("Choose a day from today on, within two years.")
    if problems:
        raise InvalidInput(problems)


@transaction.atomic
def tell_relative(*, scope: Scope, registration: SafeAndWell, relation: str) -> RelativeTold:
    """Record who was told that the person is safe.

    Args:
        scope: who told them.
        registration: of the person.
        relation: who they are to the person, in words; no name is needed.

    Raises:
        InvalidInput: nothing was written.
    """
    current = _locked(scope, registration)
    if not relation.strip() or len(relation) > 100:  # noqa: PLR2004 — the width of the column
        raise InvalidInput({"relation": _("Write who was told: her brother, the neighbour.")})
    told = RelativeTold.objects.create(registration=current, relation=relation.strip(), by_id=scope.user_id)
    _record(scope, "tell_relative", current)
    return told


@transaction.atomic
def end_registration(*, scope: Scope, registration: SafeAndWell) -> SafeAndWell:
    """End a registration at the person's wish: it is shown and compared no more."""
    current = _locked(scope, registration)
    _end(scope, current)
    _record(scope, "end_safe", current)
    return current


def expire_registrations() -> int:
    """End what has passed its last day: work of the node by itself. Return how many; harmless to repeat."""
    ended = 0
    while due := list(_expired()[:BATCH]):
        with transaction.atomic():
            for registration in due:
                _end(EXPIRER, registration)
                _record(EXPIRER, "expire_safe", registration)
        ended += len(due)
    return ended


def _expired() -> "QuerySet[SafeAndWell]":
    return SafeAndWell.objects.filter(ended_at=None, expires_on__lt=timezone.localdate()).order_by("expires_on", "pk")


def _end(scope: Scope, registration: SafeAndWell) -> None:
    """Take it out of the lists and its person out of the matching; place and message are needed no more."""
    registration.ended_at, registration.exact_place, registration.message = timezone.now(), "", ""
    registration.save_changes("ended_at", "exact_place", "message")
    if registration.person.removed_at is None:
        record_consent(
            scope=scope,
            person=registration.person,
            scope_code=ConsentScope.SEARCH_INTERNAL,
            state=ConsentState.WITHDRAWN,
        )


def _locked(scope: Scope, registration: SafeAndWell) -> SafeAndWell:
    scope.require(REGISTER_SAFE)
    current = visible_safe(scope).select_for_update(of=("self",)).filter(pk=registration.pk).first()
    if current is None:
        raise NotAllowed(REGISTER_SAFE)
    return current


def _record(scope: Scope, action: str, registration: SafeAndWell, **facts: object) -> None:
    record_act(
        scope=scope,
        action=f"families.{action}",
        subject_type=SUBJECT,
        subject_id=registration.pk,
        facts={"number": registration.number, **facts},
    )
