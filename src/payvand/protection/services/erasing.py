"""Erasure: one person proposes, another carries it out; the ledger remembers it, and a restore does it again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.people.enums import RemovalReason
from payvand.people.models import Person
from payvand.people.queries import index_holds
from payvand.protection import ledger
from payvand.protection.enums import ErasureGround, ErasureState, Extent
from payvand.protection.holders import holders
from payvand.protection.models import Erasure
from payvand.protection.policies import DECIDE_ERASURE, PROPOSE_ERASURE
from payvand.protection.queries.erasing import may_propose

SUBJECT = "people.Person"
LONGEST_NOTE = 2000
LONGEST_REFUSAL = 300
_REPLAYER = Scope.system("erasure")


@transaction.atomic
def propose_erasure(
    *, scope: Scope, person_id: UUID, extent: str = Extent.WHOLE, ground: str, note: str = ""
) -> Erasure:
    """Propose that a person's data are erased; nothing changes before another person decides.

    Args:
        scope: who proposes; must see the person, or oversee data protection.
        person_id: whose data.
        extent: an `Extent`.
        ground: an `ErasureGround`.
        note: why, in words; it goes with the data.

    Raises:
        InvalidInput: a value cannot stand.
        Refused: it is proposed already, or was erased.
        NotAllowed: the Scope may not propose it, or there is no such person.
    """
    scope.require(PROPOSE_ERASURE)
    person = Person.objects.filter(pk=person_id).first()
    if person is not None and person.removal_reason == RemovalReason.ERASED:
        raise Refused(_("This was erased already."))
    if person is None or not may_propose(scope, person_id):
        raise NotAllowed(PROPOSE_ERASURE)
    if extent not in Extent.values or ground not in ErasureGround.values or len(note) > LONGEST_NOTE:
        raise InvalidInput({"ground": _("Choose what is erased and why, and write at most 2,000 characters.")})
    erasure = Erasure(
        person_id=person.pk, extent=extent, ground=ground, note=note.strip(), proposed_by_id=scope.user_id
    )
    try:
        with transaction.atomic():
            erasure.save()
    except IntegrityError as error:
        raise Refused(_("This is proposed already and waits for a second person.")) from error
    _record(scope, "propose_erasure", erasure)
    return erasure


@transaction.atomic
def refuse_erasure(*, scope: Scope, erasure: Erasure, reason: str) -> Erasure:
    """Refuse a proposed erasure, such as because somebody else would lose their protection by it.

    Raises:
        InvalidInput: no reason.
        Refused: it was decided already, or proposed by the same person.
        NotAllowed: the Scope may not decide.
    """
    row = _to_decide(scope, erasure)
    if not 0 < len(reason.strip()) <= LONGEST_REFUSAL:
        raise InvalidInput({"reason": _("Write why, in at most 300 characters, without names.")})
    row.refusal = reason.strip()
    _decide(row, ErasureState.REFUSED, scope)
    _record(scope, "refuse_erasure", row)
    return row


@transaction.atomic
def carry_out_erasure(*, scope: Scope, erasure: Erasure) -> Erasure:
    """Erase: every room takes away what it keeps, the ledger remembers it, the index and the files follow.

    Raises:
        Refused: it was decided already, or proposed by the same person.
        NotAllowed: the Scope may not decide.
        LedgerDamaged: the ledger does not verify; nothing was erased.
    """
    row = _to_decide(scope, erasure)
    row.proof = erase_everywhere(row.person_id, row.extent)
    row.note = ""
    entry = ledger.append(erasure=row.pk, person=row.person_id, extent=row.extent, ground=row.ground)
    row.ledger_number = entry.number
    _decide(row, ErasureState.DONE, scope)
    _record(scope, "carry_out_erasure", row)
    return row


@transaction.atomic
def replay(entry: ledger.Entry) -> bool:
    """Do again what one line of the ledger says; return whether anything was still there."""
    proof = erase_everywhere(entry.person, entry.extent)
    row, is_new = Erasure.objects.get_or_create(
        pk=entry.erasure,
        defaults={
            "person_id": entry.person,
            "extent": entry.extent,
            "ground": entry.ground,
            "state": ErasureState.DONE,
            "decided_at": datetime.fromisoformat(entry.at),
            "proof": proof,
            "ledger_number": entry.number,
        },
    )
    was_open = row.state != ErasureState.DONE
    if was_open:
        row.state, row.note, row.refusal, row.proof = ErasureState.DONE, "", "", proof
        row.decided_at, row.ledger_number = datetime.fromisoformat(entry.at), entry.number
        row.save_changes("state", "note", "refusal", "proof", "decided_at", "ledger_number")
    if proof or is_new or was_open:
        row.index_clear_at = None
        row.save_changes("index_clear_at")
        _record(_REPLAYER, "replay_erasure", row)
    return bool(proof)


def replay_ledger() -> int:
    """Do again every erasure of the ledger that this database does not have; return how many found something.

    Raises:
        LedgerDamaged: the ledger does not verify: the node must not be served before somebody has looked at it.
    """
    known = set(Erasure.objects.filter(state=ErasureState.DONE).values_list("pk", flat=True))
    return sum(replay(entry) for entry in ledger.entries(ledger.ledger_file()) if entry.erasure not in known)


def erase_everywhere(person_id: UUID, extent: str) -> dict[str, dict[str, int]]:
    """Let every room take away what it keeps of a person; return what was taken, by room and kind."""
    taken: dict[str, dict[str, int]] = {}
    for holder in holders():
        erase = holder.erase if extent == Extent.WHOLE else holder.erase_contact
        counts: Mapping[str, int] = {kind: count for kind, count in erase(person_id).items() if count}
        if counts:
            taken[holder.room] = dict(counts)
    return taken


@transaction.atomic
def note_index_cleared(erasure: Erasure) -> bool:
    """Note when the search index holds nothing of an erased person any more; return whether it does not."""
    row = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if row.index_clear_at is None and row.state == ErasureState.DONE and not index_holds(row.person_id):
        row.index_clear_at = timezone.now()
        row.save_changes("index_clear_at")
    erasure.index_clear_at = row.index_clear_at
    return row.index_clear_at is not None


def _to_decide(scope: Scope, erasure: Erasure) -> Erasure:
    scope.require(DECIDE_ERASURE)
    row = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if row.state != ErasureState.PROPOSED:
        raise Refused(_("This was decided already."))
    if scope.user_id is None or row.proposed_by_id == scope.user_id:
        raise Refused(_("Another person must decide: nobody erases alone."))
    return row


def _decide(row: Erasure, state: ErasureState, scope: Scope) -> None:
    row.state, row.decided_by_id, row.decided_at = state, scope.user_id, timezone.now()
    row.save_changes("state", "decided_by", "decided_at", "refusal", "proof", "note", "ledger_number")


def _record(scope: Scope, action: str, row: Erasure) -> None:
    taken = sum(sum(counts.values()) for counts in row.proof.values())
    record_act(
        scope=scope,
        action=f"protection.{action}",
        subject_type=SUBJECT,
        subject_id=row.person_id,
        facts={"erasure": row.pk, "extent": row.extent, "ground": row.ground, "taken": taken},
    )
