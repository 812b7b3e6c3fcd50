from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.families.enums.attestations import (
    AttestationAsker,
    AttestationKind,
    AttestationState,
    PaperLanguage,
    PhotoState,
)
from payvand.families.forms.fields import name_field
from payvand.families.services.attestations import AttestationFacts
from payvand.people.enums import RelationKind

_A_YEAR = timedelta(days=365)


def _in_a_year() -> date:
    return timezone.localdate() + _A_YEAR


class AttestationForm(forms.Form):
    """What is attested, from where in the archive, and for whom."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = forms.ChoiceField(label=_("What is attested"), choices=AttestationKind)
    statement = forms.CharField(
        label=_("What the archive says"),
        max_length=4000,
        help_text=_(
            "Printed word for word, in the language of the paper: dates, places, numbers as the archive has them."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    archive_reference = forms.CharField(
        label=_("Where it stands in the archive"),
        max_length=500,
        help_text=_("Register, volume, page or record: whoever approves looks it up. It is not printed."),
    )
    asker = forms.ChoiceField(label=_("Who asks for it"), choices=AttestationAsker, widget=forms.RadioSelect)
    asker_name = name_field(_("Name of the one who asks"), required=True)
    asker_relation = forms.ChoiceField(
        label=_("What they are to the person"), required=False, choices=[("", "–"), *RelationKind.choices]
    )
    asked_on = forms.DateField(label=_("Asked for on"), initial=timezone.localdate)
    language = forms.ChoiceField(label=_("Language of the paper"), choices=PaperLanguage)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["language"].initial = scope.language[:2]

    def facts(self) -> AttestationFacts:
        """Return what was told, for the service."""
        told = self.cleaned_data
        return AttestationFacts(**{name: told[name] for name in AttestationFacts.__dataclass_fields__})


class ReasonForm(forms.Form):
    """Why something is declined, revoked or taken away."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write why, in a sentence that a colleague understands in ten years.")},
    )


class AttestationFilterForm(forms.Form):
    """What the register of attestations is narrowed to."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *AttestationState.choices])
    kind = forms.ChoiceField(label=_("Attests"), required=False, choices=[("", _("all")), *AttestationKind.choices])


class ProposePhotoForm(forms.Form):
    """A photo of the enquirer, and until when it is shown."""

    form_token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    upload = forms.FileField(
        label=_("Photo of the enquirer"),
        help_text=_(
            "A picture of the enquirer alone: nobody else, no document, no sign that tells where it was taken."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        error_messages={"required": _("Choose a photo.")},
    )
    expires_on = forms.DateField(label=_("Shown until"), initial=_in_a_year)
    age_checked = forms.BooleanField(label=_("I know that the person in the photo is 15 or older"))


class PhotoFilterForm(forms.Form):
    """What the list of photos is narrowed to."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *PhotoState.choices])
