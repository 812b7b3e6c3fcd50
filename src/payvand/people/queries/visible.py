"""Which people a Scope may see, and what is known of one of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from payvand.core.scope import Scope
from payvand.people.enums import Confidentiality, Purpose, RelationKind, Sex
from payvand.people.models import NamedAccess, Person, PersonName, Relation, SamePersonLink
from payvand.people.policies import LINK, REACH_PROTECTED, READ

_PARENT_OF: dict[str, str] = {Sex.MALE: RelationKind.FATHER, Sex.FEMALE: RelationKind.MOTHER}
_CHILD = (RelationKind.SON, RelationKind.DAUGHTER)


def visible_people(scope: Scope, *, purposes: Collection[str] | None = None) -> QuerySet[Person]:
    """Return the person records that this Scope may see; lists, pages and searches all start here.

    A record is seen when its purpose is among those of the Scope, or it was offered to tracing by the person's own
    consent and tracing is among them; and its unit is within reach or, where it is protected, the user is named.
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
    reach = in_units & Q(confidentiality__lt=Confidentiality.PROTECTED)
    if scope.user_id is None:
        return reach
    named = NamedAccess.objects.filter(person=OuterRef("pk"), user_id=scope.user_id, ended_at=None)
    return reach | Q(Q(confidentiality__gte=Confidentiality.PROTECTED), Exists(named))


def _in_purposes(purposes: frozenset[str]) -> Q:
    own = Q(purpose__in=purposes)
    if Purpose.TRACING not in purposes:
        return own
    in_time = Q(offered_until=None) | Q(offered_until__gte=timezone.localdate())
    return own | (Q(offered_to_tracing=True) & in_time)


def names_of_parents(person_ids: Iterable[UUID]) -> dict[UUID, dict[str, list[str]]]:
    """Return the names of fathers and mothers by person and kind, as given, the preferred first; two queries.

    Both ways of writing it are read: that A is the father of B, and that B is the son of A. A protected parent is left
    out: the name would tell of a record that only named people may know.
    """
    wanted = list(person_ids)
    known = PersonName.objects.filter(
        Q(person__mentioned_by__isnull=False) | Q(person__confidentiality__lt=Confidentiality.PROTECTED),
        person__removed_at=None,
    ).order_by("-preferred", "created_at", "id")
    as_parent = known.filter(
        person__inverse_relations__person_id__in=wanted, person__inverse_relations__kind__in=tuple(_PARENT_OF.values())
    ).values_list("person__inverse_relations__person_id", "person__inverse_relations__kind", "full_as_given")
    by_child = known.filter(
        person__relations__relative_id__in=wanted, person__relations__kind__in=_CHILD, person__sex__in=tuple(_PARENT_OF)
    ).values_list("person__relations__relative_id", "person__sex", "full_as_given")
    found: dict[UUID, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person_id, kind, name in as_parent:
        found[person_id][kind].append(name)
    for person_id, sex, name in by_child:
        found[person_id][_PARENT_OF[sex]].append(name)
    return found


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
    """Return who may see a protected record now."""
    return list(person.named_access.filter(ended_at=None).values_list("user_id", flat=True))
