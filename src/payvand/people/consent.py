"""What a person's recorded answers allow at one moment. Asked on the server, at the moment of disclosure.

The rules fail closed. An answer that says no is lifted only by a yes that is later both by its own date and by when
it was recorded, and that reaches as far: a general yes never lifts a no to one recipient. A yes to a scope whose words
name the recipient ("ask named authorities") counts for that recipient alone. Grounds other than consent let the Society
search, share inside the Movement, archive and count for a person who could not be asked; nothing else, and never
against a no. Of several such notes the newest counts, so that one without a ground ends an earlier ground.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from payvand.people.enums import ConsentBasis, ConsentScope, ConsentState
from payvand.people.models import Consent, Person

NAMED_RECIPIENT_SCOPES = frozenset({ConsentScope.SHARE_AUTHORITY, ConsentScope.SHARE_ORG})
OTHER_BASIS_SCOPES = frozenset(
    {
        ConsentScope.SEARCH_INTERNAL,
        ConsentScope.SHARE_MOVEMENT,
        ConsentScope.KEEP_ARCHIVE,
        ConsentScope.USE_STATS,
    }
)
OTHER_BASES = frozenset({ConsentBasis.VITAL, ConsentBasis.PUBLIC, ConsentBasis.LEGITIMATE, ConsentBasis.LEGAL})
NO = frozenset({ConsentState.REFUSED, ConsentState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a scope stands for one person at one moment.

    Attributes:
        state: given, refused, withdrawn, expired or not asked.
        allowed: whether the scope may be used now.
        basis: the ground on which it is allowed; empty where it is not.
        until: the last day of a given consent, where it has one.
        decided_by: the answer that decides; None where there is none.
    """

    state: ConsentState
    allowed: bool = False
    basis: str = ""
    until: date | None = None
    decided_by: Consent | None = None


def allows(person: Person, scope_code: str, at: datetime | None = None, recipient: str | None = None) -> bool:
    """Say whether this person's answers allow a use at a moment (now by default).

    Args:
        person: whose data it is.
        scope_code: what is to be done, a `ConsentScope`.
        at: the moment of the disclosure; answers recorded after it do not count.
        recipient: who would receive it; needed where the scope names a recipient. Without it every no counts.
    """
    return standing_of(person, scope_code, at, recipient).allowed


def standing_of(person: Person, scope_code: str, at: datetime | None = None, recipient: str | None = None) -> Standing:
    """Return where a scope stands for this person; `allows` explains the arguments. One query."""
    answers = Consent.objects.filter(person=person, scope_code=scope_code)
    return standing(list(answers), scope_code, at=at or timezone.now(), recipient=recipient)


def standings(person: Person, at: datetime | None = None) -> dict[ConsentScope, Standing]:
    """Return where every scope stands for this person, without a recipient; one query."""
    answers = list(Consent.objects.filter(person=person))
    moment = at or timezone.now()
    return {
        scope: standing([answer for answer in answers if answer.scope_code == scope], scope, at=moment)
        for scope in ConsentScope
    }


def standing(answers: Iterable[Consent], scope_code: str, *, at: datetime, recipient: str | None = None) -> Standing:
    """Return where a scope stands by these answers to it; pure."""
    today = timezone.localdate(at)
    known = [answer for answer in answers if answer.given_on <= today and answer.created_at <= at]
    given = _given(known, scope_code, recipient)
    against = [
        answer
        for answer in known
        if answer.state in NO
        and (recipient is None or answer.recipient in ("", recipient))
        and not (given and _lifts(given, answer))
    ]
    if against:
        decided = _latest(against)
        return Standing(ConsentState(decided.state), decided_by=decided)
    if given:
        if given.until is not None and given.until < today:
            return Standing(ConsentState.EXPIRED, until=given.until, decided_by=given)
        return Standing(ConsentState.GIVEN, allowed=True, basis=given.basis, until=given.until, decided_by=given)
    return _not_asked(known, scope_code, recipient, today)


def _given(known: Sequence[Consent], scope_code: str, recipient: str | None) -> Consent | None:
    given = [answer for answer in known if answer.state == ConsentState.GIVEN]
    if recipient and (specific := [answer for answer in given if answer.recipient == recipient]):
        return _latest(specific)
    general = [answer for answer in given if not answer.recipient]
    return _latest(general) if general and scope_code not in NAMED_RECIPIENT_SCOPES else None


def _lifts(given: Consent, against: Consent) -> bool:
    reaches = against.recipient in ("", given.recipient)
    return reaches and given.given_on >= against.given_on and given.created_at > against.created_at


def _not_asked(known: Sequence[Consent], scope_code: str, recipient: str | None, today: date) -> Standing:
    notes = [
        answer for answer in known if answer.state == ConsentState.NOT_ASKED and answer.recipient in ("", recipient)
    ]
    if not notes or scope_code not in OTHER_BASIS_SCOPES:
        return Standing(ConsentState.NOT_ASKED)
    decided = _latest(notes)
    if decided.basis not in OTHER_BASES or (decided.until is not None and decided.until < today):
        return Standing(ConsentState.NOT_ASKED)
    return Standing(ConsentState.NOT_ASKED, allowed=True, basis=decided.basis, until=decided.until, decided_by=decided)


def _latest(answers: Sequence[Consent]) -> Consent:
    return max(answers, key=lambda answer: (answer.given_on, answer.created_at, answer.pk))
