"""What people write while they work on a file: notes, steps, decisions, the officer, the filter of the list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.emergencies.queries import events
from payvand.network.models import Country, Unit
from payvand.network.queries import countries, units
from payvand.tracing import policies
from payvand.tracing.enums import (
    SENT,
    SENT_LABEL,
    CloseReason,
    HintState,
    RefusalReason,
    RequestState,
    SuspendReason,
    Urgency,
)
from payvand.tracing.forms.fields import offer
from payvand.tracing.models import TracingRequest
from payvand.tracing.queries import LIKELIHOODS, SORTS, HintFilter, RequestFilter

_STATES = [("", _("all")), ("open", _("all open")), *RequestState.choices, (SENT, SENT_LABEL)]


class OfficerForm(forms.Form):
    """Who works on a file."""

    officer = forms.ModelChoiceField(
        label=_("Officer"), queryset=User.objects.none(), required=False, empty_label=_("nobody yet")
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "officer", colleagues(scope, right=policies.SEARCH))


class NoteForm(forms.Form):
    """A sentence that goes into the history."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )


class StepForm(NoteForm):
    """One step of the file; the version is that of the file the person saw."""

    request_version = forms.IntegerField(widget=forms.HiddenInput)


class CloseForm(StepForm):
    """A proposal to close: a reason that fits where the file stands, and a note."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[])
    field_order = ("reason", "note")

    def __init__(self, *args: Any, file: TracingRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        reasons = policies.close_reasons(file.state, file.cause)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("choose")), *((reason.value, f"{reason.value} · {reason.label}") for reason in reasons)]

    def clean_reason(self) -> CloseReason:
        """Return the code."""
        return CloseReason(self.cleaned_data["reason"])


class SuspendForm(StepForm):
    """Suspending: what the search waits for."""

    waits_for = forms.ChoiceField(label=_("What does it wait for?"), choices=SuspendReason, widget=forms.RadioSelect)
    field_order = ("waits_for", "note")


class MergeForm(StepForm):
    """Merging with another file, named by its number."""

    into = forms.CharField(
        label=_("Number of the file that goes on"),
        max_length=24,
        help_text=_("Such as TJ-2026-0118. This file ends and points there; it can be undone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("into", "note")


class DecisionForm(NoteForm):
    """A decision about a hint, made on what the person saw."""

    hint_version = forms.IntegerField(widget=forms.HiddenInput)


class RefusalForm(DecisionForm):
    """Why two records are not the same person."""

    reason = forms.ChoiceField(label=_("Why are they not the same?"), choices=RefusalReason, widget=forms.RadioSelect)
    field_order = ("reason", "note")

    def clean_reason(self) -> RefusalReason:
        """Return the code."""
        return RefusalReason(self.cleaned_data["reason"])


class RequestFilterForm(forms.Form):
    """How the list of requests is narrowed; holds no names, so that it can stand in an address."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=_STATES,
    )
    unit = forms.ModelChoiceField(label=_("Unit"), required=False, queryset=Unit.objects.none(), empty_label=_("all"))
    officer = forms.ModelChoiceField(
        label=_("Officer"), required=False, queryset=User.objects.none(), empty_label=_("all")
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), required=False, choices=[("", _("all")), ("urgent", _("all urgent")), *Urgency.choices]
    )
    overdue = forms.BooleanField(label=_("Only what is late"), required=False)
    event = forms.ModelChoiceField(
        label=_("Event"), queryset=Event.objects.none(), required=False, empty_label=_("all")
    )
    country = forms.ModelChoiceField(
        label=_("Last news from"), queryset=Country.objects.none(), required=False, empty_label=_("all")
    )
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "unit", units(scope))
        offer(self, "officer", colleagues(scope, right=policies.SEARCH))
        offer(self, "event", events(scope))
        offer(self, "country", countries())

    def is_narrowed(self) -> bool:
        """Say whether anything but the order was chosen."""
        return any(value for name, value in self.cleaned_data.items() if name != "sort")

    def chosen(self) -> RequestFilter:
        """Return the filter; what cannot be read narrows nothing and says so at its field."""
        self.is_valid()
        told = self.cleaned_data
        unit, officer = told.get("unit"), told.get("officer")
        event, country = told.get("event"), told.get("country")
        return RequestFilter(
            state=told.get("state", ""),
            unit=unit.pk if unit else None,
            officer=officer.pk if officer else None,
            urgency=told.get("urgency", ""),
            overdue=told.get("overdue", False),
            event=event.pk if event else None,
            country=country.pk if country else "",
            sort=told.get("sort") or "-number",
        )


class HintFilterForm(forms.Form):
    """How the queue of hints is narrowed; holds no names."""

    state = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[("", _("all")), *((state.value, state.label) for state in (HintState.NEW, HintState.UNDECIDED))],
    )
    least = forms.ChoiceField(
        label=_("At least"),
        required=False,
        choices=[("", _("all")), *((str(one.least), one.words) for one in LIKELIHOODS if one.least)],
    )
    unit = forms.ModelChoiceField(label=_("Unit"), required=False, queryset=Unit.objects.none(), empty_label=_("all"))
    officer = forms.ModelChoiceField(
        label=_("Officer"), required=False, queryset=User.objects.none(), empty_label=_("all")
    )
    returned = forms.BooleanField(label=_("Only refused before; a fact changed"), required=False)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "unit", units(scope))
        offer(self, "officer", colleagues(scope, right=policies.SEARCH))

    def chosen(self) -> HintFilter:
        """Return the filter; what cannot be read narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        unit, officer = told.get("unit"), told.get("officer")
        return HintFilter(
            state=told.get("state", ""),
            least=float(told.get("least") or 0),
            unit=unit.pk if unit else None,
            officer=officer.pk if officer else None,
            returned=told.get("returned", False),
        )
