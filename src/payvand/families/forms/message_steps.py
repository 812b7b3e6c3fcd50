"""What is written at each step of a message."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.scope import Scope
from payvand.families.enums.messages import ContentForm, FailReason, MessageStep
from payvand.families.forms.fields import VersionForm, language_field, line_field, offer, past_day, words_field
from payvand.families.models import RedCrossMessage
from payvand.families.policies.messages import TRANSITIONS, VISIT
from payvand.families.services.inputs import News
from payvand.families.services.messages import LONGEST_TEXT
from payvand.network.models import Organisation, Unit
from payvand.network.queries import organisations, own_units


class StepForm(VersionForm):
    """A step with nothing but a note."""

    def __init__(self, *args: Any, scope: Scope, message: RedCrossMessage, step: MessageStep, **options: Any) -> None:
        self.scope, self.message = scope, message
        super().__init__(*args, **options)
        self.initial = {"seen": message.version, **self.start()}
        if TRANSITIONS[step].needs_note:
            self.fields["note"].help_text = _("Required: colleagues read it in the history.")
        self.prepare()

    def start(self) -> dict[str, Any]:
        """Return what the form shows at first."""
        return {}

    def prepare(self) -> None:
        """Fill the choices."""


class RewriteForm(StepForm):
    """The text that the writer wrote anew."""

    content_form = forms.ChoiceField(label=_("How it came"), choices=ContentForm.choices)
    language = language_field(_("Language of the message"))
    text = words_field(_("Family and private news only"), rows=10, longest=LONGEST_TEXT)
    field_order = ("content_form", "language", "text", "note")

    def start(self) -> dict[str, Any]:
        """Return the text as it was."""
        return {
            "content_form": self.message.content_form,
            "language": self.message.language,
            "text": self.message.content,
        }

    def told(self) -> dict[str, Any]:
        """Return the text as the service takes it."""
        told = super().told()
        names = ("text", "content_form", "language")
        news = News(**{name: told[name] for name in names}, collected_on=self.message.collected_on)
        return {"news": news, "note": told["note"]}


class TranslationForm(StepForm):
    """The message in another language."""

    language = language_field(_("Into which language"))
    text = words_field(_("Translation"), rows=10, longest=LONGEST_TEXT)
    translator = line_field(_("Translated by"), longest=200, help_text=_("Empty if it was you."))
    field_order = ("language", "text", "translator", "note")


class ForwardForm(StepForm):
    """To which partner a message is handed."""

    to = forms.ModelChoiceField(
        label=_("To the partner"), queryset=Organisation._default_manager.none(), empty_label=_("choose")
    )
    place = line_field(_("Where it was handed over"))
    field_order = ("to", "place", "note")

    def prepare(self) -> None:
        """Offer the partners, those of the addressee's country first by what is chosen."""
        offer(self, "to", organisations(self.scope).filter(is_self=False))


class HandOutForm(StepForm):
    """Who takes a message to the addressee."""

    carrier = forms.ModelChoiceField(
        label=_("Colleague or volunteer"),
        queryset=User._default_manager.none(),
        required=False,
        empty_label=_("somebody else"),
        help_text=_("They see the address and to whom it goes, not what is written."),
    )
    carrier_name = line_field(_("Or somebody else, by name"), longest=200)
    place = line_field(_("Where it was given"))
    field_order = ("carrier", "carrier_name", "place", "note")

    def prepare(self) -> None:
        """Offer colleagues of the Scope's units who carry messages."""
        offer(self, "carrier", colleagues(self.scope, right=VISIT))


class DistributeForm(StepForm):
    """When and where a message was handed over."""

    on = forms.DateField(label=_("Handed over on"), initial=timezone.localdate)
    place = line_field(_("Where"))
    field_order = ("on", "place", "note")

    def clean_on(self) -> Any:
        """Return a day that has come."""
        return past_day(self.cleaned_data["on"])

    def told(self) -> dict[str, Any]:
        """Return the moment as the service takes it: today is now, another day its noon."""
        told = super().told()
        day = told.pop("on")
        now = timezone.now()
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        return told | {"at": now if day == timezone.localdate() else noon}


class UndeliverableForm(StepForm):
    """Why a message could not be handed over."""

    reason = forms.ChoiceField(label=_("Why"), choices=FailReason.choices, widget=forms.RadioSelect)
    field_order = ("reason", "note")


class TryAgainForm(StepForm):
    """What is new, so that a delivery is tried again."""

    contact = words_field(_("New address and telephone"), rows=2, longest=1000)
    field_order = ("contact", "note")

    def start(self) -> dict[str, Any]:
        """Return the address as it is known."""
        return {"contact": self.message.addressee_contact}


class GiveBackForm(StepForm):
    """Where the sender got the message back."""

    place = line_field(_("Where"))
    field_order = ("place", "note")


STEP_FORMS: Mapping[MessageStep, type[StepForm]] = {
    MessageStep.REWRITE: RewriteForm,
    MessageStep.TRANSLATE: TranslationForm,
    MessageStep.FORWARD: ForwardForm,
    MessageStep.HAND_OUT: HandOutForm,
    MessageStep.DISTRIBUTE: DistributeForm,
    MessageStep.UNDELIVERABLE: UndeliverableForm,
    MessageStep.TRY_AGAIN: TryAgainForm,
    MessageStep.GIVE_BACK: GiveBackForm,
}


class PouchForm(forms.Form):
    """Where the chosen messages go together."""

    to_organisation = forms.ModelChoiceField(
        label=_("To the partner"),
        queryset=Organisation._default_manager.none(),
        required=False,
        empty_label="–",
        help_text=_("They deliver the messages; each is written into the log of disclosures."),
    )
    to_unit = forms.ModelChoiceField(
        label=_("Or to a unit of ours"),
        queryset=Unit._default_manager.none(),
        required=False,
        empty_label="–",
        help_text=_("It works on with them."),
    )
    carrier = line_field(_("Carried by"), longest=200)
    place = line_field(_("Where it was handed over"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "to_organisation", organisations(scope).filter(is_self=False))
        offer(self, "to_unit", own_units())
