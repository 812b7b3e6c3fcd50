"""Consent as a table: what a person answered, and whether a use is allowed now."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from payvand.audit.models import Act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.people import consent
from payvand.people.enums import ConsentBasis, ConsentScope, ConsentState
from payvand.people.models import Consent, Person
from payvand.people.services import offer_for_tracing, record_consent, withdraw_consent

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 21)
G, R, W, N = ConsentState.GIVEN, ConsentState.REFUSED, ConsentState.WITHDRAWN, ConsentState.NOT_ASKED
SHARE, SEARCH, PHOTO = ConsentScope.SHARE_MOVEMENT, ConsentScope.SEARCH_INTERNAL, ConsentScope.PUBLISH_PHOTO
AUTHORITY, FATE = ConsentScope.SHARE_AUTHORITY, ConsentScope.INFORM_ENQUIRER_FATE


@dataclass(frozen=True)
class Said:
    """An answer: what, how many days ago, for whom, until when, on what basis, and when it was written down."""

    state: ConsentState
    days_ago: int = 10
    to: str = ""
    until: int | None = None
    basis: str = ConsentBasis.CONSENT
    written_days_ago: int | None = None

    def row(self, scope: str) -> Consent:
        written = self.days_ago if self.written_days_ago is None else self.written_days_ago
        return Consent(
            person=Person(),
            scope_code=scope,
            state=self.state,
            basis=self.basis,
            recipient=self.to,
            given_on=TODAY - dt.timedelta(days=self.days_ago),
            until=None if self.until is None else TODAY + dt.timedelta(days=self.until),
            created_at=NOW - dt.timedelta(days=written),
        )


# The columns: story, scope, answers, recipient, allowed, state.
TABLE = [
    ("nothing was asked", SHARE, [], None, False, N),
    ("given", SHARE, [Said(G)], None, True, G),
    ("given, for one of those whom it names", SHARE, [Said(G)], "RU", True, G),
    ("refused", SHARE, [Said(R)], None, False, R),
    ("refused, then given", SHARE, [Said(R, 10), Said(G, 5)], None, True, G),
    ("given, then refused", SHARE, [Said(G, 10), Said(R, 5)], None, False, R),
    ("given, then withdrawn", SHARE, [Said(G, 10), Said(W, 5)], None, False, W),
    ("withdrawn, then given again", SHARE, [Said(G, 10), Said(W, 5), Said(G, 1)], None, True, G),
    ("given until today", SHARE, [Said(G, until=0)], None, True, G),
    ("given until yesterday", SHARE, [Said(G, until=-1)], None, False, ConsentState.EXPIRED),
    ("expired, then given again", SHARE, [Said(G, 10, until=-1), Said(G, 0)], None, True, G),
    ("given again for a shorter time that is over", SHARE, [Said(G, 10), Said(G, 5, until=-1)], None, False, "expired"),
    ("given tomorrow", SHARE, [Said(G, -1)], None, False, N),
    ("written down after the moment", SHARE, [Said(G, 5, written_days_ago=-1)], None, False, N),
    ("given to one recipient, asked for it", SHARE, [Said(G, to="RU")], "RU", True, G),
    ("given to one recipient, asked for another", SHARE, [Said(G, to="RU")], "KZ", False, N),
    ("given to one recipient, asked for all", SHARE, [Said(G, to="RU")], None, False, N),
    ("given to all but one, asked for the one", SHARE, [Said(G, 10), Said(R, 9, to="RU")], "RU", False, R),
    ("given to all but one, asked for another", SHARE, [Said(G, 10), Said(R, 9, to="RU")], "KZ", True, G),
    ("given to all but one, asked for all", SHARE, [Said(G, 10), Said(R, 9, to="RU")], None, False, R),
    ("a later general yes lifts no refusal to one", SHARE, [Said(R, 10, to="RU"), Said(G, 5)], "RU", False, R),
    ("a later yes to one lifts the refusal to it", SHARE, [Said(R, 10, to="RU"), Said(G, 5, to="RU")], "RU", True, G),
    ("refused to all, then given to one", SHARE, [Said(R, 10), Said(G, 5, to="RU")], "RU", True, G),
    ("refused to all, then given to one, for others", SHARE, [Said(R, 10), Said(G, 5, to="RU")], "KZ", False, R),
    ("given to one, then refused to all", SHARE, [Said(G, 10, to="RU"), Said(R, 5)], "RU", False, R),
    ("the limit for one comes first", SHARE, [Said(G, 5), Said(G, 9, to="RU", until=-1)], "RU", False, "expired"),
    ("a no written down late still counts", SHARE, [Said(G, 5), Said(R, 9, written_days_ago=1)], None, False, R),
    ("a yes written down late lifts no later no", SHARE, [Said(R, 5), Said(G, 9, written_days_ago=1)], None, False, R),
    ("of one day, the no last", SHARE, [Said(G, 5), Said(R, 5, written_days_ago=4)], None, False, R),
    ("of one day, the yes last", SHARE, [Said(R, 5), Said(G, 5, written_days_ago=4)], None, True, G),
    ("a named authority", AUTHORITY, [Said(G, to="Ministry of Justice")], "Ministry of Justice", True, G),
    ("another authority", AUTHORITY, [Said(G, to="Ministry of Justice")], "Police", False, N),
    ("no authority named in the question", AUTHORITY, [Said(G, to="Ministry of Justice")], None, False, N),
    ("a general yes names no authority", AUTHORITY, [Said(G)], "Ministry of Justice", False, N),
    ("could not be asked, vital interest", SEARCH, [Said(N, basis="vital")], None, True, N),
    ("could not be asked, public interest, share", SHARE, [Said(N, basis="public")], "RU", True, N),
    ("could not be asked, no other basis", SEARCH, [Said(N)], None, False, N),
    ("could not be asked, a contract is no ground", SEARCH, [Said(N, basis="contract")], None, False, N),
    ("another ground never publishes a photo", PHOTO, [Said(N, basis="vital")], None, False, N),
    ("another ground never tells the enquirer", FATE, [Said(N, basis="legal")], None, False, N),
    ("another ground never overrules a no", SEARCH, [Said(R, 10), Said(N, 5, basis="public")], None, False, R),
    ("another ground until yesterday", SEARCH, [Said(N, basis="public", until=-1)], None, False, N),
    ("no ground revives it", SEARCH, [Said(N, 20, basis="public"), Said(G, 10, until=-1)], None, False, "expired"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scope", "answers", "recipient", "allowed", "state"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_what_the_answers_allow(scope, answers, recipient, allowed, state):
    rows = [answer.row(scope) for answer in answers]
    for order in (rows, rows[::-1]):
        found = consent.standing(order, scope, at=NOW, recipient=recipient)
        assert (found.allowed, found.state) == (allowed, state)


ANSWERS = st.builds(
    Said,
    state=st.sampled_from([G, R, W, N]),
    days_ago=st.integers(0, 30),
    to=st.sampled_from(["", "RU", "KZ"]),
    until=st.none() | st.integers(-5, 5),
    basis=st.sampled_from(ConsentBasis.values),
    written_days_ago=st.integers(0, 30),
)


@given(answers=st.lists(ANSWERS, max_size=6), scope=st.sampled_from(ConsentScope), to=st.sampled_from([None, "RU"]))
def test_a_no_that_is_last_by_both_clocks_always_decides(answers, scope, to):
    rows = [answer.row(scope) for answer in answers]
    last = Said(W, days_ago=0, written_days_ago=0).row(scope)
    last.created_at = NOW
    assert not consent.standing([*rows, last], scope, at=NOW, recipient=to).allowed


@given(answers=st.lists(ANSWERS, max_size=6), scope=st.sampled_from(ConsentScope))
def test_asking_without_a_recipient_never_allows_more_than_with_one(answers, scope):
    rows = [answer.row(scope) for answer in answers]
    if consent.standing(rows, scope, at=NOW).allowed and not any(answer.to for answer in answers):
        assert consent.standing(rows, scope, at=NOW, recipient="UZ").allowed


@pytest.mark.django_db
def test_an_answer_is_recorded_with_who_and_audited(register, khatlon, cast):
    person = register("Али")
    answer = record_consent(scope=khatlon, person=person, scope_code=SHARE, state=G, recipient=" RU ")
    assert (answer.recorded_by, answer.recipient, answer.given_on) == (cast.caseworker, "RU", timezone.localdate())
    assert consent.allows(person, SHARE, recipient="RU")
    assert not consent.allows(person, SHARE, recipient="KZ")
    act = Act.objects.order_by("-number").first()
    assert (act.action, act.facts["scope"], act.facts["state"]) == ("people.record_consent", "share_movement", "given")


@pytest.mark.django_db
def test_a_withdrawal_is_a_new_row_and_the_history_stays(register, khatlon):
    person = register("Али")
    given_answer = record_consent(scope=khatlon, person=person, scope_code=SHARE, state=G)
    withdrawn = withdraw_consent(scope=khatlon, consent=given_answer)
    assert [row.state for row in person.consents.all()] == ["given", "withdrawn"]
    assert withdrawn.withdrawn_at is not None
    assert not consent.allows(person, SHARE)
    before = withdrawn.created_at - dt.timedelta(microseconds=1)
    assert consent.allows(person, SHARE, at=max(before, given_answer.created_at))
    with pytest.raises(Refused):
        withdraw_consent(scope=khatlon, consent=withdrawn)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"state": "expired"}, "state"),
        ({"state": "maybe"}, "state"),
        ({"scope_code": "everything"}, "scope_code"),
        ({"basis": "vital"}, "basis"),
        ({"given_on": dt.date(2999, 1, 1)}, "given_on"),
        ({"given_on": dt.date(2020, 1, 2), "until": dt.date(2020, 1, 1)}, "until"),
        ({"scope_code": AUTHORITY}, "recipient"),
        ({"recipient": "x" * 101}, "recipient"),
        ({"how_recorded": "telepathy"}, "how_recorded"),
    ],
)
def test_an_answer_that_cannot_stand_is_refused_at_its_field(register, khatlon, answer, field):
    person = register("Али")
    with pytest.raises(InvalidInput) as refused:
        record_consent(scope=khatlon, person=person, **{"scope_code": SHARE, "state": G, **answer})
    assert set(refused.value.problems) == {field}
    assert not person.consents.exists()


@pytest.mark.django_db
def test_the_database_holds_no_given_answer_on_another_ground_and_no_stored_expiry(register):
    person = register("Али")
    for wrong in ({"state": "given", "basis": "vital"}, {"state": "expired"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(person=person, scope_code=SHARE, given_on=TODAY, **{"basis": "consent", **wrong})


@pytest.mark.django_db
def test_nobody_records_answers_of_people_out_of_reach(register, cast, khatlon, counsellor):
    person = register("Али", unit=cast.sughd)
    for scope in (khatlon, counsellor, cast.scope_for(cast.node_admin), cast.scope_for(cast.stranger)):
        with pytest.raises(NotAllowed):
            record_consent(scope=scope, person=person, scope_code=SHARE, state=G)
    assert not person.consents.exists()


@pytest.mark.django_db
def test_tracing_hears_a_withdrawal_of_another_programmes_person_and_may_change_nothing_else(
    register, counsellor, khatlon
):
    person = register("Али", purpose="centre")
    offer = offer_for_tracing(scope=counsellor, person=person)
    with pytest.raises(NotAllowed):
        record_consent(scope=khatlon, person=person, scope_code=SHARE, state=G)
    withdraw_consent(scope=khatlon, consent=offer)
    person.refresh_from_db()
    assert not person.offered_to_tracing
    with pytest.raises(NotAllowed):
        withdraw_consent(scope=khatlon, consent=offer)


@pytest.mark.django_db
def test_a_person_of_tracing_is_not_offered_to_tracing(register, khatlon):
    with pytest.raises(Refused):
        offer_for_tracing(scope=khatlon, person=register("Али"))


def test_the_reference_says_which_scopes_need_a_recipient_and_which_may_stand_on_another_basis():
    page = Path(__file__).parents[2] / "docs" / "reference" / "consent.md"
    rows = [line.strip("|").split("|") for line in page.read_text(encoding="utf-8").splitlines() if "| `" in line]
    table = {cells[0].strip(" `"): tuple(cell.strip() for cell in cells[2:]) for cells in rows if len(cells) == 4}
    assert table == {
        scope.value: (
            "yes" if scope in consent.NAMED_RECIPIENT_SCOPES else "no",
            "yes" if scope in consent.OTHER_BASIS_SCOPES else "no",
        )
        for scope in ConsentScope
    }
