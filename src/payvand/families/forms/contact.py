"""What is written when somebody is registered as safe, or a call was made possible."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.emergencies.queries import events, open_events
from payvand.families.enums.calls import CallKind, CallOutcome
from payvand.families.enums.safe import PlaceClass, SafeStatus, ToldBy
from payvand.families.forms.fields import (
    OnceForm,
    line_field,
    offer,
    offer_units,
    past_day,
    person_fields,
    told_person,
    unit_field,
    words_field,
)
from payvand.families.queries.contact import CallFilter, SafeFilter
from payvand.families.services.calls import LONGEST_MINUTES, CallFacts
from payvand.families.services.inputs import Known
from payvand.families.services.safe import SafeNews, last_day
from payvand.network.models import Unit
from payvand.network.queries import units
from payvand.tracing.services import ToldPerson


class SafeForm(OnceForm):
    """Who is safe, how they are, where, and until when it is kept."""

    event = forms.ModelChoiceField(label=_("Event"), queryset=Event._default_manager.none(), empty_label=_("choose"))
    status = forms.ChoiceField(label=_("How they are"), choices=SafeStatus.choices, initial=SafeStatus.SAFE)
    told_by = forms.ChoiceField(label=_("Told by"), choices=ToldBy.choices, initial=ToldBy.SELF)
    home_place = line_field(_("Home"), help_text=_("Village, district, province, as told."))
    place_class = forms.ChoiceField(label=_("Where they are now"), choices=PlaceClass.choices)
    exact_place = line_field(_("Exact place"), help_text=_("Only if they agree that it is kept; encrypted."))
    place_agreed = forms.BooleanField(label=_("They agree that the exact place is kept"), required=False)
    message = words_field(_("Message to relatives"), help_text=_("Told to relatives who ask; kept encrypted."))
    expires_on = forms.DateField(
        label=_("Kept until"),
        initial=last_day,
        help_text=_("After this day it is shown no more and compared with no file."),
    )
    unit = unit_field(_("Taken in"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= person_fields("person")
        offer_units(self, scope)
        offer(self, "event", open_events(scope))

    @property
    def person_side(self) -> list[forms.BoundField]:
        """Return the fields of the person."""
        return [self[name] for name in self.fields if name.startswith("person_")]

    def told(self) -> ToldPerson:
        """Return the person, for the services."""
        return told_person(self.cleaned_data, "person")

    def news(self) -> SafeNews:
        """Return how they are, for the services."""
        names = (
            "status", "told_by", "home_place", "place_class", "exact_place", "place_agreed", "message", "expires_on",
        )  # fmt: skip
        return SafeNews(**{name: self.cleaned_data[name] for name in names})


class RelativeToldForm(forms.Form):
    """Who was told that somebody is safe."""

    relation = forms.CharField(
        label=_("Who was told"), max_length=100, help_text=_("Her brother, the neighbour; no name is needed.")
    )


class SafeFilterForm(forms.Form):
    """How the list of registrations is narrowed."""

    event = forms.ModelChoiceField(
        label=_("Event"), queryset=Event._default_manager.none(), required=False, empty_label=_("all")
    )
    status = forms.ChoiceField(label=_("How they are"), required=False, choices=[("", _("all")), *SafeStatus.choices])
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit._default_manager.none(), required=False, empty_label=_("all")
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "event", events(scope))
        offer(self, "unit", units(scope))

    def chosen(self) -> SafeFilter:
        """Return the filter; what cannot be read narrows nothing."""
        self.is_valid()
        unit = self.cleaned_data.get("unit")
        return SafeFilter(
            event=self.cleaned_data.get("event"),
            status=self.cleaned_data.get("status", ""),
            unit=unit.pk if unit else None,
        )


class CallForm(OnceForm):
    """A call between two relatives, both as told or as they are known already."""

    kind = forms.ChoiceField(label=_("Means"), choices=CallKind.choices, initial=CallKind.PHONE)
    outcome = forms.ChoiceField(label=_("What came of it"), choices=CallOutcome.choices, initial=CallOutcome.COMPLETED)
    on = forms.DateField(label=_("Day"), initial=timezone.localdate)
    minutes = forms.IntegerField(
        label=_("Minutes"), min_value=0, max_value=LONGEST_MINUTES, required=False, help_text=_("That they spoke.")
    )
    place = line_field(_("From where"), help_text=_("A centre, a camp, a hospital, a place of detention."))
    from_detention = forms.BooleanField(label=_("From or to a place of detention"), required=False)
    minor = forms.BooleanField(label=_("With an unaccompanied minor"), required=False)
    note = words_field(_("Note"), help_text=_("Nothing of what they said; kept encrypted."))
    unit = unit_field(_("Made in"))

    def __init__(self, *args: Any, scope: Scope, known: dict[str, Known] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = dict(known or {})
        for side in ("caller", "called"):
            if side not in self.known:
                self.fields |= person_fields(side)
        offer_units(self, scope)

    def clean_on(self) -> Any:
        """Return a day that has come."""
        return past_day(self.cleaned_data["on"])

    def person(self, side: str) -> Known:
        """Return one of the two, for the services."""
        return self.known.get(side) or told_person(self.cleaned_data, side)

    def facts(self) -> CallFacts:
        """Return what is known of the call, for the services."""
        names = ("on", "outcome", "kind", "place", "from_detention", "minor", "note")
        return CallFacts(**{name: self.cleaned_data[name] for name in names}, minutes=self.cleaned_data["minutes"] or 0)

    @property
    def caller_side(self) -> list[forms.BoundField]:
        """Return the fields of the caller."""
        return [self[name] for name in self.fields if name.startswith("caller_")]

    @property
    def called_side(self) -> list[forms.BoundField]:
        """Return the fields of the one who is called."""
        return [self[name] for name in self.fields if name.startswith("called_")]


class CallFilterForm(forms.Form):
    """How the list of calls is narrowed."""

    outcome = forms.ChoiceField(
        label=_("What came of it"), required=False, choices=[("", _("all")), *CallOutcome.choices]
    )
    kind = forms.ChoiceField(label=_("Means"), required=False, choices=[("", _("all")), *CallKind.choices])
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit._default_manager.none(), required=False, empty_label=_("all")
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "unit", units(scope))

    def chosen(self) -> CallFilter:
        """Return the filter; what cannot be read narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        unit = told.get("unit")
        return CallFilter(outcome=told.get("outcome", ""), kind=told.get("kind", ""), unit=unit.pk if unit else None)
