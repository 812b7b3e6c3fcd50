"""Moves every sealed column and store to the current data key, in short transactions, while people work."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from payvand.core.encryption.fields import EncryptedTextField, Sealed
from payvand.core.encryption.keyring import keyring
from payvand.core.errors import WrongKey

BATCH = 500
"""Rows in one transaction."""


@dataclass(frozen=True)
class SealedColumn:
    """A column of sealed text."""

    model: type[models.Model]
    field: EncryptedTextField

    def __str__(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    def waiting(self) -> "models.QuerySet[models.Model]":
        """Return the rows that are sealed under another key than the current one."""
        sealed = Cast(self.field.attname, models.TextField())
        rows = self.model._base_manager.annotate(sealed_text=sealed).exclude(sealed_text=None).exclude(sealed_text="")
        return rows.exclude(sealed_text__startswith=f"v1.{keyring().current}.")


def sealed_columns() -> Iterator[SealedColumn]:
    """Yield every sealed column of the node."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField) and not model._meta.proxy:
                yield SealedColumn(model, field)


@dataclass
class Moved:
    """What a pass did: rows that were sealed anew, and rows that no key opens (model, field and row)."""

    rows: int = 0
    closed: tuple[str, ...] = ()


class SealedStore(Protocol):
    """What lies sealed outside of columns, such as files on the disk; its room registers it when its app is ready."""

    def waiting(self) -> int:
        """Return how many things are sealed under another key than the current one."""

    def move(self) -> Moved:
        """Seal them anew; can be stopped at any moment and begun again."""


_stores: dict[type[SealedStore], SealedStore] = {}


def register_store(store: SealedStore) -> None:
    """Have every rotation look after a store too; a second one of its class replaces the first."""
    _stores[type(store)] = store


def rows_waiting() -> int:
    """Return how many rows, and things in stores, are sealed under an old key."""
    columns = sum(column.waiting().count() for column in sealed_columns())
    return columns + sum(store.waiting() for store in _stores.values())


def move_to_current_key(progress: Callable[[int], None] = lambda _rows: None) -> Moved:
    """Seal anew every row and stored thing under an old key; what a colleague changes at the same moment stays theirs.

    It can be stopped at any moment and begun again: each batch stands for itself.
    """
    moved = Moved()
    for column in sealed_columns():
        last = None
        while True:
            rows = column.waiting().order_by("pk")
            found = list((rows if last is None else rows.filter(pk__gt=last)).values_list("pk", "sealed_text")[:BATCH])
            if not found:
                break
            last = found[-1][0]
            moved.rows += _move(column, found, moved)
            progress(moved.rows)
    for store in _stores.values():
        done = store.move()
        moved.rows += done.rows
        moved.closed += done.closed
        progress(moved.rows)
    return moved


def _move(column: SealedColumn, rows: list[tuple[object, str]], moved: Moved) -> int:
    done = 0
    keys = keyring()
    with transaction.atomic():
        for key, sealed in rows:
            context = column.field.context(column.model(pk=key))
            try:
                anew = keys.reencrypt(sealed, context=context)
            except WrongKey:
                moved.closed += (context,)
                continue
            unchanged = column.model._base_manager.annotate(sealed_text=Cast(column.field.attname, models.TextField()))
            done += unchanged.filter(pk=key, sealed_text=sealed).update(**{column.field.attname: Sealed(anew)})
    return done
