"""Receiving a file: it is sealed piece by piece, and the node's own work reads it."""

import base64
import io
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from payvand.core.encryption import blind_index
from payvand.core.errors import InvalidInput, NotAllowed
from payvand.core.scope import Scope
from payvand.intake.models import Batch, UploadPart
from payvand.intake.policies import USE
from payvand.intake.services.acts import record_batch_act
from payvand.intake.targets import Target
from payvand.network.models import Unit

LARGEST_UPLOAD = 64 * 1024 * 1024
"""Bytes; a list of 100,000 people is about 10 MB as CSV."""

PART = 256 * 1024
_LONGEST_SOURCE = 200


def receive_table(
    *,
    scope: Scope,
    target: Target,
    unit: Unit,
    source: str,
    content: Iterable[bytes],
    file_name: str = "",
    options: Mapping[str, Any] | None = None,
    follows: Batch | None = None,
) -> Batch:
    """Keep a file, sealed, and let the node read it.

    Args:
        scope: who sends it; its rows will be written with what this person may do then.
        target: what its rows become.
        unit: which unit takes them.
        source: where it comes from; rows of one source are known again.
        content: the bytes of the file, in pieces of any size.
        file_name: as it was sent, shown and nothing else.
        options: what the target asks about the whole table, as texts.
        follows: the table whose wrong rows this one corrects; its columns and words are offered again.

    Raises:
        InvalidInput: it is empty, too large, or says no source.
        NotAllowed: such tables may not be sent, or not for this unit.
    """
    scope.require(USE)
    scope.require(target.right)
    if scope.user_id is None or not scope.reaches_unit(unit.pk):
        raise NotAllowed(target.right)
    source = " ".join(source.split())
    if not source or len(source) > _LONGEST_SOURCE or "\x00" in source:
        raise InvalidInput({"source": _("Write where the table comes from, in at most 200 characters.")})
    parts = list(_packed(content))
    if not parts:
        raise InvalidInput({"file": _("The file is empty.")})
    batch = Batch(
        target=target.code,
        unit=unit,
        source=source,
        source_key=source_key(target, source),
        file_name=file_name[-200:].replace("\x00", ""),
        sent_by_id=scope.user_id,
        asked_by_id=scope.user_id,
        language=scope.language,
        options=json.dumps(dict(options or {}), ensure_ascii=False),
        follows=follows,
    )
    with transaction.atomic():
        batch.save(force_insert=True)
        rows = [UploadPart(batch=batch, number=number, content=part) for number, part in enumerate(parts)]
        UploadPart.objects.bulk_create(rows)
        record_batch_act(
            scope, "receive_table", batch, {"parts": len(parts), "follows": follows.pk if follows else None}
        )
    return batch


def source_key(target: Target, source: str) -> str:
    """Return the keyed hash by which the tables of one source are known as such."""
    return blind_index(f"{target.code}:{source.casefold()}", domain="intake.source")


def _packed(content: Iterable[bytes]) -> Iterator[str]:
    """The content in pieces, each compressed, as text."""
    waiting, total = bytearray(), 0
    for piece in content:
        total += len(piece)
        if total > LARGEST_UPLOAD:
            limit = LARGEST_UPLOAD // (1024 * 1024)
            raise InvalidInput({"file": _("The file is larger than %(limit)s MB. Split it.") % {"limit": limit}})
        waiting += piece
        while len(waiting) >= PART:
            yield _pack(bytes(waiting[:PART]))
            del waiting[:PART]
    if waiting:
        yield _pack(bytes(waiting))


def _pack(piece: bytes) -> str:
    return base64.b85encode(zlib.compress(piece, 3)).decode("ascii")


class _Parts(io.RawIOBase):
    """The bytes of an upload, opened piece by piece."""

    def __init__(self, batch: Batch) -> None:
        super().__init__()
        self._batch = batch
        self._next = 0
        self._ready = b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        if not self._ready:
            part = UploadPart.objects.filter(batch=self._batch, number=self._next).first()
            if part is None:
                return 0
            self._ready = zlib.decompress(base64.b85decode(part.content))
            self._next += 1
        view = memoryview(buffer)
        count = min(len(view), len(self._ready))
        view[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


def opened(batch: Batch) -> io.BufferedReader:
    """Open what was sent, from its beginning."""
    return io.BufferedReader(_Parts(batch), PART)
