from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from payvand.network.enums import UnitKind
from payvand.network.fields import PlaceField
from payvand.network.models import Contact, Organisation, Unit
from payvand.network.queries import own_units


class VersionedForm(forms.Form):
    """A form that knows which version of its row the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def values(self) -> dict[str, Any]:
        """Return what was written, without the version; the form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OrganisationForm(VersionedForm):
    """How the node's own organisation is called."""

    name = forms.CharField(label=_("Name"), max_length=200)
    local_name = forms.CharField(label=_("Name in its own language"), max_length=200, required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)


class UnitForm(VersionedForm):
    """A unit that exists."""

    name = forms.CharField(label=_("Name"), max_length=200)
    parent = forms.ModelChoiceField(label=_("Belongs to"), queryset=Unit._base_manager.none(), required=False)
    place = PlaceField(label=_("Place"), required=False, must_be_known=True)
    closed_on = forms.DateField(label=_("Closed on"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = own_units()

    def values(self) -> dict[str, Any]:
        """Return what was written, the place as a row."""
        return super().values() | {"place": self.cleaned_data["place"].place}


class NewUnitForm(UnitForm):
    """A unit to be opened."""

    kind = forms.ChoiceField(label=_("Kind"), choices=UnitKind.choices)
    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Short and lasting, such as TJ-KT."))
    opened_on = forms.DateField(label=_("Opened on"), required=False)
    closed_on = None  # type: ignore[assignment]  # a new unit is open

    field_order = ["name", "kind", "code", "parent", "place", "opened_on"]

    def values(self) -> dict[str, Any]:
        """Return what was written, the kind as itself."""
        return super().values() | {"kind": UnitKind(self.cleaned_data["kind"])}


class ContactForm(VersionedForm):
    """Whom to reach for a function."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=Organisation._base_manager.none())
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit._base_manager.none(),
        required=False,
        help_text=_("In our own organisation."),
    )
    function = forms.CharField(
        label=_("Function"), max_length=200, help_text=_("What one turns to them for, such as head of tracing.")
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=60, required=False)
    valid_from = forms.DateField(label=_("From"))
    valid_to = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation: Any = self.fields["organisation"]
        organisation.queryset = Organisation._base_manager.order_by("-is_self", "name")
        unit: Any = self.fields["unit"]
        unit.queryset = own_units()

    @classmethod
    def of(cls, contact: Contact, data: Any = None) -> "ContactForm":
        """Return the form of a contact, filled with what is kept or with what was sent."""
        names = ("organisation", "unit", "function", "name", "email", "phone", "valid_from", "valid_to", "version")
        return cls(data, initial={name: getattr(contact, name) for name in names})
