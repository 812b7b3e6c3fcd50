"""A partial date as a column and as a field of a form."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from payvand.core.partial_date.value import DateNotUnderstood, PartialDate


class PartialDateFormField(forms.CharField):
    """Reads a partial date as it is told; an empty field is None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 200)
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        """Show a date as it was given."""
        if isinstance(value, PartialDate):
            return value.original_text or value.display()
        return value

    def to_python(self, value: Any) -> Any:
        """Read the text; ValidationError says which forms are understood."""
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except DateNotUnderstood as error:
            raise ValidationError(str(error), code="date") from error

    def run_validators(self, value: Any) -> None:
        """Check the length of what was written."""
        super().run_validators(value.original_text if isinstance(value, PartialDate) else value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what was shown with what was sent."""
        return str(self.prepare_value(initial) or "") != str(data or "")


class PartialDateField(models.TextField):  # type: ignore[type-arg]  # not a generic class when it runs
    """One column of JSON text that holds a PartialDate; NULL where nothing is known."""

    description = "a date of which perhaps only a part is known"

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> PartialDate | None:
        """Read the stored text."""
        return PartialDate.from_stored(json.loads(value)) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        """Return the date of a stored or a told text."""
        if value is None or isinstance(value, PartialDate):
            return value
        if value == "":
            return None
        if str(value).startswith("{"):
            return PartialDate.from_stored(json.loads(value))
        try:
            return PartialDate.parse(str(value))
        except DateNotUnderstood as error:
            raise ValidationError(str(error), code="date") from error

    def get_prep_value(self, value: Any) -> Any:
        """Return the text to store."""
        if value is None or hasattr(value, "resolve_expression"):
            return value
        found = self.to_python(value)
        return None if found is None else json.dumps(found.as_stored(), ensure_ascii=False, sort_keys=True)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the stored text, for serialisers."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **options: Any) -> Any:
        """Return the field of a form."""
        return super(models.TextField, self).formfield(**{"form_class": PartialDateFormField, **options})
