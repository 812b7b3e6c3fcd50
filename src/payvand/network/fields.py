"""A form field for a place: written freely, with what the gazetteer knows offered while writing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from payvand.network.models import Place
from payvand.network.queries import places_labelled


@dataclass(frozen=True)
class PlaceChoice:
    """What was written, and the place of the gazetteer if it is exactly one of those that were offered."""

    text: str
    place: Place | None

    def __bool__(self) -> bool:
        return bool(self.text)


class PlaceInput(forms.TextInput):
    """A text input that asks the server for matching places, by POST, and lists them below."""

    template_name = "network/place_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what htmx needs: only the text itself is sent, never the rest of the form."""
        context = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        options = f"{own.get('id', name)}_options"
        own |= {
            "list": options,
            "autocomplete": "off",
            "hx-post": reverse("network:find_places"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{options}",
            "hx-params": f"field,{name}",
            "hx-vals": json.dumps({"field": name}),
        }
        return context | {"options": options}


class PlaceField(forms.CharField):
    """A place: cleans to a `PlaceChoice`. Text that the gazetteer does not know stays as it was written.

    Args:
        must_be_known: refuse what was not chosen from the list.
    """

    widget = PlaceInput

    def __init__(self, *, must_be_known: bool = False, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 300} | kwargs)
        self.must_be_known = must_be_known

    def prepare_value(self, value: Any) -> Any:
        """Show a place by its full name."""
        if isinstance(value, Place):
            return value.full_label
        return value.text if isinstance(value, PlaceChoice) else value

    def clean(self, value: Any) -> PlaceChoice:
        """Return what was written and the place it names.

        Raises:
            ValidationError: it must be a known place and is none, or more than one.
        """
        text = super().clean(value)
        found = places_labelled(text) if text else []
        place = found[0] if len(found) == 1 else None
        if text and place is None and self.must_be_known:
            raise ValidationError(_("Choose a place from the list that appears while you write."))
        return PlaceChoice(text, place)


def written_place(data: Mapping[str, Any]) -> str:
    """Return the text that a `PlaceInput` sends."""
    return str(data.get(str(data.get("field", "")), ""))
