"""How messages, calls, safe and well, reunification and children answer for what they keep of people."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payvand.core.scope import Scope
from payvand.families.enums.messages import MessageStep
from payvand.families.models import (
    ChildCase,
    FacilitatedCall,
    HandOver,
    MessageEntry,
    MessageTranslation,
    RedCrossMessage,
    RelativeTold,
    ReunificationFile,
    ReunionEntry,
    SafeAndWell,
    StateDecision,
)
from payvand.files.services import remove_files_of
from payvand.pages.services import clear_drafts_of
from payvand.protection.holders import Due, RetentionKind, Section
from payvand.protection.queries import cutoff

ERASER = Scope.system("erasure")
SAFE_KIND = "families.safe_and_well"
KINDS = (
    RetentionKind(
        SAFE_KIND,
        gettext_lazy("Safe-and-well registration"),
        gettext_lazy("the day on which it ended"),
        months=6,
    ),
)
Row = Mapping[str, str]


def held_about(person_ids: frozenset[UUID]) -> Iterator[Section]:
    """Yield what is kept of these people: what they wrote themselves in full, of others their relation alone."""
    for title, rows in (
        (_("Red Cross messages"), _messages(person_ids)),
        (_("Calls"), _calls(person_ids)),
        (_("Safe and well"), _safe(person_ids)),
        (_("Reunification"), _reunions(person_ids)),
        (_("Children without their parents"), _children(person_ids)),
    ):
        if found := tuple(rows):
            yield Section(title, found)


def _messages(ids: frozenset[UUID]) -> Iterator[Row]:
    found = RedCrossMessage.objects.filter(Q(sender_id__in=ids) | Q(addressee_id__in=ids)).order_by("year", "running")
    for message in found:
        wrote = message.sender_id in ids
        row = {
            _("Number"): message.number,
            _("Collected on"): message.collected_on.isoformat(),
            _("State"): str(message.get_state_display()),
            _("You"): _("wrote it") if wrote else _("are its addressee"),
            _("Address, telephone"): message.sender_contact if wrote else message.addressee_contact,
        }
        yield row | ({_("Message"): message.content} if wrote else {})


def _calls(ids: frozenset[UUID]) -> Iterator[Row]:
    for call in FacilitatedCall.objects.filter(Q(caller_id__in=ids) | Q(called_id__in=ids)).order_by("on"):
        yield {
            _("Number"): call.number,
            _("Day"): call.on.isoformat(),
            _("What came of it"): str(call.get_outcome_display()),
            _("Minutes"): str(call.minutes),
        }


def _safe(ids: frozenset[UUID]) -> Iterator[Row]:
    for one in SafeAndWell.objects.filter(person_id__in=ids).select_related("event"):
        yield {
            _("Number"): one.number,
            _("Event"): str(one.event),
            _("How they are"): str(one.get_status_display()),
            _("Home"): one.home_place,
            _("Exact place"): one.exact_place,
            _("Message to relatives"): one.message,
            _("Kept until"): one.expires_on.isoformat(),
        }


def _reunions(ids: frozenset[UUID]) -> Iterator[Row]:
    files = ReunificationFile.objects.filter(Q(applicant_id__in=ids) | Q(principal_id__in=ids))
    for file in files.order_by("year", "running"):
        yield {
            _("Number"): file.number,
            _("State"): str(file.get_state_display()),
            _("Contact restored on"): file.contact_restored_on.isoformat(),
            _("Reunited"): file.reunited_on.isoformat() if file.reunited_on else "",
        }


def _children(ids: frozenset[UUID]) -> Iterator[Row]:
    for case in ChildCase.objects.filter(person_id__in=ids):
        yield {
            _("Number"): case.number,
            _("Registered"): case.registered_on.isoformat(),
            _("Kind"): str(case.get_kind_display()),
            _("Outcome"): str(case.get_outcome_display()) if case.outcome else "",
        }


def erase(person_id: UUID) -> Mapping[str, int]:
    """Take away words, addresses, numbers and files; states, days, units and flags stay for the figures."""
    taken: dict[str, int] = {}
    for part in _PARTS:
        for kind, number in part(person_id):
            taken[kind] = taken.get(kind, 0) + number
    return {kind: number for kind, number in taken.items() if number}


Taken = Iterable[tuple[str, int]]


def _erase_messages(person_id: UUID) -> Taken:
    rows = RedCrossMessage.objects.filter(Q(sender_id=person_id) | Q(addressee_id=person_id))
    ids = list(rows.values_list("pk", flat=True))
    empty = {"content": "", "place_of_detention": "", "partner_reference": "", "form_token": None}
    yield "families.RedCrossMessage", rows.update(**empty)
    rows.filter(sender_id=person_id).update(sender_contact="")
    rows.filter(addressee_id=person_id).update(addressee_contact="")
    yield "families.MessageTranslation", _gone(MessageTranslation.objects.filter(message_id__in=ids))
    yield "families.MessageEntry", _emptied(MessageEntry.objects.filter(message_id__in=ids), note="")
    yield "families.HandOver", _emptied(HandOver.objects.filter(message_id__in=ids), name="", place="")
    numbers = rows.values_list("number", flat=True)
    drafts = [clear_drafts_of(key=f"families.{form}") for number in numbers for form in _drafts_of(number)]
    yield "pages.Draft", sum(drafts)
    yield "files.StoredFile", _files("families.message", ids)


def _drafts_of(number: str) -> Iterator[str]:
    """Yield the forms in which what was written of a message may wait."""
    yield f"reply:{number}"
    yield from (f"message_step:{number}:{step}" for step in MessageStep.values)


def _erase_calls(person_id: UUID) -> Taken:
    rows = FacilitatedCall.objects.filter(Q(caller_id=person_id) | Q(called_id=person_id))
    yield "families.FacilitatedCall", rows.update(note="", place="", form_token=None)


def _erase_safe(person_id: UUID) -> Taken:
    rows = SafeAndWell.objects.filter(person_id=person_id)
    yield "families.RelativeTold", _gone(RelativeTold.objects.filter(registration__in=rows))
    rows.filter(ended_at=None).update(ended_at=timezone.now())
    yield "families.SafeAndWell", rows.update(message="", exact_place="", home_place="", form_token=None)


def _erase_reunions(person_id: UUID) -> Taken:
    rows = ReunificationFile.objects.filter(Q(applicant_id=person_id) | Q(principal_id=person_id))
    ids = list(rows.values_list("pk", flat=True))
    yield "families.ReunificationFile", rows.update(best_interest="", escort="", form_token=None)
    yield "families.StateDecision", _emptied(StateDecision.objects.filter(file_id__in=ids), reference="")
    yield "families.ReunionEntry", _emptied(ReunionEntry.objects.filter(file_id__in=ids), note="")
    yield "files.StoredFile", _files("families.reunification", ids)


def _erase_children(person_id: UUID) -> Taken:
    rows = ChildCase.objects.filter(person_id=person_id)
    ids = list(rows.values_list("pk", flat=True))
    yield "families.ChildCase", rows.update(best_interest="", caregiver="", form_token=None)
    yield "files.StoredFile", _files("families.child", ids)


_PARTS: tuple[Callable[[UUID], Taken], ...] = (
    _erase_messages,
    _erase_calls,
    _erase_safe,
    _erase_reunions,
    _erase_children,
)


def _gone(rows: "QuerySet[Any]") -> int:
    number, _by_model = rows.delete()
    return int(number)


def _emptied(rows: "QuerySet[Any]", **columns: str) -> int:
    return rows.update(**columns)


def _files(subject_type: str, ids: Iterable[UUID]) -> int:
    return sum(remove_files_of(scope=ERASER, owner=(subject_type, subject)) for subject in ids)


def retention(_scope: Scope) -> Iterator[Due]:
    """Yield registrations whose time is over: people of whom we know nothing but that they were safe."""
    last = cutoff(SAFE_KIND)
    if last is None:
        return
    ended = SafeAndWell.objects.filter(ended_at__isnull=False, ended_at__date__lte=last, person__removed_at=None)
    for one in ended.order_by("ended_at", "pk").iterator(chunk_size=500):
        assert one.ended_at is not None
        since = timezone.localdate(one.ended_at)
        yield Due(SAFE_KIND, one.person_id, one.number, since, reverse("families:safe_list"))
