"""Recording what a person agreed to, and taking it back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.people.consent import NAMED_RECIPIENT_SCOPES, NO, standing_of
from payvand.people.enums import ConsentBasis, ConsentRecording, ConsentScope, ConsentState, Purpose
from payvand.people.models import Consent, Person
from payvand.people.policies import CONSENT
from payvand.people.queries import visible_people
from payvand.people.services.writing import found_differently, own_person, record_person_act


@transaction.atomic
def record_consent(
    *,
    scope: Scope,
    person: Person,
    scope_code: str,
    state: str,
    basis: str = ConsentBasis.CONSENT,
    recipient: str = "",
    given_on: date | None = None,
    until: date | None = None,
    how_recorded: str = ConsentRecording.BY_STAFF,
) -> Consent:
    """Record an answer of a person about one scope; `Consent` says what each value means. `given_on` is today if None.

    Raises:
        InvalidInput: the answer cannot stand as it is.
        NotAllowed: the Scope may not record this person's answers.
    """
    current = own_person(scope, person, CONSENT)
    answer = Consent(
        person=current,
        scope_code=scope_code,
        state=state,
        basis=basis,
        recipient=recipient.strip(),
        given_on=given_on or timezone.localdate(),
        until=until,
        withdrawn_at=timezone.now() if state == ConsentState.WITHDRAWN else None,
        how_recorded=how_recorded,
        recorded_by_id=scope.user_id,
    )
    _check(answer)
    return _write(scope, current, answer)


@transaction.atomic
def withdraw_consent(
    *,
    scope: Scope,
    consent: Consent,
    given_on: date | None = None,
    how_recorded: str = ConsentRecording.BY_STAFF,
) -> Consent:
    """Record that a person takes a consent back. Whoever sees the person may hear it and must be able to write it down.

    Raises:
        Refused: there is no given consent to take back.
        NotAllowed: the Scope does not see the person, or may not record answers.
    """
    scope.require(CONSENT)
    person = visible_people(scope).select_for_update(of=("self",)).filter(pk=consent.person_id).first()
    if person is None:
        raise NotAllowed(CONSENT)
    if consent.state != ConsentState.GIVEN:
        raise Refused(_("Only a consent that was given can be withdrawn."))
    answer = Consent(
        person=person,
        scope_code=consent.scope_code,
        state=ConsentState.WITHDRAWN,
        basis=consent.basis,
        recipient=consent.recipient,
        given_on=given_on or timezone.localdate(),
        withdrawn_at=timezone.now(),
        how_recorded=how_recorded,
        recorded_by_id=scope.user_id,
    )
    _check(answer)
    return _write(scope, person, answer)


def offer_for_tracing(
    *,
    scope: Scope,
    person: Person,
    given_on: date | None = None,
    until: date | None = None,
    how_recorded: str = ConsentRecording.BY_STAFF,
) -> Consent:
    """Record that a person whom another programme knows agrees to be searched by this Society's tracing service.

    It is the only way by which such a person becomes a candidate for tracing; `withdraw_consent` ends it at once.

    Raises:
        Refused: the person belongs to tracing already.
    """
    if person.purpose == Purpose.TRACING:
        raise Refused(_("This person is already known to the tracing service."))
    return record_consent(
        scope=scope,
        person=person,
        scope_code=ConsentScope.SEARCH_INTERNAL,
        state=ConsentState.GIVEN,
        given_on=given_on,
        until=until,
        how_recorded=how_recorded,
    )


def _check(answer: Consent) -> None:
    problems: dict[str, str] = {}
    choices = {"scope_code": ConsentScope, "basis": ConsentBasis, "how_recorded": ConsentRecording}
    for field, values in choices.items():
        if getattr(answer, field) not in values.values:
            problems[field] = _("Choose from the list.")
    if answer.state not in ConsentState.values or answer.state == ConsentState.EXPIRED:
        problems["state"] = _("Choose given, refused, not asked or withdrawn.")
    if answer.state == ConsentState.GIVEN and answer.basis != ConsentBasis.CONSENT:
        problems["basis"] = _("A consent that was given has the basis “consent”.")
    if answer.given_on > timezone.localdate():
        problems["given_on"] = _("The answer cannot lie in the future.")
    if answer.until is not None and answer.until < answer.given_on:
        problems["until"] = _("The last day cannot be before the day of the answer.")
    needs_recipient = answer.scope_code in NAMED_RECIPIENT_SCOPES and answer.state == ConsentState.GIVEN
    if needs_recipient and not answer.recipient:
        problems["recipient"] = _("Name the recipient: this consent holds for a named one only.")
    if len(answer.recipient) > 100 or "\x00" in answer.recipient:  # noqa: PLR2004 — the width of the column
        problems["recipient"] = _("Write the recipient in at most 100 characters.")
    if problems:
        raise InvalidInput(problems)


def _write(scope: Scope, person: Person, answer: Consent) -> Consent:
    answer.save()
    facts = {"scope": answer.scope_code, "state": answer.state, "basis": answer.basis, "consent": answer.pk}
    record_person_act(scope, "record_consent", person.pk, facts)
    if answer.scope_code == ConsentScope.SEARCH_INTERNAL:
        refresh_searchability(person)
    return answer


def refresh_searchability(person: Person) -> None:
    """Bring what the answers say about being searched into the columns that queries filter by, and tell the index."""
    now = standing_of(person, ConsentScope.SEARCH_INTERNAL)
    agreed = now.allowed and now.state == ConsentState.GIVEN
    before = (person.offered_to_tracing, person.offered_until, person.not_matched)
    person.offered_to_tracing = agreed and person.purpose != Purpose.TRACING
    person.offered_until = now.until if person.offered_to_tracing else None
    person.not_matched = now.state in NO
    if before != (person.offered_to_tracing, person.offered_until, person.not_matched):
        person.save_changes("offered_to_tracing", "offered_until", "not_matched")
        found_differently([person.pk])
