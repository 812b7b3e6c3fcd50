"""Asking a family to be in touch, and saying that it was."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AskFamilyForm(forms.Form):
    """What the family is to be asked; colleagues read it, the family does not."""

    note = forms.CharField(
        label=_("What are they to be asked?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For whoever answers the telephone. The family reads only “please contact us”."),
    )
