"""Lists of people as candidates: patients, evacuees, detainees, passengers, the safe and well, and PFIF."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payvand.core.errors import InvalidInput
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.emergencies.models import Event
from payvand.emergencies.queries import events
from payvand.intake.targets import About, Column, Parse, ReadRow, Target, Text
from payvand.people.indexing import waiting
from payvand.people.search import UNINDEXED_LIMIT
from payvand.people.services import NameInput
from payvand.tracing.enums import FoundSource, ListedStatus
from payvand.tracing.intake import reading
from payvand.tracing.intake.person_columns import NAME_COLUMNS, person_columns
from payvand.tracing.policies.importing import IMPORT_LISTS
from payvand.tracing.services import importing

_THE_LIST: Final = gettext_lazy("What the list says")


def _columns() -> tuple[Column, ...]:
    def column(code: str, label: Text, parse: Parse = str.strip, **more: Any) -> Column:
        return Column(code=code, label=label, group=_THE_LIST, aliases=reading.headers(code), parse=parse, **more)

    statuses: dict[str, Any] = {"words": dict(ListedStatus.choices[1:]), "word_aliases": reading.words_of("status")}
    return (
        column("number", gettext_lazy("The list's own number of the person"), is_key=True),
        *person_columns(),
        column("seen_on", gettext_lazy("Seen or listed on"), reading.date),
        column("place", gettext_lazy("Where they are"), reading.place, several=True),
        column("home", gettext_lazy("Home address"), several=True),
        column("status", gettext_lazy("The list says"), **statuses),
        column("expires_at", gettext_lazy("To be kept until"), reading.moment),
        column("remarks", gettext_lazy("What else the list says"), several=True),
    )


def names_of(values: Mapping[str, Any], source: str, prefix: str = "") -> list[NameInput]:
    """Return the names that a row tells, the whole one first."""
    parts = {part: values.get(f"{prefix}{column}", "") for part, column in _PARTS.items()}
    whole = values.get(f"{prefix}full_name", "")
    if not whole and not any(parts.values()):
        return []
    first = NameInput(full_as_given=whole, **parts, source=source[:200], preferred=True)
    others = [name for name in values.get(f"{prefix}other_names", ()) if name != first.full]
    return [first, *(NameInput(full_as_given=name, source=source[:200], name_type="alias") for name in others)]


_PARTS: Final = {"surname": "surname", "given": "given_name", "father": "patronymic"}


def birth_of(values: Mapping[str, Any], on: dt.date, prefix: str = "") -> PartialDate | None:
    """Return when the person of a row was born: as told, or by the age on a day."""
    told: PartialDate | None = values.get(f"{prefix}birth")
    years: tuple[int, int] | None = values.get(f"{prefix}age")
    return told or (reading.born_by_age(years, on) if years else None)


def numbers_of(text: str) -> tuple[str, ...]:
    """Return the numbers of a cell, several with commas or semicolons between."""
    return tuple(part.strip()[:100] for part in text.replace(";", "\n").replace(",", "\n").splitlines() if part.strip())


def _listed(about: About, row: ReadRow) -> importing.ListedPerson:
    values = row.values
    listed_on = dt.date.fromisoformat(about.options["listed_on"]) if about.options.get("listed_on") else None
    seen: PartialDate | None = values.get("seen_on")
    by_list = PartialDate.parse(listed_on.isoformat()) if listed_on else None
    reckoned_on = (seen.latest if seen else None) or listed_on or timezone.localdate()
    said = [values[code] for code in ("home", "remarks") if values.get(code)]
    return importing.ListedPerson(
        names=names_of(values, about.source),
        sex=values.get("sex", ""),
        birth=birth_of(values, reckoned_on),
        birth_place_text=values.get("birth_place", ""),
        father_name=values.get("father_name", ""),
        mother_name=values.get("mother_name", ""),
        phones=numbers_of(values.get("phone", "")),
        documents=numbers_of(values.get("document", "")),
        seen_on=seen or by_list,
        place_text=values.get("place", "") or about.options.get("place", ""),
        their_number=values.get("number", "")[:200],
        status=values.get("status", ""),
        said="\n".join(said)[:5000],
        expires_at=values.get("expires_at"),
    )


def _check(about: About, row: ReadRow) -> dict[str, str]:
    listed = _listed(about, row)
    if listed.expires_at and listed.expires_at <= timezone.now():
        return {"expires_at": _("The record was to be kept until then only, and is not taken.")}
    if not listed.names:
        return {"full_name": _("Write the name; one word is enough.")}
    try:
        importing.as_input(listed, about.unit, about.source).check()
    except InvalidInput as error:
        return {_COLUMN_OF.get(field, ""): sentence for field, sentence in error.problems.items()}
    return {}


_COLUMN_OF: Final = {
    "names": "full_name", "father_name": "father_name", "mother_name": "mother_name", "birth_place_text": "birth_place",
}  # fmt: skip


def _write(scope: Scope, about: About, rows: Sequence[ReadRow]) -> list[UUID]:
    chosen = about.options.get("event")
    origin = importing.PeopleList(
        unit=about.unit,
        source=about.options["source_kind"],
        source_text=about.source,
        event=Event.objects.filter(pk=chosen).first() if chosen else None,
    )
    return importing.register_listed_people(scope=scope, origin=origin, people=[_listed(about, row) for row in rows])


def _undo(scope: Scope, people: Sequence[UUID]) -> None:
    importing.delete_listed_people(scope=scope, person_ids=people)


def index_keeps_up() -> bool:
    """Say whether the search answers without the rows that it does not hold yet getting too many."""
    return waiting() < UNINDEXED_LIMIT // 2


_KINDS: Final = tuple((kind.value, kind.label) for kind in FoundSource if kind != FoundSource.FIELD_VISIT)

PEOPLE_LIST: Final = Target(
    code="people_list",
    label=gettext_lazy("List of people"),
    help=gettext_lazy(
        "Patients, evacuees, detainees, passengers, people who say that they are safe; also PFIF."
        " Everyone on it is compared with every open file."
    ),
    right=IMPORT_LISTS,
    columns=_columns(),
    one_of=NAME_COLUMNS,
    options={
        "source_kind": lambda _scope: forms.ChoiceField(label=gettext_lazy("Kind of list"), choices=_KINDS),
        "listed_on": lambda _scope: forms.DateField(
            label=gettext_lazy("Date of the list"),
            required=False,
            help_text=gettext_lazy("Ages are reckoned from it."),
        ),
        "place": lambda _scope: forms.CharField(
            label=gettext_lazy("Where the people are"),
            required=False,
            max_length=300,
            help_text=gettext_lazy("For rows that do not say it themselves."),
        ),
        "event": lambda scope: forms.ModelChoiceField(
            label=gettext_lazy("Event"), required=False, queryset=events(scope), empty_label=gettext_lazy("none")
        ),
    },
    check=_check,
    write=_write,
    in_the_way=importing.decided_people,
    undo=_undo,
    may_go_on=index_keeps_up,
    tidy=importing.end_expired,
    subject_url="tracing:hints",
)
