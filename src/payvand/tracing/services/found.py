"""Registering a found or arrived person: a record of its own, compared with every open file at once."""

from uuid import UUID

from django.db import IntegrityError, transaction

from payvand.core.errors import NotAllowed
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.tracing import policies, queries
from payvand.tracing.models import FoundRecord
from payvand.tracing.services.history import record_found_act
from payvand.tracing.services.inputs import ToldPerson
from payvand.tracing.services.requests import register_told


def register_found_person(
    *,
    scope: Scope,
    unit: Unit,
    person: ToldPerson,
    source: str,
    source_text: str = "",
    seen_on: PartialDate | None = None,
    place_text: str = "",
    form_token: UUID | None = None,
) -> FoundRecord:
    """Register a person who was found or has arrived, with the source; sent twice with the same token, once.

    Args:
        scope: who registers.
        unit: who holds the record.
        person: as the source tells of them.
        source: a `FoundSource`.
        source_text: which list, or whose word.
        seen_on: when they were seen or listed.
        place_text: where they are, by the source.
        form_token: of the form.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: people may not be registered in this unit.
    """
    scope.require(policies.REGISTER_FOUND)
    if not scope.reaches_unit(unit.pk):
        raise NotAllowed(policies.REGISTER_FOUND)
    facts = {"source": source, "source_text": source_text, "seen_on": seen_on, "place_text": place_text}
    try:
        with transaction.atomic():
            if form_token and (made := queries.found_of_form(scope, form_token)):
                return made
            record = FoundRecord.objects.create(
                person=register_told(scope, unit, person), form_token=form_token, **facts
            )
            record_found_act(scope, record)
            return record
    except IntegrityError:
        # Two sendings of one form met: the other one has written it.
        if form_token and (made := queries.found_of_form(scope, form_token)):
            return made
        raise
