"""What lists and the old register leave of a person, for an access file and for an erasure."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from payvand.intake.services import forget_subjects
from payvand.protection.holders import Section
from payvand.tracing.models import ListEntry, OldRecord, TracingRequest


def held_about(person_ids: Iterable[UUID]) -> list[Section]:
    """Return what the rows of lists say of these people; the old register is part of a file and told with it."""
    entries = ListEntry.objects.filter(person__in=list(person_ids)).select_related("person__found_record")
    rows = tuple(
        {
            _("What the list says"): entry.said,
            _("The list's own number of the person"): entry.their_number,
            _("The list says"): entry.get_status_display(),
        }
        for entry in entries
    )
    return [Section(_("List of people"), rows)] if rows else []


def erase(person_id: UUID) -> dict[str, int]:
    """Take away the row of the list, the words of the old register, and what tables still say; harmless twice.

    Of an enquirer the words on the file stay: they are about the person sought.
    """
    files = TracingRequest.objects.filter(Q(sought__person=person_id) | Q(enquirer=person_id))
    requests = list(files.values_list("pk", flat=True))
    entries, _rows = ListEntry.objects.filter(person=person_id).delete()
    records = 0
    for record in OldRecord.objects.filter(request__sought__person=person_id):
        if json.loads(record.said):
            record.said = "{}"
            record.save_changes("said")
            records += 1
    emptied = forget_subjects(subject_ids=[person_id, *requests])
    return {"tracing.ListEntry": entries, "tracing.OldRecord": records, "intake.Row": emptied}
