"""Whatever arrives or changes is compared with the open files, and what may be the same person is kept as a hint.

The comparison sees every record of the purpose, protected ones too; who is shown what is decided when a page is made.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from payvand.audit.services import record_act
from payvand.core.scope import Scope
from payvand.matching import Evidence
from payvand.people import search
from payvand.people.enums import Purpose
from payvand.people.models import Person
from payvand.people.policies import REACH_PROTECTED
from payvand.people.policies import READ as READ_PEOPLE
from payvand.people.queries import visible_people
from payvand.tracing import queries
from payvand.tracing.enums import OPEN_STATES, HintState, HistoryKind
from payvand.tracing.models import ComparisonDue, Hint, SoughtPerson, TracingRequest
from payvand.tracing.services.history import record_hint_act, tell

# A hint is worth a caseworker's minute from one chance in twenty on; the strongest few of a record are kept.
LEAST_PROBABILITY = 0.05
MOST_HINTS = 20
# So many people are compared in the request that changed them; more wait for the node's own work.
AT_ONCE = 8
# A change is seen by every search that begins this long after it was noted: no transaction takes so long.
MARGIN = timedelta(seconds=10)

_later: ContextVar[bool] = ContextVar("comparing_later", default=False)

COMPARER = Scope.system(
    "comparer", rights=frozenset({READ_PEOPLE, REACH_PROTECTED}), purposes=frozenset({str(Purpose.TRACING)})
)


@contextmanager
def comparing_later() -> Iterator[None]:
    """Leave every comparison to `compare_due`, for work that writes many files one by one."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def note_change(person_ids: Iterable[UUID]) -> None:
    """Note, in the transaction of a change, that these people wait to be compared, and compare a few right after it.

    Many at once (a list that is taken in) wait for the node's own work, so that nobody's page waits for them.
    """
    changed = sorted(set(person_ids))
    due = [ComparisonDue(person_id=person_id) for person_id in changed]
    ComparisonDue.objects.bulk_create(due, update_conflicts=True, unique_fields=["person"], update_fields=["since"])
    if len(changed) <= AT_ONCE and not _later.get():
        transaction.on_commit(partial(_compare_awaited, changed), robust=True)


def _compare_awaited(person_ids: list[UUID]) -> None:
    """Compare those for whom somebody sits before the page: the sought and the found; enquirers can wait a moment."""
    for person_id in queries.awaited(person_ids):
        compare_new_person(person_id=person_id)


def compare_due(*, most: int = 50) -> int:
    """Compare the people who wait, the sought first, since their searches cover most of the others.

    Each is compared in a transaction of its own that also takes it off the list, so that a crash loses none.

    Returns:
        How many were taken from the list, 0 at its end.

    Raises:
        SearchBehind: the search index cannot answer yet; whoever waits still waits.
    """
    is_sought = Exists(SoughtPerson.objects.filter(person=OuterRef("person")))
    due = ComparisonDue.objects.annotate(is_sought=is_sought).order_by("-is_sought", "since")
    waiting = list(due.values_list("person_id", flat=True)[:most])
    for person_id in waiting:
        compare_new_person(person_id=person_id)
    return len(waiting)


def compare_new_person(*, person_id: UUID) -> bool:
    """Compare one person record that waits with all open files, and its own open file with all records.

    The search takes its time before the transaction that writes what it found; whoever changed meanwhile waits on.

    Returns:
        Whether it was compared; False where another process has done it, or the record is not to be searched.
    """
    seen = ComparisonDue.objects.filter(person_id=person_id).values_list("since", flat=True).first()
    if seen is None:
        return False
    begun = timezone.now()
    if queries.is_covered(person_id, seen + MARGIN):
        ComparisonDue.objects.filter(person_id=person_id, since=seen).delete()
        return False
    person = visible_people(COMPARER).filter(pk=person_id, not_matched=False).first()
    likenesses = _likenesses(person) if person else []
    fallen = _fallen(person, likenesses) if person else []
    with transaction.atomic():
        taken, _rows = ComparisonDue.objects.filter(person_id=person_id, since=seen).delete()
        if not taken or person is None:
            return False
        _write_hints(likenesses)
        _write_fallen(fallen)
        SoughtPerson.objects.filter(person=person).update(compared_at=begun)
    return True


@transaction.atomic
def compare_open_files_again() -> int:
    """Let every open file wait to be compared anew, as a search index that was built anew finds; return how many."""
    open_files = TracingRequest.objects.filter(state__in=OPEN_STATES)
    people = sorted(set(open_files.values_list("sought__person", flat=True)))
    due = [ComparisonDue(person_id=person_id) for person_id in people]
    ComparisonDue.objects.bulk_create(due, update_conflicts=True, unique_fields=["person"], update_fields=["since"])
    record_act(
        scope=COMPARER,
        action="tracing.compare_open_files_again",
        subject_type="tracing.comparison_due",
        subject_id="open_files",
        facts={"files": len(people)},
    )
    return len(people)


def compare_hint(hint: Hint) -> None:
    """Put into a hint what a comparison gives today; it is for the caller to save it."""
    now = search.compare(hint.sought.person, hint.candidate)
    _measure(hint, _Likeness(hint.sought, hint.candidate, now.weight, now.probability, now.evidence))


def _likenesses(person: Person) -> "list[_Likeness]":
    """Search for this person, and say which open files what was found concerns."""
    hits = search.candidates(COMPARER, person, limit=MOST_HINTS, exclude=queries.same_family(person))
    strong = [hit for hit in hits if hit.probability >= LEAST_PROBABILITY]
    sought = queries.searched_for([person.pk, *(hit.person.pk for hit in strong)])
    found = []
    for hit in strong:
        if own := sought.get(person.pk):
            found.append(_Likeness(own, hit.person, hit.weight, hit.probability, hit.evidence))
        if theirs := sought.get(hit.person.pk):
            found.append(_Likeness(theirs, person, hit.weight, hit.probability, _turned(hit.evidence)))
    return found


def _write_hints(likenesses: "Iterable[_Likeness]") -> None:
    new: dict[SoughtPerson, list[float]] = defaultdict(list)
    for likeness in likenesses:
        if hint := _keep(likeness):
            new[likeness.sought].append(hint.weight)
    for file, weights in new.items():
        facts = {"number": len(weights), "strongest": round(max(weights), 1)}
        tell(scope=COMPARER, sought=file, kind=HistoryKind.HINTS, facts=facts)


@dataclass(frozen=True, slots=True)
class _Likeness:
    """How much a sought person and a candidate are alike; the evidence reads sought person, candidate."""

    sought: SoughtPerson
    candidate: Person
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]


def _turned(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    return tuple(replace(piece, left=piece.right, right=piece.left) for piece in evidence)


def _keep(likeness: _Likeness) -> Hint | None:
    """Keep a hint as the facts are now; return it where it is new or shown again."""
    pair = {"sought": likeness.sought, "candidate": likeness.candidate}
    hint = Hint.objects.select_for_update(of=("self",)).filter(**pair).first()
    if hint is None:
        hint = Hint(**pair)
        _measure(hint, likeness)
        hint.save(force_insert=True)
        record_hint_act(COMPARER, "found_hint", hint)
        return hint
    _measure(hint, likeness)
    hint.changed = _changed_since_refusal(hint) or hint.changed
    returns = hint.state == HintState.REFUSED and bool(hint.changed)
    if returns:
        hint.state = HintState.NEW
    hint.save_changes("weight", "probability", "evidence", "fingerprint", "changed", "state")
    if not returns:
        return None
    facts = {"changed": hint.changed, "weight": round(hint.weight, 1)}
    tell(scope=COMPARER, sought=hint.sought, hint=hint, kind=HistoryKind.HINT_RETURNED, facts=facts)
    record_hint_act(COMPARER, HistoryKind.HINT_RETURNED, hint, {"changed": hint.changed})
    return hint


def _measure(hint: Hint, likeness: _Likeness) -> None:
    """Put what the comparison gave, and the facts that it rests on, into the hint."""
    hint.weight, hint.probability = likeness.weight, likeness.probability
    hint.evidence = [_as_json(piece) for piece in likeness.evidence]
    hint.fingerprint = queries.fingerprint_of(hint.sought.person, hint.candidate)


def _as_json(piece: Evidence) -> dict[str, str | float]:
    return {
        "feature": piece.feature,
        "left": piece.left,
        "right": piece.right,
        "bits": piece.bits,
        "note": piece.note,
    }


def _changed_since_refusal(hint: Hint) -> list[str]:
    """Return which facts differ from those on which the refusal rests; nothing for a hint that is not refused."""
    decision = queries.last_decision(hint) if hint.state == HintState.REFUSED else None
    if decision is None:
        return []
    # A fact that was not compared in those days has not changed since.
    return sorted(name for name, value in hint.fingerprint.items() if decision.fingerprint.get(name, value) != value)


def _fallen(person: Person, likenesses: Iterable[_Likeness]) -> list[tuple[Hint, _Likeness]]:
    """Return the hints of this person that the search no longer gives, compared as the facts are now."""
    alike = {(one.sought.pk, one.candidate.pk) for one in likenesses}
    found = []
    for hint in queries.hints_with(person):
        if (hint.sought_id, hint.candidate_id) not in alike:
            now = search.compare(hint.sought.person, hint.candidate)
            likeness = _Likeness(hint.sought, hint.candidate, now.weight, now.probability, now.evidence)
            found.append((hint, likeness))
    return found


def _write_fallen(fallen: Iterable[tuple[Hint, _Likeness]]) -> None:
    """A hint that nobody decided about falls away; any other states what is known now."""
    for seen, likeness in fallen:
        hint = Hint.objects.select_for_update(of=("self",)).filter(pk=seen.pk).first()
        if hint is None:
            continue
        if hint.state == HintState.NEW and not hint.decisions.exists():
            record_hint_act(COMPARER, "dropped_hint", hint)
            hint.delete()
        else:
            _measure(hint, likeness)
            hint.save_changes("weight", "probability", "evidence", "fingerprint")
