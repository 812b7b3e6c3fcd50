"""Changing what was told: the form is the truth, the people room keeps it, the history says what changed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.core.errors import Conflict, Refused
from payvand.core.scope import Scope
from payvand.people.consent import standings
from payvand.people.enums import ConsentScope, ConsentState, NameType, RelationKind, Sex
from payvand.people.models import Person, PersonName, Relation
from payvand.people.services import (
    NameInput,
    add_name,
    add_relation,
    change_person,
    prefer_name,
    record_consent,
    remove_name,
    remove_relation,
)
from payvand.tracing import policies, queries
from payvand.tracing.enums import HistoryKind
from payvand.tracing.models import TracingRequest
from payvand.tracing.services.comparing import note_change
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.inputs import Account, Memory, ToldEnquirer, ToldPerson
from payvand.tracing.services.remembering import keep_memory
from payvand.tracing.services.requests import own_facts
from payvand.tracing.services.stepping import locked

_PARENTS = (
    ("father_name", RelationKind.FATHER, Sex.MALE),
    ("mother_name", RelationKind.MOTHER, Sex.FEMALE),
    ("grandfather_name", RelationKind.GRANDFATHER, Sex.MALE),
)


@transaction.atomic
def change_request(
    *,
    scope: Scope,
    request: TracingRequest,
    sought: ToldPerson,
    enquirer: ToldEnquirer,
    account: Account,
    memory: Memory | None = None,
    seen_version: int,
    seen_facts: str,
) -> TracingRequest:
    """Bring a file to what the form says; writes nothing where nothing changed.

    Args:
        scope: who changes it.
        request: the file.
        sought: everything that is known of the sought person.
        enquirer: who asks; their consents are recorded by `record_answers`.
        account: what they tell.
        memory: what is remembered of the sought person, as the form shows it; None where it shows nothing of it.
        seen_version: the version of the request that the person at the screen saw.
        seen_facts: the same of what is known of both people, as `queries.facts_token` gives it.

    Raises:
        Conflict: someone else changed the file or the person since; nothing was written.
        Refused: the file is closed.
        InvalidInput: a value cannot be kept.
    """
    current = _open_file(scope, request)
    if (current.version, queries.facts_token(current)) != (seen_version, seen_facts):
        raise Conflict(_("Someone else changed this file while you were writing."))
    changed = _change_person(scope, current.sought.person, sought)
    changed += _change_enquirer(scope, current.enquirer, enquirer)
    facts = own_facts(enquirer, account)
    own = sorted(name for name, value in facts.items() if getattr(current, name) != value)
    for name in own:
        setattr(current, name, facts[name])
    changed += keep_memory(scope, current, memory) if memory else []
    if not (changed or own):
        return current
    current.save_changes(*own)
    told = {"fields": sorted({*changed, *own})}
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.CHANGED, facts=told)
    record_request_act(scope, "change_request", current, told)
    return queries.visible_requests(scope).get(pk=current.pk)


def _open_file(scope: Scope, request: TracingRequest) -> TracingRequest:
    current = locked(scope, request, policies.TAKE)
    if not policies.may_change(scope, current):
        raise Refused(_("The file is closed. Reopen it before changing it."))
    return current


def _change_person(scope: Scope, person: Person, told: ToldPerson) -> list[str]:
    """Bring the sought person to what was told; return the names of the fields that changed."""
    changed = ["names"] if _change_names(scope, person, list(person.names.all()), told.names()) else []
    changed += [
        field for field, kind, sex in _PARENTS if _change_parent(scope, person, kind, sex, getattr(told, field))
    ]
    facts: dict[str, Any] = {"sex": told.sex, "birth": told.birth, "birth_place_text": told.birth_place_text}
    differing = {name: value for name, value in facts.items() if getattr(person, name) != value}
    if differing:
        person.refresh_from_db(fields=["version"])
        change_person(scope=scope, person=person, **differing)
    return [*changed, *differing]


def _change_names(scope: Scope, person: Person, shown: list[PersonName], told: list[NameInput]) -> bool:
    """Add, show first and take away names until those shown in the form are those told; the first is shown first."""
    changed = False
    wanted: list[PersonName] = []
    for place, name in enumerate(told):
        row = next((row for row in shown if _is_same(row, name, with_language=place == 0)), None)
        if row is None:
            row, changed = add_name(scope=scope, person=person, name=name), True
        wanted.append(row)
    if wanted and not wanted[0].preferred:
        prefer_name(scope=scope, name=wanted[0])
        changed = True
    for row in shown:
        if row not in wanted:
            row.refresh_from_db()
            remove_name(scope=scope, name=row)
            changed = True
    return changed


def _is_same(row: PersonName, told: NameInput, *, with_language: bool) -> bool:
    kind_told = told.name_type not in (NameType.ALIAS, NameType.CURRENT)
    return (
        row.full_as_given == told.full
        and (not with_language or row.language == told.language)
        and (not kind_told or row.name_type == told.name_type)
    )


def parent_mention(person: Person, kind: str) -> Relation | None:
    """Return the relation to a parent of whom only this file speaks, or None."""
    return (
        person.relations.filter(kind=kind, relative__mentioned_by=person, relative__removed_at=None)
        .select_related("relative")
        .first()
    )


def _change_parent(scope: Scope, person: Person, kind: str, sex: str, name: str) -> bool:
    mention = parent_mention(person, kind)
    if (mention.relative.shown_name if mention else "") == name:
        return False
    if mention:
        remove_relation(scope=scope, relation=mention)
    if name:
        add_relation(scope=scope, person=person, kind=kind, name=NameInput(full_as_given=name), sex=sex)
    return True


def _change_enquirer(scope: Scope, person: Person, told: ToldEnquirer) -> list[str]:
    """The form shows the enquirer's first name alone; others that colleagues added stay."""
    shown = list(person.names.filter(preferred=True))
    language = shown[0].language if shown else ""
    names = [NameInput(full_as_given=told.full_name, language=language, preferred=True)]
    return ["enquirer_names"] if _change_names(scope, person, shown, names) else []


@transaction.atomic
def record_answers(
    *, scope: Scope, request: TracingRequest, answers: dict[str, ConsentState], recipient: str = ""
) -> TracingRequest:
    """Record what the enquirer answers now about each scope; what stands already is not written again.

    Args:
        scope: who records it.
        request: the file.
        answers: given or refused, by scope.
        recipient: the authority to which "ask named authorities" reaches.
    """
    current = _open_file(scope, request)
    standing = standings(current.enquirer)
    new = {
        code: state
        for code, state in answers.items()
        if code == ConsentScope.SHARE_AUTHORITY or standing[ConsentScope(code)].state != state
    }
    for code, state in new.items():
        reaches = recipient if code == ConsentScope.SHARE_AUTHORITY else ""
        record_consent(scope=scope, person=current.enquirer, scope_code=code, state=state, recipient=reaches)
    if new:
        facts = {"fields": [f"consent_{code}" for code in sorted(new)]}
        tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.CHANGED, facts=facts)
        record_request_act(scope, "record_answers", current, facts)
        note_change([current.sought.person_id])
    return current
