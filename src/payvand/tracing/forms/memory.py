"""What is remembered of a sought person, as rows of a form: life, places, what was tried, relatives, names, papers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from payvand.core.partial_date import PartialDateFormField
from payvand.core.scope import Scope
from payvand.people.enums import Certainty, IdentifierKind, NameType, RelationKind
from payvand.people.services import NameInput
from payvand.tracing.enums import LIMITED_FACTS, PLACE_FACTS, SEARCH_FACTS, FactKind, RelativeRole
from payvand.tracing.forms.fields import LANGUAGES, LONGEST_NAME, LONGEST_TEXT, name_field
from payvand.tracing.models import RememberedFact
from payvand.tracing.queries import Remembered, shown_kinds
from payvand.tracing.services import Memory, ToldFact, ToldPaper, ToldRelative

MOST_ROWS = 60
LONGEST_VALUE = 2000
# Shown as rows that wait to be filled, in the order in which an interview goes; the others have blank rows.
LIFE = tuple(kind for kind in FactKind if kind not in PLACE_FACTS | SEARCH_FACTS)
# Kept by fields of their own, or shown first.
_APART = frozenset({RelationKind.FATHER, RelationKind.MOTHER, RelationKind.GRANDFATHER})
_OTHER_NAMES = frozenset({NameType.CURRENT, NameType.ALIAS})
_SURE = [(code, _("not known") if code == Certainty.UNKNOWN.value else label) for code, label in Certainty.choices]
_PLACE_KINDS = [(kind.value, kind.label) for kind in FactKind if kind in PLACE_FACTS]
_SEARCH_KINDS = [(kind.value, kind.label) for kind in FactKind if kind in SEARCH_FACTS]


def _text(label: Any, *, limit: int = LONGEST_TEXT) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=limit, widget=widget)


class _FactRow(forms.Form):
    """What every remembered fact has: which one it corrects, how sure it is, who told it."""

    fact_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    certainty = forms.ChoiceField(label=_("How sure"), choices=_SURE, required=False, initial=Certainty.UNKNOWN)
    source = _text(_("Told by, or shown on"), limit=200)

    def told(self) -> ToldFact:
        """Return the fact, for the services."""
        names = ("kind", "value", "place_text", "from_on", "to_on", "number", "source", "fact_id")
        told = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return ToldFact(**told, certainty=self.cleaned_data["certainty"] or Certainty.UNKNOWN)


class LifeRow(_FactRow):
    """One thing of the person's life; its kind stands beside it and is not chosen."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in LIFE], widget=forms.HiddenInput)
    value = _text(_("As told"), limit=LONGEST_VALUE)

    @property
    def shown_kind(self) -> FactKind:
        """Which kind the row is of."""
        return FactKind(self["kind"].value())

    @property
    def is_limited(self) -> bool:
        """Whether it is asked only if useful and shown only to some."""
        return self.shown_kind in LIMITED_FACTS


class PlaceRow(_FactRow):
    """One place of the person's life."""

    kind = forms.ChoiceField(label=_("What"), choices=_PLACE_KINDS, initial=FactKind.LIVED, required=False)
    place_text = _text(_("Place, as told"))
    from_on = PartialDateFormField(label=pgettext_lazy("date", "From"), required=False)
    to_on = PartialDateFormField(label=_("Until"), required=False)
    value = _text(_("Note: address, with whom, which authority"), limit=LONGEST_VALUE)


class SearchRow(_FactRow):
    """One place that was searched, or agency that was asked, by the family itself."""

    kind = forms.ChoiceField(label=_("What"), choices=_SEARCH_KINDS, initial=FactKind.AGENCY, required=False)
    value = _text(_("Which, and what came of it"), limit=LONGEST_VALUE)
    number = _text(_("Their number"), limit=100)
    from_on = PartialDateFormField(label=_("When"), required=False)


class RelativeRow(forms.Form):
    """A relative, a companion, a witness."""

    relation_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = name_field(_("Name"))
    kind = forms.ChoiceField(
        label=_("Relation"),
        choices=[("", _("choose")), *((kind.value, kind.label) for kind in RelationKind if kind not in _APART)],
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label=_("When contact was lost"), choices=RelativeRole, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = _text(_("Age, whether alive, where, how to ask them"), limit=LONGEST_VALUE)

    def clean(self) -> dict[str, Any]:
        """Somebody with a name is something to the person sought."""
        told = super().clean() or self.cleaned_data
        if told.get("name") and not told.get("kind"):
            self.add_error("kind", _("Choose what they are to the sought person, or “Not family”."))
        return told

    def told(self) -> ToldRelative:
        """Return the relative, for the services."""
        told = self.cleaned_data
        return ToldRelative(
            kind=told["kind"],
            name=told["name"],
            roles=tuple(told["roles"]),
            note=told["note"],
            relation_id=told["relation_id"],
        )


class NameRow(forms.Form):
    """A name of another kind: at birth, after marriage, on a document."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off", "spellcheck": "false"}),
    )
    name_type = forms.ChoiceField(
        label=_("Kind of name"),
        choices=[(kind.value, kind.label) for kind in NameType if kind not in _OTHER_NAMES],
        required=False,
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)


class PaperRow(forms.Form):
    """A paper or a telephone number of the person sought; kept encrypted."""

    kind = forms.ChoiceField(label=_("Kind"), choices=IdentifierKind, initial=IdentifierKind.PASSPORT, required=False)
    value = _text(_("Number"), limit=100)
    country = forms.CharField(
        label=_("Country (two letters)"),
        required=False,
        max_length=2,
        widget=forms.TextInput(attrs={"autocomplete": "off", "size": 3}),
    )


def _rows(form: type[forms.Form], blank: int) -> "type[BaseFormSet[Any]]":
    return forms.formset_factory(form, extra=blank, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS)


class MemoryForms:
    """All rows of the interview beside the form itself, sent and checked together.

    Attributes:
        life, places, searched, relatives, names, papers: the sets of rows.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        scope: Scope,
        known: Remembered | None = None,
        names: Sequence[Any] = (),
    ) -> None:
        self._kinds = shown_kinds(scope)
        life = _life_values(known, self._kinds)
        sets: dict[str, tuple[type[forms.Form], list[dict[str, Any]], int]] = {
            "life": (LifeRow, life, 0),
            "places": (PlaceRow, [_fact_values(one.fact) for one in known.places] if known else [], 2),
            "searched": (SearchRow, [_fact_values(fact) for fact in known.searched] if known else [], 1),
            "relatives": (RelativeRow, _relative_values(known), 2),
            "names": (NameRow, _name_values(names), 1),
            "papers": (PaperRow, [], 1),
        }
        self._sets = {
            prefix: _rows(form, blank)(data if _sent(data, prefix) else None, prefix=prefix, initial=rows)
            for prefix, (form, rows, blank) in sets.items()
        }
        self._was_sent = {prefix: _sent(data, prefix) for prefix in sets}

    def __getattr__(self, name: str) -> "BaseFormSet[Any]":
        if name.startswith("_") or name not in self._sets:
            raise AttributeError(name)
        return self._sets[name]

    def is_valid(self) -> bool:
        """Say whether every row can be read; what was not sent says nothing."""
        return not [prefix for prefix, rows in self._sets.items() if self._was_sent[prefix] and not rows.is_valid()]

    @property
    def has_errors(self) -> bool:
        """Whether a row could not be read."""
        return any(rows.total_error_count() for prefix, rows in self._sets.items() if self._was_sent[prefix])

    def memory(self) -> Memory:
        """Return what the rows say; a set of rows that was not sent changes nothing."""
        facts = [row.told() for prefix in ("life", "places", "searched") for row in self._told(prefix)]
        papers = (row.cleaned_data for row in self._told("papers"))
        return Memory(
            facts=tuple(fact for fact in facts if fact.kind in self._kinds),
            relatives=tuple(row.told() for row in self._told("relatives")),
            papers=tuple(
                ToldPaper(kind=row["kind"], value=row["value"], country=row["country"])
                for row in papers
                if row["value"]
            ),
        )

    def more_names(self) -> tuple[NameInput, ...]:
        """Return the names of other kinds."""
        told = [row.cleaned_data for row in self._told("names")]
        return tuple(
            NameInput(full_as_given=row["name"].strip(), name_type=row["name_type"], language=row["language"])
            for row in told
            if row["name"].strip()
        )

    def _told(self, prefix: str) -> list[Any]:
        """Return the rows in which something was written, or that stand for something on record."""
        return [row for row in self._sets[prefix] if row.cleaned_data] if self._was_sent[prefix] else []


def _sent(data: Mapping[str, Any] | None, prefix: str) -> bool:
    return data is not None and f"{prefix}-TOTAL_FORMS" in data


def _fact_values(fact: RememberedFact) -> dict[str, Any]:
    names = ("kind", "value", "place_text", "from_on", "to_on", "number", "source", "certainty")
    return {"fact_id": fact.pk, **{name: getattr(fact, name) for name in names}}


def _life_values(known: Remembered | None, kinds: Iterable[str]) -> list[dict[str, Any]]:
    facts = known.life if known else []
    rows: list[dict[str, Any]] = []
    for kind in LIFE:
        if kind in set(kinds):
            told = [_fact_values(fact) for fact in facts if fact.kind == kind]
            rows += told or [{"kind": kind, "certainty": Certainty.UNKNOWN}]
    return rows


def _relative_values(known: Remembered | None) -> list[dict[str, Any]]:
    cards = known.relatives if known else []
    return [
        {
            "relation_id": card.relation.pk,
            "name": card.relation.relative.shown_name,
            "kind": card.relation.kind,
            "roles": card.note.roles if card.note else [],
            "note": card.note.note if card.note else "",
        }
        for card in cards
        if card.relation.kind not in _APART
    ]


def _name_values(names: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {"name": name.full_as_given, "name_type": name.name_type, "language": name.language}
        for name in names
        if name.name_type not in _OTHER_NAMES
    ]
