"""Files of things that the Scope may read."""

from uuid import UUID

from payvand.core.errors import NotAllowed
from payvand.core.scope import Scope
from payvand.files import policies
from payvand.files.models import StoredFile


def files_of(scope: Scope, subject_type: str, subject_id: UUID, *, kind: str = "") -> list[StoredFile]:
    """Return the files of one thing, the oldest first; none where the Scope may not read the thing.

    Args:
        scope: who asks.
        subject_type: the kind of the thing, such as ``tracing.TracingRequest``.
        subject_id: its id.
        kind: only files of this kind.
    """
    if not policies.may_read(scope, subject_type, subject_id):
        return []
    found = StoredFile.objects.filter(subject_type=subject_type, subject_id=subject_id)
    return list(found.filter(kind=kind) if kind else found)


def visible_file(scope: Scope, file_id: UUID) -> StoredFile:
    """Return one file.

    Raises:
        NotAllowed: there is none, or the Scope may not read what it belongs to.
    """
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not policies.may_read(scope, file.subject_type, file.subject_id):
        raise NotAllowed("files.read")
    return file
