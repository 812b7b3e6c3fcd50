from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payvand.deadlines.queries import Times


class MonthsField(forms.CharField):
    """Months with commas between; cleans to a tuple of numbers."""

    def prepare_value(self, value: Any) -> Any:
        """Show numbers as they are written."""
        return ", ".join(str(month) for month in value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> tuple[int, ...]:
        """Return the numbers.

        Raises:
            ValidationError: something between the commas is no number.
        """
        parts = [part.strip() for part in super().clean(value).split(",")]
        if not all(part.isascii() and part.isdecimal() for part in parts):
            raise ValidationError(_("Write the months in growing order, such as 3, 6, 9, 12."))
        return tuple(int(part) for part in parts)


class TimesForm(forms.Form):
    """How the days of one kind are counted on this node."""

    days = forms.IntegerField(label=gettext_lazy("Days"), min_value=0, max_value=3650)
    working_days = forms.BooleanField(label=gettext_lazy("Count working days"), required=False)
    months = MonthsField(label=gettext_lazy("Repeated, months after the start"), max_length=60)
    escalate_after = forms.IntegerField(
        label=gettext_lazy("Shown to the supervisor, days after"), min_value=0, max_value=3650
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, times: Times) -> None:
        names = ("days", "working_days", "months", "escalate_after")
        super().__init__(data, initial={name: getattr(times, name) for name in names})
        self._times = times
        for name in ("days", "working_days") if times.kind.months else ("months",):
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what the service takes; what the form does not ask stays as it is."""
        kept = {"days": self._times.days, "working_days": self._times.working_days, "months": self._times.months}
        return kept | self.cleaned_data


class WeekendForm(forms.Form):
    """The days of the week on which nobody works."""

    weekend = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days off in the week"),
        coerce=int,
        choices=[(number + 1, name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class HolidayForm(forms.Form):
    """A day on which nobody works."""

    day = forms.DateField(label=gettext_lazy("Day"))
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False)
