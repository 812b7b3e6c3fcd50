"""How the pages of the room say states, steps, languages and lines of history."""

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from payvand.people.enums import ConsentScope
from payvand.tracing.enums import CloseReason, HintState, HistoryKind, RequestState, Step
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
_GO = frozenset({Step.SUBMIT, Step.ACCEPT, Step.BEGIN, Step.RESUME})
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
    reason = facts.get("reason")
    return f"{said}: {CloseReason(reason).label}" if reason in CloseReason.values else said


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
    HistoryKind.HINTS: _hints,
    HistoryKind.CHANGED: _changed,
    HistoryKind.HINT_UNDONE: _undone,
    HistoryKind.HINT_RETURNED: _returned,
}
