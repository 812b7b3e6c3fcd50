"""What people say of a table: where it comes from, what its columns hold, what its words mean."""

import datetime as dt
import json
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from payvand.core.scope import Scope
from payvand.intake.enums import BatchState
from payvand.intake.matching_columns import Guess
from payvand.intake.models import Batch
from payvand.intake.reading.delimited import ENCODINGS
from payvand.intake.targets import Column, Target, allowed_targets
from payvand.network.models import Unit
from payvand.network.queries import units


class TableForm(forms.Form):
    """A file, where it comes from, and what its target asks about the whole table."""

    file = forms.FileField(
        label=_("File of the table"),
        help_text=_("CSV, XLSX or PFIF. It is checked first; nothing is taken before you say so."),
        error_messages={"required": _("Choose the file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xml,.pfif"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=200,
        help_text=_("Who made the list, always in the same words: by it, rows that were taken before are known again."),
        error_messages={"required": _("Write where the table comes from.")},
    )
    unit = forms.ModelChoiceField(label=_("Unit that takes it"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: Any, scope: Scope, target: Target, follows: Batch | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self._asked = tuple(target.options)
        for name, make in target.options.items():
            self.fields[name] = make(scope)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.queryset = units(scope)
        if not scope.all_units and len(scope.unit_ids) == 1:
            unit.widget = forms.HiddenInput()
            self.initial["unit"] = next(iter(scope.unit_ids))
        if follows is not None:
            self.initial.update(source=follows.source, unit=follows.unit_id, **json.loads(follows.options))

    def target_options(self) -> dict[str, Any]:
        """Return what the target asked, as texts and numbers that can be stored."""
        return {name: _stored(self.cleaned_data[name]) for name in self._asked}

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        """The fields of the target."""
        return [self[name] for name in self._asked]


def _stored(value: object) -> object:
    if isinstance(value, models.Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, dt.date) else value


class ColumnsForm(forms.Form):
    """What each column of a table holds, and which line names them."""

    header_line = forms.IntegerField(
        label=_("Line that names the columns"),
        min_value=0,
        help_text=_("Rows begin below it. 0 where no line names them."),
    )

    def __init__(
        self, *args: Any, target: Target, header: tuple[str, ...], guesses: list[Guess], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._width = len(header)
        choices = column_choices(target)
        for place, name in enumerate(header):
            label = name or _("Column %(number)s") % {"number": place + 1}
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, initial=guesses[place].code
            )

    def columns(self) -> list[str]:
        """Return what was chosen, in the order of the table."""
        return [self.cleaned_data[f"column_{place}"] for place in range(self._width)]

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields of the columns, in the order of the table."""
        return [self[f"column_{place}"] for place in range(self._width)]


def column_choices(target: Target) -> list[Any]:
    """Return the target's columns under their headings, for a choice."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for column in target.columns:
        label = f"{column.label} *" if column.required else str(column.label)
        groups.setdefault(str(column.group), []).append((column.code, label))
    return [("", _("– not taken –")), *groups.items()]


class WordsForm(forms.Form):
    """What the words of one table stand for."""

    def __init__(self, *args: Any, target: Target, words: dict[str, dict[str, list[Any]]], **options: Any) -> None:
        super().__init__(*args, **options)
        self._places: dict[str, tuple[str, str]] = {}
        self.groups: list[tuple[Column, list[forms.BoundField]]] = []
        for code, met in words.items():
            column = target.column(code)
            if column is not None and column.words and met:
                self._offer(column, met)

    def _offer(self, column: Column, met: dict[str, list[Any]]) -> None:
        choices = [("", _("– not known: the row is to be corrected –")), *column.words.items()]
        names = []
        ordered = sorted(met.items(), key=lambda item: (bool(item[1][2]), -item[1][1]))
        for number, (folded, (shown, count, meaning)) in enumerate(ordered):
            name = f"{column.code}_{number}"
            self._places[name] = (column.code, folded)
            label = _("“%(word)s”, %(count)s times") % {"word": shown, "count": count}
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=meaning)
            names.append(name)
        self.groups.append((column, [self[name] for name in names]))

    def words(self) -> dict[str, dict[str, str]]:
        """Return what was chosen, by column and word."""
        chosen: dict[str, dict[str, str]] = {}
        for name, (code, folded) in self._places.items():
            chosen.setdefault(code, {})[folded] = self.cleaned_data[name]
        return chosen


class ReadAgainForm(forms.Form):
    """How a text table is to be read, where it was guessed wrongly."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=[("", _("find out")), *ENCODINGS.items()])
    delimiter = forms.ChoiceField(
        label=_("Cells are parted by"),
        required=False,
        choices=[("", _("find out")), (",", _("comma")), (";", _("semicolon")), ("tab", _("tabulator")), ("|", "|")],
    )

    def clean_delimiter(self) -> str:
        """Return the sign: a tabulator would be stripped from a form."""
        chosen: str = self.cleaned_data["delimiter"]
        return "\t" if chosen == "tab" else chosen


class BatchFilterForm(forms.Form):
    """How the list of tables is narrowed."""

    target = forms.ChoiceField(label=_("Kind of table"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *BatchState.choices])

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *((target.code, target.label) for target in allowed_targets(scope))]

    def chosen(self) -> dict[str, str]:
        """Return what narrows the list; what cannot be read narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
