"""How attestations and published photos answer for what they keep: `protection.holders` says what is asked."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from payvand.core.scope import Scope
from payvand.families.enums.attestations import PhotoState
from payvand.families.models import Attestation, PhotoPublication
from payvand.families.services import attestations, photos
from payvand.files.services import remove_files_of
from payvand.protection.holders import Section

_SCOPE = Scope.system("erasure")
_WORDS = ("asker_name", "statement", "archive_reference", "reason")


def held_about(person_ids: frozenset[UUID]) -> Iterable[Section]:
    """Yield what was attested about a person, and which photo of theirs is or was shown."""
    attested = Attestation.objects.filter(person_id__in=person_ids)
    shown = PhotoPublication.objects.filter(request__enquirer_id__in=person_ids)
    rows = tuple(
        {
            _("Number"): row.number,
            _("Attests"): str(row.get_kind_display()),
            _("State"): str(row.get_state_display()),
            _("What the archive says"): row.statement,
        }
        for row in attested
    )
    if rows:
        yield Section(_("Attestations"), rows)
    pictures = tuple(
        {_("State"): str(row.get_state_display()), _("Shown until"): f"{row.expires_on:%d.%m.%Y}"} for row in shown
    )
    if pictures:
        yield Section(_("Published photos"), pictures)


@transaction.atomic
def erase(person_id: UUID) -> Mapping[str, int]:
    """Take away the words and papers of attestations and every photo; numbers, kinds and dates stay to be counted."""
    counts = {"families.Attestation": 0, "families.PhotoPublication": 0, "files.StoredFile": 0}
    for row in Attestation.objects.filter(person_id=person_id):
        counts["files.StoredFile"] += remove_files_of(scope=_SCOPE, owner=(attestations.SUBJECT, row.pk))
        if any(getattr(row, name) for name in _WORDS):
            Attestation.objects.filter(pk=row.pk).update(**dict.fromkeys(_WORDS, ""))
            counts["families.Attestation"] += 1
    of_them = Q(request__enquirer_id=person_id) | Q(request__sought__person_id=person_id)
    for photo in PhotoPublication.objects.filter(of_them):
        counts["files.StoredFile"] += remove_files_of(scope=_SCOPE, owner=(photos.SUBJECT, photo.pk))
        if photo.state in {PhotoState.PROPOSED, PhotoState.PUBLISHED} or photo.reason:
            PhotoPublication.objects.filter(pk=photo.pk).update(state=PhotoState.REMOVED, reason="")
            counts["families.PhotoPublication"] += 1
    transaction.on_commit(photos.write_published_photos)
    return {name: count for name, count in counts.items() if count}
