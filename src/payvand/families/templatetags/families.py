"""How the pages of the room say states, steps and languages, and the tabs above them."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse

from payvand.families.enums.messages import FailReason, MessageState, MessageStep
from payvand.families.models import MessageEntry
from payvand.families.sections import sections_of
from payvand.tracing.forms import LANGUAGES

register = template.Library()

_S = MessageState
_TONES: Mapping[str, str] = {
    _S.COLLECTED: "amber",
    _S.RETURNED: "amber",
    _S.CHECKED: "accent",
    _S.TRANSLATED: "accent",
    _S.FORWARDED: "info",
    _S.RECEIVED: "accent",
    _S.OUT: "accent",
    _S.DISTRIBUTED: "ok",
    _S.REPLY_COLLECTED: "ok",
    _S.UNDELIVERABLE: "danger",
    _S.REFUSED: "danger",
    _S.CENSORED: "danger",
}
_GO = frozenset(
    {
        MessageStep.CHECK,
        MessageStep.REWRITE,
        MessageStep.FORWARD,
        MessageStep.RECEIVE,
        MessageStep.HAND_OUT,
        MessageStep.DISTRIBUTE,
        MessageStep.GIVE_BACK,
    }
)
# Stand in the page's head; all others are in the menu.
_OPEN = _GO | {MessageStep.TRANSLATE, MessageStep.DELIVER_HERE, MessageStep.RETURN}


@register.filter
def message_tone(state: str) -> str:
    """Return the tone of a message's state."""
    return _TONES.get(state, "")


@register.filter
def step_tone(step: str) -> str:
    """Return the tone of a step's button: the way on stands out."""
    return "go" if step in _GO else ""


@register.filter
def stands_open(step: str) -> bool:
    """Say whether a step stands in the head of the page, and not in its menu."""
    return step in _OPEN


@register.filter
def language_name(code: str) -> str:
    """Return a language as it names itself; empty where it is not known."""
    return str(dict(LANGUAGES).get(code, code)) if code else ""


@register.filter
def fail_words(entry: MessageEntry) -> str:
    """Return why a message could not be handed over, from a line of its history."""
    reason = entry.facts.get("reason", "")
    return str(FailReason(reason).label) if reason in FailReason.values else ""


@register.simple_tag(takes_context=True)
def family_sections(context: template.Context) -> list[dict[str, Any]]:
    """Return the tabs of the room that this person may use: label, address, whether it is the one shown."""
    request = context["request"]
    tabs = [(section.label, reverse(section.url_name)) for section in sections_of(request.scope)]
    here = max((url for _label, url in tabs if request.path.startswith(url)), key=len, default="")
    return [{"label": label, "url": url, "current": url == here} for label, url in tabs]
