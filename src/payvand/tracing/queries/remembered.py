"""Reads of what is remembered of a sought person."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from payvand.core.scope import Scope
from payvand.network.models import Place, PlaceName
from payvand.network.queries import find_places, places_labelled
from payvand.people.enums import RelationKind
from payvand.people.models import Relation
from payvand.tracing.enums import LIMITED_FACTS, PLACE_FACTS, SEARCH_FACTS, FactKind, RelativeRole
from payvand.tracing.models import RelativeNote, RememberedFact, SoughtPerson
from payvand.tracing.policies import SEE_LIMITED

_WITH_NAMES = frozenset({RelationKind.FATHER, RelationKind.MOTHER, RelationKind.GRANDFATHER})
_LIFE = tuple(kind for kind in FactKind if kind not in PLACE_FACTS | SEARCH_FACTS)


@dataclass(frozen=True, slots=True)
class PlaceThen:
    """A place of somebody's life, with the name that it bore in those days.

    Attributes:
        name_then: in the script of what was told, where the place bore another name than today; empty otherwise.
    """

    fact: RememberedFact
    name_then: str = ""


@dataclass(frozen=True, slots=True)
class RelativeCard:
    """A relative or acquaintance of the sought person, with what was told of them."""

    relation: Relation
    note: RelativeNote | None

    @property
    def roles(self) -> list[str]:
        """What they were when contact was lost, in words."""
        return [str(RelativeRole(role).label) for role in (self.note.roles if self.note else [])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Everything remembered of a sought person that this Scope may see."""

    life: list[RememberedFact]
    places: list[PlaceThen]
    searched: list[RememberedFact]
    relatives: list[RelativeCard]

    @property
    def others(self) -> list[RelativeCard]:
        """The relatives and witnesses that are shown with the rest: parents and grandfather stand with the names."""
        return [card for card in self.relatives if card.relation.kind not in _WITH_NAMES]


def shown_kinds(scope: Scope) -> frozenset[FactKind]:
    """Return the kinds of facts that this Scope may see: limited ones by a right of their own."""
    return frozenset(FactKind) if scope.may(SEE_LIMITED) else frozenset(FactKind) - LIMITED_FACTS


def facts_of(scope: Scope, sought: SoughtPerson) -> list[RememberedFact]:
    """Return the facts of a visible sought person that this Scope may see, in the order in which they were told."""
    found = RememberedFact.objects.filter(sought=sought, kind__in=shown_kinds(scope))
    return list(found.select_related("place__parent__parent"))


def remembered(scope: Scope, sought: SoughtPerson) -> Remembered:
    """Return everything remembered of a visible sought person; four queries."""
    facts = facts_of(scope, sought)
    order = {kind: place for place, kind in enumerate(_LIFE)}
    life = sorted((fact for fact in facts if fact.kind in order), key=lambda fact: order[FactKind(fact.kind)])
    chain = sorted((fact for fact in facts if fact.kind in PLACE_FACTS), key=_begins)
    names = _old_names([fact.place_id for fact in chain if fact.place_id])
    return Remembered(
        life=life,
        places=[PlaceThen(fact, _name_then(fact, names)) for fact in chain],
        searched=[fact for fact in facts if fact.kind in SEARCH_FACTS],
        relatives=relative_cards(sought),
    )


def relative_cards(sought: SoughtPerson) -> list[RelativeCard]:
    """Return the relatives of whom only this file speaks; parents among them."""
    found = sought.person.relations.filter(relative__mentioned_by=sought.person).select_related(
        "relative", "tracing_note"
    )
    return [RelativeCard(relation, getattr(relation, "tracing_note", None)) for relation in found]


def place_meant(text: str) -> Place | None:
    """Return the place that a text means beyond doubt: by its full label, or as the only one of that name."""
    written = text.strip()
    if not written:
        return None
    labelled = places_labelled(written)
    if len(labelled) == 1:
        return labelled[0]
    hits = [hit for hit in find_places(written) if hit.name.text.casefold() == written.casefold()]
    return hits[0].place if len(hits) == 1 else None


def _begins(fact: RememberedFact) -> tuple[date, date]:
    first = fact.from_on or fact.to_on
    last = fact.to_on or fact.from_on
    return (
        (first.earliest if first else None) or date.max,
        (last.latest if last else None) or date.max,
    )


def _old_names(places: list[UUID]) -> dict[UUID | None, list[PlaceName]]:
    found: dict[UUID | None, list[PlaceName]] = {}
    for name in PlaceName.objects.filter(place__in=places, valid_to__isnull=False).order_by("valid_to", "pk"):
        found.setdefault(name.place_id, []).append(name)
    return found


def _name_then(fact: RememberedFact, names: dict[UUID | None, list[PlaceName]]) -> str:
    """Return the official name of those days, in the script of what was told if there is one."""
    day = fact.to_on or fact.from_on
    year = day.latest.year if day and day.latest else None
    if year is None:
        return ""
    valid = [
        name
        for name in names.get(fact.place_id, [])
        if (name.valid_from or 0) <= year <= (name.valid_to or year) and name.text not in fact.place_text
    ]
    return valid[0].text if valid else ""
