from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payvand.files.enums import FileKind


class AddFileForm(forms.Form):
    """A file to be kept, and what it is of."""

    kind = forms.ChoiceField(label=_("What it is"), choices=FileKind, initial=FileKind.OTHER)
    upload = forms.FileField(
        label=_("Picture or PDF"),
        help_text=_("JPEG, PNG or PDF. Pictures are kept without what the telephone wrote into them."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Choose it again."),
        },
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def __init__(self, *args: Any, kinds: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if kinds:
            field = self.fields["kind"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(kind.value, kind.label) for kind in FileKind if kind.value in kinds]
            field.initial = kinds[0]
