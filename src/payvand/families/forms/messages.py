"""What is written of a message when it is taken, and how the desk is narrowed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.families.enums.messages import ContentForm, MessageKind
from payvand.families.forms.fields import (
    LONGEST_CONTACT,
    OnceForm,
    language_field,
    line_field,
    offer,
    offer_units,
    past_day,
    person_fields,
    told_person,
    unit_field,
    words_field,
)
from payvand.families.queries.messages import QUEUES, SORTS, MessageFilter
from payvand.families.services.inputs import Ends, FromPartner, Known, News
from payvand.families.services.messages import LONGEST_TEXT
from payvand.network.models import Country, Organisation, Unit
from payvand.network.queries import countries, organisations, units
from payvand.people.enums import RelationKind

SIDES = ("sender", "addressee")


class NewsForm(OnceForm):
    """What a message says, how it came, and that its sender agrees."""

    kind = forms.ChoiceField(label=_("Form of the message"), choices=MessageKind.choices, initial=MessageKind.LETTER)
    content_form = forms.ChoiceField(label=_("How it came"), choices=ContentForm.choices, initial=ContentForm.TYPED)
    language = language_field(_("Language of the message"))
    text = words_field(
        _("Family and private news only"),
        rows=10,
        longest=LONGEST_TEXT,
        help_text=_("About 30 lines, in the words of the sender. Nothing of politics, of the war, of armed groups."),
    )
    collected_on = forms.DateField(label=_("Collected on"), initial=timezone.localdate)
    agreed = forms.BooleanField(
        label=_("The sender agrees that it is passed on within the Movement and may be read by authorities"),
        error_messages={"required": _("Without the sender's yes a message is not passed on.")},
    )

    def clean_collected_on(self) -> Any:
        """Return a day that has come."""
        return past_day(self.cleaned_data["collected_on"])

    def news(self) -> News:
        """Return what was written, for the services."""
        names = ("text", "kind", "content_form", "language", "collected_on")
        return News(**{name: self.cleaned_data[name] for name in names})


class MessageForm(NewsForm):
    """A message from one person to another, both as told or as they are known already.

    Attributes:
        known: those of the two who have a record already; nothing but their contact is asked of them.
    """

    relation = forms.ChoiceField(
        label=_("The addressee is the sender's"), choices=[("", _("not known")), *RelationKind.choices], required=False
    )
    destination = forms.ModelChoiceField(
        label=_("Country of the addressee"),
        queryset=Country._default_manager.none(),
        required=False,
        empty_label=_("not known"),
    )
    place_of_detention = line_field(
        _("Place of detention"), help_text=_("Of the one who is detained, with the number given there; kept encrypted.")
    )
    unit = unit_field(_("Taken in"))

    def __init__(self, *args: Any, scope: Scope, known: dict[str, Known] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = dict(known or {})
        for side in SIDES:
            self._ask_about(side)
        offer_units(self, scope)
        offer(self, "destination", countries())

    def _ask_about(self, side: str) -> None:
        """Add the fields of one of the two people."""
        if side not in self.known:
            self.fields |= person_fields(side)
        self.fields[f"{side}_contact"] = words_field(
            _("Full address and telephone"), rows=2, longest=LONGEST_CONTACT, help_text=_("Kept encrypted.")
        )
        self.fields[f"{side}_detained"] = forms.BooleanField(label=_("is detained"), required=False)
        self.fields[f"{side}_minor"] = forms.BooleanField(label=_("is an unaccompanied minor"), required=False)

    def ends(self) -> Ends:
        """Return between whom it goes, for the services."""
        told = self.cleaned_data
        names = [f"{side}_{name}" for side in SIDES for name in ("contact", "detained", "minor")]
        more = {name: told[name] for name in (*names, "relation", "destination", "place_of_detention")}
        return Ends(sender=self._person("sender"), addressee=self._person("addressee"), **more)

    def _person(self, side: str) -> Known:
        return self.known.get(side) or told_person(self.cleaned_data, side)

    def side_fields(self, side: str) -> Iterable[forms.BoundField]:
        """Return the fields of one of the two people, in their order."""
        return [self[name] for name in self.fields if name.startswith(f"{side}_")]

    @property
    def sender_fields(self) -> Iterable[forms.BoundField]:
        """Return the fields of the sender."""
        return self.side_fields("sender")

    @property
    def addressee_fields(self) -> Iterable[forms.BoundField]:
        """Return the fields of the addressee."""
        return self.side_fields("addressee")


class PartnerMessageForm(MessageForm):
    """A message that a partner sent here for delivery."""

    agreed = None  # type: ignore[assignment]  # its sender was asked where it was collected
    from_partner = forms.ModelChoiceField(
        label=_("Received from"), queryset=Organisation._default_manager.none(), empty_label=_("choose")
    )
    reference = line_field(_("Their number"), longest=60)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, scope=scope, **options)
        offer(self, "from_partner", organisations(scope).filter(is_self=False))

    def partner(self) -> FromPartner:
        """Return who sent it."""
        return FromPartner(organisation=self.cleaned_data["from_partner"], reference=self.cleaned_data["reference"])


class DeskForm(forms.Form):
    """How the desk is narrowed; holds no names, so that it can stand in an address."""

    queue = forms.ChoiceField(required=False, choices=[(key, key) for key in QUEUES], widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        label=_("Unit"), required=False, queryset=Unit._default_manager.none(), empty_label=_("all")
    )
    country = forms.ModelChoiceField(
        label=_("Country of the addressee"),
        required=False,
        queryset=Country._default_manager.none(),
        empty_label=_("all"),
    )
    kind = forms.ChoiceField(label=_("Form"), required=False, choices=[("", _("all")), *MessageKind.choices])
    concern = forms.ChoiceField(
        label=_("Concerns"),
        required=False,
        choices=[("", _("all")), ("detention", _("detained people")), ("minor", _("unaccompanied minors"))],
    )
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in SORTS], widget=forms.HiddenInput)

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "unit", units(scope))
        offer(self, "country", countries())

    def is_narrowed(self) -> bool:
        """Say whether anything but the queue and the order was chosen."""
        return any(value for name, value in self.cleaned_data.items() if name not in {"sort", "queue"})

    def chosen(self) -> MessageFilter:
        """Return the filter; what cannot be read narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        unit, country = told.get("unit"), told.get("country")
        return MessageFilter(
            queue=told.get("queue") or "check",
            unit=unit.pk if unit else None,
            country=country.pk if country else "",
            kind=told.get("kind", ""),
            concern=told.get("concern", ""),
            sort=told.get("sort") or "since",
        )
