"""Tags and filters of every template (they are built in: nothing needs `{% load %}`)."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django import template
from django.forms import BoundField, Form, widgets
from django.template.defaultfilters import date as date_filter
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from payvand.core.partial_date import PartialDate
from payvand.pages.relative_time import relative

register = template.Library()

_SHOWS_WITHOUT_TEXT = re.compile(r"<(svg|img|input|select|textarea|button|progress|meter)\b")

# Evidence rarely weighs more; a bar of this many bits is full.
FULL_BAR_BITS = 30.0
RTL_LANGUAGES = frozenset({"ar", "fa", "prs", "ps", "ur", "he"})
# What Django gives a text area that nobody gave a height; it grows with its text anyway.
_DJANGO_ROWS = "10"
_TONES = {"success": "ok", "warning": "amber", "error": "danger"}
_TONE_ICONS = {"ok": "circle-check", "amber": "triangle-alert", "danger": "circle-alert"}
_TEXT_WIDGETS = (widgets.TextInput, widgets.Textarea)
_LEFT_TO_RIGHT_INPUTS = frozenset({"email", "url", "number", "tel", "date", "time", "datetime-local"})


@register.filter
def initials(name: str) -> str:
    """Return at most two letters for the round of a person's menu."""
    return "".join(word[0] for word in str(name).split()[:2]).upper()


@register.filter
def bits(value: float | None) -> str:
    """Return a weight as it is written: +12.6, −0.2 (a true minus), 0.0; a dash where there is none."""
    if value is None:
        return "–"
    rounded = round(value, 1)
    sign = "+" if rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    return f"{sign}{abs(rounded):.1f}"


@register.filter
def bar_width(value: float | None) -> int:
    """Return the length of a bar of evidence in hundredths, 0 to 100; any weight but nought is seen."""
    if not value:
        return 0
    return max(2, round(min(1.0, abs(value) / FULL_BAR_BITS) * 100))


@register.filter
def letters(runs: Iterable[tuple[str, bool]]) -> SafeString:
    """Render runs of letters as (text, differs): those that differ are marked."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if differs else text,) for text, differs in runs)
    )


@register.filter
def direction(language: str | None) -> str:
    """Return `rtl` or `ltr` for a language tag, `auto` where it is not known."""
    if not language:
        return "auto"
    return "rtl" if language.split("-")[0] in RTL_LANGUAGES else "ltr"


@register.simple_tag
def absolute_time(at: datetime | date | None) -> SafeString:
    """Render an aware moment as dd.mm.yyyy HH:MM of the node's time zone, how long ago in the tooltip; a dash for None.

    A date without an hour is rendered as dd.mm.yyyy.
    """
    if at is None:
        return mark_safe("–")
    if not isinstance(at, datetime):
        day = date_filter(at, "d.m.Y")
        return format_html('<time class="number" dir="ltr" datetime="{}">{}</time>', at.isoformat(), day)
    return format_html(
        '<time class="number" dir="ltr" datetime="{}" title="{}">{}</time>',
        at.astimezone(UTC).isoformat(timespec="seconds"),
        relative(at),
        date_filter(timezone.localtime(at), "d.m.Y H:i"),
    )


@register.filter
def partial_date(value: PartialDate | date | str | None) -> SafeString:
    """Render a date of which only a part may be known, the words that it was given in as tooltip; `None` in words."""
    if isinstance(value, date):
        return absolute_time(value)
    text = str(value or "").strip()
    if not text:
        return format_html('<span class="unknown">{}</span>', gettext("not known"))
    given = value.original_text if isinstance(value, PartialDate) else ""
    title = format_html(' title="{}"', given) if given and given != text else ""
    return format_html('<bdi class="number"{}>{}</bdi>', title, text)


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a field's control: text turns with what is written in it, and the control knows its error and help."""
    widget = field.field.widget
    kind = getattr(widget, "input_type", "textarea")
    attrs: dict[str, str | bool] = {}
    if isinstance(widget, _TEXT_WIDGETS) and kind not in _LEFT_TO_RIGHT_INPUTS and "dir" not in widget.attrs:
        attrs["dir"] = "auto"
    if isinstance(widget, widgets.Textarea) and widget.attrs.get("rows") == _DJANGO_ROWS:
        attrs["rows"] = "4"
    return field.as_widget(attrs=attrs)


@register.filter
def is_choice_group(field: BoundField) -> bool:
    """Say whether the field is several controls under one question (radio buttons, check boxes)."""
    return isinstance(field.field.widget, (widgets.RadioSelect, widgets.CheckboxSelectMultiple))


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether the field is one check box, whose label stands after it."""
    return isinstance(field.field.widget, widgets.CheckboxInput)


@register.filter
def fields_in_error(form: Form) -> list[BoundField]:
    """Return the visible fields that have errors, in the order of the form."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def first_control(field: BoundField) -> str:
    """Return the id of the control that a link to this field leads to."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def message_tone(level_tag: str) -> str:
    """Return the tone of an alert for the level of one of Django's messages."""
    return _TONES.get(level_tag, "info")


@register.filter
def tone_icon(tone: str) -> str:
    """Return the picture of an alert's tone."""
    return _TONE_ICONS.get(tone, "info")


@register.simple_tag
def page_direction() -> str:
    """Return the direction of the page's own language."""
    return direction(get_language())


@register.simple_tag(takes_context=True)
def sort_state(context: dict[str, Any], key: str) -> dict[str, str]:
    """Return how a list is sorted by `key` now (`aria`) and the value of `sort` that its header asks for (`next`)."""
    request = context.get("request")
    now = request.GET.get("sort", "") if request else ""
    if now == key:
        return {"aria": "ascending", "next": f"-{key}", "icon": "arrow-up"}
    if now == f"-{key}":
        return {"aria": "descending", "next": key, "icon": "arrow-down"}
    return {"aria": "none", "next": key, "icon": "arrow-up-down"}


@register.simple_tag
def page_numbers(page: Any) -> list[int | str]:
    """Return the numbers of pages to offer, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def is_blank(shown: object) -> bool:
    """Say whether markup shows nothing at all: no text, no picture, no control."""
    markup = "" if shown is None else str(shown)
    return not strip_tags(markup).strip() and not _SHOWS_WITHOUT_TEXT.search(markup)


@register.filter
def text_or_dash(value: Any) -> SafeString:
    """Return the value, or words for a value that is not known."""
    if value in (None, ""):
        return format_html('<span class="unknown">{}</span>', gettext("not known"))
    return conditional_escape(value)
