"""What a family types: the code and the PIN, and a letter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from payvand.core.encryption.spoken_key import LONGEST_TYPED
from payvand.portal.letters import LONGEST_CONTACT, LONGEST_TEXT

_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class KeyForm(forms.Form):
    """The two things on the slip."""

    code = forms.CharField(label=_("Code"), max_length=LONGEST_TYPED, widget=forms.TextInput(attrs=_TYPED))
    pin = forms.CharField(
        label=_("PIN"),
        max_length=LONGEST_TYPED,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}, render_value=False),
    )


class LetterForm(forms.Form):
    """What a family lets us know; either of the two is enough."""

    contact = forms.CharField(label=_("How can we reach you now?"), max_length=LONGEST_CONTACT, required=False)
    text = forms.CharField(
        label=_("What do you want to tell us?"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean(self) -> dict[str, str]:
        """Ask for at least one of the two."""
        told: dict[str, str] = super().clean() or {}
        if not self.errors and not (told.get("contact", "").strip() or told.get("text", "").strip()):
            raise forms.ValidationError(_("Write how we can reach you, or what you want to tell us."))
        return told
