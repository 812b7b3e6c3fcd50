"""Files that turn out to be one: a duplicate ends in the other, or two enquirers seek one person. Both can be undone.

Nothing of a record is lost or overwritten: the other's sought person gets the spellings that it did not have, so that
the search knows them, and undoing takes exactly those away again.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.core.errors import InvalidInput, Refused
from payvand.core.scope import Scope
from payvand.people.models import Person, PersonName
from payvand.people.services import NameInput, add_name, remove_name
from payvand.tracing import policies, queries
from payvand.tracing.enums import CloseReason, HistoryKind, RequestState, Step
from payvand.tracing.models import Merging, TracingRequest
from payvand.tracing.services.actions import drop_open_actions
from payvand.tracing.services.comparing import note_change
from payvand.tracing.services.history import record_request_act, tell
from payvand.tracing.services.stepping import locked, require_note, take_step


@transaction.atomic
def merge_request(*, scope: Scope, request: TracingRequest, into: TracingRequest, note: str) -> TracingRequest:
    """End a file because another one carries the same enquirer's request on.

    Raises:
        InvalidInput: it is the same file, or the other one has ended.
        Refused: partners still search for this file.
    """
    current, other = _both(scope, request, into)
    if queries.open_enquiries(current).exists() or queries.open_proposal(current):
        raise Refused(_("Something waits in this file: end its enquiries and its proposal to close first."))
    merging = _write(scope, current, other, note)
    drop_open_actions(scope, current)
    values = {"close_reason": CloseReason.A5, "closed_at": timezone.now(), "merged_into": other, "suspended_for": ""}
    facts = {"into": other.number, "merging": str(merging.pk)}
    return take_step(scope, current, Step.MERGE, values, note=note, facts=facts)


@transaction.atomic
def undo_merging(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Let a merged file go on from where it was."""
    current = locked(scope, request, policies.MERGE)
    merging = _standing(current)
    before = merging.before
    _take_back(scope, merging)
    values = {
        "state": before["state"],
        "suspended_for": before["suspended_for"],
        "close_reason": before["close_reason"],
        "closed_at": current.closed_at if before["close_reason"] else None,
        "merged_into": None,
    }
    note_change([current.sought.person_id])
    return take_step(scope, current, Step.UNMERGE, values, note=note, facts={"merging": str(merging.pk)})


@transaction.atomic
def join_sought(*, scope: Scope, request: TracingRequest, into: TracingRequest, note: str) -> TracingRequest:
    """Record that two enquirers seek one person: the file keeps its number and enquirer, the search becomes one.

    Raises:
        InvalidInput: both seek the same record already, or the other file has ended.
        Refused: the file rests on a hint of its own.
    """
    current, other = _both(scope, request, into)
    if current.sought_id == other.sought_id:
        raise InvalidInput({"into": _("Both files seek the same record already.")})
    if policies.is_at_rest(current) or current.located_by_id:
        raise Refused(_("Only the search of an open file that is not located yet can be joined with another."))
    _write(scope, current, other, note, moved=True)
    left = current.sought
    current.sought = other.sought
    current.save_changes("sought")
    facts = {"with": other.number}
    tell(scope=scope, sought=other.sought, request=current, kind=HistoryKind.ONE_PERSON, facts=facts, note=note)
    record_request_act(scope, "join_sought", current, {**facts, "from": str(left.pk), "to": str(other.sought_id)})
    return current


@transaction.atomic
def part_sought(*, scope: Scope, request: TracingRequest, note: str) -> TracingRequest:
    """Undo `join_sought`: the file seeks its own record again."""
    current = locked(scope, request, policies.MERGE)
    merging = _standing(current)
    if merging.moved_from is None:
        raise Refused(_("This file was not joined with another."))
    require_note(note, _("Write a sentence that says why; colleagues will read it in the history."))
    _take_back(scope, merging)
    current.sought = merging.moved_from
    current.save_changes("sought")
    tell(scope=scope, sought=current.sought, request=current, kind=HistoryKind.PARTED, note=note)
    record_request_act(scope, "part_sought", current, {"to": str(current.sought_id)})
    note_change([current.sought.person_id])
    return current


def _both(scope: Scope, request: TracingRequest, into: TracingRequest) -> tuple[TracingRequest, TracingRequest]:
    """Return both files, locked in the order of their numbers; a file that cannot be seen is none."""
    first, second = sorted((request, into), key=lambda file: (file.year, file.running))
    files = {file.pk: file for file in (locked(scope, first, policies.MERGE), locked(scope, second, policies.MERGE))}
    current, other = files[request.pk], files[into.pk]
    if current.pk == other.pk:
        raise InvalidInput({"into": _("Write the number of another file.")})
    if policies.is_at_rest(other):
        raise InvalidInput({"into": _("That file has ended; it cannot carry this one on.")})
    return current, other


def _write(scope: Scope, request: TracingRequest, into: TracingRequest, note: str, *, moved: bool = False) -> Merging:
    require_note(note, _("Write a sentence that says why; colleagues will read it in the history."))
    if Merging.objects.filter(request=request, undone_at=None).exists():
        raise Refused(_("This file was joined with another already; undo that first."))
    before = {
        "state": request.state,
        "suspended_for": request.suspended_for,
        "close_reason": request.close_reason,
        "sought": str(request.sought_id),
    }
    return Merging.objects.create(
        request=request,
        into=into,
        moved_from=request.sought if moved else None,
        before=before,
        names=[str(name) for name in _give_names(scope, request.sought.person, into.sought.person)],
        note=note.strip(),
        by_id=scope.user_id,
    )


def _give_names(scope: Scope, giver: Person, taker: Person) -> list[UUID]:
    """Give the taker every spelling that it does not have; return the ids of the rows that were added."""
    if giver.pk == taker.pk:
        return []
    known = {name.full_as_given for name in taker.names.all()}
    given = []
    for name in giver.names.all():
        if name.full_as_given not in known:
            told = NameInput(
                full_as_given=name.full_as_given,
                language=name.language,
                name_type=name.name_type,
                source=name.source,
                certainty=name.certainty,
            )
            given.append(add_name(scope=scope, person=taker, name=told).pk)
    return given


def _standing(request: TracingRequest) -> Merging:
    merging = Merging.objects.select_related("moved_from__person").filter(request=request, undone_at=None).first()
    if merging is None or (request.state == RequestState.MERGED) == (merging.moved_from_id is not None):
        raise Refused(_("There is nothing to undo."))
    return merging


def _take_back(scope: Scope, merging: Merging) -> None:
    for name in PersonName.objects.filter(pk__in=merging.names, preferred=False):
        remove_name(scope=scope, name=name)
    merging.undone_at, merging.undone_by_id = timezone.now(), scope.user_id
    merging.save_changes("undone_at", "undone_by_id")


def check_visible(scope: Scope, number: str) -> TracingRequest:
    """Return the visible file of a number that a person wrote.

    Raises:
        InvalidInput: there is none that this Scope may see.
    """
    scope.require(policies.MERGE)
    found = queries.visible_requests(scope).filter(number=number.strip().upper()).first()
    if found is None:
        raise InvalidInput({"into": _("There is no such file, or it is not open to you.")})
    return found
