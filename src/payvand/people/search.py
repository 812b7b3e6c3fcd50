"""Finding people in any script: the index for the many, the rows themselves for what it does not hold yet.

Rights, purposes and protection filter inside the index before the best are chosen, and the rows have the last word.
Changes that wait for the indexer are read first and the index after them, so that the request after a change finds it
right.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from payvand.audit.reads import record_read
from payvand.core.errors import PayvandError
from payvand.core.scope import Scope
from payvand.matching import Comparison, Evidence, Record
from payvand.matching import compare as compare_records
from payvand.matching.pairing import PairBits
from payvand.matching.score import probability
from payvand.people.enums import IdentifierKind, Purpose
from payvand.people.identity_papers import bare
from payvand.people.labels import within
from payvand.people.models import Identifier, IndexChange, Person
from payvand.people.places import PLACE_LEVELS
from payvand.people.policies import SEE_IDENTIFIER
from payvand.people.queries import visible_people
from payvand.people.reader import reader
from payvand.people.records import Known, known_people
from payvand.people.services.facts import blind_of

UNINDEXED_LIMIT = 5000
"""So many people that the index does not hold are compared one by one; it takes about half a second."""

LEAST_CANDIDATES = 100
"""So many of the index's best are weighed, at least."""

LONGEST_QUERY = 200
_SHORTEST_NUMBER = 5
_NUMBER_BITS = 30.0
_LEAST_POPULATION = 2000  # a small register proves nothing: the human may well stand in none of its records
_SUBJECT = "people.Person"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class SearchBehind(PayvandError):  # noqa: N818 — reads as the sentence it states
    """The index is lost or far behind, and too many people would have to be compared one by one."""


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person who may be the one: the match weight in bits, the probability, and the evidence piece by piece."""

    person: Person
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]


def find(scope: Scope, text: str, *, limit: int = 20) -> list[PersonHit]:
    """Return the people whom a text may mean, best first: a name in any script and order, a year beside it, a number.

    What was shown is recorded as read.

    Args:
        scope: who searches; only what it may see is found.
        text: as typed; more than 200 characters are cut off.
        limit: the most hits.

    Raises:
        SearchBehind: the index is lost or far behind; nothing incomplete is shown.
    """
    asked = text[:LONGEST_QUERY].replace("\x00", " ")
    year = _YEAR.search(asked)
    record = Record(
        "",
        name=_YEAR.sub(" ", asked).strip() or None,
        birth_year=int(year.group()) if year else None,
    )
    numbered = _by_number(scope, asked)
    found = _ranked(
        scope,
        Known(record),
        limit=limit,
        purposes=scope.purposes,
        without={hit.person.pk for hit in numbered},
        matched_only=False,
    )
    hits = (numbered + found)[:limit]
    record_read(scope=scope, subject_type=_SUBJECT, subject_ids=[hit.person.pk for hit in hits], reason="search")
    return hits


def candidates(scope: Scope, person: Person, *, limit: int = 20, exclude: Iterable[UUID] = ()) -> list[PersonHit]:
    """Return the people who may be the same human as this one, within the purpose of tracing, best first.

    People of other purposes are among them only where they agreed to be searched; who refused is not, of any purpose.

    Args:
        scope: who asks; only what it may see is found.
        person: who is compared; need not be visible to the Scope.
        limit: the most hits.
        exclude: people who are not meant, such as those of the same file.

    Raises:
        SearchBehind: the index is lost or far behind; nothing incomplete is returned.
    """
    left = known_people([person])[person.pk]
    without = {person.pk, *exclude}
    return _ranked(scope, left, limit=limit, purposes={Purpose.TRACING}, without=without, matched_only=True)


def alike(scope: Scope, person: Person, *, limit: int = 20) -> list[PersonHit]:
    """Return the records of every purpose in the Scope that may be the same human as this one, best first.

    For someone who looks for a record to link; what was shown is recorded as read.

    Raises:
        SearchBehind: the index is lost or far behind; nothing incomplete is returned.
    """
    left = known_people([person])[person.pk]
    hits = _ranked(scope, left, limit=limit, purposes=scope.purposes, without={person.pk}, matched_only=False)
    record_read(scope=scope, subject_type=_SUBJECT, subject_ids=[hit.person.pk for hit in hits], reason="alike")
    return hits


def compare(left: Person, right: Person) -> Comparison:
    """Compare two people with all their names, parents, birth, sex and place; the evidence reads left, right."""
    known = known_people([left, right])
    return _weigh(known[left.pk], known[right.pk], reader.size() or 0, PairBits())


def _ranked(
    scope: Scope,
    left: Known,
    *,
    limit: int,
    purposes: Collection[str],
    without: Collection[UUID],
    matched_only: bool,
) -> list[PersonHit]:
    """The visible people most like one. The order of the first two steps makes it exact: see `indexing`."""
    waiting = set(IndexChange.objects.values_list("person_id", flat=True))
    if len(waiting) > UNINDEXED_LIMIT:
        raise SearchBehind(_behind(len(waiting)))
    where = within(scope, purposes=purposes, without={*waiting, *without}, matched_only=matched_only)
    indexed = reader.candidates(left.record, max(LEAST_CANDIDATES, 2 * limit), where)
    visible = visible_people(scope, purposes=purposes).exclude(pk__in=without).select_related(PLACE_LEVELS, "unit")
    if matched_only:
        visible = visible.filter(not_matched=False)
    if indexed is None:
        people = _few_enough(visible)
        return _weighed(left, people, limit, len(people))
    people = list(visible.filter(pk__in={*indexed.ids, *waiting}))
    return _weighed(left, people, limit, indexed.size)


def _few_enough(visible: QuerySet[Person]) -> list[Person]:
    people = list(visible[: UNINDEXED_LIMIT + 1])
    if len(people) > UNINDEXED_LIMIT:
        raise SearchBehind(_behind(len(people)))
    return people


def _behind(count: int) -> str:
    return _(
        "The search index does not hold %(count)s changes yet, and an incomplete answer could hide a person. "
        "Try again in a minute; if this stays, ask the administrator to run `payvand doctor`."
    ) % {"count": count}


def _weighed(left: Known, people: Sequence[Person], limit: int, size: int) -> list[PersonHit]:
    known = known_people(people)
    bits = PairBits()
    bits.prepare_all(left.record, [right.record for right in known.values()])
    hits = []
    for person in people:
        comparison = _weigh(left, known[person.pk], size, bits)
        if comparison.weight > 0:
            hits.append(PersonHit(person, comparison.weight, comparison.probability, comparison.evidence))
    hits.sort(key=lambda hit: (-hit.weight, hit.person.sort_key, hit.person.pk))
    return hits[:limit]


def _weigh(left: Known, right: Known, size: int, bits: PairBits) -> Comparison:
    """Add what the mothers' names say to the comparison of the persons' own facts."""
    own = compare_records(left.record, right.record, None, bits)
    evidence = [*own.evidence]
    if left.mother and right.mother:
        mothers = compare_records(Record("", name=left.mother), Record("", name=right.mother), None, bits)
        # A mother is often known by her given name alone: her name confirms well and contradicts little.
        weight = min(max(mothers.weight, -3.0), 8.0)
        evidence.append(Evidence("mother", left.mother, right.mother, weight, "same" if weight > 0 else "differs"))
    total = sum(piece.bits for piece in evidence)
    return Comparison(total, probability(total, max(size, _LEAST_POPULATION)), tuple(evidence))


def _by_number(scope: Scope, text: str) -> list[PersonHit]:
    """People with exactly this number on a paper, for those who may read numbers."""
    number = bare(text)
    if not scope.may(SEE_IDENTIFIER) or sum(letter.isdigit() for letter in number) < _SHORTEST_NUMBER:
        return []
    blinds = [blind_of(kind, text) for kind in IdentifierKind.values]
    found = Identifier.objects.filter(blind__in=blinds, person__in=visible_people(scope)).select_related("person__unit")
    hits = {
        identifier.person: Evidence("identifier", "", str(identifier), _NUMBER_BITS, "same") for identifier in found
    }
    return [PersonHit(person, evidence.bits, 1.0, (evidence,)) for person, evidence in hits.items()]
