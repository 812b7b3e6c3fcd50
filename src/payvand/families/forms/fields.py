"""Fields that several forms of the room share."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.partial_date import PartialDateFormField
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.network.queries import units
from payvand.people.enums import Sex
from payvand.tracing.forms import LANGUAGES
from payvand.tracing.services import ToldPerson

LONGEST_NAME = 500
LONGEST_CONTACT = 1000


def name_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """Return a field for a name as given, in any script."""
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"})
    field = forms.CharField(label=label, required=required, max_length=LONGEST_NAME, help_text=help_text, widget=widget)
    field.error_messages["required"] = _("Write the name; one word is enough.")
    return field


def words_field(
    label: Any, *, rows: int = 3, longest: int = 2000, help_text: Any = "", required: bool = False
) -> forms.CharField:
    """Return a field for sentences in any script."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, required=required, max_length=longest, help_text=help_text, widget=widget)


def line_field(label: Any, *, longest: int = 300, help_text: Any = "") -> forms.CharField:
    """Return a field for one line in any script that may stay empty."""
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=longest, help_text=help_text, widget=widget)


def language_field(label: Any) -> forms.ChoiceField:
    """Return a field for a language; each names itself."""
    return forms.ChoiceField(label=label, choices=LANGUAGES, required=False)


def unit_field(label: Any) -> "forms.ModelChoiceField[Unit]":
    """Return a field for a unit within reach; `offer_units` fills it."""
    return forms.ModelChoiceField(label=label, queryset=Unit._default_manager.none(), empty_label=None)


def offer_units(form: forms.Form, scope: Scope, name: str = "unit") -> None:
    """Let the form choose among the units within reach; where there is one, it is not asked for."""
    field: Any = form.fields[name]
    field.queryset = units(scope)
    if not scope.all_units and len(scope.unit_ids) == 1:
        field.widget = forms.HiddenInput()
        form.initial[name] = next(iter(scope.unit_ids))


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Let a field of the form choose among these rows."""
    field: Any = form.fields[name]
    field.queryset = rows


def person_fields(side: str) -> dict[str, forms.Field]:
    """Return the fields for a person as told, their names beginning with `side`."""
    return {
        f"{side}_full_name": name_field(
            _("Name as given"), required=True, help_text=_("As it is said or written, in any script and order.")
        ),
        f"{side}_father_name": name_field(_("Father's name")),
        f"{side}_mother_name": name_field(_("Mother's name")),
        f"{side}_sex": forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("not known")), *Sex.choices]),
        f"{side}_birth": PartialDateFormField(
            label=_("Born"), required=False, help_text=_("As known: 14.02.1985, 1985, about 1985.")
        ),
    }


def told_person(told: dict[str, Any], side: str) -> ToldPerson:
    """Return the person whom `person_fields` asked for."""
    names = ("full_name", "father_name", "mother_name", "sex", "birth")
    return ToldPerson(**{name: told[f"{side}_{name}"] for name in names})


def past_day(day: Any) -> Any:
    """Return a day that has come.

    Raises:
        ValidationError: it lies in the future.
    """
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class OnceForm(forms.Form):
    """A form that makes one thing, however often it is sent."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class VersionForm(forms.Form):
    """A form about a row that the person saw in one version, with a note for its history."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = words_field(_("Note"), help_text=_("If there is something to say; colleagues read it in the history."))

    def told(self) -> dict[str, Any]:
        """Return what was written, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}
