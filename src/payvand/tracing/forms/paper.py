from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.network.models import Unit
from payvand.network.queries import units
from payvand.tracing.enums.paper import PaperLanguage, PaperState


class PrintPapersForm(forms.Form):
    """How many blank forms, in which language, for which unit."""

    count = forms.IntegerField(label=_("How many forms"), min_value=1, max_value=50, initial=1)
    language = forms.ChoiceField(label=_("Language of the form"), choices=PaperLanguage)
    unit = forms.ModelChoiceField(label=_("For the unit"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units(scope)
        self.fields["language"].initial = scope.language[:2]


class PaperFilterForm(forms.Form):
    """What the list of paper forms is narrowed to."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *PaperState.choices])


class VoidPaperForm(forms.Form):
    """What happened to a form that will not come back."""

    note = forms.CharField(
        label=_("What happened to it"),
        max_length=200,
        error_messages={"required": _("Write what happened to it, such as: spoiled, or not returned by the branch.")},
    )
