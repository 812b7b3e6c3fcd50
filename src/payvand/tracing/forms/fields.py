"""Fields and limits that the forms of the room share."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.network.queries import units

LONGEST_NAME = 500
LONGEST_TEXT = 300
LONGEST_STORY = 20_000
OLDEST = 120

# Languages that name themselves, so that the person who speaks one finds it.
LANGUAGES = [
    ("", _("not known")),
    ("tg", "Тоҷикӣ"),
    ("uz", "Oʻzbekcha · Ўзбекча"),
    ("ru", "Русский"),
    ("ky", "Кыргызча"),
    ("kk", "Қазақша"),
    ("tk", "Türkmençe"),
    ("fa-AF", "دری"),
    ("ps", "پښتو"),
    ("ar", "العربية"),
    ("en", "English"),
]


def name_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for a name, in any script and order."""
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"})
    field = forms.CharField(label=label, required=required, max_length=LONGEST_NAME, help_text=help_text, widget=widget)
    field.error_messages["required"] = _("Write the name; one word is enough.")
    return field


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of the form choose among these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def offer_units(form: forms.Form, scope: Scope) -> None:
    """Ask for the unit only where there is a choice."""
    reached = units(scope)
    offer(form, "unit", reached)
    if scope.all_units or len(scope.unit_ids) != 1:
        return
    form.fields["unit"].widget = forms.HiddenInput()
    form.initial["unit"] = next(iter(scope.unit_ids))


def unit_field(label: Any) -> "forms.ModelChoiceField[Unit]":
    """Return a field that asks for a unit."""
    return forms.ModelChoiceField(label=label, queryset=Unit.objects.none(), empty_label=None)
