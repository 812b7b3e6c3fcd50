"""People as the matching library compares them: from rows to records, a whole batch in a handful of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from payvand.core.partial_date import PartialDate
from payvand.matching import Record
from payvand.names import fold
from payvand.people.enums import RelationKind
from payvand.people.labels import labels_of
from payvand.people.models import NamedAccess, Person, PersonName
from payvand.people.places import place_in_words
from payvand.people.queries.visible import names_of_parents


def records_of(people: Sequence[Person]) -> dict[UUID, Record]:
    """Return these people as the matching compares them, by id; four queries, five where some are protected.

    The people should come with `places.PLACE_LEVELS` selected, or each place costs queries of its own.
    """
    ids = [person.pk for person in people]
    names: dict[UUID, list[PersonName]] = defaultdict(list)
    for name in PersonName.objects.filter(person_id__in=ids):
        names[name.person_id].append(name)
    parents = names_of_parents(ids)
    named: dict[UUID, list[UUID]] = defaultdict(list)
    protected = [person.pk for person in people if person.is_protected]
    if protected:
        rows = NamedAccess.objects.filter(person_id__in=protected, ended_at=None)
        for person_id, user_id in rows.values_list("person_id", "user_id"):
            named[person_id].append(user_id)
    return {
        person.pk: _record(person, names[person.pk], parents.get(person.pk, {}), named[person.pk]) for person in people
    }


def _record(person: Person, names: list[PersonName], parents: dict[str, list[str]], named: Iterable[UUID]) -> Record:
    first = names[0] if names else None
    date, year = birth_for_matching(person.birth)
    father = next(iter(parents.get(RelationKind.FATHER, [])), None)
    return Record(
        str(person.pk),
        name=None if first is None else first.full_as_given,
        father=_not_said_yet(father, first) if father else None,
        mother=next(iter(parents.get(RelationKind.MOTHER, [])), None),
        birth_date=date,
        birth_year=year,
        sex=person.sex or None,
        place=place_in_words(person.birth_place, person.birth_place_text) or None,
        names=tuple(dict.fromkeys(name.full_as_given for name in names[1:])),
        labels=labels_of(person, named),
    )


def _not_said_yet(father: str, name: PersonName | None) -> str | None:
    """The father's name, unless the words stand in the name already, as they do in Dari and Uzbek names."""
    said = set(fold(name.full_as_given).split()) if name else set()
    return None if set(fold(father).split()) <= said else father


def birth_for_matching(birth: PartialDate | None) -> tuple[str | None, int | None]:
    """Return a date (ISO, as much as is known) and a year for the matching; a wide range gives neither.

    A statement of another calendar is carried over by the days that it can be.
    """
    if birth is None or birth.range is None:
        return None, None
    first, last = birth.range
    if first == last:
        return first.isoformat(), None
    exact = birth.calendar == "gregorian" and birth.certainty == "certain" and birth.precision == "month"
    if exact and birth.year and birth.month:
        return f"{birth.year:04}-{birth.month:02}", None
    days = (last - first).days
    middle = first + (last - first) / 2
    return None, middle.year if days <= _WIDEST_RANGE_IN_DAYS else None


# A range of "about" a year spans five; a wider one would be compared as if its middle were known.
_WIDEST_RANGE_IN_DAYS = 5 * 366
