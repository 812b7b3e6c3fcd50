"""What people tell of a sought or found person, of themselves and of what they agree to."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.partial_date import PartialDateFormField
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.network.queries import units
from payvand.people.enums import ConsentScope, ConsentState, RelationKind, Sex
from payvand.tracing.enums import (
    ContactHow,
    FoundSource,
    SeparationCause,
    Urgency,
)
from payvand.tracing.queries import ASKED_SCOPES
from payvand.tracing.services import Account, ToldEnquirer, ToldPerson

LONGEST_NAME = 500
LONGEST_TEXT = 300
LONGEST_STORY = 20_000

_ANSWERS = [
    (ConsentState.NOT_ASKED.value, _("not asked")),
    (ConsentState.GIVEN.value, _("yes")),
    (ConsentState.REFUSED.value, _("no")),
]
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


def _name(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"})
    field = forms.CharField(label=label, required=required, max_length=LONGEST_NAME, help_text=help_text, widget=widget)
    field.error_messages["required"] = _("Write the name; one word is enough.")
    return field


class PersonFields(forms.Form):
    """A sought or found person as somebody tells of them."""

    full_name = _name(
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
    father_name = _name(_("Father's name"))
    mother_name = _name(_("Mother's name"), help_text=_("With the name before marriage, if known."))
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
            sex=told["sex"],
            birth=told["birth"],
            birth_place_text=told["birth_place_text"],
            source=source,
        )


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of the form choose among these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _offer_units(form: forms.Form, scope: Scope) -> None:
    """Ask for the unit only where there is a choice."""
    reached = units(scope)
    offer(form, "unit", reached)
    if scope.all_units or len(scope.unit_ids) != 1:
        return
    form.fields["unit"].widget = forms.HiddenInput()
    form.initial["unit"] = next(iter(scope.unit_ids))


def _unit(label: Any) -> "forms.ModelChoiceField[Unit]":
    return forms.ModelChoiceField(label=label, queryset=Unit.objects.none(), empty_label=None)


class EnquirerFields(forms.Form):
    """Who asks, what they tell, what they agree to."""

    enquirer_name = _name(_("Name of the enquirer"), required=True)
    relation = forms.ChoiceField(
        label=_("The enquirer is the sought person's"),
        choices=[("", _("choose")), *RelationKind.choices],
        error_messages={"required": _("Choose what the enquirer is to the sought person.")},
    )
    contact = forms.CharField(
        label=_("How to reach the enquirer"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Telephone, messenger or address; kept encrypted."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_safely = forms.CharField(
        label=_("How to contact them safely"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("When to call, who may answer, what not to say."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact_language = forms.ChoiceField(label=_("Language to speak with them"), choices=LANGUAGES, required=False)
    cause = forms.ChoiceField(label=_("What parted them"), choices=SeparationCause, required=False)
    last_contact = PartialDateFormField(
        label=_("Last contact"), required=False, help_text=_("As known: 04.2024, 2024, about 2015.")
    )
    last_contact_place = forms.CharField(label=_("Where from"), required=False, max_length=LONGEST_TEXT)
    last_contact_how = forms.ChoiceField(label=_("How"), choices=ContactHow, required=False)
    circumstances = forms.CharField(
        label=_("Circumstances"),
        required=False,
        max_length=LONGEST_STORY,
        help_text=_("In the enquirer's words: who was there, what has been tried, who else was asked."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL, required=False)
    received_on = forms.DateField(label=_("Received on"), initial=timezone.localdate)

    def clean_received_on(self) -> Any:
        """A request cannot have come in tomorrow."""
        day = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet. Write the day on which the family asked."))
        return day

    def told_enquirer(self, consents: Mapping[str, ConsentState]) -> ToldEnquirer:
        """Return who asks, for the services."""
        told = self.cleaned_data
        return ToldEnquirer(
            full_name=told["enquirer_name"],
            relation=told["relation"],
            contact=told["contact"],
            contact_safely=told["contact_safely"],
            language=told["contact_language"],
            consents=consents,
            authority=told.get("authority", ""),
        )

    def account(self) -> Account:
        """Return what the enquirer tells, for the services."""
        names = ("received_on", "circumstances", "last_contact", "last_contact_place", "last_contact_how")
        told = {name: self.cleaned_data[name] for name in names}
        cause, urgency = self.cleaned_data["cause"], self.cleaned_data["urgency"]
        return Account(**told, cause=cause or SeparationCause.UNKNOWN, urgency=urgency or Urgency.NORMAL)


class ConsentFields(forms.Form):
    """The answers of the enquirer, each asked by itself."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code in ASKED_SCOPES:
            self.fields[f"consent_{code}"] = forms.ChoiceField(
                label=code.label,
                choices=_ANSWERS,
                initial=ConsentState.NOT_ASKED,
                required=False,
                widget=forms.RadioSelect,
            )

    authority = forms.CharField(
        label=_("Which authority may be asked"),
        required=False,
        max_length=100,
        help_text=_("A yes to asking authorities holds for the one named here, and for no other."),
    )

    def clean(self) -> dict[str, Any]:
        """A yes to asking authorities names one."""
        told = super().clean() or self.cleaned_data
        agrees = told.get(f"consent_{ConsentScope.SHARE_AUTHORITY}") == ConsentState.GIVEN
        if agrees and not told.get("authority"):
            self.add_error("authority", _("Write which authority may be asked; without a name the answer is no."))
        return told

    def consent_fields(self) -> list[forms.BoundField]:
        """Return the questions in their order."""
        return [self[f"consent_{code}"] for code in ASKED_SCOPES]

    def consents(self) -> dict[str, ConsentState]:
        """Return the answers that were given; what was not asked is left out."""
        answers = {
            code.value: ConsentState(self.cleaned_data[f"consent_{code}"] or ConsentState.NOT_ASKED)
            for code in ASKED_SCOPES
        }
        return {code: answer for code, answer in answers.items() if answer != ConsentState.NOT_ASKED}


class _FormOnce(forms.Form):
    """A form that makes one thing, however often it is sent."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class JoinRequestForm(_FormOnce, ConsentFields, EnquirerFields):
    """Another enquirer asks for a person who is sought already."""

    unit = _unit(_("Taken in"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_units(self, scope)

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

    def differing_from(self, values: Mapping[str, Any]) -> list[tuple[forms.BoundField, str]]:
        """Return the fields that the file now states otherwise than what is written here, with the file's value."""
        found = []
        for field in self.visible_fields():
            theirs = field.field.prepare_value(values.get(field.name))
            if field.field.has_changed(theirs, field.data):
                choices = dict(getattr(field.field, "choices", []))
                found.append((field, str(choices.get(theirs, theirs or ""))))
        return found


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
    unit = _unit(_("Held by"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer_units(self, scope)
