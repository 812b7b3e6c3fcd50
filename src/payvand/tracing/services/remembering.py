"""Keeping what is remembered of a sought person: the form is the truth for whatever it showed."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.people.enums import Certainty, RelationKind
from payvand.people.models import Person, Relation
from payvand.people.services import NameInput, add_identifier, add_relation, remove_relation
from payvand.tracing import policies, queries
from payvand.tracing.enums import LIMITED_FACTS, FactKind, RelativeRole
from payvand.tracing.models import RelativeNote, RememberedFact, TracingRequest
from payvand.tracing.services.inputs import Memory, ToldFact, ToldPaper, ToldRelative

_LONGEST_PLACE, _LONGEST_SOURCE = 300, 200
# Father, mother and grandfather have fields of their own.
_APART = frozenset({RelationKind.FATHER, RelationKind.MOTHER, RelationKind.GRANDFATHER})


def keep_memory(scope: Scope, request: TracingRequest, memory: Memory) -> list[str]:
    """Bring what is kept to what the form says, inside the caller's transaction; return which parts changed.

    Raises:
        InvalidInput: a value cannot be kept; the caller's transaction writes nothing.
        NotAllowed: a limited fact, for who does not hold its right.
    """
    changed = ["facts"] if _keep_facts(scope, request, memory) else []
    if _keep_relatives(scope, request.sought.person, memory.relatives):
        changed.append("relatives")
    if _add_papers(scope, request.sought.person, memory.papers):
        changed.append("numbers")
    return changed


def _keep_facts(scope: Scope, request: TracingRequest, memory: Memory) -> bool:
    stored = {row.pk: row for row in request.sought.facts.select_related("place")}
    changed = False
    for fact in memory.facts:
        row = stored.get(fact.fact_id) if fact.fact_id else None
        if {fact.kind, row.kind if row else fact.kind} & LIMITED_FACTS and not scope.may(policies.SEE_LIMITED):
            raise NotAllowed(policies.SEE_LIMITED)
        if not fact.is_empty:
            _check(fact)
            changed |= _write(scope, request, row, fact)
        elif row is not None:
            row.delete()
            changed = True
    return changed


def _check(fact: ToldFact) -> None:
    problems = {}
    if fact.kind not in FactKind.values:
        problems["kind"] = _("Choose from the list what it is about.")
    if len(fact.place_text) > _LONGEST_PLACE:
        problems["place_text"] = _("Write the place in at most %(limit)s characters.") % {"limit": _LONGEST_PLACE}
    if len(fact.source) > _LONGEST_SOURCE:
        problems["source"] = _("Write in at most %(limit)s characters who told it.") % {"limit": _LONGEST_SOURCE}
    if fact.certainty not in Certainty.values:
        problems["certainty"] = _("Choose from the list how sure it is.")
    if "\x00" in fact.value + fact.place_text + fact.source + fact.number:
        problems["value"] = _("The text holds a character that cannot be kept.")
    if problems:
        raise InvalidInput(problems)


def _write(scope: Scope, request: TracingRequest, stored: RememberedFact | None, told: ToldFact) -> bool:
    values: Mapping[str, Any] = {
        "kind": told.kind,
        "value": told.value.strip(),
        "place": told.place or queries.place_meant(told.place_text),
        "place_text": told.place_text.strip(),
        "from_on": told.from_on,
        "to_on": told.to_on,
        "number": told.number.strip(),
        "source": told.source.strip(),
        "certainty": told.certainty,
    }
    if stored is None:
        RememberedFact.objects.create(sought=request.sought, recorded_by_id=scope.user_id, **values)
        return True
    changed = [name for name, value in values.items() if getattr(stored, name) != value]
    for name in changed:
        setattr(stored, name, values[name])
    if changed:
        stored.save_changes(*changed)
    return bool(changed)


def _keep_relatives(scope: Scope, person: Person, told: Sequence[ToldRelative]) -> bool:
    """Add, correct and take away relatives of whom only this file speaks; whoever has a record of their own stays."""
    stored = {
        relation.pk: relation
        for relation in person.relations.filter(relative__mentioned_by=person).select_related("relative")
        if relation.kind not in _APART
    }
    changed = False
    for one in told:
        relation = stored.get(one.relation_id) if one.relation_id else None
        same = relation and (relation.kind, relation.relative.shown_name) == (one.kind, one.name.strip())
        if relation and not same:
            remove_relation(scope=scope, relation=relation)
            relation, changed = None, True
        if one.name.strip():
            if relation is None:
                relation, changed = _new_relative(scope, person, one), True
            changed |= _note(relation, one)
    return changed


def _new_relative(scope: Scope, person: Person, told: ToldRelative) -> Relation:
    return add_relation(
        scope=scope,
        person=person,
        kind=told.kind,
        name=NameInput(full_as_given=told.name.strip(), certainty=told.certainty),
        certainty=told.certainty,
    )


def _note(relation: Relation, told: ToldRelative) -> bool:
    roles = [role for role in RelativeRole.values if role in told.roles]
    stored = RelativeNote.objects.filter(relation=relation).first()
    if stored is None:
        if not (roles or told.note.strip()):
            return False
        RelativeNote.objects.create(relation=relation, roles=roles, note=told.note.strip())
        return True
    if (stored.roles, stored.note) == (roles, told.note.strip()):
        return False
    stored.roles, stored.note = roles, told.note.strip()
    stored.save_changes("roles", "note")
    return True


def _add_papers(scope: Scope, person: Person, papers: Sequence[ToldPaper]) -> bool:
    new = [paper for paper in papers if paper.value.strip()]
    for paper in new:
        add_identifier(scope=scope, person=person, kind=paper.kind, value=paper.value, country=paper.country)
    return bool(new)
