"""What this room and the rooms below it keep of people: they know no erasure, so this room answers for them."""

from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from payvand.core.scope import Scope
from payvand.pages.services import clear_drafts_about
from payvand.people.queries import held_about as held_in_people
from payvand.people.queries import out_of_use_since
from payvand.people.services import erase_contact, erase_person
from payvand.protection import holders
from payvand.protection.models import CannotBeAsked, DataSubjectRequest, Disclosure
from payvand.protection.policies import OVERSEE
from payvand.protection.queries import cutoff

OUT_OF_USE = "people.out_of_use"


def register() -> None:
    """Register the holders; repeating is harmless."""
    kind = holders.RetentionKind(OUT_OF_USE, _lazy("Record taken out of use"), _lazy("the day it was taken out"), 6)
    holders.register(
        holders.Holder(
            "people",
            erase=_erase_person,
            held_about=_people,
            retention=_out_of_use,
            kinds=(kind,),
            erase_contact=erase_contact,
        )
    )
    holders.register(holders.Holder("protection", erase=_erase_here, held_about=_here))


def _erase_person(person_id: UUID) -> dict[str, int]:
    drafts = clear_drafts_about(person_id)
    return erase_person(person_id) | ({"pages.Draft": drafts} if drafts else {})


def _out_of_use(scope: Scope) -> Iterator[holders.Due]:
    """Yield the records that were taken out of use long enough ago; they are in nobody's sight but oversight's."""
    last = cutoff(OUT_OF_USE)
    if last is None or not scope.may(OVERSEE):
        return
    for person_id, day in out_of_use_since(last):
        yield holders.Due(OUT_OF_USE, person_id, str(person_id)[-12:], day, "")


def _people(person_ids: frozenset[UUID]) -> Iterator[holders.Section]:
    yield from (holders.Section(title, rows) for title, rows in held_in_people(person_ids))


def _erase_here(person_id: UUID) -> dict[str, int]:
    """Take away why a person could not be asked, and the words of requests; the log of disclosures has none."""
    rows = CannotBeAsked.objects.filter(person_id=person_id)
    gone = rows.count()
    rows.delete()
    emptied = 0
    for request in DataSubjectRequest.objects.filter(subjects__person_id=person_id):
        if request.decision and request.asked_by:
            request.asked_by = request.contact = request.words = request.answer = ""
            request.save_changes("asked_by", "contact", "words", "answer")
            emptied += 1
    return {"protection.CannotBeAsked": gone, "protection.DataSubjectRequest.words": emptied}


def _here(person_ids: frozenset[UUID]) -> Iterator[holders.Section]:
    unasked = CannotBeAsked.objects.filter(person_id__in=person_ids)
    told = Disclosure.objects.filter(person_id__in=person_ids).order_by("created_at")
    if unasked:
        yield holders.Section(
            _("Searched for without having been asked"),
            tuple(
                {
                    _("Why"): row.get_reason_display(),
                    _("Lawful basis"): row.get_basis_display(),
                    _("Recorded on"): row.created_at.date().isoformat(),
                    _("Looked at again on"): row.review_on.isoformat(),
                }
                for row in unasked
            ),
        )
    if told:
        yield holders.Section(
            _("To whom something was told"),
            tuple(
                {
                    _("Day"): row.created_at.date().isoformat(),
                    _("Way"): row.get_channel_display(),
                    _("Recipient"): row.recipient,
                    _("Country"): row.country,
                    _("What was told"): ", ".join(row.fields),
                    _("Lawful basis"): row.get_basis_display(),
                }
                for row in told
            ),
        )
