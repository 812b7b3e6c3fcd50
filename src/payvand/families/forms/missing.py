"""What people write about a family of a missing person: what it says, who came, what it asks of the law."""

from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.access.models import User
from payvand.access.queries import colleagues
from payvand.core.scope import Scope
from payvand.families.enums.missing import IncomeChange, LegalKind, LegalState, NeedArea, SessionKind
from payvand.families.forms.fields import line_field, words_field
from payvand.families.models.missing import WORST_STRAIN, FamilyNeed, LegalStep, MissingFamily
from payvand.families.policies.missing import ACCOMPANY
from payvand.families.services.missing import Account, LegalFacts
from payvand.families.services.missing.accompanying import HEADS
from payvand.families.services.missing.needs import SERVICE_OF
from payvand.network.models import Unit
from payvand.network.queries import units
from payvand.referrals.models import Provider
from payvand.referrals.queries import open_providers

_MOST_PEOPLE = 99


def _head(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=_MOST_PEOPLE, initial=0)


class HeadForm(forms.Form):
    """How many people, by sex and age."""

    women = _head(_("Women"))
    men = _head(_("Men"))
    girls = _head(_("Girls under 18"))
    boys = _head(_("Boys under 18"))

    def heads(self) -> dict[str, int]:
        """Return the four numbers; the form is valid."""
        return {name: self.cleaned_data[name] for name in HEADS}


class FamilyFilter(forms.Form):
    """What the list of families is narrowed to."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("accompanied", _("accompanied now")),
            ("open_needs", _("a need without a referral")),
            ("open_law", _("a legal step under way")),
            ("ended", _("accompaniment ended")),
        ],
    )
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


class AssessmentForm(HeadForm):
    """What a family says of its life; nothing is mandatory but the day."""

    assessed_on = forms.DateField(label=_("Day"), initial=timezone.localdate)
    household = words_field(_("Household"), rows=2, help_text=_("Who lives together, who came and who left since."))
    income_change = forms.ChoiceField(label=_("Income since"), choices=IncomeChange.choices, required=False)
    income = words_field(_("Income and debts"), rows=2)
    legal = words_field(_("Legal problems"), rows=2, help_text=_("Papers, inheritance, pension, property, marriage."))
    health = words_field(_("Health"), rows=2)
    strain = forms.IntegerField(
        label=_("How heavy is it to bear, 0 to 10?"), required=False, min_value=0, max_value=WORST_STRAIN
    )
    security = words_field(_("Security"), rows=2)
    told = words_field(_("What they were told"), rows=2, help_text=_("By whom, when, and whether they believe it."))
    wishes = words_field(_("What they wish"), rows=2)
    needs = forms.MultipleChoiceField(
        label=_("Needs"), choices=NeedArea.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def account(self) -> Account:
        """Return what was said; the form is valid."""
        return Account(**{name: value for name, value in self.cleaned_data.items() if name != "needs"})

    def found_needs(self) -> dict[str, str]:
        """Return the needs that were ticked; the words on each stand in the part of the form that asks for them."""
        words = {NeedArea.LEGAL: "legal", NeedArea.ECONOMIC: "income", NeedArea.HEALTH: "health"} | {
            NeedArea.SECURITY: "security"
        }
        return {area: self.cleaned_data.get(words.get(NeedArea(area), ""), "") for area in self.cleaned_data["needs"]}


class AccompanyForm(HeadForm):
    """Who accompanies a family, and how many people."""

    focal_person = forms.ModelChoiceField(
        label=_("Focal person"), queryset=User._default_manager.none(), required=False, empty_label=_("myself")
    )
    begins = forms.DateField(label=_("From"), required=False, initial=timezone.localdate)

    def __init__(self, *args: Any, scope: Scope, family: MissingFamily, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["focal_person"]).queryset = colleagues(scope, right=ACCOMPANY)
        self.initial.update({name: getattr(family, name) for name in HEADS}, focal_person=family.focal_person_id)
        if family.is_accompanied:
            del self.fields["begins"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes; the form is valid."""
        focal = self.cleaned_data["focal_person"]
        return {
            "focal_person_id": focal.pk if focal else None,
            "heads": self.heads(),
            "begins": self.cleaned_data.get("begins"),
        }


class EndForm(forms.Form):
    """Until when a family was accompanied."""

    ends = forms.DateField(label=_("Last day"), initial=timezone.localdate)


class SessionForm(HeadForm):
    """One day of accompaniment."""

    held_on = forms.DateField(label=_("Day"), initial=timezone.localdate)
    kind = forms.ChoiceField(label=_("How"), choices=SessionKind.choices)
    areas = forms.MultipleChoiceField(label=_("About"), choices=NeedArea.choices, widget=forms.CheckboxSelectMultiple)
    note = words_field(_("Note"))
    field_order = ["held_on", "kind", "areas", *HEADS, "note"]

    def values(self) -> dict[str, Any]:
        """Return what the service takes; the form is valid."""
        kept = {name: value for name, value in self.cleaned_data.items() if name not in HEADS}
        return kept | {"heads": self.heads()}


class LegalStepForm(forms.Form):
    """Something that the family asks of the law, and what comes next."""

    kind = forms.ChoiceField(label=_("What"), choices=LegalKind.choices)
    authority = line_field(_("Authority or court"), longest=200)
    reference = line_field(_("Their number"), longest=100)
    state = forms.ChoiceField(label=_("State"), choices=LegalState.choices)
    filed_on = forms.DateField(label=_("Filed on"), required=False)
    decided_on = forms.DateField(label=_("Decided on"), required=False)
    next_step = line_field(_("Next step"), help_text=_("What is to be done next, and by whom."))
    next_on = forms.DateField(label=_("Until"), required=False, help_text=_("It stands in the calendar without words."))
    note = words_field(_("Note"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, step: LegalStep, data: Any = None) -> "LegalStepForm":
        """Return the form of a step, filled with what is kept or with what was sent."""
        return cls(data, initial={name: getattr(step, name) for name in cls.base_fields})

    def facts(self) -> LegalFacts:
        """Return what was written; the form is valid."""
        return LegalFacts(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ReferNeedForm(forms.Form):
    """Who may meet a need of a family."""

    provider = forms.ModelChoiceField(
        label=_("Provider"),
        queryset=Provider._base_manager.none(),
        required=False,
        empty_label=_("not in the directory"),
    )
    provider_text = line_field(_("Or who it is"), longest=100, help_text=_("Where the directory has nobody."))
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, need: FamilyNeed, **options: Any) -> None:
        super().__init__(*args, **options)
        cast("Any", self.fields["provider"]).queryset = open_providers(scope, service=SERVICE_OF[need.area])
