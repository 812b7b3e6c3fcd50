"""How the papers of a file answer for what they keep: signed scans and other files, and drafts of its forms."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from payvand.core.scope import Scope
from payvand.files.models import StoredFile
from payvand.files.services import remove_files_of
from payvand.pages.services import clear_drafts_of
from payvand.protection.holders import Section
from payvand.tracing.models import TracingRequest
from payvand.tracing.services.history import REQUEST

_SCOPE = Scope.system("erasure")
_DRAFTS = ("tracing.change", "tracing.join")


def held_about(person_ids: frozenset[UUID]) -> Iterable[Section]:
    """Yield the files that lie in the requests of an enquirer: kind and day; what is on them is shown on request."""
    requests = TracingRequest.objects.filter(enquirer_id__in=person_ids)
    rows = tuple(
        {_("Kind"): str(row.get_kind_display()), _("Added on"): f"{row.created_at:%d.%m.%Y}"}
        for row in StoredFile.objects.filter(subject_type=REQUEST, subject_id__in=requests.values("pk"))
    )
    if rows:
        yield Section(_("Papers and photos"), rows)


def erase(person_id: UUID) -> Mapping[str, int]:
    """Take away the files and drafts of every request that this person makes or that seeks them."""
    return _erase(Q(enquirer_id=person_id) | Q(sought__person_id=person_id))


def erase_contact(person_id: UUID) -> Mapping[str, int]:
    """Take away the files and drafts of an enquirer's requests: a signed form bears the address and the telephone."""
    return _erase(Q(enquirer_id=person_id))


@transaction.atomic
def _erase(whose: Q) -> Mapping[str, int]:
    files = drafts = 0
    for pk, number in TracingRequest.objects.filter(whose).values_list("pk", "number"):
        files += remove_files_of(scope=_SCOPE, owner=(REQUEST, pk))
        drafts += sum(clear_drafts_of(key=f"{form}.{number}") for form in _DRAFTS)
    return {name: count for name, count in (("files.StoredFile", files), ("pages.Draft", drafts)) if count}
