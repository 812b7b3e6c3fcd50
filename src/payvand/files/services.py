"""Keeping, reading and removing files."""

import re
import unicodedata
from functools import partial
from pathlib import PurePath
from typing import IO
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from payvand.audit.reads import record_read
from payvand.audit.services import record_act
from payvand.core.errors import InvalidInput, NotAllowed, Refused
from payvand.core.scope import Scope
from payvand.files import policies, store
from payvand.files.content import FIELD, clean_content
from payvand.files.enums import ENDINGS, FileKind, MediaType
from payvand.files.models import StoredFile

FILE = "files.StoredFile"
LONGEST_NAME = 120
MOST_OF_ONE = 200
"""Files of one thing; more is a mistake or an attack."""

_ORPHAN_AGE_SECONDS = 24 * 3600
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]+')


def largest_bytes() -> int:
    """Return the size above which this node refuses a file (`files.largest_megabytes`)."""
    return int(settings.NODE_SETTINGS.files.largest_megabytes * 1024 * 1024)


def keep_file(
    *, scope: Scope, upload: "bytes | File[bytes] | IO[bytes]", name: str, owner: tuple[str, UUID], kind: str
) -> StoredFile:
    """Keep a file of a thing: cleaned, encrypted, whole or not at all.

    Args:
        scope: who adds it.
        upload: the content, or a file to read it from.
        name: as the person called it; only its words are kept, the type is found by the content.
        owner: what it belongs to: the kind of thing (``tracing.TracingRequest``) and its id.
        kind: a `FileKind`.

    Raises:
        NotAllowed: the Scope may not change the thing.
        InvalidInput: too large, empty, damaged, or of a type that is not kept.
        Refused: the thing has too many files already.
    """
    subject_type, subject_id = owner
    if not policies.may_change(scope, subject_type, subject_id):
        raise NotAllowed("files.keep")
    content = clean_content(_read_within_limit(upload))
    file = StoredFile(
        subject_type=subject_type,
        subject_id=subject_id,
        kind=FileKind(kind),
        name=clean_name(name, content.media_type),
        media_type=content.media_type,
        size=len(content.raw),
        width=content.width,
        height=content.height,
        added_by=scope.user_id,
    )
    try:
        with transaction.atomic():
            _refuse_too_many(subject_type, subject_id)
            file.key_id = store.write(file.pk, content.raw)
            file.save(force_insert=True)
            _record(scope, "files.kept", file)
    except BaseException:
        store.discard(file.pk)
        raise
    return file


def read_file(*, scope: Scope, file: StoredFile, reason: str = "file") -> bytes:
    """Return the content of a file, and record that it was read.

    Args:
        scope: who reads.
        file: as a query gave it.
        reason: a code for the record of reads.

    Raises:
        NotAllowed: the Scope may not read what it belongs to.
        Refused: its content is missing from the disk.
        WrongKey: the content was altered, or its key is missing.
    """
    if not policies.may_read(scope, file.subject_type, file.subject_id):
        raise NotAllowed("files.read")
    record_read(scope=scope, subject_type=FILE, subject_ids=[file.pk], reason=reason)
    try:
        return store.read(file.pk)
    except FileNotFoundError as error:
        raise Refused(
            _("The content of this file is missing. Restore it from a backup, or remove the file.")
        ) from error


def remove_file(*, scope: Scope, file: StoredFile) -> None:
    """Remove a file for good: its row now, its content from the disk when the removal is certain.

    Raises:
        NotAllowed: the Scope may not change what it belongs to.
    """
    if not policies.may_change(scope, file.subject_type, file.subject_id):
        raise NotAllowed("files.remove")
    with transaction.atomic():
        _remove(scope, file)


def remove_files_of(*, scope: Scope, owner: tuple[str, UUID]) -> int:
    """Remove every file of a thing that is erased, for the service of its room that erases; return how many."""
    subject_type, subject_id = owner
    with transaction.atomic():
        found = list(StoredFile.objects.filter(subject_type=subject_type, subject_id=subject_id))
        for file in found:
            _remove(scope, file)
    return len(found)


def _remove(scope: Scope, file: StoredFile) -> None:
    removed, _by_model = StoredFile.objects.filter(pk=file.pk).delete()
    if removed:
        _record(scope, "files.removed", file)
        transaction.on_commit(partial(store.discard, file.pk))


def sweep_orphans(*, older_than: float = _ORPHAN_AGE_SECONDS) -> int:
    """Remove contents that no row speaks of (a crash, a restore, a removal cut short) and unfinished drafts.

    Args:
        older_than: seconds; what is younger may belong to a transaction that has not ended.

    Returns:
        how many were removed.
    """
    swept = 0
    for file_id, place in store.contents_older_than(older_than):
        if file_id is None or not StoredFile.objects.filter(pk=file_id).exists():
            place.unlink(missing_ok=True)
            swept += 1
    return swept


def clean_name(name: str, media_type: str) -> str:
    """Return a name that any system can store: no folders, no control or direction marks, the ending of its type."""
    plain = "".join(" " if unicodedata.category(letter).startswith(("C", "Z")) else letter for letter in name)
    stem = _NOT_IN_NAMES.sub(" ", PurePath(plain.replace("\\", "/")).name)
    known = stem.rpartition(".")
    if known[1] and len(known[2]) <= len(".jpeg") and known[2].isalnum():
        stem = known[0]
    stem = " ".join(stem.split()).strip(". ")[:LONGEST_NAME].strip()
    return f"{stem or 'file'}{ENDINGS[MediaType(media_type)]}"


def _refuse_too_many(subject_type: str, subject_id: UUID) -> None:
    if StoredFile.objects.filter(subject_type=subject_type, subject_id=subject_id).count() >= MOST_OF_ONE:
        raise Refused(_("There are %(most)d files here already. Remove what is not needed.") % {"most": MOST_OF_ONE})


def _read_within_limit(upload: "bytes | File[bytes] | IO[bytes]") -> bytes:
    """Return all bytes of an upload, and never more than one above the limit.

    Raises:
        InvalidInput: it is too large.
    """
    limit = largest_bytes()
    size = len(upload) if isinstance(upload, bytes) else getattr(upload, "size", None) or 0
    raw = b"" if size > limit else upload if isinstance(upload, bytes) else upload.read(limit + 1)
    if size > limit or len(raw) > limit:
        megabytes = settings.NODE_SETTINGS.files.largest_megabytes
        raise InvalidInput(
            {
                FIELD: _("The file is larger than %(megabytes)d megabytes. Scan it smaller, or in parts.")
                % {"megabytes": megabytes}
            }
        )
    return raw


def _record(scope: Scope, action: str, file: StoredFile) -> None:
    facts = {"file": file.pk, "kind": file.kind, "type": file.media_type, "bytes": file.size}
    record_act(scope=scope, action=action, subject_type=file.subject_type, subject_id=file.subject_id, facts=facts)
