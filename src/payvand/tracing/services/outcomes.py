"""What came of the search: the found person's choice, the family told, links restored, the enquirer contacted."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.people.consent import allows
from payvand.people.enums import ConsentScope, ConsentState
from payvand.people.models import Person
from payvand.people.queries import visible_people
from payvand.people.services import record_consent
from payvand.tracing import policies, queries
from payvand.tracing.enums import HistoryKind, LinkKind, RequestState
from payvand.tracing.models import LinkOutcome, TracingRequest
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.stepping import locked, require_note
from payvand.tracing.services.timing import time_contacted, time_partner_told, time_reviewed

# What the found person must have agreed to before the enquirer gets a link of this kind.
NEEDED_FOR_LINK: Mapping[str, ConsentScope] = {
    LinkKind.CONTACT: ConsentScope.INFORM_ENQUIRER_LOCATION,
    LinkKind.VISIT: ConsentScope.INFORM_ENQUIRER_LOCATION,
    LinkKind.NEWS: ConsentScope.INFORM_ENQUIRER_FATE,
    LinkKind.MESSAGE: ConsentScope.INFORM_ENQUIRER_FATE,
    LinkKind.CALL: ConsentScope.INFORM_ENQUIRER_FATE,
}
_NOT_YET = frozenset({RequestState.DRAFT, RequestState.SUBMITTED, RequestState.RETURNED, RequestState.REJECTED})


@transaction.atomic
def record_choice(
    *, scope: Scope, request: TracingRequest, fate: ConsentState, place: ConsentState, note: str = ""
) -> TracingRequest:
    """Record what the found person allows: that the enquirer hears that they are alive, and where they are.

    Raises:
        Refused: the file does not stand as located.
        NotAllowed: the found person's record is kept by somebody else, who must record the choice.
        InvalidInput: somebody who may not be told of is not given away by their place.
    """
    current = locked(scope, request, policies.SEARCH)
    if current.state != RequestState.LOCATED:
        raise Refused(_("The file does not stand as located: nobody has been asked yet."))
    if place == ConsentState.GIVEN and fate != ConsentState.GIVEN:
        raise InvalidInput({"place": _("Whoever lets us give their contact lets us say that they are alive.")})
    found = visible_people(scope).filter(pk=queries.found_person(current).pk).first()
    if found is None:
        raise NotAllowed(policies.SEARCH)
    answers = {ConsentScope.INFORM_ENQUIRER_FATE: fate, ConsentScope.INFORM_ENQUIRER_LOCATION: place}
    for code, state in answers.items():
        record_consent(scope=scope, person=found, scope_code=code, state=state)
    facts = {"fields": ["choice"]}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.CHANGED, facts=facts, note=note)
    record_request_act(scope, "record_choice", current, {"person": str(found.pk), "fate": fate, "place": place})
    return current


@transaction.atomic
def record_family_told(*, scope: Scope, request: TracingRequest, on: date, note: str) -> TracingRequest:
    """Record that the family was told the fate in person; before this no page of theirs shows it.

    Raises:
        Refused: the fate is not recorded as known.
        InvalidInput: the day has not come, or nobody wrote who told whom.
    """
    current = locked(scope, request, policies.PROPOSE)
    if current.state != RequestState.FATE_KNOWN:
        raise Refused(_("Record first that the fate is known."))
    _require_past(on)
    require_note(note, _("Write who told whom, and who was with them."))
    current.last_contacted_on = on
    current.save_changes("last_contacted_on")
    link = LinkOutcome.objects.create(
        request=current, kind=LinkKind.FATE, restored_on=on, note=note.strip(), recorded_by_id=scope.user_id
    )
    facts = {"told_in_person": True, "link": str(link.pk)}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.CONTACTED, facts=facts, note=note)
    record_request_act(scope, "record_family_told", current, facts)
    time_contacted(scope, current)
    return current


@transaction.atomic
def record_contact(*, scope: Scope, request: TracingRequest, on: date, note: str) -> TracingRequest:
    """Record that the enquirer was spoken with: what they were told, what they said.

    Raises:
        Refused: the file has ended.
        InvalidInput: the day has not come, or nothing is written.
    """
    current = locked(scope, request, policies.TAKE)
    if policies.is_at_rest(current):
        raise Refused(_("The file has ended. Reopen it if there is something new."))
    _require_past(on)
    require_note(note, _("Write what was said."))
    if current.last_contacted_on is None or on > current.last_contacted_on:
        current.last_contacted_on = on
        current.save_changes("last_contacted_on")
    facts = {"told_in_person": False}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.CONTACTED, facts=facts, note=note)
    record_request_act(scope, "record_contact", current)
    if current.state not in _NOT_YET:
        time_contacted(scope, current)
    return current


@transaction.atomic
def record_partner_told(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Record that the partner whose request this is was told that it arrived, or how it goes."""
    current = locked(scope, request, policies.ENQUIRE)
    if current.received_from_id is None:
        raise Refused(_("This request did not come from a partner."))
    require_note(note, _("Write what the partner was told."))
    facts = {"step": "partner_told"}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.ENQUIRY, facts=facts, note=note)
    record_request_act(scope, "record_partner_told", current)
    time_partner_told(scope, current)
    return current


@transaction.atomic
def record_review(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Record that the file was looked through and the search goes on."""
    current = locked(scope, request, policies.SEARCH)
    if policies.is_at_rest(current):
        raise Refused(_("The file has ended. Reopen it if there is something new."))
    require_note(note, _("Write what is done next."))
    facts = {"fields": ["reviewed"]}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.CHANGED, facts=facts, note=note)
    record_request_act(scope, "record_review", current)
    time_reviewed(scope, current)
    return current


@transaction.atomic
def record_link(
    *,
    scope: Scope,
    request: TracingRequest,
    kind: LinkKind,
    restored_on: date,
    person: Person | None = None,
    note: str = "",
) -> LinkOutcome:
    """Record a link restored for the enquirer of this request; one located person can restore several.

    Args:
        scope: who records it.
        request: whose enquirer.
        kind: how.
        restored_on: when.
        person: with whom, where it is not the sought person; a record that this Scope may see.
        note: what there is to say.

    Raises:
        Refused: the request was not accepted, or the found person has not allowed this.
        InvalidInput: no such kind, or the day has not come.
    """
    current = locked(scope, request, policies.PROPOSE)
    if current.state in _NOT_YET:
        raise Refused(_("A link is recorded for a request that was accepted."))
    if kind not in LinkKind.values or kind == LinkKind.FATE:
        raise InvalidInput({"kind": _("Choose from the list how the link was restored.")})
    _require_past(restored_on, "restored_on")
    if person is not None and not visible_people(scope).filter(pk=person.pk).exists():
        raise NotAllowed(policies.PROPOSE)
    needed = NEEDED_FOR_LINK.get(kind)
    if needed and not allows(person or queries.found_person(current), needed):
        raise Refused(_("The found person has not allowed this. Ask them and record the answer; a refusal is binding."))
    link = LinkOutcome.objects.create(
        request=current,
        kind=kind,
        person=person,
        restored_on=restored_on,
        note=note.strip(),
        recorded_by_id=scope.user_id,
    )
    facts = {"link": str(link.pk), "kind": kind}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.LINK, facts=facts)
    record_request_act(scope, "record_link", current, facts)
    return link


@transaction.atomic
def remove_link(*, scope: Scope, link: LinkOutcome) -> LinkOutcome:
    """Take back a link that was recorded by mistake; the history keeps both."""
    request = locked(scope, link.request, policies.PROPOSE)
    current = request.links.select_for_update().get(pk=link.pk)
    if current.removed_at is not None:
        raise Refused(_("This link was taken back already."))
    current.removed_at = timezone.now()
    current.save_changes("removed_at")
    facts = {"link": str(current.pk), "kind": current.kind}
    tell(scope=scope, sought=request.sought, request=request, kind=HistoryKind.LINK_REMOVED, facts=facts)
    record_request_act(scope, "remove_link", request, facts)
    return current


def _require_past(day: date, field: str = "on") -> None:
    if day > timezone.localdate():
        raise InvalidInput({field: _("This day has not come yet.")})
