from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from payvand.access.enums import Role
from payvand.access.models import User
from payvand.network.models import Unit
from payvand.network.queries import own_units


def _language_choices() -> list[tuple[str, Any]]:
    return [("", _("As the node's")), *settings.LANGUAGES]


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Asks for user name and password in the words of these pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""


class RoleForm(forms.Form):
    """A role in a unit, from one day to another."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices])
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=Unit._base_manager.none(), help_text=_("The role holds here and in every unit below.")
    )
    valid_from = forms.DateField(label=_("From"), required=False, help_text=_("Day.month.year; empty means today."))
    valid_to = forms.DateField(label=_("Until"), required=False, help_text=_("The last day; empty means no end."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.queryset = own_units().filter(closed_on=None).select_related("organisation")

    def membership(self) -> dict[str, Any]:
        """Return the arguments of `services.add_membership`; the form is valid."""
        names = ("unit", "valid_from", "valid_to")
        return {name: self.cleaned_data[name] for name in names} | {"role": Role(self.cleaned_data["role"])}


class NewUserForm(RoleForm):
    """A new user with a first role."""

    full_name = forms.CharField(label=_("Name"), max_length=200)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("To sign in with: small Latin letters, digits, dots and hyphens."),
    )
    language = forms.ChoiceField(label=_("Language of the pages"), choices=_language_choices, required=False)

    field_order = ["full_name", "username", "language", "role", "unit", "valid_from", "valid_to"]


class UserForm(forms.Form):
    """How a user is called and in which language pages greet them."""

    full_name = forms.CharField(label=_("Name"), max_length=200)
    language = forms.ChoiceField(label=_("Language of the pages"), choices=_language_choices, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, user: User, data: Any = None) -> "UserForm":
        """Return the form of a user, filled with what is kept or with what was sent."""
        initial = {"full_name": user.full_name, "language": user.language, "version": user.version}
        return cls(data, initial=initial)


class ProfileForm(forms.Form):
    """What a user chooses for themselves."""

    language = forms.ChoiceField(label=_("Language of the pages"), choices=settings.LANGUAGES)


class ActFilter(forms.Form):
    """Which acts to show."""

    room = forms.ChoiceField(label=_("About"), required=False)
    username = forms.CharField(label=_("User name"), required=False, max_length=60)
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, rooms: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        room: Any = self.fields["room"]
        room.choices = [("", _("Everything")), *((name, name) for name in rooms)]
