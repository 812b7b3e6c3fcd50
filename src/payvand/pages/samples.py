"""Invented content for the style page: enough, one, none, wrong, and right to left of each component."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Step:
    """A step of a file's way; `state` is done, current, waiting or empty for what lies ahead."""

    label: Any
    state: str


@dataclass(frozen=True)
class Sought:
    """A line of the sample list."""

    number: str
    name: str
    language: str
    born: str
    place: str
    tone: str
    state: Any
    asked: datetime


STEPS = (
    Step(_("Taken"), "done"),
    Step(_("Accepted"), "done"),
    Step(_("Searching"), "done"),
    Step(_("Waiting abroad"), "waiting"),
    Step(_("Found"), ""),
    Step(_("Told"), ""),
)
_NAMES = (
    ("Раҳимов Фаррух", "tg", "1985 ±1", "Восеъ"),
    ("گل‌احمد نوری", "fa", "1990", "Балх"),
    ("Жээнбекова Айнура", "ky", "14.02.1972", "Ош"),
    ("Oʻrinboyev Gʻayrat", "uz", "1961–1963", "Urgut"),
    ("Саидова Мадина", "ru", "1999", "Куляб"),
    ("Қазыбекұлы Ерлан", "kk", "03.1988", "Түркістан"),
)
_STATES = (("accent", _("in progress")), ("amber", _("update overdue")), ("ok", _("found")), ("", _("closed")))


def _sought(count: int) -> list[Sought]:
    start = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    return [
        Sought(
            number=f"TJ-2026-{118 + index:04}",
            name=name,
            language=language,
            born=born,
            place=place,
            tone=_STATES[index % 4][0],
            state=_STATES[index % 4][1],
            asked=start - timedelta(days=index * 3),
        )
        for index in range(count)
        for name, language, born, place in [_NAMES[index % len(_NAMES)]]
    ]


class SampleForm(forms.Form):
    """One field of each kind."""

    full_name = forms.CharField(
        label=_("Full name, as it was given"),
        help_text=_("In any script. It is kept exactly as written."),
        max_length=200,
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("female", _("female")), ("male", _("male")), ("unknown", _("not known"))],
        widget=forms.RadioSelect,
    )
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False, min_value=1900, max_value=2026)
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=[("", "–"), ("TJ", _("Tajikistan")), ("UZ", _("Uzbekistan"))]
    )
    story = forms.CharField(label=_("What happened"), required=False, widget=forms.Textarea)
    agrees = forms.BooleanField(label=_("The enquirer agrees that this is sent abroad"))


def style_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the style page shows; lists are paged by the request's own `page`."""
    many = Paginator(_sought(43), 5)
    return {
        "page": many.get_page(request.GET.get("page")),
        "one": _sought(1),
        "none": [],
        "now": timezone.now() - timedelta(hours=3),
        "steps": STEPS,
        "form": SampleForm(),
        "wrong_form": SampleForm({"full_name": "", "sex": "", "birth_year": "18", "story": "گم شد"}),
        "icons": [
            "house",
            "user-search",
            "users",
            "mail",
            "inbox",
            "map-pin",
            "shield",
            "search",
            "printer",
            "download",
            "undo-2",
            "handshake",
        ],
        "left_letters": [("Ра", False), ("ҳ", True), ("имов Фаррух", False)],
        "right_letters": [("Ra", False), ("kh", True), ("imov Farrukh", False)],
    }
