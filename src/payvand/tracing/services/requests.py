"""Taking a request, adding another enquirer to the same sought person, changing what was told, naming an officer."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.people.enums import ConsentScope, Purpose, RelationKind
from payvand.people.models import Person
from payvand.people.services import NameInput, add_relation, record_consent, register_person
from payvand.tracing import policies, queries
from payvand.tracing.enums import HistoryKind
from payvand.tracing.models import PaperForm, SoughtPerson, TracingRequest
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.inputs import Account, Memory, ToldEnquirer, ToldPerson
from payvand.tracing.services.numbers import next_number
from payvand.tracing.services.paper import bind_paper, number_of_paper
from payvand.tracing.services.remembering import keep_memory
from payvand.tracing.services.timing import time_received


def take_request(
    *,
    scope: Scope,
    unit: Unit,
    sought: ToldPerson | SoughtPerson,
    enquirer: ToldEnquirer,
    account: Account,
    memory: Memory | None = None,
    form_token: UUID | None = None,
    paper: PaperForm | None = None,
) -> TracingRequest:
    """Register a request as a draft with its number; sent twice with the same token it is made once.

    Args:
        scope: who takes it.
        unit: where it is taken.
        sought: the person sought, as told; or one whom somebody else already seeks.
        enquirer: who asks.
        account: what they tell.
        memory: what is remembered of the sought person beside names and birth.
        form_token: of the form, so that a second sending finds the first.
        paper: the printed form that it is taken from, whose number it gets.

    Raises:
        InvalidInput: a value cannot be kept; nothing was written.
        NotAllowed: requests may not be taken in this unit.
        Refused: the paper was taken in already, or was voided.
    """
    scope.require(policies.TAKE)
    if not scope.reaches_unit(unit.pk):
        raise NotAllowed(policies.TAKE)
    try:
        return _take(scope, unit, sought, enquirer, account, memory=memory, form_token=form_token, paper=paper)
    except IntegrityError:
        # Two sendings of one form met: the other one has written it.
        if form_token and (made := queries.request_of_form(scope, form_token)):
            return made
        raise


@transaction.atomic
def _take(
    scope: Scope,
    unit: Unit,
    sought: ToldPerson | SoughtPerson,
    enquirer: ToldEnquirer,
    account: Account,
    *,
    memory: Memory | None,
    form_token: UUID | None,
    paper: PaperForm | None,
) -> TracingRequest:
    if form_token and (made := queries.request_of_form(scope, form_token)):
        return made
    joins = isinstance(sought, SoughtPerson)
    person = _sought_person(scope, unit, sought)
    asks = _enquirer(scope, unit, person.person, enquirer)
    number, year, running = number_of_paper(scope, paper) if paper else next_number()
    request = TracingRequest.objects.create(
        number=number,
        year=year,
        running=running,
        form_token=form_token,
        sought=person,
        enquirer=asks,
        unit=unit,
        taken_by_id=scope.user_id,
        **own_facts(enquirer, account),
    )
    if paper:
        bind_paper(paper, request)
    kind = HistoryKind.JOINED if joins else HistoryKind.TAKEN
    tell(scope=scope, sought=person, request=request, kind=kind, facts={"number": number})
    record_request_act(scope, "take_request", request, {"sought": str(person.pk), "joins": joins})
    if memory:
        keep_memory(scope, request, memory)
    time_received(scope, request)
    return request


def _sought_person(scope: Scope, unit: Unit, sought: ToldPerson | SoughtPerson) -> SoughtPerson:
    if isinstance(sought, SoughtPerson):
        if not queries.visible_requests(scope).filter(sought=sought).exists():
            raise NotAllowed(policies.TAKE)
        return sought
    person = register_told(scope, unit, sought)
    if sought.grandfather_name:
        name = NameInput(full_as_given=sought.grandfather_name, source=sought.source)
        add_relation(scope=scope, person=person, kind=RelationKind.GRANDFATHER, name=name)
    return SoughtPerson.objects.create(person=person)


def register_told(scope: Scope, unit: Unit, told: ToldPerson) -> Person:
    """Register a person as told, within the purpose of tracing."""
    return register_person(
        scope=scope,
        purpose=Purpose.TRACING,
        unit=unit,
        names=told.names(),
        sex=told.sex,
        birth=told.birth,
        birth_place=told.birth_place,
        birth_place_text=told.birth_place_text,
        father_name=told.father_name,
        mother_name=told.mother_name,
        source=told.source,
    )


def _enquirer(scope: Scope, unit: Unit, sought: Person, told: ToldEnquirer) -> Person:
    """Register the enquirer with their answers, as a relative of the sought person."""
    asks = register_person(
        scope=scope,
        purpose=Purpose.TRACING,
        unit=unit,
        names=[NameInput(full_as_given=told.full_name, language=told.language, preferred=True)],
        confidentiality=sought.confidentiality,
    )
    add_relation(scope=scope, person=sought, relative=asks, kind=told.relation)
    for code, state in told.consents.items():
        reaches = told.authority if code == ConsentScope.SHARE_AUTHORITY else ""
        record_consent(
            scope=scope,
            person=asks,
            scope_code=code,
            state=state,
            recipient=reaches,
            how_recorded=told.how_recorded,
        )
    return asks


def own_facts(enquirer: ToldEnquirer, account: Account) -> dict[str, Any]:
    """Return the columns of a request that the enquirer's words fill."""
    return {
        "relation": enquirer.relation,
        "contact": enquirer.contact,
        "contact_safely": enquirer.contact_safely,
        "contact_address": enquirer.contact_address,
        "contact_other": enquirer.contact_other,
        "may_be_told": enquirer.may_be_told,
        "contact_language": enquirer.language,
        "received_on": account.received_on,
        "cause": account.cause,
        "circumstances": account.circumstances,
        "last_contact": account.last_contact,
        "last_contact_place": account.last_contact_place,
        "last_contact_how": account.last_contact_how,
        "last_contact_content": account.last_contact_content,
        "last_country": account.last_country,
        "age_at_loss_from": account.age_at_loss_from,
        "age_at_loss_to": account.age_at_loss_to,
        "reason_for_search": account.reason_for_search,
        "event": account.event,
        "received_from": account.received_from,
        "their_number": account.their_number,
        "urgency": account.urgency,
    }
