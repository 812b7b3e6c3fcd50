"""Reads of people's records: appended to a file of the day, and sealed into the chain by `payvand.audit.sealing`."""

import json
import os
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from payvand.core.codes import is_code
from payvand.core.errors import PayvandError
from payvand.core.scope import Scope

PREFIX, SUFFIX = "reads-", ".jsonl"


def reads_folder() -> Path:
    """Return the folder of the read files."""
    folder: Path | None = settings.AUDIT_FOLDER
    if folder is None:
        raise PayvandError("no node is served, so reads cannot be recorded")
    return folder


def record_read(*, scope: Scope, subject_type: str, subject_ids: Iterable[object], reason: str) -> None:
    """Append one line that says who read which records and for what; no transaction is needed.

    Args:
        scope: who reads, and in which request.
        subject_type: the kind of the records, such as ``people.Person``.
        subject_ids: their ids; with none, nothing is written.
        reason: a code, such as ``search`` or ``card``.

    Raises:
        ValueError: the reason is not a code.
        OSError: the line could not be written: then the page must not be shown either.
    """
    if not is_code(reason):
        raise ValueError("the reason of a read is a code")
    ids = [str(subject) for subject in subject_ids]
    if not ids:
        return
    now = timezone.now().astimezone(UTC)
    line = {
        "at": now.isoformat(timespec="milliseconds"),
        "user": str(scope.user_id) if scope.user_id else None,
        "actor": scope.actor,
        "request": scope.request_id,
        "type": subject_type,
        "ids": ids,
        "reason": reason,
    }
    path = reads_folder() / f"{PREFIX}{now:%Y-%m-%d}{SUFFIX}"
    _append(path, (json.dumps(line, separators=(",", ":")) + "\n").encode())


def _append(path: Path, line: bytes) -> None:
    """Write a line with one system call, so that the lines of several processes never mix."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        written = os.write(descriptor, line)
        if written != len(line):  # the disk is full: end the torn line, so that the next one stands alone
            os.write(descriptor, b"\n")
            raise OSError(f"{path.name}: only {written} of {len(line)} bytes could be written; the disk may be full")
    finally:
        os.close(descriptor)
