"""The Society's own register, kept until now in a spreadsheet or a book: each row becomes a file."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payvand.core.errors import InvalidInput
from payvand.core.partial_date import PartialDate
from payvand.core.scope import Scope
from payvand.intake.matching_columns import fold
from payvand.intake.targets import About, BadCell, Column, Parse, ReadRow, Target, Text
from payvand.network.models import Organisation
from payvand.people.enums import ConsentBasis, RelationKind
from payvand.tracing.enums import ENDED_STATES, CloseReason, RequestState, SeparationCause
from payvand.tracing.intake import reading
from payvand.tracing.intake.people_list import birth_of, index_keeps_up, names_of, numbers_of
from payvand.tracing.intake.person_columns import NAME_COLUMNS, PERSON, person_columns
from payvand.tracing.policies.importing import IMPORT_REGISTER
from payvand.tracing.services import register as services

_FILE: Final = gettext_lazy("The file")
_ENQUIRER: Final = gettext_lazy("The enquirer")
_ASKS: Final = "enquirer_"
# States that mean something of a file that was worked on before; drafts and merged files are made here alone.
STATES: Final = {
    state.value: state.label
    for state in RequestState
    if state not in (RequestState.DRAFT, RequestState.RETURNED, RequestState.REOPENED, RequestState.MERGED)
}
_LONGEST_TEXT: Final = 20_000
_LONGEST_NUMBER: Final = 60


def _number(text: str) -> str:
    number = " ".join(text.split())
    if len(number) > _LONGEST_NUMBER:
        raise BadCell(_("The number is longer than %(limit)s characters.") % {"limit": _LONGEST_NUMBER})
    return number


def _story(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise BadCell(_("The text is longer than %(limit)s characters.") % {"limit": _LONGEST_TEXT})
    return text.replace("\x00", "")


def _columns() -> tuple[Column, ...]:
    def column(code: str, label: Text, parse: Parse = str.strip, group: Text = _FILE, **more: Any) -> Column:
        return Column(code=code, label=label, group=group, aliases=reading.headers(code), parse=parse, **more)

    def worded(code: str, label: Text, choices: dict[str, Any], group: Text = _FILE) -> Column:
        return column(code, label, group=group, words=choices, word_aliases=reading.words_of(code))

    return (
        column("file_number", gettext_lazy("Old number of the file"), _number, is_key=True, required=True),
        worded("state", gettext_lazy("State"), STATES),
        column("received_on", gettext_lazy("Received on"), reading.date),
        column("closed_on", gettext_lazy("Closed on"), reading.date),
        worded("close_reason", gettext_lazy("Result, or reason of closing"), dict(CloseReason.choices)),
        *person_columns(),
        column("last_contact", gettext_lazy("Last contact"), reading.date, group=PERSON),
        column(
            "last_contact_place", gettext_lazy("Place of the last contact"), reading.place, group=PERSON, several=True
        ),
        worded("cause", gettext_lazy("What parted them"), dict(SeparationCause.choices), group=PERSON),
        column("circumstances", gettext_lazy("Circumstances"), _story, group=PERSON, several=True),
        *person_columns(prefix=_ASKS, group=_ENQUIRER, codes=(*NAME_COLUMNS, "patronymic", "sex")),
        worded(
            "relation", gettext_lazy("The enquirer is the sought person's"), dict(RelationKind.choices), group=_ENQUIRER
        ),
        column("contact", gettext_lazy("How to reach the enquirer"), _story, group=_ENQUIRER, several=True),
        column("partner", gettext_lazy("Partner asked"), group=_FILE),
        column("partner_number", gettext_lazy("The partner's number"), _number),
        column("asked_on", gettext_lazy("Partner asked on"), reading.date),
        column("actions", gettext_lazy("What was done"), _story, several=True),
        column("notes", gettext_lazy("What else the register says"), _story, several=True),
    )  # fmt: skip


def _first_day(told: PartialDate | None) -> dt.date | None:
    return told.earliest if told else None


def _old_file(about: About, row: ReadRow) -> services.OldFile:
    values, options = row.values, about.options
    received = _first_day(values.get("received_on"))
    closed = _first_day(values.get("closed_on"))
    state = values.get("state") or (RequestState.CLOSED if closed else options["state"])
    received = min(filter(None, (received or closed or timezone.localdate(), timezone.localdate())))
    partner_text = values.get("partner", "")[:300]
    told = {"actions": _("What was done"), "notes": _("What else the register says")}
    person = partial(services.as_person, unit=about.unit, source=about.source)
    return services.OldFile(
        number=values["file_number"],
        sought=person(
            names=names_of(values, about.source),
            birth=birth_of(values, received),
            sex=values.get("sex", ""),
            birth_place_text=values.get("birth_place", ""),
            father_name=values.get("father_name", ""),
            mother_name=values.get("mother_name", ""),
        ),
        enquirer=person(names=names_of(values, about.source, _ASKS), sex=values.get(f"{_ASKS}sex", "")),
        relation=values.get("relation", RelationKind.OTHER_FAMILY),
        state=state,
        received_on=received,
        documents=numbers_of(values.get("document", "")),
        phones=numbers_of(values.get("phone", "")),
        contact=values.get("contact", ""),
        close_reason=(values.get("close_reason") or options["close_reason"]) if state in ENDED_STATES else "",
        closed_on=closed,
        cause=values.get("cause", SeparationCause.UNKNOWN),
        circumstances=values.get("circumstances", ""),
        last_contact=values.get("last_contact"),
        last_contact_place=values.get("last_contact_place", ""),
        partner_text=partner_text,
        partner_number=values.get("partner_number", ""),
        asked_on=_first_day(values.get("asked_on")),
        said={heading: values[code] for code, heading in told.items() if values.get(code)},
    )


def _check(about: About, row: ReadRow) -> dict[str, str]:
    old = _old_file(about, row)
    problems: dict[str, str] = {}
    if not old.sought.names:
        problems["full_name"] = _("Write the name of the person sought; one word is enough.")
    if not old.enquirer.names:
        problems[f"{_ASKS}full_name"] = _("Write who asks: a file without an enquirer has nobody to tell.")
    if old.state in ENDED_STATES and not old.close_reason:
        problems["close_reason"] = _("Write the result, or choose one for all such files where the table is sent.")
    for prefix, person in (("", old.sought), (_ASKS, old.enquirer)):
        if person.names:
            try:
                person.check()
            except InvalidInput as error:
                problems |= {f"{prefix}full_name": sentence for sentence in error.problems.values()}
    return problems


def _partners(texts: Sequence[str]) -> dict[str, Organisation]:
    """The organisations that the register means, by the folded text: their name, local name or code."""
    wanted = {fold(text) for text in texts if text}
    known: dict[str, Organisation] = {}
    if wanted:
        for organisation in Organisation.objects.filter(is_self=False):
            names = {fold(name) for name in (organisation.name, organisation.local_name, organisation.code) if name}
            known |= dict.fromkeys(names & wanted, organisation)
    return known


def _write(scope: Scope, about: About, rows: Sequence[ReadRow]) -> list[UUID]:
    from dataclasses import replace

    files = [_old_file(about, row) for row in rows]
    partners = _partners([old.partner_text for old in files])
    files = [replace(old, partner=partners.get(fold(old.partner_text))) for old in files]
    register = services.Register(unit=about.unit, name=about.source, basis=about.options["basis"])
    return services.take_over_files(scope=scope, register=register, files=files)


def _undo(scope: Scope, requests: Sequence[UUID]) -> None:
    services.delete_files(scope=scope, request_ids=requests)


_OPEN: Final = [(state, label) for state, label in STATES.items() if state not in ENDED_STATES]
_GROUNDS: Final = [
    (ConsentBasis.CONSENT.value, gettext_lazy("the enquirers agreed, on the signed form in the paper file")),
    (ConsentBasis.PUBLIC.value, ConsentBasis.PUBLIC.label),
    (ConsentBasis.LEGITIMATE.value, ConsentBasis.LEGITIMATE.label),
    (ConsentBasis.VITAL.value, ConsentBasis.VITAL.label),
]

REGISTER: Final = Target(
    code="old_register",
    label=gettext_lazy("The Society’s register"),
    help=gettext_lazy(
        "Tracing files as they were kept until now, open and closed. Each becomes a file with a new number;"
        " the old one is kept and found."
    ),
    right=IMPORT_REGISTER,
    columns=_columns(),
    one_of=NAME_COLUMNS,
    options={
        "state": lambda _scope: forms.ChoiceField(
            label=gettext_lazy("State of files that say none"), choices=_OPEN, initial=RequestState.IN_PROGRESS
        ),
        "close_reason": lambda _scope: forms.ChoiceField(
            label=gettext_lazy("Result of closed files that say none"),
            required=False,
            choices=[("", gettext_lazy("none: such rows are to be corrected")), *CloseReason.choices],
        ),
        "basis": lambda _scope: forms.ChoiceField(
            label=gettext_lazy("Ground on which the files are searched"),
            choices=_GROUNDS,
            help_text=gettext_lazy("It is recorded with every enquirer, dated with the day of the request."),
        ),
    },
    check=_check,
    write=_write,
    in_the_way=services.files_worked_on,
    undo=_undo,
    batch=20,
    may_go_on=index_keeps_up,
    subject_url="tracing:requests",
)
