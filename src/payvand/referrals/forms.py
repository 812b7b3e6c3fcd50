"""What people write about a provider and about a referral."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.network.fields import PlaceField
from payvand.network.models import Country, Unit
from payvand.network.queries import countries, units
from payvand.people.forms import LANGUAGES
from payvand.referrals import policies, queries
from payvand.referrals.enums import Helped, NotServedReason, ReferralState, ReferralStep, RefusalReason, Service, Told
from payvand.referrals.models import Provider, Referral
from payvand.referrals.services import ProviderFacts

SPOKEN = [(code, label) for code, label in LANGUAGES if code]
_ANY = [("", _("all"))]
_STATES = [
    *_ANY,
    ("open", _("all that are open")),
    ("loop", _("ended, the person not asked yet")),
    *ReferralState.choices,
]


class DirectoryFilter(forms.Form):
    """What the directory is narrowed to."""

    text = forms.CharField(label=_("Name or place"), max_length=100, required=False)
    service = forms.ChoiceField(label=_("Service"), choices=[*_ANY, *Service.choices], required=False)
    country = forms.ModelChoiceField(
        label=_("Country"), queryset=Country._base_manager.none(), required=False, empty_label=_("all")
    )
    language = forms.ChoiceField(label=_("Language"), choices=[*_ANY, *SPOKEN], required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["country"]).queryset = countries()
        self.is_valid()

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen; what cannot be read is as if it were not there."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class ProviderForm(forms.Form):
    """A provider of the directory."""

    name = forms.CharField(label=_("Name"), max_length=200)
    services = forms.MultipleChoiceField(
        label=_("Services"), choices=Service.choices, widget=forms.CheckboxSelectMultiple
    )
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country._base_manager.none())
    place = PlaceField(label=_("Place"), required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=SPOKEN, widget=forms.CheckboxSelectMultiple, required=False
    )
    for_whom = forms.CharField(
        label=_("For whom"), max_length=300, required=False, help_text=_("Such as women, children, or everyone.")
    )
    terms = forms.CharField(
        label=_("Conditions and cost"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact_function = forms.CharField(
        label=_("Whom to ask for"), max_length=200, required=False, help_text=_("A function, not a name.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    source = forms.CharField(label=_("Known from"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["country"]).queryset = countries()

    @classmethod
    def of(cls, provider: Provider, data: Any = None) -> "ProviderForm":
        """Return the form of a provider, filled with what is kept or with what was sent."""
        own = [name for name in cls.base_fields if name not in ("services", "languages", "place")]
        initial = {name: getattr(provider, name) for name in own} | {
            "services": [service.service for service in provider.services.all()],
            "languages": provider.language_codes,
            "place": provider.place or provider.place_text,
        }
        return cls(data, initial=initial)

    def facts(self) -> ProviderFacts:
        """Return what was written; the form is valid."""
        values = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "place")}
        place = self.cleaned_data["place"]
        return ProviderFacts(**values, place=place.place, place_text=place.text)


class ReferralFilter(forms.Form):
    """What the list of referrals is narrowed to."""

    state = forms.ChoiceField(label=_("State"), choices=_STATES, required=False)
    need = forms.ChoiceField(label=_("Need"), choices=[*_ANY, *Service.choices], required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit._base_manager.none(), required=False, empty_label=_("all units")
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["unit"]).queryset = units(scope)
        self.is_valid()

    def chosen(self) -> dict[str, Any]:
        """Return what was chosen; what cannot be read is as if it were not there."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class ReferForm(forms.Form):
    """A need of a person, and who may meet it."""

    need = forms.ChoiceField(label=_("Need"), choices=[("", _("choose")), *Service.choices])
    need_text = forms.CharField(
        label=_("In their words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    provider = forms.ModelChoiceField(
        label=_("Provider"),
        queryset=Provider._base_manager.none(),
        required=False,
        empty_label=_("not in the directory"),
    )
    provider_text = forms.CharField(
        label=_("Or who it is"), max_length=100, required=False, help_text=_("Where the directory has nobody.")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["provider"]).queryset = queries.open_providers(scope)


class ReferralStepForm(forms.Form):
    """One step of a referral: what it asks, and a note."""

    told = forms.MultipleChoiceField(
        label=_("What the provider hears of the person from us"),
        choices=Told.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Leave all empty where the person goes there by themself: then nothing leaves."),
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=[])
    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )

    def __init__(self, *args: Any, step: ReferralStep, referral: Referral, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = policies.TRANSITIONS[step].reasons
        labels = dict([*RefusalReason.choices, *NotServedReason.choices])
        cast("Any", self.fields["reason"]).choices = [("", _("choose")), *((code, labels[code]) for code in reasons)]
        if not reasons:
            del self.fields["reason"]
        if step != ReferralStep.SEND or referral.person_id is None:
            del self.fields["told"]


class FeedbackForm(forms.Form):
    """What the person says of it."""

    helped = forms.ChoiceField(
        label=_("What does the person say?"),
        choices=[choice for choice in Helped.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    feedback = forms.CharField(
        label=_("In their words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
