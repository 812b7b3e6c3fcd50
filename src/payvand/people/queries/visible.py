"""Which people a Scope may see, and what is known of one of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.people.enums import Confidentiality, Purpose, RelationKind, Sex
from payvand.people.models import ExceptionalAccess, NamedAccess, Person, PersonName, Relation, SamePersonLink
from payvand.people.policies import LINK, REACH_PROTECTED, REACH_RESTRICTED, READ

_PARENT_OF: Mapping[str, str] = {Sex.MALE: "father", Sex.FEMALE: "mother"}
# What a relative of each kind is to the comparison; somebody who is no family is compared with nobody.
_RELATION_OF: Mapping[str, str] = {
    **dict.fromkeys(set(RelationKind) - {RelationKind.NON_FAMILY}, "other"),
    RelationKind.MOTHER: "mother",
    RelationKind.FATHER: "father",
    RelationKind.WIFE: "spouse",
    RelationKind.HUSBAND: "spouse",
    RelationKind.SON: "child",
    RelationKind.DAUGHTER: "child",
    RelationKind.BROTHER: "sibling",
    RelationKind.SISTER: "sibling",
    RelationKind.HALF_SIBLING: "sibling",
}


def visible_people(scope: Scope, *, purposes: Collection[str] | None = None) -> QuerySet[Person]:
    """Return the person records that this Scope may see; lists, pages and searches all start here.

    A record is seen when its purpose is among those of the Scope, or it was offered to tracing by the person's own
    consent and tracing is among them; and its unit is within reach or, where it is closely kept (`Confidentiality`),
    the user is named or has opened it by exception.
    Relatives known only by mention are part of another file and are not among them.

    Args:
        scope: who asks.
        purposes: only through these purposes of the Scope; all of them by default.
    """
    if not scope.may(READ):
        return Person.objects.none()
    wanted = scope.purposes if purposes is None else scope.purposes & frozenset(purposes)
    return Person.objects.filter(_in_purposes(wanted), _in_reach(scope), removed_at=None, mentioned_by=None)


def _in_reach(scope: Scope) -> Q:
    in_units = Q() if scope.all_units else Q(unit_id__in=scope.unit_ids)
    if scope.may(REACH_PROTECTED):
        return in_units
    least = Confidentiality.PROTECTED if scope.may(REACH_RESTRICTED) else Confidentiality.RESTRICTED
    reach = in_units & Q(confidentiality__lt=least)
    if scope.user_id is None:
        return reach
    named = NamedAccess.objects.filter(person=OuterRef("pk"), user_id=scope.user_id, ended_at=None)
    opened = ExceptionalAccess.objects.filter(
        person=OuterRef("pk"), user_id=scope.user_id, ended_at=None, until__gt=timezone.now()
    )
    known = Q(Exists(named), confidentiality__lt=Confidentiality.SEALED) | Q(Exists(opened))
    return reach | (Q(confidentiality__gte=Confidentiality.RESTRICTED) & known)


def within_level(scope: Scope, path: str) -> Q:
    """Return the condition that the level of the person of a row lets this Scope know of them; units are not asked.

    Args:
        scope: who asks.
        path: from the row to the person, such as ``sender``.
    """
    if scope.may(REACH_PROTECTED):
        return Q()
    level = f"{path}__confidentiality__lt"
    least = Confidentiality.PROTECTED if scope.may(REACH_RESTRICTED) else Confidentiality.RESTRICTED
    open_ = Q(**{level: least})
    if scope.user_id is None:
        return open_
    named = NamedAccess.objects.filter(user_id=scope.user_id, ended_at=None).values("person_id")
    opened = ExceptionalAccess.objects.filter(user_id=scope.user_id, ended_at=None, until__gt=timezone.now())
    known = Q(**{f"{path}_id__in": named, level: Confidentiality.SEALED})
    return open_ | known | Q(**{f"{path}_id__in": opened.values("person_id")})


def _in_purposes(purposes: frozenset[str]) -> Q:
    own = Q(purpose__in=purposes)
    if Purpose.TRACING not in purposes:
        return own
    in_time = Q(offered_until=None) | Q(offered_until__gte=timezone.localdate())
    return own | (Q(offered_to_tracing=True) & in_time)


class KnownRelative(NamedTuple):
    """Somebody of a person's family: what they are to them (`matching.RELATIONS`), and their names, the first shown."""

    relation: str
    names: tuple[str, ...]


def known_relatives(
    person_ids: Iterable[UUID], *, scope: Scope | None = None
) -> defaultdict[UUID, list[KnownRelative]]:
    """Return the relatives of these people whose names are known, by person; two queries.

    Both ways of writing it are read: that A is the father of B, and that B is the son of A. A closely kept relative is
    left out: the name would tell of a record that only named people may know. So is who is no family.

    Args:
        person_ids: whose relatives.
        scope: who is to read the names: a relative with a record beyond its reach is left out; None for the comparison.
    """
    ties = list(_ties(frozenset(person_ids)))
    rows = PersonName.objects.filter(
        Q(person__mentioned_by__isnull=False) | Q(person__confidentiality__lt=Confidentiality.RESTRICTED),
        person__in={tie.relative for tie in ties},
        person__removed_at=None,
    )
    if scope is not None:
        rows = rows.filter(Q(person__mentioned_by__isnull=False) | Q(person__in=visible_people(scope).values("pk")))
    names: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    for relative, name in rows.order_by("-preferred", "created_at", "id").values_list("person_id", "full_as_given"):
        names[relative] += (name,)
    found: defaultdict[UUID, list[KnownRelative]] = defaultdict(list)
    for tie in ties:
        if names[tie.relative]:
            found[tie.person].append(KnownRelative(tie.relation, names[tie.relative]))
    return found


def names_of(relatives: Iterable[KnownRelative], relation: str) -> list[str]:
    """Return all names of the relatives of one relation, each once."""
    return list(dict.fromkeys(name for one in relatives if one.relation == relation for name in one.names))


class _Tie(NamedTuple):
    """Who is what to whom: `relative` is the `relation` of `person`."""

    person: UUID
    relation: str
    relative: UUID


def _ties(wanted: frozenset[UUID]) -> Iterator[_Tie]:
    rows = Relation.objects.filter(Q(person__in=wanted) | Q(relative__in=wanted)).order_by("created_at", "id")
    for person, relative, kind, sex in rows.values_list("person_id", "relative_id", "kind", "person__sex"):
        if person in wanted and (relation := _RELATION_OF.get(kind)):
            yield _Tie(person, relation, relative)
        if relative in wanted and (relation := _inverse_of(kind, sex)):
            yield _Tie(relative, relation, person)


def _inverse_of(kind: str, sex: str) -> str | None:
    """What a person of this sex is to a relative of theirs; a parent of unknown sex is none that can be compared."""
    relation = _RELATION_OF.get(kind)
    if relation in ("father", "mother"):
        return "child"
    return _PARENT_OF.get(sex) if relation == "child" else relation


def relations_of(scope: Scope, person: Person) -> list[tuple[Relation, Person, bool]]:
    """Return (relation, the other person, whether read backwards) for every relative that this Scope may know of."""
    known = visible_people(scope).values("pk")
    forward = person.relations.select_related("relative").filter(
        Q(relative__in=known) | Q(relative__mentioned_by__isnull=False), relative__removed_at=None
    )
    backward = person.inverse_relations.select_related("person").filter(person__in=known)
    return [(relation, relation.relative, False) for relation in forward] + [
        (relation, relation.person, True) for relation in backward
    ]


def same_person_links(scope: Scope, person: Person) -> list[tuple[SamePersonLink, Person]]:
    """Return the standing links of a record with the other record, where both may be seen and links may be seen."""
    if not scope.may(LINK):
        return []
    known = visible_people(scope).values("pk")
    links = SamePersonLink.objects.select_related("left", "right").filter(
        Q(left=person, right__in=known) | Q(right=person, left__in=known), undone_at=None
    )
    return [(link, link.right if link.left_id == person.pk else link.left) for link in links]


def named_users(person: Person) -> list[UUID]:
    """Return who is named for a closely kept record now."""
    return list(person.named_access.filter(ended_at=None).values_list("user_id", flat=True))
