"""What is written about a reunification and about a child without its parents."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.scope import Scope
from payvand.families.enums.children import ChildKind, ChildOutcome
from payvand.families.enums.reunion import DecisionState, PermitKind, ReunionState, ReunionStep, StateRole
from payvand.families.forms.fields import (
    OnceForm,
    VersionForm,
    line_field,
    offer,
    offer_units,
    past_day,
    person_fields,
    told_person,
    unit_field,
    words_field,
)
from payvand.families.policies.reunion import SEE_CHILDREN
from payvand.families.queries.reunion import is_vetted, vetted_colleagues
from payvand.families.services.children import ChildFacts
from payvand.families.services.inputs import Known
from payvand.families.services.reunion import ReunionFacts
from payvand.network.models import Country
from payvand.network.queries import countries
from payvand.people.enums import RelationKind
from payvand.tracing.services import ToldPerson


class ReunionForm(OnceForm):
    """Who wants to join whom, and what must be true before anything begins."""

    relation = forms.ChoiceField(
        label=_("Who travels is the applicant's"), choices=[("", _("choose")), *RelationKind.choices]
    )
    contact_restored_on = forms.DateField(label=_("Contact restored on"), required=False)
    applicant_agreed_on = forms.DateField(label=_("The applicant agreed on"), required=False)
    principal_agreed_on = forms.DateField(label=_("Who travels agreed on"), required=False)
    is_child = forms.BooleanField(label=_("Who travels is an unaccompanied or separated child"), required=False)
    best_interest = words_field(_("Best interest of the child"), help_text=_("Required for a child; kept encrypted."))
    escort = line_field(_("Escort"), help_text=_("Who goes with them; a child does not travel alone."))
    unit = unit_field(_("Taken in"))

    def __init__(self, *args: Any, scope: Scope, known: dict[str, Known] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = dict(known or {})
        for side in ("applicant", "principal"):
            if side not in self.known:
                self.fields |= person_fields(side)
        if not is_vetted(scope.user_id):
            del self.fields["is_child"], self.fields["best_interest"]
        offer_units(self, scope)

    def person(self, side: str) -> Known:
        """Return one of the two, for the services."""
        return self.known.get(side) or told_person(self.cleaned_data, side)

    def facts(self) -> ReunionFacts:
        """Return what must be true, for the services."""
        told = self.cleaned_data
        names = ("relation", "contact_restored_on", "applicant_agreed_on", "principal_agreed_on", "escort")
        return ReunionFacts(
            **{name: told[name] for name in names},
            is_child=told.get("is_child", False),
            best_interest=told.get("best_interest", ""),
        )

    @property
    def applicant_side(self) -> list[forms.BoundField]:
        """Return the fields of the applicant."""
        return [self[name] for name in person_fields("applicant") if name in self.fields]

    @property
    def principal_side(self) -> list[forms.BoundField]:
        """Return the fields of the one who travels."""
        return [self[name] for name in person_fields("principal") if name in self.fields]


class ReunionStepForm(VersionForm):
    """A step with a note."""


class DatedStepForm(ReunionStepForm):
    """A step that happened on a day."""

    on = forms.DateField(label=_("Day"), initial=timezone.localdate)
    field_order = ("on", "note")

    def clean_on(self) -> Any:
        """Return a day that has come."""
        return past_day(self.cleaned_data["on"])


STEP_FORMS: Mapping[str, type[ReunionStepForm]] = {
    ReunionStep.DEPART: DatedStepForm,
    ReunionStep.REUNITE: DatedStepForm,
}


class NewDecisionForm(forms.Form):
    """What a State is to decide."""

    country = forms.ModelChoiceField(
        label=_("State"), queryset=Country._default_manager.none(), empty_label=_("choose")
    )
    role = forms.ChoiceField(label=_("As the State of"), choices=StateRole.choices)
    permit = forms.ChoiceField(label=_("Asked for"), choices=PermitKind.choices)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "country", countries())


class DecisionForm(forms.Form):
    """What a State has said."""

    state = forms.ChoiceField(label=_("Answer"), choices=DecisionState.choices)
    decided_on = forms.DateField(label=_("Decided on"), required=False)
    valid_until = forms.DateField(label=_("Valid until"), required=False)
    reference = line_field(_("Reference"), longest=100, help_text=_("Number of the permit; kept encrypted."))


class ReunionNotesForm(forms.Form):
    """Who goes with them and, for a child, what is best for it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    escort = line_field(_("Escort"), help_text=_("Who goes with them; a child does not travel alone."))
    best_interest = words_field(_("Best interest of the child"), help_text=_("Required for a child; kept encrypted."))

    def __init__(self, *args: Any, is_child: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_child:
            del self.fields["best_interest"]


class ReunionFilterForm(forms.Form):
    """How the list of reunifications is narrowed."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *ReunionState.choices])


class ChildForm(OnceForm):
    """A child without its parents, as it tells of itself."""

    kind = forms.ChoiceField(label=_("Parted from whom"), choices=ChildKind.choices, widget=forms.RadioSelect)
    caregiver = words_field(_("Who looks after the child now, and how to reach them"), rows=2, longest=1000)
    best_interest = words_field(
        _("What is best for the child, and why"), rows=4, longest=8000, help_text=_("Written before anything is done.")
    )
    own_wish = forms.BooleanField(label=_("The child itself asks that its family be sought"), required=False)
    was_with_armed_forces = forms.BooleanField(label=_("Was with armed forces or groups"), required=False)
    officer = forms.ModelChoiceField(
        label=_("Vetted officer"), queryset=User._default_manager.none(), empty_label=_("choose")
    )
    unit = unit_field(_("Registered in"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= person_fields("child")
        offer_units(self, scope)
        offer(self, "officer", vetted_colleagues(scope))

    def told(self) -> ToldPerson:
        """Return the child, for the services."""
        return told_person(self.cleaned_data, "child")

    def facts(self) -> ChildFacts:
        """Return its situation, for the services."""
        names = ("kind", "caregiver", "best_interest", "own_wish", "was_with_armed_forces")
        return ChildFacts(**{name: self.cleaned_data[name] for name in names})

    @property
    def child_side(self) -> list[forms.BoundField]:
        """Return the fields of the child."""
        return [self[name] for name in person_fields("child")]


class ChildNotesForm(forms.Form):
    """Who looks after a child, and what is best for it, as it stands now."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    caregiver = words_field(_("Who looks after the child now, and how to reach them"), rows=2, longest=1000)
    best_interest = words_field(_("What is best for the child, and why"), rows=5, longest=8000)


class CloseChildForm(forms.Form):
    """How a child's case ended."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=[("", _("choose")), *ChildOutcome.choices])


class VettingForm(forms.Form):
    """Until when a colleague is vetted."""

    user = forms.ModelChoiceField(label=_("Colleague"), queryset=User._default_manager.none(), empty_label=_("choose"))
    until = forms.DateField(label=_("Vetted until"))

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        others = colleagues(scope, right=SEE_CHILDREN)
        offer(self, "user", others.exclude(pk=scope.user_id) if scope.user_id else others)
