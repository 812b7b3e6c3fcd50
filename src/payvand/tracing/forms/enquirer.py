"""Who asks, what they tell of the separation, what they agree to."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from payvand.core.partial_date import PartialDateFormField
from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.emergencies.queries import events
from payvand.network.models import Country, Organisation
from payvand.network.queries import countries
from payvand.people.enums import ConsentRecording, ConsentScope, ConsentState, RelationKind
from payvand.tracing.enums import ContactHow, SeparationCause, Urgency
from payvand.tracing.forms.fields import LANGUAGES, LONGEST_STORY, LONGEST_TEXT, OLDEST, name_field, offer
from payvand.tracing.queries import ASKED_SCOPES, partners
from payvand.tracing.services import Account, ToldEnquirer

_ANSWERS = [
    (ConsentState.NOT_ASKED.value, _("not asked")),
    (ConsentState.GIVEN.value, _("yes")),
    (ConsentState.REFUSED.value, _("no")),
]


class EnquirerFields(forms.Form):
    """Who asks, what they tell, what they agree to."""

    enquirer_name = name_field(_("Name of the enquirer"), required=True)
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
    contact_address = forms.CharField(
        label=_("Address of the enquirer"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    contact_other = forms.CharField(
        label=_("Another way to reach them"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Somebody who always knows where they are: name, relation, telephone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    may_be_told = forms.CharField(
        label=_("Who else may be told"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Nobody but the enquirer, unless they name somebody here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )
    contact_language = forms.ChoiceField(label=_("Language to speak with them"), choices=LANGUAGES, required=False)
    cause = forms.ChoiceField(label=_("What parted them"), choices=SeparationCause, required=False)
    last_contact = PartialDateFormField(
        label=_("Last contact"), required=False, help_text=_("As known: 04.2024, 2024, about 2015.")
    )
    last_contact_place = forms.CharField(label=_("Where from"), required=False, max_length=LONGEST_TEXT)
    last_contact_how = forms.ChoiceField(label=_("How"), choices=ContactHow, required=False)
    last_contact_content = forms.CharField(
        label=_("What was said or written"),
        required=False,
        max_length=LONGEST_STORY,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    last_country = forms.ModelChoiceField(
        label=_("Country of the last news"), queryset=Country.objects.none(), required=False, empty_label=_("not known")
    )
    age_at_loss_from = forms.IntegerField(
        label=_("Age when contact was lost, from"), required=False, min_value=0, max_value=OLDEST
    )
    age_at_loss_to = forms.IntegerField(
        label=pgettext_lazy("age", "to"),
        required=False,
        min_value=0,
        max_value=OLDEST,
    )
    event = forms.ModelChoiceField(
        label=_("Event"), queryset=Event.objects.none(), required=False, empty_label=_("none")
    )
    reason_for_search = forms.CharField(
        label=_("Why they search"),
        required=False,
        max_length=LONGEST_STORY,
        help_text=_("To be in contact again, to know the fate, a child to be reunited with its family."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    received_from = forms.ModelChoiceField(
        label=_("Received from a partner"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("no, the family came to us"),
    )
    their_number = forms.CharField(
        label=_("Their number"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    circumstances = forms.CharField(
        label=_("Circumstances"),
        required=False,
        max_length=LONGEST_STORY,
        help_text=_("In the enquirer's words: who was there, what has been tried, who else was asked."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL, required=False)
    received_on = forms.DateField(label=_("Received on"), initial=timezone.localdate)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "last_country", countries())
        offer(self, "event", events(scope))
        offer(self, "received_from", partners())

    def clean(self) -> dict[str, Any]:
        """Ages go upwards; one age alone is a range of one year."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("age_at_loss_from"), told.get("age_at_loss_to")
        if first is None or last is None:
            told["age_at_loss_from"] = told["age_at_loss_to"] = first if last is None else last
        elif last < first:
            self.add_error("age_at_loss_to", _("The second age cannot be smaller than the first."))
        return told

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
            contact_address=told["contact_address"],
            contact_other=told["contact_other"],
            may_be_told=told["may_be_told"],
            language=told["contact_language"],
            consents=consents,
            authority=told.get("authority", ""),
            how_recorded=told.get("how_recorded") or ConsentRecording.BY_STAFF,
        )

    def account(self) -> Account:
        """Return what the enquirer tells, for the services."""
        names = (
            "received_on", "circumstances", "last_contact", "last_contact_place", "last_contact_how",
            "last_contact_content", "last_country", "age_at_loss_from", "age_at_loss_to", "reason_for_search",
            "event", "received_from", "their_number",
        )  # fmt: skip
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

    how_recorded = forms.ChoiceField(
        label=_("How the answers were kept"),
        choices=ConsentRecording,
        initial=ConsentRecording.BY_STAFF,
        required=False,
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
