"""What people tell of a sought or found person."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from payvand.core.partial_date import PartialDateFormField
from payvand.core.scope import Scope
from payvand.people.enums import ConsentScope, ConsentState, Sex
from payvand.tracing.enums import FoundSource
from payvand.tracing.forms.enquirer import ConsentFields, EnquirerFields
from payvand.tracing.forms.fields import LANGUAGES, LONGEST_NAME, LONGEST_TEXT, name_field, offer_units, unit_field
from payvand.tracing.services import ToldPerson


class PersonFields(forms.Form):
    """A sought or found person as somebody tells of them."""

    full_name = name_field(
        _("Name as given"), required=True, help_text=_("As it is said or written, in any script and order.")
    )
    language = forms.ChoiceField(label=_("Language of the name"), choices=LANGUAGES, required=False)
    other_names = forms.CharField(
        label=_("Other spellings and names"),
        required=False,
        max_length=LONGEST_NAME * 10,
        help_text=_("One on a line: another script, a nickname, a name before marriage."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto", "spellcheck": "false"}),
    )
    father_name = name_field(_("Father's name"))
    mother_name = name_field(_("Mother's name"), help_text=_("With the name before marriage, if known."))
    grandfather_name = name_field(
        _("Father's father's name"), help_text=_("It tells people of one name apart in many families.")
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False, choices=[("", _("not known")), *Sex.choices])
    birth = PartialDateFormField(
        label=_("Born"), required=False, help_text=_("As known: 14.02.1985, 1985, about 1985, 1983-1987, 1364.")
    )
    birth_place_text = forms.CharField(
        label=_("Place of birth"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Village, district, province, as told."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def clean_other_names(self) -> tuple[str, ...]:
        """Split into names, one a line; each must fit."""
        names = tuple(line.strip() for line in self.cleaned_data["other_names"].splitlines() if line.strip())
        if any(len(name) > LONGEST_NAME for name in names):
            raise forms.ValidationError(_("A name is longer than 500 characters. Put each name on a line of its own."))
        return names

    def told_person(self, *, source: str = "") -> ToldPerson:
        """Return what was told, for the services."""
        told = self.cleaned_data
        return ToldPerson(
            full_name=told["full_name"],
            language=told["language"],
            other_names=told["other_names"],
            father_name=told["father_name"],
            mother_name=told["mother_name"],
            grandfather_name=told.get("grandfather_name", ""),
            sex=told["sex"],
            birth=told["birth"],
            birth_place_text=told["birth_place_text"],
            source=source,
        )


class _FormOnce(forms.Form):
    """A form that makes one thing, however often it is sent."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class JoinRequestForm(_FormOnce, ConsentFields, EnquirerFields):
    """Another enquirer asks for a person who is sought already."""

    unit = unit_field(_("Taken in"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, scope=scope, **options)
        offer_units(self, scope)

    def clean(self) -> dict[str, Any]:
        """A request without consent to search can be kept as a draft, not submitted."""
        told = super().clean() or self.cleaned_data
        answer = told.get(f"consent_{ConsentScope.SEARCH_INTERNAL}")
        if "submit" in self.data and answer != ConsentState.GIVEN:
            self.add_error(
                f"consent_{ConsentScope.SEARCH_INTERNAL}",
                _("Without a yes to this nobody is searched for. Ask, or save the request as a draft."),
            )
        return told


class TakeRequestForm(JoinRequestForm, PersonFields):
    """A new request, on one page."""


class ChangeRequestForm(PersonFields, EnquirerFields):
    """What was told, changed; carries the versions that the person saw."""

    request_version = forms.IntegerField(widget=forms.HiddenInput)
    seen_facts = forms.CharField(widget=forms.HiddenInput)

    def see(self, values: Mapping[str, Any]) -> None:
        """Take over the versions of the file as it is now: whoever sends the form again has seen both."""
        written = {name: self.data.get(name) for name in self.data}
        self.data = written | {name: values[name] for name in ("request_version", "seen_facts")}


class AnswersForm(ConsentFields):
    """What the enquirer agrees to now."""


class FoundPersonForm(_FormOnce, PersonFields):
    """A found or arrived person: who, according to which source, when and where."""

    source = forms.ChoiceField(label=_("Source"), choices=FoundSource)
    source_text = forms.CharField(
        label=_("Which list or whose word"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Such as: regional hospital, Orenburg."),
    )
    seen_on = PartialDateFormField(label=_("Seen or listed on"), required=False)
    place_text = forms.CharField(label=_("Where"), required=False, max_length=LONGEST_TEXT)
    unit = unit_field(_("Held by"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_units(self, scope)
