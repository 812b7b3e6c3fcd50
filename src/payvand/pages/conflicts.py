"""Two people changed one thing: the second sees both versions of each field and chooses.

    form = ChangeForm(taken(request.POST, ChangeForm(), now))   # what was chosen before replaces what was written
    …service raises Conflict…
    differences(form, now)                                       # for <c-two-versions :differences="differences">

The radio buttons of the component are named ``choose_<field>`` and say ``mine`` or ``theirs``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

PREFIX = "choose_"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of which there are two versions.

    Attributes:
        name: of the field, with the form's prefix.
        label: as people read it.
        mine, theirs: both versions in words; empty where nothing is said.
        mine_values, theirs_values: both as the field sends them, a JSON list, for the script of the page.
        anchor: the id of the field's control.
    """

    name: str
    label: str
    mine: str
    theirs: str
    mine_values: str
    theirs_values: str
    anchor: str


def differences(form: forms.BaseForm, values: Mapping[str, Any]) -> list[Difference]:
    """Return the visible fields of a bound form that say something else than the values as they are now."""
    found = []
    for field in form.visible_fields():
        theirs = _sent(field, values.get(field.name))
        mine = form.data.getlist(field.html_name) if isinstance(form.data, QueryDict) else _listed(field.data)
        if field.field.has_changed(values.get(field.name), field.data) and mine != theirs:
            found.append(
                Difference(
                    name=field.html_name,
                    label=str(field.label),
                    mine=_words(field, mine),
                    theirs=_words(field, theirs),
                    mine_values=json.dumps(mine),
                    theirs_values=json.dumps(theirs),
                    anchor=field.id_for_label or field.auto_id,
                )
            )
    return found


def taken(data: QueryDict | None, form: forms.BaseForm, values: Mapping[str, Any]) -> QueryDict | None:
    """Return what was sent, with the other's version in each field for which that was chosen.

    Args:
        data: what the page sent; None stays None.
        form: without data; its fields say how a value is written.
        values: what the thing says now, by field.
    """
    if data is None or not any(name.startswith(PREFIX) for name in data):
        return data
    chosen = data.copy()
    for name, field in form.fields.items():
        if chosen.pop(f"{PREFIX}{name}", ["mine"])[0] == "theirs":
            chosen.setlist(name, _listed(field.prepare_value(values.get(name))))
    return chosen


def _sent(field: forms.BoundField, value: Any) -> list[str]:
    return _listed(field.field.prepare_value(value))


def _listed(value: Any) -> list[str]:
    if value is None or value == "":
        return [""]
    if isinstance(value, list | tuple):
        return [str(item) for item in value]
    return [str(value)]


def _words(field: forms.BoundField, values: list[str]) -> str:
    choices = {str(code): str(label) for code, label in getattr(field.field, "choices", [])}
    return ", ".join(choices.get(value, value) for value in values if value)
