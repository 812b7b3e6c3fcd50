"""What every row has: an identifier that reveals nothing, its times, and a version for those who edit together."""

from typing import Any, Self, cast

from django.db import models
from django.utils import timezone

from payvand.core.errors import Conflict
from payvand.core.ids import new_id


class BaseModel(models.Model):
    """A row with a UUIDv7 key, UTC times and an edit counter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_changes(self, *fields: str, expected_version: int | None = None) -> Self:
        """Write the named fields of this row if nobody changed it since it was read.

        Args:
            fields: names of the fields that changed.
            expected_version: the version that the person saw; by default the one in memory.

        Raises:
            Conflict: the row has another version now; nothing was written.
        """
        seen = self.version if expected_version is None else expected_version
        now = timezone.now()
        values: dict[str, Any] = {
            name: cast("models.Field[Any, Any]", self._meta.get_field(name)).pre_save(self, add=False)
            for name in fields
        }
        written = (
            type(self)._base_manager.filter(pk=self.pk, version=seen).update(**values, updated_at=now, version=seen + 1)
        )
        if not written:
            raise Conflict(f"{self._meta.verbose_name} {self.pk} was changed by someone else")
        self.updated_at, self.version = now, seen + 1
        return self
