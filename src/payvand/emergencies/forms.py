"""What a person writes about an event."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from payvand.emergencies.enums import EventKind, LeadAgency
from payvand.emergencies.models import GLIDE, Event
from payvand.network.models import Country
from payvand.network.queries import countries, own_organisation


class EventForm(forms.Form):
    """An event, its code apart: that is given once."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As colleagues call it: Khorog, July 2012."))
    name_ru = forms.CharField(label=_("Name in Russian"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("What happened"), choices=[("", _("choose")), *EventKind.choices])
    country = forms.ModelChoiceField(label=_("Country"), queryset=Country._default_manager.none())
    started_on = forms.DateField(label=_("Began on"))
    ended_on = forms.DateField(label=_("Ended on"), required=False, help_text=_("Empty as long as it is under way."))
    lead = forms.ChoiceField(
        label=_("Leads the restoring of family links"),
        choices=LeadAgency.choices,
        initial=LeadAgency.NATIONAL_SOCIETY,
        help_text=_("In armed conflict and violence the ICRC leads."),
    )
    glide = forms.CharField(
        label=_("GLIDE number"),
        max_length=20,
        required=False,
        validators=[RegexValidator(rf"\A{GLIDE}\Z", _("A GLIDE number looks like EQ-2006-000195-KGZ."))],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        country: Any = self.fields["country"]
        country.queryset = countries()
        country.initial = own_organisation().country_id

    def clean_glide(self) -> str:
        """Return it in capitals."""
        return str(self.cleaned_data["glide"]).upper()

    def facts(self) -> dict[str, Any]:
        """Return what was written as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    @classmethod
    def of(cls, event: Event, data: Any = None) -> "EventForm":
        """Return the form of an event, filled with what is kept or with what was sent."""
        return cls(data, initial={name: getattr(event, name) for name in (*cls.base_fields, "version")})


class NewEventForm(EventForm):
    """An event that is not registered yet."""

    code = forms.SlugField(
        label=_("Short word"),
        max_length=40,
        help_text=_("Small Latin letters, digits and hyphens: khorog-2012. It stays for ever."),
    )
    field_order = ["name", "name_ru", "code", "kind", "country", "started_on", "ended_on", "lead", "glide"]

    def clean_code(self) -> str:
        """Return it in small letters."""
        return str(self.cleaned_data["code"]).lower()
