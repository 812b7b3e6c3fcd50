"""How the pages of the room say states, steps, languages and lines of history."""

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from payvand.people.enums import ConsentScope
from payvand.tracing.enums import (
    ActionKind,
    ActionOutcome,
    CloseReason,
    EnquiryState,
    EnquiryStep,
    HintState,
    HistoryKind,
    LinkKind,
    OwnerAnswer,
    RequestState,
    Step,
    SuspendReason,
)
from payvand.tracing.forms import LANGUAGES
from payvand.tracing.models import HistoryEntry

register = template.Library()

_TONES: Mapping[str, str] = {
    RequestState.DRAFT: "",
    RequestState.SUBMITTED: "amber",
    RequestState.RETURNED: "amber",
    RequestState.REJECTED: "",
    RequestState.ACCEPTED: "accent",
    RequestState.IN_PROGRESS: "accent",
    RequestState.LOCATED: "ok",
    RequestState.FATE_KNOWN: "info",
    RequestState.SUSPENDED: "amber",
    RequestState.CLOSED: "",
    RequestState.REOPENED: "accent",
    RequestState.ARCHIVED: "",
    RequestState.MERGED: "",
}
_GO = frozenset({Step.SUBMIT, Step.ACCEPT, Step.BEGIN, Step.RESUME, Step.CLOSE})
_BIG = frozenset({HistoryKind.TAKEN, HistoryKind.STEP, HistoryKind.HINT_CONFIRMED, HistoryKind.HINT_RETURNED})

# What a form's field is called in a sentence about what changed.
_FIELDS: Mapping[str, str | Promise] = {
    "names": gettext_lazy("names"),
    "father_name": gettext_lazy("father's name"),
    "mother_name": gettext_lazy("mother's name"),
    "father": gettext_lazy("father's name"),
    "mother": gettext_lazy("mother's name"),
    "spouse": gettext_lazy("husband or wife"),
    "child": gettext_lazy("children"),
    "sibling": gettext_lazy("brothers and sisters"),
    "other": gettext_lazy("other relatives"),
    "numbers": gettext_lazy("numbers of telephones and papers"),
    "sex": gettext_lazy("sex"),
    "birth": gettext_lazy("birth"),
    "birth_place": gettext_lazy("place of birth"),
    "birth_place_text": gettext_lazy("place of birth"),
    "enquirer_names": gettext_lazy("the enquirer's name"),
    "relation": gettext_lazy("relation"),
    "contact": gettext_lazy("contact"),
    "contact_safely": gettext_lazy("safe contact"),
    "contact_language": gettext_lazy("language"),
    "received_on": gettext_lazy("day of the request"),
    "cause": gettext_lazy("what parted them"),
    "circumstances": gettext_lazy("circumstances"),
    "last_contact": gettext_lazy("last contact"),
    "last_contact_place": gettext_lazy("place of the last contact"),
    "last_contact_how": gettext_lazy("way of the last contact"),
    "urgency": gettext_lazy("urgency"),
    "grandfather_name": gettext_lazy("father's father's name"),
    "facts": gettext_lazy("what is remembered"),
    "relatives": gettext_lazy("relatives and witnesses"),
    "choice": gettext_lazy("what the found person allows"),
    "reviewed": gettext_lazy("the file was reviewed"),
    "contact_address": gettext_lazy("address of the enquirer"),
    "contact_other": gettext_lazy("another way to reach them"),
    "may_be_told": gettext_lazy("who else may be told"),
    "last_contact_content": gettext_lazy("what was said"),
    "last_country": gettext_lazy("country of the last news"),
    "age_at_loss_from": gettext_lazy("age when contact was lost"),
    "age_at_loss_to": gettext_lazy("age when contact was lost"),
    "reason_for_search": gettext_lazy("why they search"),
    "event": gettext_lazy("event"),
    "received_from": gettext_lazy("partner who sent the request"),
    "their_number": gettext_lazy("the partner's number"),
}


@register.filter
def state_tone(state: str) -> str:
    """Return the tone of a state's tag."""
    return _TONES.get(state, "")


@register.filter
def step_tone(step: str) -> str:
    """Return the tone of a step's button: the way on stands out, the way out is marked."""
    if step in _GO:
        return "go"
    return "danger" if step == Step.REJECT else ""


_ENQUIRY_TONES: Mapping[str, str] = {
    EnquiryState.DRAFT: "",
    EnquiryState.SENT: "accent",
    EnquiryState.ACKNOWLEDGED: "accent",
    EnquiryState.PROGRESS: "accent",
    EnquiryState.POSITIVE: "ok",
    EnquiryState.NEGATIVE: "amber",
    EnquiryState.WITHDRAWN: "",
}
_OUTCOME_TONES: Mapping[str, str] = {
    ActionOutcome.SUCCESSFUL: "ok",
    ActionOutcome.PARTIAL: "info",
    ActionOutcome.UNSUCCESSFUL: "amber",
    ActionOutcome.REFUSED: "amber",
}


_WAY_ON = frozenset(
    {Step.SUBMIT, Step.ACCEPT, Step.BEGIN, Step.RESUME, Step.LOCATE, Step.RETURN, Step.CLOSE, Step.UNMERGE}
)


@register.filter
def is_way_on(step: str) -> bool:
    """Say whether a step has a button of its own; the others stand in the menu."""
    return step in _WAY_ON


@register.filter
def enquiry_tone(state: str) -> str:
    """Return the tone of the tag of an enquiry."""
    return _ENQUIRY_TONES.get(state, "")


@register.filter
def enquiry_step_tone(step: str) -> str:
    """Return the tone of a button that moves an enquiry."""
    if step == EnquiryStep.SEND:
        return "go"
    return "danger" if step == EnquiryStep.WITHDRAW else ""


@register.filter
def outcome_tone(outcome: str) -> str:
    """Return the tone of the tag of an action's outcome."""
    return _OUTCOME_TONES.get(outcome, "")


@register.filter
def language_name(code: str) -> str:
    """Return a language as it names itself; empty where it is not known."""
    return str(dict(LANGUAGES).get(code, code)) if code else ""


@register.filter
def changed_facts(names: list[str]) -> str:
    """Return which facts of which side changed, as words: "record: birth; sought person: names"."""
    sides = {"sought": _("sought person"), "candidate": _("record")}
    said = []
    for side, title in sides.items():
        facts = [str(_FIELDS.get(name.split(".", 1)[1], name)) for name in names if name.startswith(f"{side}.")]
        if facts:
            said.append(f"{title}: {', '.join(facts)}")
    return "; ".join(said)


@register.filter
def is_big(entry: HistoryEntry) -> bool:
    """Say whether a line of history marks a turn of the file."""
    return entry.kind in _BIG


@register.filter
def history_words(entry: HistoryEntry) -> str:
    """Return a line of history as a sentence in the language of the page."""
    return _SENTENCES.get(HistoryKind(entry.kind), _kind)(entry.facts, str(entry.get_kind_display()))


_DONE: Mapping[str, str | Promise] = {
    Step.SUBMIT: gettext_lazy("Submitted for acceptance"),
    Step.RETURN: gettext_lazy("Returned for completion"),
    Step.REJECT: gettext_lazy("Not accepted"),
    Step.ACCEPT: gettext_lazy("Accepted"),
    Step.BEGIN: gettext_lazy("Search begun"),
    Step.LOCATE: gettext_lazy("Recorded as located"),
    Step.NOT_LOCATED: gettext_lazy("Not located after all; back to the search"),
    Step.FATE_KNOWN: gettext_lazy("Fate recorded as known"),
    Step.SUSPEND: gettext_lazy("Search suspended"),
    Step.RESUME: gettext_lazy("Search resumed"),
    Step.PROPOSE_CLOSING: gettext_lazy("Closing proposed"),
    Step.CLOSE: gettext_lazy("Closed by a second person"),
    Step.DECLINE_CLOSING: gettext_lazy("Closing declined"),
    Step.ARCHIVE: gettext_lazy("Moved to the archive"),
    Step.REOPEN: gettext_lazy("Reopened"),
    Step.MERGE: gettext_lazy("Merged with another file"),
    Step.UNMERGE: gettext_lazy("Merging undone"),
}


def _kind(_facts: Mapping[str, Any], label: str) -> str:
    return label


def _step(facts: Mapping[str, Any], label: str) -> str:
    said = str(_DONE.get(facts.get("step", ""), label))
    reason, waits_for = facts.get("reason"), facts.get("waits_for")
    if reason in CloseReason.values:
        return f"{said}: {CloseReason(reason).label}"
    if waits_for in SuspendReason.values:
        return f"{said}: {SuspendReason(waits_for).label}"
    return f"{said}: {facts['into']}" if facts.get("into") else said


def _named(codes: Any, key: str) -> Callable[[Mapping[str, Any], str], str]:
    """Return a sentence of the kind and of what a code among the facts says."""

    def said(facts: Mapping[str, Any], label: str) -> str:
        code = facts.get(key)
        return f"{label}: {codes(code).label}" if code in codes.values else label

    return said


def _action(facts: Mapping[str, Any], label: str) -> str:
    said = _named(ActionKind, "kind")(facts, label)
    outcome = facts.get("outcome")
    if outcome in ActionOutcome.values and outcome != ActionOutcome.PENDING:
        return f"{said}. {ActionOutcome(outcome).label}"
    return said


def _enquiry(facts: Mapping[str, Any], label: str) -> str:
    step, partner = facts.get("step", ""), facts.get("partner_name", "")
    if step == "partner_told":
        return _("The partner who sent the request was told")
    done = EnquiryStep(step).label if step in EnquiryStep.values else _("written")
    return _("%(label)s %(partner)s: %(step)s") % {"label": label, "partner": partner, "step": done}


def _contacted(facts: Mapping[str, Any], label: str) -> str:
    return _("Family told in person") if facts.get("told_in_person") else label


def _given_unit(facts: Mapping[str, Any], label: str) -> str:
    return f"{label}: {facts.get('unit', '')}"


def _one_person(facts: Mapping[str, Any], label: str) -> str:
    return f"{label}: {facts.get('with', '')}"


def _hints(facts: Mapping[str, Any], _label: str) -> str:
    number = facts.get("number", 0)
    said = ngettext("%(number)s new hint, %(bits)s bits", "%(number)s new hints, the strongest %(bits)s bits", number)
    return said % {"number": number, "bits": facts.get("strongest", 0)}


def _changed(facts: Mapping[str, Any], _label: str) -> str:
    scopes = dict(ConsentScope.choices)
    names = [
        str(scopes.get(name.removeprefix("consent_"), name))
        if name.startswith("consent_")
        else str(_FIELDS.get(name, name))
        for name in facts.get("fields", [])
    ]
    return _("Changed: %(fields)s") % {"fields": ", ".join(names)}


def _undone(facts: Mapping[str, Any], _label: str) -> str:
    state = HintState(facts["undone"]).label if facts.get("undone") in HintState.values else ""
    return _("Decision undone: %(decision)s") % {"decision": state}


def _returned(facts: Mapping[str, Any], label: str) -> str:
    return f"{label} ({changed_facts(facts.get('changed', []))})"


_SENTENCES: Mapping[HistoryKind, Callable[[Mapping[str, Any], str], str]] = {
    HistoryKind.STEP: _step,
    HistoryKind.ACTION_PLANNED: _action,
    HistoryKind.ACTION_REPORTED: _action,
    HistoryKind.ACTION_DROPPED: _action,
    HistoryKind.ENQUIRY: _enquiry,
    HistoryKind.CONTACTED: _contacted,
    HistoryKind.UNIT: _given_unit,
    HistoryKind.ONE_PERSON: _one_person,
    HistoryKind.LINK: _named(LinkKind, "kind"),
    HistoryKind.LINK_REMOVED: _named(LinkKind, "kind"),
    HistoryKind.OWNER_ANSWERED: _named(OwnerAnswer, "answer"),
    HistoryKind.HINTS: _hints,
    HistoryKind.CHANGED: _changed,
    HistoryKind.HINT_UNDONE: _undone,
    HistoryKind.HINT_RETURNED: _returned,
}
