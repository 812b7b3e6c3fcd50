"""Whatever arrives or changes is compared with the open files, and what may be the same person is kept as a hint.

The comparison sees every record of the purpose, protected ones too; who is shown what is decided when a page is made.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from django.db import transaction

from payvand.core.scope import Scope
from payvand.matching import Evidence
from payvand.people import search
from payvand.people.enums import Purpose
from payvand.people.models import Person
from payvand.people.policies import REACH_PROTECTED
from payvand.people.policies import READ as READ_PEOPLE
from payvand.people.queries import visible_people
from payvand.tracing import queries
from payvand.tracing.enums import HintState, HistoryKind
from payvand.tracing.models import ComparisonDue, Hint, SoughtPerson
from payvand.tracing.services.history import record_hint_act, tell

# A hint is worth a caseworker's minute from one chance in twenty on; the strongest few of a record are kept.
LEAST_PROBABILITY = 0.05
MOST_HINTS = 20
# So many people are compared in the request that changed them; more wait for the node's own work.
AT_ONCE = 8

COMPARER = Scope.system(
    "comparer", rights=frozenset({READ_PEOPLE, REACH_PROTECTED}), purposes=frozenset({str(Purpose.TRACING)})
)


def note_change(person_ids: Iterable[UUID]) -> None:
    """Note, in the transaction of a change, that these people wait to be compared, and compare a few right after it.

    Many at once (a list that is taken in) wait for the node's own work, so that nobody's page waits for them.
    """
    changed = list(dict.fromkeys(person_ids))
    due = [ComparisonDue(person_id=person_id) for person_id in changed]
    ComparisonDue.objects.bulk_create(due, ignore_conflicts=True)
    if len(changed) <= AT_ONCE:
        transaction.on_commit(partial(_compare, changed), robust=True)


def _compare(person_ids: list[UUID]) -> None:
    for person_id in person_ids:
        compare_new_person(person_id=person_id)


def compare_due(*, most: int = 50) -> int:
    """Compare the people who wait, the longest first; return how many were taken off the list, 0 at its end.

    Each is compared in a transaction of its own that also takes it off the list, so that a crash loses none.

    Raises:
        SearchBehind: the search index cannot answer yet; whoever waits still waits.
    """
    waiting = list(ComparisonDue.objects.values_list("person_id", flat=True)[:most])
    for person_id in waiting:
        compare_new_person(person_id=person_id)
    return len(waiting)


@transaction.atomic
def compare_new_person(*, person_id: UUID) -> bool:
    """Compare one person record that waits with all open files, and its own open file with all records.

    Returns:
        Whether it was compared; False where another process has done it, or the record is not to be searched.
    """
    due = ComparisonDue.objects.select_for_update().filter(person_id=person_id)
    if not due.exists():
        return False
    due.delete()
    person = visible_people(COMPARER).filter(pk=person_id, not_matched=False).first()
    if person is None:
        return False
    hits = search.candidates(COMPARER, person, limit=MOST_HINTS, exclude=queries.same_family(person))
    strong = [hit.person for hit in hits if hit.probability >= LEAST_PROBABILITY]
    sought = queries.searched_for([person.pk, *(other.pk for other in strong)])
    new: dict[SoughtPerson, list[float]] = defaultdict(list)
    for other in strong:
        for mine, candidate in ((sought.get(person.pk), other), (sought.get(other.pk), person)):
            if mine and (hint := _keep(mine, candidate)):
                new[mine].append(hint.weight)
    _weigh_again(person, {other.pk for other in strong})
    for file, weights in new.items():
        facts = {"number": len(weights), "strongest": round(max(weights), 1)}
        tell(scope=COMPARER, sought=file, kind=HistoryKind.HINTS, facts=facts)
    return True


def _keep(sought: SoughtPerson, candidate: Person) -> Hint | None:
    """Keep a hint as the facts are now; return it where it is new or shown again."""
    hint = Hint.objects.select_for_update().filter(sought=sought, candidate=candidate).first()
    if hint is None:
        hint = Hint(sought=sought, candidate=candidate, weight=0, probability=0)
        _measure(hint)
        hint.save(force_insert=True)
        record_hint_act(COMPARER, "found_hint", hint)
        return hint
    _measure(hint)
    hint.changed = _changed_since_refusal(hint) or hint.changed
    returns = hint.state == HintState.REFUSED and bool(hint.changed)
    if returns:
        hint.state = HintState.NEW
    hint.save_changes("weight", "probability", "evidence", "fingerprint", "changed", "state")
    if not returns:
        return None
    facts = {"changed": hint.changed, "weight": round(hint.weight, 1)}
    tell(scope=COMPARER, sought=sought, hint=hint, kind=HistoryKind.HINT_RETURNED, facts=facts)
    record_hint_act(COMPARER, HistoryKind.HINT_RETURNED, hint, {"changed": hint.changed})
    return hint


def _measure(hint: Hint) -> None:
    """Compare the two as they are now and put the result into the hint."""
    comparison = search.compare(hint.sought.person, hint.candidate)
    hint.weight, hint.probability = comparison.weight, comparison.probability
    hint.evidence = [_as_json(piece) for piece in comparison.evidence]
    sides = {"sought": hint.sought.person, "candidate": hint.candidate}
    hint.fingerprint = {
        f"{side}.{fact}": value for side, person in sides.items() for fact, value in queries.fingerprint(person).items()
    }


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
    return sorted(name for name, value in hint.fingerprint.items() if decision.fingerprint.get(name) != value)


def _weigh_again(person: Person, seen: set[UUID]) -> None:
    """Bring hints of this person that no longer come up to the facts; one that nobody decided about falls away."""
    own = queries.hints_with(person)
    for hint in own:
        other = hint.candidate_id if hint.sought.person_id == person.pk else hint.sought.person_id
        if other in seen:
            continue
        _measure(hint)
        if hint.state == HintState.NEW and not hint.decisions.exists():
            record_hint_act(COMPARER, "dropped_hint", hint)
            hint.delete()
        else:
            hint.save_changes("weight", "probability", "evidence", "fingerprint")
