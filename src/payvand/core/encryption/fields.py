"""A text column that is encrypted for its row and opened only when it is asked for."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from payvand.core.encryption.keyring import keyring


class Sealed:
    """Encrypted text as it lies in the database; printing it shows nothing."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)


class _Opener:
    """Opens a sealed value the first time that it is read from a row."""

    def __init__(self, field: "EncryptedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        values = instance.__dict__
        name = self.field.attname
        if name not in values:
            instance.refresh_from_db(fields=[name])  # the column was deferred
        value = values[name]
        if isinstance(value, Sealed):
            return keyring().decrypt(value.text, context=self.field.context(instance)) if value.text else ""
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not a generic class when it runs
    """Text that is sealed with the node's current data key; None stays NULL and an empty string stays empty.

    Reading it raises `WrongKey` when the key is missing or the text was altered or moved. It can be asked whether it is
    NULL and nothing else: to find equal values keep a `blind_index` beside it. Bulk updates refuse plain text, since
    they do not know the row that it belongs to.
    """

    def context(self, instance: models.Model) -> str:
        """Return what a value belongs to: model, field and row."""
        return f"{instance._meta.label}.{self.name}:{instance.pk}"

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:  # noqa: FBT001, FBT002 — the hook's signature
        """Put the opener where the plain column would be."""
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, _Opener(self))

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Sealed | None:
        """Keep what was read as it is until a row asks for it."""
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002, FBT001 — the hook's signature
        """Seal what was set; what was only loaded goes back as it came."""
        value = model_instance.__dict__[self.attname]
        if value is None or value == "" or isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return value
        if model_instance.pk is None:
            raise FieldError(f"{self.name} is encrypted for its row and needs the row's id before it is saved")
        return Sealed(keyring().encrypt(str(value), context=self.context(model_instance)))

    def get_prep_value(self, value: Any) -> Any:
        """Let sealed text through, and refuse plain text."""
        if isinstance(value, Sealed):
            return value.text
        if value is None or value == "" or hasattr(value, "resolve_expression"):
            return value
        raise FieldError(f"{self.name} is encrypted for its row: set it on the row and save that")

    def value_from_object(self, obj: models.Model) -> Any:
        """Return the open text, for forms."""
        return getattr(obj, self.attname)

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow only the question whether there is a value."""
        if lookup_name != "isnull":
            raise FieldError(
                f"{self.name} is encrypted: look its values up by their blind index, not by {lookup_name!r}"
            )
        return super().get_lookup(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        """Allow none."""
        raise FieldError(f"{self.name} is encrypted and has no {lookup_name!r}")
