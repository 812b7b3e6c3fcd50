"""A sought person who cannot be asked: why, on which basis all the same, and until when."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.people.consent import OTHER_BASES
from payvand.people.enums import ConsentBasis, ConsentScope, ConsentState
from payvand.people.models import Person
from payvand.people.services import record_consent
from payvand.people.services.writing import record_person_act
from payvand.protection.enums import CannotAsk
from payvand.protection.law import against_basis, own_law
from payvand.protection.models import CannotBeAsked

COVERED = (ConsentScope.SEARCH_INTERNAL, ConsentScope.SHARE_MOVEMENT)
"""What a search needs; nothing else is done with a person who was not asked."""

LONGEST_YEARS = 2
LONGEST_TEXT = 2000


@transaction.atomic
def record_cannot_be_asked(
    *, scope: Scope, person: Person, reason: str, basis: str, review_on: date, words: str = "", advice: str = ""
) -> CannotBeAsked:
    """Record that a person is searched for without having been asked; an earlier record is replaced.

    It stands for the search and for sharing inside the Movement, until the day of the review, and never against an
    answer that said no. Where the law of the node's country has no such basis, the advice relied on must be written.

    Args:
        scope: who records it; must reach the person and may record answers.
        person: who is sought.
        reason: a `CannotAsk`.
        basis: a `ConsentBasis` other than consent.
        review_on: the last day on which it holds, within two years.
        words: what is known, in words.
        advice: the legal advice or agreement relied on.

    Raises:
        InvalidInput: a value cannot stand, or the law asks for advice and there is none.
        NotAllowed: the Scope does not see the person, or may not record answers.
    """
    _check(reason, basis, review_on, words, advice)
    _end_standing(scope, person)
    _answer(scope, person, basis=basis, until=review_on)
    row = CannotBeAsked.objects.create(
        person=person,
        reason=reason,
        words=words.strip(),
        basis=basis,
        advice=advice.strip(),
        review_on=review_on,
        recorded_by_id=scope.user_id,
    )
    facts = {"record": row.pk, "reason": reason, "basis": basis, "review_on": review_on, "advised": bool(advice)}
    record_person_act(scope, "record_cannot_be_asked", person.pk, facts)
    return row


@transaction.atomic
def end_cannot_be_asked(*, scope: Scope, record: CannotBeAsked) -> None:
    """End such a record, because the person can be asked now: the basis ends with it, today.

    Raises:
        Refused: it was ended already.
        NotAllowed: the Scope does not see the person, or may not record answers.
    """
    _answer(scope, record.person, basis=ConsentBasis.CONSENT)
    if not _end_standing(scope, record.person):
        raise Refused(_("This was ended already."))
    record_person_act(scope, "end_cannot_be_asked", record.person_id, {"record": record.pk})


def _answer(scope: Scope, person: Person, *, basis: str, until: date | None = None) -> None:
    """Note for each scope that the person was not asked, and on which basis it is used: the newest such note counts."""
    for scope_code in COVERED:
        record_consent(
            scope=scope, person=person, scope_code=scope_code, state=ConsentState.NOT_ASKED, basis=basis, until=until
        )


def _end_standing(scope: Scope, person: Person) -> int:
    standing = CannotBeAsked.objects.filter(person=person, ended_at=None)
    return standing.update(ended_at=timezone.now(), ended_by_id=scope.user_id)


def _check(reason: str, basis: str, review_on: date, words: str, advice: str) -> None:
    problems: dict[str, str] = {}
    today = timezone.localdate()
    if reason not in CannotAsk.values:
        problems["reason"] = _("Choose from the list.")
    if basis not in OTHER_BASES:
        problems["basis"] = _("Choose a basis other than consent: this person was not asked.")
    elif not advice.strip() and (problem := against_basis(own_law(), basis)):
        problems["advice"] = problem
    if not today < review_on <= today.replace(year=today.year + LONGEST_YEARS, day=min(today.day, 28)):
        problems["review_on"] = _("Give a day after today and within two years on which this is looked at again.")
    for field, text in (("words", words), ("advice", advice)):
        if len(text) > LONGEST_TEXT:
            problems[field] = _("Write at most 2,000 characters.")
    if problems:
        raise InvalidInput(problems)
