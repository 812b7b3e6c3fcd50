"""People as the matching library compares them: from rows to records, a whole batch in a handful of queries."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast
from uuid import UUID

from payvand.core.encryption import blind_index
from payvand.core.errors import WrongKey
from payvand.core.partial_date import PartialDate
from payvand.matching import Record, Relative
from payvand.matching.numbers import NumberKind, blind
from payvand.matching.records import Relation
from payvand.names import fold
from payvand.people.enums import IdentifierKind
from payvand.people.labels import labels_of
from payvand.people.models import Identifier, NamedAccess, Person, PersonName
from payvand.people.places import place_for_matching
from payvand.people.queries.visible import KnownRelative, known_relatives

_NUMBERS_DOMAIN = "people.numbers_compared"
_log = logging.getLogger(__name__)


def records_of(people: Sequence[Person]) -> dict[UUID, Record]:
    """Return these people as the matching compares them, by id; five queries, six where some are closely kept.

    All that is known of them takes part, but protected relatives. Numbers are blind: only this node can tell that two
    are equal. The people should come with `places.PLACE_LEVELS` selected, or each place costs queries of its own.
    """
    ids = [person.pk for person in people]
    names: dict[UUID, list[PersonName]] = defaultdict(list)
    for name in PersonName.objects.filter(person_id__in=ids):
        names[name.person_id].append(name)
    relatives = known_relatives(ids)
    numbers = _blind_numbers(ids)
    named: dict[UUID, list[UUID]] = defaultdict(list)
    protected = [person.pk for person in people if person.is_kept_to_named]
    if protected:
        rows = NamedAccess.objects.filter(person_id__in=protected, ended_at=None)
        for person_id, user_id in rows.values_list("person_id", "user_id"):
            named[person_id].append(user_id)
    return {
        person.pk: Record(
            str(person.pk),
            sex=person.sex or None,
            place=place_for_matching(person.birth_place, person.birth_place_text) or None,
            labels=labels_of(person, named[person.pk]),
            relatives=tuple(_relatives(relatives[person.pk])),
            phones=numbers[person.pk, NumberKind.PHONE],
            documents=numbers[person.pk, NumberKind.DOCUMENT],
            **_names(names[person.pk]),
            **birth_for_matching(person.birth),
        )
        for person in people
    }


def _names(names: Sequence[PersonName]) -> dict[str, Any]:
    """The name shown first, in parts where they were told apart; all others, former ones too, whole."""
    if not names:
        return {}
    first, *others = names
    parts = {"given": first.given, "father": first.father, "surname": first.surname}
    told = {part: text for part, text in parts.items() if text}
    said = set(fold(" ".join(told.values())).split())
    whole = set(fold(first.full_as_given).split()) <= said
    name = told if whole else {"name": first.full_as_given}
    return {**name, "names": tuple(dict.fromkeys(other.full_as_given for other in others))}


def _relatives(known: Iterable[KnownRelative]) -> Iterator[Relative]:
    """A father with all his names, since a patronymic is made of any; others once, or they would count twice."""
    for one in known:
        for name in one.names if one.relation == "father" else one.names[:1]:
            yield Relative(cast("Relation", one.relation), name)


def _blind_numbers(ids: Sequence[UUID]) -> dict[tuple[UUID, NumberKind], tuple[str, ...]]:
    """The numbers of each person by kind, blind under a key that never leaves this node's keys."""
    key = blind_index("key", domain=_NUMBERS_DOMAIN).encode()
    found: dict[tuple[UUID, NumberKind], tuple[str, ...]] = defaultdict(tuple)
    for identifier in Identifier.objects.filter(person_id__in=ids):
        kind = NumberKind.PHONE if identifier.kind == IdentifierKind.PHONE else NumberKind.DOCUMENT
        try:
            made = blind(kind, identifier.value, key)
        except WrongKey:
            _log.exception("the number %s cannot be read, and nobody is found by it", identifier.pk)
            continue
        if made is not None:
            found[identifier.person_id, kind] += (str(made),)
    return found


def birth_for_matching(birth: PartialDate | None) -> dict[str, Any]:
    """Return the birth as fields of a `Record`: one date as far as it is known, else the days between which it lies.

    A statement of another calendar is carried over by the days that it can be. Words that name no date stay words.
    """
    if birth is None:
        return {}
    if birth.range is None:
        return {"birth_date": birth.original_text} if birth.original_text else {}
    first, last = birth.range
    if first == last:
        return {"birth_date": first.isoformat()}
    exact = birth.calendar == "gregorian" and birth.certainty == "certain" and birth.precision == "month"
    if exact and birth.year and birth.month:
        return {"birth_date": f"{birth.year:04}-{birth.month:02}"}
    return {"birth_from": first.isoformat(), "birth_to": last.isoformat()}
