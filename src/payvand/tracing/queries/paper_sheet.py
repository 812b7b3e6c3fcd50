"""What the printed form of a request says, as data for its template: blank, or with what a file says."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import override

from payvand.core.scope import Scope
from payvand.network.queries import own_organisation
from payvand.pages.qr import qr_svg
from payvand.people.consent import standings
from payvand.people.enums import ConsentRecording, ConsentState, RelationKind, Sex
from payvand.tracing.enums import ContactHow, FactKind, SeparationCause
from payvand.tracing.models import PaperForm, RememberedFact, TracingRequest
from payvand.tracing.queries.files import ASKED_SCOPES, form_values
from payvand.tracing.queries.remembered import remembered

COLUMNS = 6
_RELATIVE_ROWS = 5


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be ticked."""

    label: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing that is asked: a label, room to write, what is known.

    Attributes:
        span: columns of 6.
        lines: to write on.
        boxes: instead of lines.
    """

    label: str
    value: str = ""
    span: int = COLUMNS
    lines: int = 1
    boxes: tuple[Box, ...] = ()


def blank_sheets(papers: Iterable[PaperForm]) -> dict[str, Any]:
    """Return the data of blank forms, each with its number; all are in the language of the first."""
    forms = list(papers)
    with override(forms[0].language):
        return _sheets(forms[0].language, [_sheet(paper.number, {}, {}, {}, []) for paper in forms])


def filled_sheet(scope: Scope, request: TracingRequest, language: str) -> dict[str, Any]:
    """Return the data of the form of a visible file, with what it says; what is not known stays to be written."""
    with override(language):
        known = remembered(scope, request.sought)
        facts: dict[str, list[str]] = {}
        for fact in [*known.life, *(place.fact for place in known.places), *known.searched]:
            facts.setdefault(fact.kind, []).append(_fact_words(fact))
        relatives = [
            [card.relation.relative.shown_name, card.relation.get_kind_display(), ", ".join(card.roles)]
            for card in known.relatives
        ]
        said = {code: standing.state for code, standing in standings(request.enquirer).items()}
        joined = {kind: "; ".join(words) for kind, words in facts.items()}
        return _sheets(language, [_sheet(request.number, form_values(request), joined, said, relatives)])


def _sheets(language: str, sheets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "language": language,
        "organisation": own_organisation().name,
        "title": _("Tracing request"),
        "subtitle": _("Restoring Family Links"),
        "notice": _("Filled in together with the family. The service is free of charge; nobody can promise a result."),
        "number_label": _("File number"),
        "columns": COLUMNS,
        "sheets": sheets,
    }


def _sheet(
    number: str,
    told: dict[str, Any],
    facts: dict[str, str],
    consents: dict[Any, Any],
    relatives: list[list[str]],
) -> dict[str, Any]:
    sections = [
        (_("The person sought"), _person(told, facts)),
        (_("Last contact"), _contact(told, facts)),
        (_("The enquirer"), _enquirer(told)),
    ]
    return {
        "number": number,
        "qr": qr_svg(number),
        "sections": [{"title": title, "cells": [asdict(cell) for cell in cells]} for title, cells in sections],
        "relatives": {
            "title": _("Relatives, and those who were with them"),
            "head": [_("Name"), _("Relation"), _("Where they were when contact was lost")],
            "rows": relatives + [["", "", ""]] * max(1, _RELATIVE_ROWS - len(relatives)),
        },
        "consent": _consent(consents),
        "signatures": [
            _("Place and date"),
            _("Signature or mark of the enquirer"),
            _("Name and signature of the interviewer"),
            _("Name and signature of a witness, where the answer was spoken or a mark was made"),
        ],
    }


def _person(told: dict[str, Any], facts: dict[str, str]) -> list[Cell]:
    age = "–".join(str(told[name]) for name in ("age_at_loss_from", "age_at_loss_to") if told.get(name) is not None)
    return [
        Cell(_("Full name, as the family says and writes it"), _text(told, "full_name"), lines=1),
        Cell(_("Other names, spellings, nickname, name before marriage"), _text(told, "other_names"), lines=1),
        Cell(_("Father's name"), _text(told, "father_name"), 2),
        Cell(_("Father's father"), _text(told, "grandfather_name"), 2),
        Cell(_("Mother's name"), _text(told, "mother_name"), 2),
        Cell(_("Born (day, year, or about)"), _text(told, "birth"), 2),
        Cell(_("Age when contact was lost"), age, 2),
        Cell(_("Sex"), span=2, boxes=_boxes(Sex, told.get("sex"))),
        Cell(_("Place of birth: village, district, province"), _text(told, "birth_place_text"), 4),
        Cell(_("Citizenship"), facts.get(FactKind.NATIONALITY, ""), 2),
        Cell(_("Languages"), facts.get(FactKind.LANGUAGES, ""), 2),
        Cell(_("Marital status, household"), _both(facts, FactKind.MARITAL_STATUS, FactKind.HOUSEHOLD), 2),
        Cell(_("Occupation, employer"), _both(facts, FactKind.OCCUPATION, FactKind.EMPLOYER), 2),
        Cell(_("Papers and their numbers, military service"), facts.get(FactKind.MILITARY, "")),
        Cell(_("Appearance, marks, clothing"), _both(facts, FactKind.DESCRIPTION, FactKind.MARKS), lines=2),
        Cell(_("Where they lived and worked, with years"), _both(facts, FactKind.LIVED, FactKind.WORKED), lines=2),
    ]


def _contact(told: dict[str, Any], facts: dict[str, str]) -> list[Cell]:
    return [
        Cell(_("When (as known)"), _text(told, "last_contact"), 2),
        Cell(_("Where from"), _text(told, "last_contact_place"), 4),
        Cell(_("How"), boxes=_boxes(ContactHow, told.get("last_contact_how"))),
        Cell(_("What parted them"), boxes=_boxes(SeparationCause, told.get("cause"))),
        Cell(_("What was said or written then"), _text(told, "last_contact_content"), lines=2),
        Cell(_("What happened, in the family's words; who saw it"), _text(told, "circumstances"), lines=7),
        Cell(
            _("Places searched and agencies asked already"), _both(facts, FactKind.SEARCHED, FactKind.AGENCY), lines=2
        ),
    ]


def _enquirer(told: dict[str, Any]) -> list[Cell]:
    relation = told.get("relation")
    return [
        Cell(_("Name of the enquirer"), _text(told, "enquirer_name"), 4),
        Cell(_("Relation to the person sought"), str(RelationKind(relation).label) if relation else "", 2),
        Cell(_("Telephone, messenger"), _text(told, "contact"), 3),
        Cell(_("Language to speak with them"), _text(told, "contact_language"), 3),
        Cell(_("Address"), _text(told, "contact_address")),
        Cell(_("Another way to reach them"), _text(told, "contact_other"), 3),
        Cell(_("When and how a call does no harm"), _text(told, "contact_safely"), 3),
        Cell(_("Who else may be told"), _text(told, "may_be_told"), 3),
        Cell(_("Why they search"), _text(told, "reason_for_search"), 3),
    ]


def _consent(states: dict[Any, Any]) -> dict[str, Any]:
    rows = [
        {
            "label": str(code.label),
            "yes": states.get(code) == ConsentState.GIVEN,
            "no": states.get(code) in {ConsentState.REFUSED, ConsentState.WITHDRAWN},
        }
        for code in ASKED_SCOPES
    ]
    return {
        "title": _("What the enquirer agrees to"),
        "help": _(
            "Explain each, then ask. A yes can be taken back at any time. No search is made before a yes to the first."
        ),
        "yes": _("yes"),
        "no": _("no"),
        "rows": rows,
        "authority": _("Which authority may be asked"),
        "recorded": [asdict(box) for box in _boxes(ConsentRecording, None)],
    }


def _boxes(choices: type[TextChoices], chosen: object) -> tuple[Box, ...]:
    return tuple(Box(str(choice.label), choice.value == chosen) for choice in choices)


def _text(told: dict[str, Any], name: str) -> str:
    value = told.get(name)
    return "" if value is None else ", ".join(str(value).splitlines()) if name == "other_names" else str(value)


def _both(facts: dict[str, str], *kinds: FactKind) -> str:
    return "; ".join(facts[kind] for kind in kinds if facts.get(kind))


def _fact_words(fact: RememberedFact) -> str:
    dates = "–".join(str(day) for day in (fact.from_on, fact.to_on) if day)
    return ", ".join(part for part in (fact.value, fact.place_text, fact.number, dates) if part)
