"""Finding people in any script: the index for the many, the rows themselves for what it does not hold yet.

Rights, purposes and protection filter inside the index before the best are chosen, and the rows have the last word.
Changes that wait for the indexer are read first and the index after them, so that the request after a change finds it
right.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from payvand.audit.reads import record_read
from payvand.core.errors import PayvandError
from payvand.core.scope import Scope
from payvand.matching import Comparer, Comparison, Evidence, Record, Statistics
from payvand.matching.calibration import default_curve
from payvand.matching.words import told_apart
from payvand.people.calibration import node_curve
from payvand.people.enums import IdentifierKind, Purpose
from payvand.people.identity_papers import bare
from payvand.people.labels import within
from payvand.people.models import Identifier, IndexChange, Person
from payvand.people.places import PLACE_LEVELS
from payvand.people.policies import SEE_IDENTIFIER
from payvand.people.queries import visible_people
from payvand.people.reader import reader
from payvand.people.records import records_of
from payvand.people.services.facts import blind_of
from payvand.people.wording import sentence, title, without_numbers

UNINDEXED_LIMIT = 5000
"""So many people that the index does not hold are compared one by one; it takes about half a second."""

LEAST_CANDIDATES = 100
"""So many of the index's best are weighed, at least."""

LONGEST_QUERY = 200
_SHORTEST_NUMBER = 5
_NUMBER_BITS = 30.0
_FEATURE = {**dict.fromkeys(IdentifierKind.values, "document"), IdentifierKind.PHONE.value: "phone"}
_SUBJECT = "people.Person"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class SearchBehind(PayvandError):  # noqa: N818 — reads as the sentence it states
    """The index is lost or far behind, and too many people would have to be compared one by one."""


@dataclass(frozen=True, slots=True)
class PersonHit:
    """A person who may be the one: the match weight in bits, the probability, and the evidence piece by piece.

    Numbers of telephones and papers are not in the evidence: only that they agree, or do not.
    """

    person: Person
    weight: float
    probability: float
    evidence: tuple[Evidence, ...]

    @property
    def reasons(self) -> list["Reason"]:
        """What speaks for them, the heaviest first; relatives and numbers by what is said of them alone."""
        speaking = sorted((piece for piece in self.evidence if piece.bits > 0), key=lambda piece: -piece.bits)
        return [_reason(piece) for piece in speaking]


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence on a line of a list: the words that answer to one another, or what is said of them."""

    title: str
    left: str
    right: str
    said: str
    bits: float


# Their words are the name itself. What is said of the others is enough on a line, and tells nothing of other records.
_SHOWN_IN_LISTS = frozenset({"name", "father"})


def _reason(piece: Evidence) -> Reason:
    words = (piece.left, piece.right) if piece.feature in _SHOWN_IN_LISTS else ("", "")
    return Reason(title(piece.feature), *words, sentence(piece), piece.bits)


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
    typed = text[:LONGEST_QUERY].replace("\x00", " ")
    year = _YEAR.search(typed)
    name = _YEAR.sub(" ", typed).strip()
    record = Record("", name=name or None, birth_year=int(year.group()) if year else None)
    numbered = _by_number(scope, typed)
    without = {hit.person.pk for hit in numbered}
    asked = _Asked(record, scope.purposes, without=frozenset(without), rare_names_weigh_more=False)
    hits = (numbered + _ranked(scope, asked, limit=limit))[:limit]
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
    left = records_of([person])[person.pk]
    asked = _Asked(left, {Purpose.TRACING}, without=frozenset({person.pk, *exclude}), matched_only=True)
    return _ranked(scope, asked, limit=limit)


def alike(scope: Scope, person: Person, *, limit: int = 20) -> list[PersonHit]:
    """Return the records of every purpose in the Scope that may be the same human as this one, best first.

    For someone who looks for a record to link; what was shown is recorded as read.

    Raises:
        SearchBehind: the index is lost or far behind; nothing incomplete is returned.
    """
    left = records_of([person])[person.pk]
    hits = _ranked(scope, _Asked(left, scope.purposes, without=frozenset({person.pk})), limit=limit)
    record_read(scope=scope, subject_type=_SUBJECT, subject_ids=[hit.person.pk for hit in hits], reason="alike")
    return hits


def compare(left: Person, right: Person) -> Comparison:
    """Compare two people in all that is known of them; the evidence reads left, right, and holds no numbers."""
    records = records_of([left, right])
    ours, theirs = records[left.pk], records[right.pk]
    compared = Comparer(reader.statistics(), curve=node_curve()).weigh(ours, theirs)
    return replace(compared, evidence=_for_people(compared, ours, theirs))


def _for_people(compared: Comparison, left: Record, right: Record) -> tuple[Evidence, ...]:
    return without_numbers(told_apart(compared.evidence, left, right))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the probability was held against.

    Attributes:
        pairs: of which it was known whether they are one person; 0 where it is the model's own word.
        own: whether they are the decisions of this node's people; otherwise the pairs are of invented people.
    """

    pairs: int
    own: bool


def calibration() -> Calibration:
    """Return what the probability in use was held against."""
    curve = node_curve()
    return Calibration(int(curve.about.get("pairs", 0)), own=curve is not default_curve())


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whom to look for, and among whom.

    Attributes:
        purposes: only through these of the Scope's purposes.
        without: people who are not to be found.
        matched_only: leave out who does not want to be searched by this Society.
        rare_names_weigh_more: True where the question is whether two are one human; someone who types a common surname
            wants to see all who bear it.
    """

    record: Record
    purposes: Collection[str]
    without: frozenset[UUID] = frozenset()
    matched_only: bool = False
    rare_names_weigh_more: bool = True


def _ranked(scope: Scope, asked: _Asked, *, limit: int) -> list[PersonHit]:
    """The visible people most like one. The waiting changes are read before the index: see `indexing`."""
    waiting = set(IndexChange.objects.values_list("person_id", flat=True))
    if len(waiting) > UNINDEXED_LIMIT:
        raise SearchBehind(_behind(len(waiting)))
    where = within(scope, purposes=asked.purposes, without=waiting | asked.without, matched_only=asked.matched_only)
    indexed = reader.candidates(asked.record, max(LEAST_CANDIDATES, 2 * limit), where)
    visible = visible_people(scope, purposes=asked.purposes).exclude(pk__in=asked.without)
    if asked.matched_only:
        visible = visible.filter(not_matched=False)
    visible = visible.select_related(PLACE_LEVELS, "unit")
    if indexed is None:
        return _weighed(asked.record, _few_enough(visible), limit, None)
    people = list(visible.filter(pk__in={*indexed.ids, *waiting}))
    return _weighed(asked.record, people, limit, indexed.statistics if asked.rare_names_weigh_more else None)


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


def _weighed(left: Record, people: Sequence[Person], limit: int, statistics: Statistics | None) -> list[PersonHit]:
    records = records_of(people)
    comparisons = Comparer(statistics, curve=node_curve()).weigh_all(left, [records[person.pk] for person in people])
    hits = [
        PersonHit(person, comparison.weight, comparison.probability, _for_people(comparison, left, records[person.pk]))
        for person, comparison in zip(people, comparisons, strict=True)
        if comparison.weight > 0
    ]
    hits.sort(key=lambda hit: (-hit.weight, hit.person.sort_key, hit.person.pk))
    return hits[:limit]


def _by_number(scope: Scope, text: str) -> list[PersonHit]:
    """People with exactly this number on a paper, for those who may read numbers."""
    number = bare(text)
    if not scope.may(SEE_IDENTIFIER) or sum(letter.isdigit() for letter in number) < _SHORTEST_NUMBER:
        return []
    blinds = [blind_of(kind, text) for kind in IdentifierKind.values]
    found = Identifier.objects.filter(blind__in=blinds, person__in=visible_people(scope)).select_related("person__unit")
    hits = {
        identifier.person: Evidence(_FEATURE[identifier.kind], "", "", _NUMBER_BITS, "same") for identifier in found
    }
    return [PersonHit(person, evidence.bits, 1.0, (evidence,)) for person, evidence in hits.items()]
