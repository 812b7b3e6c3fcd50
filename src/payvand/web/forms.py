"""What narrows the lists of this room; it comes from the address, so anything unreadable is as if it were not there."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.indicators import Period
from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.network.queries import units
from payvand.web.queries import Whose


class CalendarFilter(forms.Form):
    """Which month, and whose deadlines."""

    month = forms.CharField(required=False, max_length=7, widget=forms.HiddenInput)
    whose = forms.ChoiceField(label=_("Whose"), choices=Whose.choices, required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit._base_manager.none(), required=False, empty_label=_("all units")
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["unit"]
        field.queryset = units(scope)
        self.is_valid()

    def first_day(self) -> date:
        """Return the first day of the month that is meant; of the present one where none is."""
        try:
            return date.fromisoformat(f"{self.cleaned_data.get('month', '')}-01")
        except ValueError:
            return timezone.localdate().replace(day=1)

    def chosen(self) -> dict[str, Any]:
        """Return whose deadlines, and of which unit."""
        return {"whose": self.cleaned_data.get("whose", ""), "unit": self.cleaned_data.get("unit")}


class PeriodForm(forms.Form):
    """From which day to which figures are reckoned; this year up to today where nothing is chosen."""

    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.is_valid()
        today = timezone.localdate()
        last = self.cleaned_data.get("until") or today
        first = self.cleaned_data.get("since") or date(last.year, 1, 1)
        self.period = Period(min(first, last), last)
        self.is_chosen = bool(self.cleaned_data.get("since") or self.cleaned_data.get("until"))
        self.data = {
            name: day.strftime("%d.%m.%Y") for name, day in zip(("since", "until"), self.period.days, strict=True)
        }
