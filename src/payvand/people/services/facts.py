"""Adding to and correcting what is known of a person. What was given is never altered: a new name is a new row."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from payvand.core.encryption import blind_index
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.people.enums import Certainty, IdentifierKind, RelationKind, Sex
from payvand.people.identity_papers import bare
from payvand.people.models import Identifier, Person, PersonName, Relation
from payvand.people.policies import CHANGE
from payvand.people.queries import visible_people
from payvand.people.services.inputs import NameInput, problem_of_place
from payvand.people.services.registering import mentioned_relative
from payvand.people.services.writing import (
    found_differently,
    name_row,
    own_person,
    record_person_act,
    relatives_of,
)

CHANGEABLE = frozenset({"sex", "birth", "birth_place", "birth_place_text"})
IDENTIFIER_DOMAIN = "people.identifier"
_LONGEST_NUMBER = 100


@transaction.atomic
def change_person(*, scope: Scope, person: Person, expected_version: int | None = None, **facts: Any) -> Person:
    """Correct facts of a person: `sex`, `birth`, `birth_place`, `birth_place_text`.

    Args:
        scope: who acts.
        person: whose facts.
        expected_version: the version that the person at the screen saw; by default that of `person`.
        facts: the new values, by field.

    Raises:
        Conflict: someone else changed the record since; nothing was written.
    """
    if unknown := facts.keys() - CHANGEABLE:
        raise TypeError(f"change_person cannot change {sorted(unknown)}")
    if facts.get("sex", "") not in ("", *Sex.values):
        raise InvalidInput({"sex": _("Choose the sex from the list, or leave it empty.")})
    if problem := problem_of_place(facts.get("birth_place_text", "")):
        raise InvalidInput({"birth_place_text": problem})
    current = own_person(scope, person)
    changed = sorted(field for field, value in facts.items() if getattr(current, field) != value)
    for field in changed:
        setattr(current, field, facts[field])
    current.save_changes(*changed, expected_version=person.version if expected_version is None else expected_version)
    record_person_act(scope, "change_person", current.pk, {"fields": changed})
    # Whether they are a child's father or mother depends on it.
    found_differently([current.pk, *(relatives_of(current) if "sex" in changed else ())])
    return current


@transaction.atomic
def add_name(*, scope: Scope, person: Person, name: NameInput) -> PersonName:
    """Add a name or a spelling, exactly as given.

    Raises:
        InvalidInput: the name is empty or too long.
    """
    if problem := name.problem():
        raise InvalidInput({"full_as_given": problem})
    current = own_person(scope, person)
    row = name_row(current, name, preferred=False)
    row.save()
    if name.preferred:
        _show_first(current, row)
    record_person_act(scope, "add_name", current.pk, {"name": row.pk, "type": row.name_type})
    found_differently([current.pk, *relatives_of(current)])
    return row


@transaction.atomic
def prefer_name(*, scope: Scope, name: PersonName) -> None:
    """Show this name where only one fits."""
    current = own_person(scope, name.person)
    _show_first(current, name)
    record_person_act(scope, "prefer_name", current.pk, {"name": name.pk})


@transaction.atomic
def remove_name(*, scope: Scope, name: PersonName) -> None:
    """Take away a name that was added by mistake.

    Raises:
        Refused: it is the name shown first; show another one first.
    """
    current = own_person(scope, name.person)
    row = current.names.get(pk=name.pk)
    if row.preferred:
        raise Refused(_("This name is shown first: choose another one for that before you take it away."))
    row.delete()
    record_person_act(scope, "remove_name", current.pk, {"name": name.pk})
    found_differently([current.pk, *relatives_of(current)])


def _show_first(person: Person, name: PersonName) -> None:
    person.names.filter(preferred=True).exclude(pk=name.pk).update(preferred=False)
    person.names.filter(pk=name.pk).update(preferred=True)
    name.preferred = True
    person.shown_name, person.sort_key = name.full_as_given, name.sort_key[:500]
    person.save_changes("shown_name", "sort_key")


@transaction.atomic
def add_relation(
    *,
    scope: Scope,
    person: Person,
    kind: str,
    relative: Person | None = None,
    name: NameInput | None = None,
    sex: str = "",
    source: str = "",
    certainty: str = Certainty.UNKNOWN,
) -> Relation:
    """Record that `relative` is the `kind` of `person`; a relative known only by name is mentioned by `name` and `sex`.

    Raises:
        InvalidInput: neither or both of `relative` and `name`, or one of them cannot be kept.
        Refused: the two belong to different purposes, or the relation is recorded already.
    """
    if kind not in RelationKind.values:
        raise InvalidInput({"kind": _("Choose the relation from the list.")})
    if (relative is None) == (name is None):
        raise InvalidInput({"name": _("Choose a person or write a name.")})
    current = own_person(scope, person)
    other = _known_relative(scope, current, relative) if relative else _new_mention(current, name, _sex(kind, sex))
    try:
        with transaction.atomic():
            relation = Relation.objects.create(
                person=current, relative=other, kind=kind, source=source, certainty=certainty
            )
    except IntegrityError as error:
        raise Refused(_("This relation is recorded already.")) from error
    record_person_act(scope, "add_relation", current.pk, {"relation": relation.pk, "kind": kind})
    found_differently([current.pk] if other.is_mentioned else [current.pk, other.pk])
    return relation


_FEMALE = frozenset(
    {"mother", "wife", "daughter", "sister", "grandmother", "aunt_p", "aunt_m"},
)
_MALE = frozenset({"father", "husband", "son", "brother", "grandfather", "uncle_p", "uncle_m"})


def _sex(kind: str, told: str) -> str:
    return told or (Sex.FEMALE if kind in _FEMALE else Sex.MALE if kind in _MALE else "")


def _known_relative(scope: Scope, person: Person, relative: Person) -> Person:
    current = visible_people(scope).filter(pk=relative.pk).first()
    if current is None:
        raise NotAllowed(CHANGE)
    if current.pk == person.pk:
        raise InvalidInput({"relative": _("A person cannot be their own relative.")})
    if current.purpose != person.purpose:
        raise Refused(_("Relatives belong to the same purpose: register the relative for this one."))
    return current


def _new_mention(person: Person, name: NameInput | None, sex: str) -> Person:
    assert name is not None
    if problem := name.problem():
        raise InvalidInput({"name": problem})
    relative = mentioned_relative(person, sex)
    row = name_row(relative, name, preferred=True)
    relative.shown_name, relative.sort_key = row.full_as_given, row.sort_key[:500]
    relative.save()
    row.save()
    return relative


@transaction.atomic
def remove_relation(*, scope: Scope, relation: Relation) -> None:
    """Take away a relation recorded by mistake, and with it a relative known only by mention."""
    current = own_person(scope, relation.person)
    row = current.relations.select_related("relative").get(pk=relation.pk)
    other = row.relative
    row.delete()
    if other.mentioned_by_id == current.pk:
        other.delete()
    record_person_act(scope, "remove_relation", current.pk, {"relation": relation.pk})
    found_differently([current.pk] if other.is_mentioned else [current.pk, other.pk])


@transaction.atomic
def register_mentioned(*, scope: Scope, relation: Relation) -> Person:
    """Make a relative known only by mention a person record of its own, in the same purpose and unit.

    Raises:
        Refused: the relative has a record already.
    """
    current = own_person(scope, relation.person)
    row = current.relations.select_related("relative").get(pk=relation.pk)
    relative = row.relative
    if not relative.is_mentioned:
        raise Refused(_("This relative has a record already."))
    relative.mentioned_by = None
    relative.save_changes("mentioned_by")
    _keep_as_closely(scope, current, relative)
    record_person_act(scope, "register_mentioned", relative.pk, {"relation": row.pk})
    found_differently([relative.pk, current.pk])
    return relative


def _keep_as_closely(scope: Scope, person: Person, relative: Person) -> None:
    from payvand.people.models import NamedAccess

    named = person.named_access.filter(ended_at=None).values_list("user_id", flat=True)
    NamedAccess.objects.bulk_create(
        NamedAccess(person=relative, user_id=user, named_by_id=scope.user_id) for user in named
    )


@transaction.atomic
def add_identifier(
    *, scope: Scope, person: Person, kind: str, value: str, country: str = "", source: str = ""
) -> Identifier:
    """Keep the number of a paper, encrypted. What looks wrong with it (`identity_papers.warnings`) refuses nothing.

    Raises:
        InvalidInput: there is no number, or it is too long.
        Refused: this person has this number already.
    """
    number = value.strip()
    if kind not in IdentifierKind.values:
        raise InvalidInput({"kind": _("Choose the kind of paper from the list.")})
    if not bare(number) or len(number) > _LONGEST_NUMBER or "\x00" in number:
        raise InvalidInput({"value": _("Write the number in 1 to %(limit)s characters.") % {"limit": _LONGEST_NUMBER}})
    current = own_person(scope, person)
    identifier = Identifier(
        person=current,
        kind=kind,
        country=country.upper(),
        value=number,
        blind=blind_of(kind, number),
        last4=bare(number).upper()[-shown_characters(bare(number)) :] if shown_characters(bare(number)) else "",
        source=source,
    )
    try:
        with transaction.atomic():
            identifier.save()
    except IntegrityError as error:
        raise Refused(_("This number is recorded for this person already.")) from error
    record_person_act(scope, "add_identifier", current.pk, {"identifier": identifier.pk, "kind": kind})
    found_differently([current.pk])
    return identifier


def blind_of(kind: str, value: str) -> str:
    """Return the keyed hash by which an equal number of the same kind is found, however it was spaced or scripted."""
    return blind_index(f"{kind}:{bare(value)}", domain=IDENTIFIER_DOMAIN)


def shown_characters(number: str) -> int:
    """Return how many of the last characters may be shown: four at most, never more than a third."""
    return min(4, len(number) // 3)


@transaction.atomic
def remove_identifier(*, scope: Scope, identifier: Identifier) -> None:
    """Take away a number recorded by mistake."""
    current = own_person(scope, identifier.person)
    current.identifiers.filter(pk=identifier.pk).delete()
    record_person_act(scope, "remove_identifier", current.pk, {"identifier": identifier.pk})
    found_differently([current.pk])
