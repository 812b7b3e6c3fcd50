"""What is known of the two sides of a comparison, as its page shows it to a reader who may not see all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from payvand.core.scope import Scope
from payvand.matching import Evidence
from payvand.people.enums import IdentifierKind, Sex
from payvand.people.models import Person, PersonName
from payvand.people.places import place_in_words
from payvand.people.policies import SEE_IDENTIFIER
from payvand.people.queries import KnownRelative, known_relatives, names_of


@dataclass(frozen=True, slots=True)
class Side:
    """One fact of one person.

    Attributes:
        text: as given; empty where nothing is known, or nothing that may be shown.
        names: the names in it, for relatives.
        hidden: whether there is more that this reader may not see.
        language: of the text, where known.
    """

    text: str = ""
    names: tuple[str, ...] = ()
    hidden: bool = False
    language: str = ""


Sides = Mapping[str, tuple[Side, Side]]
"""Both sides of each fact, by the feature that compares it."""

# Whose names stand in the row of a feature.
_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "father": ("father",),
    "mother": ("mother",),
    "spouse": ("spouse",),
    "child": ("child",),
    "sibling": ("sibling",),
}
_OTHERS = ("spouse", "child", "sibling", "other")


def sides_of(scope: Scope, left: Person, right: Person, evidence: Sequence[Evidence]) -> Sides:
    """Return what is known of both; of relatives beyond the Scope, and of numbers, only that there is more."""
    people = (left, right)
    ids = [person.pk for person in people]
    shown, known = known_relatives(ids, scope=scope), known_relatives(ids)
    told = {
        feature: _both([_relatives(shown[one], known[one], relations) for one in ids])
        for feature, relations in _RELATIONS.items()
    }
    # A relative of whom only "other family" is said is compared with all of the other side but the parents.
    others = [any(relative.relation == "other" for relative in known[one]) for one in ids]
    if any(others):
        told["relative"] = _both(
            [
                _relatives(shown[one], known[one], ("other",) if has_others else _OTHERS)
                for one, has_others in zip(ids, others, strict=True)
            ]
        )
    sexes = dict(Sex.choices)
    return {
        "name": _names(list(left.names.all()), list(right.names.all()), evidence),
        **told,
        "birth": _both([Side(person.birth.display() if person.birth else "") for person in people]),
        "sex": _both([Side(str(sexes.get(person.sex, ""))) for person in people]),
        "place": _both([Side(place_in_words(person.birth_place, person.birth_place_text)) for person in people]),
        "phone": _both([_numbers(scope, person, phones=True) for person in people]),
        "document": _both([_numbers(scope, person, phones=False) for person in people]),
    }


def _both(sides: Sequence[Side]) -> tuple[Side, Side]:
    return sides[0], sides[1]


def _relatives(shown: Sequence[KnownRelative], known: Sequence[KnownRelative], relations: Sequence[str]) -> Side:
    names = tuple(name for relation in relations for name in names_of(shown, relation))
    everyone = tuple(name for relation in relations for name in names_of(known, relation))
    return Side(", ".join(names), names, hidden=names != everyone)


def _numbers(scope: Scope, person: Person, *, phones: bool) -> Side:
    """Numbers by their kind and last characters, for those who may read numbers."""
    papers = [paper for paper in person.identifiers.all() if (paper.kind == IdentifierKind.PHONE) == phones]
    if not scope.may(SEE_IDENTIFIER):
        return Side(hidden=bool(papers))
    return Side(", ".join(paper.masked if phones else str(paper) for paper in papers))


def _names(ours: Sequence[PersonName], theirs: Sequence[PersonName], evidence: Sequence[Evidence]) -> tuple[Side, Side]:
    """The two names that the evidence speaks of; of several, a pair in one script, the easier to compare by eye."""
    own = [piece for piece in evidence if piece.feature in ("name", "father")]
    said = (
        {word for piece in own for word in piece.left.split()},
        {word for piece in own for word in piece.right.split()},
    )

    def answers(name: PersonName, words: set[str]) -> int:
        return len(words & set(name.full_as_given.split()))

    pairs = [(one, other) for one in ours for other in theirs]
    best = max(
        pairs,
        key=lambda pair: (
            answers(pair[0], said[0]) + answers(pair[1], said[1]),
            pair[0].script == pair[1].script,
            -pairs.index(pair),
        ),
        default=None,
    )
    if best is None:
        return Side(), Side()
    return _both([Side(name.full_as_given, (name.full_as_given,), language=name.language) for name in best])
