"""What a person types about a person, read and told back at its field."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.access.models import User
from payvand.core.errors import InvalidInput, Refused
from payvand.core.partial_date import PartialDateFormField
from payvand.network.models import Country
from payvand.people.enums import (
    Certainty,
    Confidentiality,
    ConsentBasis,
    ConsentRecording,
    ConsentScope,
    ConsentState,
    IdentifierKind,
    NameType,
    RelationKind,
    Sex,
)
from payvand.people.services import NameInput

Result = TypeVar("Result")
UNKNOWN_SEX = [("", _("Not known")), *Sex.choices]
LANGUAGES = [
    ("", _("Not known")),
    ("tg", _("Tajik")),
    ("ru", _("Russian")),
    ("uz-Latn", _("Uzbek, Latin")),
    ("uz-Cyrl", _("Uzbek, Cyrillic")),
    ("fa-AF", _("Dari")),
    ("ky", _("Kyrgyz")),
    ("kk", _("Kazakh")),
    ("tk-Latn", _("Turkmen")),
    ("en", _("English")),
]


def attempt(form: forms.Form, service: Callable[[], Result]) -> Result | None:
    """Call a service; what it says of a field is shown at that field, what the rules refuse above the form."""
    try:
        return service()
    except InvalidInput as error:
        for field, problem in error.problems.items():
            form.add_error(field if field in form.fields else None, problem)
    except Refused as error:
        form.add_error(None, str(error))
    return None


def attempted(form: forms.Form, service: Callable[[], object]) -> bool:
    """Call a service as `attempt` does and say whether it succeeded."""
    attempt(form, service)
    return not form.errors


class SearchForm(forms.Form):
    """A search in words; sent by POST, since addresses reach logs."""

    q = forms.CharField(
        label=_("Name in any script, year of birth, or number of a paper"), max_length=200, required=False
    )


class NameForm(forms.Form):
    """A name or a spelling, as given."""

    full_as_given = forms.CharField(
        label=_("Name as given"),
        max_length=500,
        strip=False,
        help_text=_("Exactly as the person says or the paper shows it; one word is enough."),
    )
    name_type = forms.ChoiceField(label=_("Kind of name"), choices=NameType.choices)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    source = forms.CharField(label=_("Told by, or shown on"), max_length=200, required=False)
    certainty = forms.ChoiceField(label=_("How sure"), choices=Certainty.choices, initial=Certainty.UNKNOWN)
    preferred = forms.BooleanField(label=_("Show this name first"), required=False)

    def name(self) -> NameInput:
        """Return the name as the services take it."""
        return NameInput(**self.cleaned_data)


class FactsForm(forms.Form):
    """The facts of a person that can be corrected."""

    sex = forms.ChoiceField(label=_("Sex"), choices=UNKNOWN_SEX, required=False)
    birth = PartialDateFormField(
        label=_("Born"), required=False, help_text=_("As far as it is known: 14.02.1985, 03.1985, 1985, about 1985.")
    )
    birth_place_text = forms.CharField(label=_("Place of birth in words"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def facts(self) -> dict[str, Any]:
        """Return the facts as the services take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RelativeForm(forms.Form):
    """A relative known by name."""

    kind = forms.ChoiceField(label=_("The relative is their"), choices=RelationKind.choices)
    name = forms.CharField(label=_("Name as given"), max_length=500, strip=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=UNKNOWN_SEX, required=False)
    source = forms.CharField(label=_("Told by, or shown on"), max_length=200, required=False)
    certainty = forms.ChoiceField(label=_("How sure"), choices=Certainty.choices, initial=Certainty.UNKNOWN)


class IdentifierForm(forms.Form):
    """The number of a paper."""

    kind = forms.ChoiceField(label=_("Kind of paper"), choices=IdentifierKind.choices)
    country = forms.ChoiceField(label=_("Issued by (country)"), required=False)
    value = forms.CharField(
        label=_("Number"),
        max_length=100,
        help_text=_("It is kept encrypted; pages show its last characters only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    source = forms.CharField(label=_("Told by, or shown on"), max_length=200, required=False)

    def __init__(self, *args: Any, countries: list[Country], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Not known")), *((country.iso2, country.name) for country in countries)]


class ConsentForm(forms.Form):
    """One answer about one scope."""

    scope_code = forms.ChoiceField(label=_("Asked about"), choices=ConsentScope.choices)
    state = forms.ChoiceField(
        label=_("Answer"),
        choices=[choice for choice in ConsentState.choices if choice[0] != ConsentState.EXPIRED],
        widget=forms.RadioSelect,
    )
    recipient = forms.CharField(
        label=_("Recipient"),
        max_length=100,
        required=False,
        help_text=_("Where the answer holds for one recipient only, such as a Society or an authority."),
    )
    basis = forms.ChoiceField(
        label=_("Lawful basis"),
        choices=ConsentBasis.choices,
        initial=ConsentBasis.CONSENT,
        help_text=_("Another basis than consent stands only beside “not asked”."),
    )
    given_on = forms.DateField(label=_("Answered on"), initial=timezone.localdate)
    until = forms.DateField(label=_("Until, the last day included"), required=False)
    how_recorded = forms.ChoiceField(label=_("How it was kept"), choices=ConsentRecording.choices)


class ProtectionForm(forms.Form):
    """How closely a record is kept, and who is named."""

    level = forms.TypedChoiceField(label=_("How closely the record is kept"), coerce=int)
    named = forms.TypedMultipleChoiceField(
        label=_("Named people"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They alone see a protected record, and you with them."),
    )

    def __init__(self, *args: Any, least: int, colleagues: list[User], **options: Any) -> None:
        super().__init__(*args, **options)
        level, named = self.fields["level"], self.fields["named"]
        assert isinstance(level, forms.ChoiceField)
        assert isinstance(named, forms.ChoiceField)
        level.choices = [choice for choice in Confidentiality.choices if choice[0] >= least]
        named.choices = [(user.pk, user.full_name) for user in colleagues]


class LinkForm(forms.Form):
    """The finding that another record is the same human."""

    other = forms.UUIDField(error_messages={"required": _("Choose a record."), "invalid": _("Choose a record.")})
    reason = forms.CharField(
        label=_("Why they are the same person"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
