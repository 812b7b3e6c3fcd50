"""Recording a call that the Society made possible."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.families.enums.calls import CallKind, CallOutcome
from payvand.families.models import FacilitatedCall
from payvand.families.policies.contact import MAKE_CALLS
from payvand.families.queries.contact import call_of_form
from payvand.families.services.inputs import Known
from payvand.families.services.numbers import next_number
from payvand.families.services.people import person_of
from payvand.network.models import Unit
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import visible_requests

LONGEST_MINUTES = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFacts:
    """What is known of a call; `FacilitatedCall` says what each value means."""

    on: date
    outcome: str = CallOutcome.COMPLETED
    kind: str = CallKind.PHONE
    minutes: int = 0
    place: str = ""
    from_detention: bool = False
    minor: bool = False
    note: str = ""

    def check(self) -> None:
        """Say at its field what cannot be kept.

        Raises:
            InvalidInput: minutes do not fit the outcome, or the day has not come.
        """
        problems = {}
        if self.outcome == CallOutcome.COMPLETED and not 0 < self.minutes <= LONGEST_MINUTES:
            problems["minutes"] = _("Write for how many minutes they spoke, at least one.")
        if self.on > timezone.localdate():
            problems["on"] = _("This day has not come yet.")
        if problems:
            raise InvalidInput(problems)


@transaction.atomic
def record_call(
    *,
    scope: Scope,
    unit: Unit,
    caller: Known,
    called: Known,
    facts: CallFacts,
    request: TracingRequest | None = None,
    form_token: UUID | None = None,
) -> FacilitatedCall:
    """Record a call, or the attempt at one; sent twice with the same token it is made once.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: calls may not be recorded in this unit.
    """
    scope.require(MAKE_CALLS)
    if not scope.reaches_unit(unit.pk):
        raise NotAllowed(MAKE_CALLS)
    if form_token and (made := call_of_form(scope, form_token)):
        return made
    if request and not visible_requests(scope).filter(pk=request.pk).exists():
        raise NotAllowed(MAKE_CALLS)
    facts.check()
    one, other = person_of(scope, unit, caller), person_of(scope, unit, called)
    if one == other:
        raise InvalidInput({"called_full_name": _("Both are the same person.")})
    completed = facts.outcome == CallOutcome.COMPLETED
    call = FacilitatedCall.objects.create(
        **next_number("CALL"),
        form_token=form_token,
        caller=one,
        called=other,
        kind=facts.kind,
        outcome=facts.outcome,
        on=facts.on,
        minutes=facts.minutes if completed else 0,
        place=facts.place.strip(),
        from_detention=facts.from_detention,
        minor=facts.minor,
        note=facts.note.strip(),
        unit=unit,
        made_by_id=scope.user_id,
        request=request,
    )
    record_act(
        scope=scope,
        action="families.record_call",
        subject_type="families.call",
        subject_id=call.pk,
        facts={"number": call.number, "outcome": call.outcome, "kind": call.kind, "minutes": call.minutes},
    )
    return call
