"""What this room keeps of a person, in words, for the file that the person may ask for.

Other people are named by their relation alone; a restricted flag and the words behind any flag are told in person.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from payvand.people.enums import RemovalReason
from payvand.people.models import Consent, Identifier, IndexChange, Person, PersonName, ProtectionFlag, Relation
from payvand.people.places import place_in_words
from payvand.people.policies import RESTRICTED_FLAGS

Rows = tuple[Mapping[str, str], ...]


def held_about(person_ids: frozenset[UUID]) -> Iterator[tuple[str, Rows]]:
    """Yield (title, rows of labelled text) of what is kept of these records; parts with nothing are left out."""
    people = Person.objects.filter(pk__in=person_ids).select_related("unit", "birth_place")
    parts = (
        (_("Person"), [_person(person) for person in people]),
        (_("Names, as given"), [_name(name) for name in PersonName.objects.filter(person__in=person_ids)]),
        (_("Relatives"), [_relation(one) for one in Relation.objects.filter(person__in=person_ids)]),
        (_("Papers"), [_paper(paper) for paper in Identifier.objects.filter(person__in=person_ids)]),
        (_("Consent"), [_answer(answer) for answer in Consent.objects.filter(person__in=person_ids)]),
        (_("Protection"), [_flag(flag) for flag in _flags(person_ids)]),
    )
    yield from ((title, tuple(rows)) for title, rows in parts if rows)


def index_holds(person_id: UUID) -> bool:
    """Say whether the search index may still hold something of an erased person: it has not caught up with them."""
    return IndexChange.objects.filter(person_id=person_id).exists()


def out_of_use_since(last: date) -> Iterator[tuple[UUID, date]]:
    """Yield (record, day) of those taken out of use on this day or before, and not erased."""
    rows = Person.objects.filter(removed_at__date__lte=last, mentioned_by=None)
    rows = rows.exclude(removal_reason=RemovalReason.ERASED).order_by("removed_at", "pk")
    for person_id, removed_at in rows.values_list("pk", "removed_at"):
        if removed_at is not None:
            yield person_id, timezone.localdate(removed_at)


def _flags(person_ids: frozenset[UUID]) -> Iterator[ProtectionFlag]:
    yield from ProtectionFlag.objects.filter(person__in=person_ids).exclude(code__in=RESTRICTED_FLAGS)


def _person(person: Person) -> dict[str, str]:
    return {
        _("Kept for"): person.get_purpose_display(),
        _("Held by"): person.unit.name if person.unit else _("Headquarters"),
        _("Sex"): person.get_sex_display(),
        _("Born"): str(person.birth or ""),
        _("From"): place_in_words(person.birth_place, person.birth_place_text),
        _("How closely it is kept"): person.get_confidentiality_display(),
        _("Registered on"): person.created_at.date().isoformat(),
    }


def _name(name: PersonName) -> dict[str, str]:
    return {
        _("Name"): name.full_as_given,
        _("Kind of name"): name.get_name_type_display(),
        _("How sure"): name.get_certainty_display(),
    }


def _relation(relation: Relation) -> dict[str, str]:
    return {_("Relation"): relation.get_kind_display(), _("How sure"): relation.get_certainty_display()}


def _paper(paper: Identifier) -> dict[str, str]:
    return {_("Kind of paper"): paper.get_kind_display(), _("Country"): paper.country, _("Number"): paper.value}


def _answer(answer: Consent) -> dict[str, str]:
    return {
        _("Asked about"): answer.get_scope_code_display(),
        _("Answer"): answer.get_state_display(),
        _("Lawful basis"): answer.get_basis_display(),
        _("Recipient"): answer.recipient,
        _("Answered on"): answer.given_on.isoformat(),
        _("Until"): answer.until.isoformat() if answer.until else "",
    }


def _flag(flag: ProtectionFlag) -> dict[str, str]:
    return {_("Concern"): flag.get_code_display(), _("Since"): flag.set_on.isoformat()}
