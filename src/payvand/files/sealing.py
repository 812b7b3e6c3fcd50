"""Seals contents anew under the current data key, one file in one short transaction."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from payvand.core.encryption import keyring
from payvand.core.encryption.rotation import Moved
from payvand.core.errors import WrongKey
from payvand.files import store
from payvand.files.models import StoredFile

_PAGE = 200


class SealedContents:
    """What the rotation of keys asks of this room."""

    def waiting(self) -> int:
        """Return how many contents are sealed under an old key."""
        return StoredFile.objects.exclude(key_id=keyring().current).count()

    def move(self) -> Moved:
        """Seal every content anew that is under an old key; it can be stopped at any moment and begun again."""
        moved = Moved()
        for file_id in self._old():
            try:
                moved.rows += _reseal(file_id)
            except (WrongKey, FileNotFoundError):
                moved.closed += (store.context_of(file_id),)
        return moved

    def _old(self) -> Iterator[UUID]:
        last = None
        while True:
            rows = StoredFile.objects.exclude(key_id=keyring().current).order_by("pk")
            found = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", flat=True)[:_PAGE])
            if not found:
                return
            yield from found
            last = found[-1]


@transaction.atomic
def _reseal(file_id: UUID) -> int:
    """Return 1 when it was sealed anew; a file that a colleague removes at the same moment does not come back."""
    row = StoredFile.objects.select_for_update().filter(pk=file_id).first()
    if row is None:
        return 0
    key_id = store.write(file_id, store.read(file_id))
    return StoredFile.objects.filter(pk=file_id).update(key_id=key_id)
