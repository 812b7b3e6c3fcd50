"""How tracing answers for what it keeps of a person: what it holds, what an erasure takes, what is kept too long."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payvand.core.scope import Scope
from payvand.protection.holders import Due, RetentionKind, Section
from payvand.protection.policies import OVERSEE
from payvand.protection.queries import cutoff
from payvand.tracing import queries
from payvand.tracing.enums import MISSING_CAUSES, RequestState, SeparationCause
from payvand.tracing.models import (
    ClosingProposal,
    Enquiry,
    FamilyLetter,
    FamilyPage,
    FoundRecord,
    Hint,
    HintDecision,
    HistoryEntry,
    LinkOutcome,
    ListEntry,
    Merging,
    OldRecord,
    OwnerQuestion,
    RelativeNote,
    RememberedFact,
    TracingAction,
    TracingRequest,
)

CLOSED = "tracing.closed_request"
REJECTED = "tracing.rejected_request"
FOUND = "tracing.found_person"
KINDS = (
    RetentionKind(CLOSED, gettext_lazy("Closed tracing file"), gettext_lazy("the day of closing"), 60),
    RetentionKind(REJECTED, gettext_lazy("Request that was not accepted"), gettext_lazy("the day of the answer"), 12),
    RetentionKind(FOUND, gettext_lazy("Found person whom nobody seeks"), gettext_lazy("the day of registration"), 24),
)
# What is kept for ever: somebody may ask for it after generations.
_VITAL = MISSING_CAUSES | {SeparationCause.DETENTION}

_CONTACT = ("contact", "contact_safely", "contact_address", "contact_other", "may_be_told")
_STORY = (
    "circumstances", "last_contact_place", "last_contact_content", "reason_for_search", "their_number",
)  # fmt: skip


def held_about(person_ids: frozenset[UUID]) -> Iterable[Section]:
    """Yield what tracing keeps of these people: their own requests, and what others remember of them."""
    asked = TracingRequest.objects.filter(enquirer_id__in=person_ids).select_related("unit")
    if rows := tuple(_own_request(request) for request in asked):
        yield Section(_("Requests that you made"), rows)
    sought = TracingRequest.objects.filter(sought__person_id__in=person_ids)
    if rows := tuple(_about(request) for request in sought):
        yield Section(_("Requests in which you are sought"), rows)
    facts = RememberedFact.objects.filter(sought__person_id__in=person_ids)
    if rows := tuple(_fact(fact) for fact in facts):
        yield Section(_("What is remembered of you"), rows)
    found = FoundRecord.objects.filter(person_id__in=person_ids)
    if rows := tuple(_found(record) for record in found):
        yield Section(_("Lists and sources that name you"), rows)


def _own_request(request: TracingRequest) -> dict[str, str]:
    told = {
        _("Number"): request.number,
        _("State"): str(request.get_state_display()),
        _("Received on"): f"{request.received_on:%d.%m.%Y}",
        _("You are to the person sought"): str(request.get_relation_display()),
    }
    fields = (*_CONTACT, "circumstances", "last_contact_content", "reason_for_search")
    said = {str(request._meta.get_field(name).verbose_name): getattr(request, name) for name in fields}  # type: ignore[union-attr]  # own columns, all with a name
    return told | {label: text for label, text in said.items() if text}


def _about(request: TracingRequest) -> dict[str, str]:
    return {
        _("Number"): request.number,
        _("State"): str(request.get_state_display()),
        _("Asked for by"): str(request.get_relation_display()),
        _("What parted you"): str(request.get_cause_display()),
        _("Last contact"): str(request.last_contact or ""),
    }


def _fact(fact: RememberedFact) -> dict[str, str]:
    dates = "–".join(str(day) for day in (fact.from_on, fact.to_on) if day)
    said = (fact.value, fact.place_text, dates, fact.number)
    return {str(fact.get_kind_display()): ", ".join(part for part in said if part)}


def _found(record: FoundRecord) -> dict[str, str]:
    return {
        _("Source"): str(record.get_source_display()),
        _("Which one"): record.source_text,
        _("Seen or listed on"): str(record.seen_on or ""),
        _("Where"): record.place_text,
    }


@transaction.atomic
def erase(person_id: UUID) -> Mapping[str, int]:
    """Take away every text about a person; codes, dates and numbers that figures count by stay."""
    asks = Q(request__enquirer_id=person_id) | Q(request__sought__person_id=person_id)
    files = TracingRequest.objects.filter(Q(enquirer_id=person_id) | Q(sought__person_id=person_id))
    hints = Q(hint__sought__person_id=person_id) | Q(hint__candidate_id=person_id)
    counts = _Counts()
    counts.blank(TracingRequest.objects.filter(enquirer_id=person_id), *_CONTACT)
    counts.blank(files, *_STORY)
    counts.blank(HistoryEntry.objects.filter(asks | Q(sought__person_id=person_id)), "note")
    counts.blank(TracingAction.objects.filter(asks), "task", "report")
    counts.blank(Enquiry.objects.filter(asks), "question", "answer")
    counts.blank(LinkOutcome.objects.filter(asks | Q(person_id=person_id)), "note")
    counts.blank(ClosingProposal.objects.filter(asks), "note")
    counts.blank(Merging.objects.filter(asks), "note")
    counts.blank(OwnerQuestion.objects.filter(asks | hints), "note")
    counts.blank(HintDecision.objects.filter(hints), "note", evidence=[])
    counts.blank(
        Hint.objects.filter(Q(sought__person_id=person_id) | Q(candidate_id=person_id)), evidence=[], fingerprint={}
    )
    counts.blank(FoundRecord.objects.filter(person_id=person_id), "source_text", "place_text")
    counts.blank(ListEntry.objects.filter(person_id=person_id), "their_number", "said")
    counts.old_rows(OldRecord.objects.filter(asks))
    counts.delete(RememberedFact.objects.filter(sought__person_id=person_id))
    counts.delete(RelativeNote.objects.filter(relation__person_id=person_id))
    counts.delete(FamilyPage.objects.filter(request__enquirer_id=person_id))
    counts.delete(FamilyLetter.objects.filter(request__enquirer_id=person_id))
    return counts.found


@transaction.atomic
def erase_contact(person_id: UUID) -> Mapping[str, int]:
    """Take away how an enquirer can be reached; the search for their relative goes on."""
    counts = _Counts()
    counts.blank(TracingRequest.objects.filter(enquirer_id=person_id), *_CONTACT)
    counts.delete(FamilyPage.objects.filter(request__enquirer_id=person_id))
    counts.delete(FamilyLetter.objects.filter(request__enquirer_id=person_id))
    return counts.found


class _Counts:
    """What an erasure takes, counted by model; rows that hold nothing any more are not counted again."""

    def __init__(self) -> None:
        self.found: dict[str, int] = {}

    def blank(self, rows: QuerySet[Any], *texts: str, **values: Any) -> None:
        empty = {**dict.fromkeys(texts, ""), **values}
        full = [row.pk for row in rows if any(getattr(row, name) != value for name, value in empty.items())]
        self._add(rows.model, rows.model._default_manager.filter(pk__in=full).update(**empty) if full else 0)

    def old_rows(self, rows: QuerySet[OldRecord]) -> None:
        """What the old register said is JSON, each row sealed for itself."""
        full = [row for row in rows if row.said != "{}"]
        for row in full:
            row.said = "{}"
            row.save_changes("said")
        self._add(OldRecord, len(full))

    def delete(self, rows: QuerySet[Any]) -> None:
        self._add(rows.model, rows.delete()[0])

    def _add(self, model: type[Model], count: int) -> None:
        if count:
            label = model._meta.label
            self.found[label] = self.found.get(label, 0) + count


def retention(scope: Scope) -> Iterable[Due]:
    """Yield the people of files that ended long ago; what belongs to conflicts and detention is kept for ever."""
    every = scope.may(OVERSEE)
    files = TracingRequest.objects.all() if every else queries.visible_requests(scope)
    files = files.exclude(cause__in=_VITAL).select_related("sought")
    if last := cutoff(CLOSED):
        ended = files.filter(state__in=(RequestState.CLOSED, RequestState.ARCHIVED), closed_at__date__lte=last)
        yield from _of_files(ended, CLOSED)
    if last := cutoff(REJECTED):
        yield from _of_files(files.filter(state=RequestState.REJECTED, state_since__date__lte=last), REJECTED)
    if (last := cutoff(FOUND)) and every:
        yield from _unsought(last)


def _of_files(files: QuerySet[TracingRequest], kind: str) -> Iterable[Due]:
    for file in files:
        since = timezone.localdate(file.closed_at or file.state_since)
        for person_id in (file.enquirer_id, file.sought.person_id):
            if not _is_needed(person_id):
                yield Due(kind, person_id, file.number, since, reverse("tracing:file", args=[file.number]))


def _is_needed(person_id: UUID) -> bool:
    """Say whether a file that has not ended speaks of this person, or one that is kept for ever."""
    ended = Q(state__in=(RequestState.CLOSED, RequestState.ARCHIVED, RequestState.REJECTED, RequestState.MERGED))
    about = Q(enquirer_id=person_id) | Q(sought__person_id=person_id)
    return TracingRequest.objects.filter(about).filter(~ended | Q(cause__in=_VITAL)).exists()


def _unsought(last: date) -> Iterable[Due]:
    rows = FoundRecord.objects.filter(created_at__date__lte=last).exclude(
        person__tracing_hints__state__in=("new", "undecided", "confirmed")
    )
    for record in rows:
        url = reverse("people:person", args=[record.person_id])
        yield Due(FOUND, record.person_id, str(record.pk)[-12:].upper(), timezone.localdate(record.created_at), url)
