from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from payvand.core.partial_date import PartialDate
from payvand.pages.relative_time import relative
from payvand.pages.templatetags import pages as tags


@pytest.mark.parametrize(
    ("value", "text"), [(12.64, "+12.6"), (-0.2, "−0.2"), (0.0, "0.0"), (-0.04, "0.0"), (0.04, "0.0"), (None, "–")]
)
def test_bits_are_written_with_their_sign(value: float | None, text: str) -> None:
    assert tags.bits(value) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_bar_stays_within_its_frame(value: float) -> None:
    assert 0 <= tags.bar_width(value) <= 100
    assert (tags.bar_width(value) == 0) == (value == 0)


def test_letters_that_differ_are_marked_and_all_are_escaped() -> None:
    assert tags.letters([("Ра", False), ("ҳ", True), ("<b>", False)]) == "Ра<mark>ҳ</mark>&lt;b&gt;"


@pytest.mark.parametrize(
    ("language", "turned"),
    [("fa", "rtl"), ("prs", "rtl"), ("fa-AF", "rtl"), ("tg", "ltr"), ("", "auto"), (None, "auto")],
)
def test_direction_of_a_language(language: str | None, turned: str) -> None:
    assert tags.direction(language) == turned


@time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False)
def test_a_moment_is_absolute_with_the_relative_in_its_tooltip() -> None:
    with translation.override("en"), timezone.override("Asia/Dushanbe"):
        past = tags.absolute_time(datetime(2026, 11, 20, 13, 2, tzinfo=UTC))
        future = tags.absolute_time(timezone.now() + timedelta(days=3))
    assert '<time class="number" dir="ltr" datetime="2026-11-20T13:02:00+00:00"' in past
    assert ' title="22 hours ago">20.11.2026 18:02</time>' in past
    assert 'title="in 3 days"' in future


def test_a_day_has_no_hour() -> None:
    assert (
        tags.absolute_time(date(2026, 11, 2))
        == '<time class="number" dir="ltr" datetime="2026-11-02">02.11.2026</time>'
    )
    assert tags.absolute_time(None) == "–"


def test_a_partial_date_shows_what_is_known() -> None:
    with translation.override("en"):
        assert tags.partial_date(PartialDate.parse("1985")) == '<bdi class="number">1985</bdi>'
        assert tags.partial_date(None) == '<span class="unknown">not known</span>'
        assert tags.partial_date(PartialDate.unknown()) == '<span class="unknown">not known</span>'


def test_the_words_that_a_date_was_given_in_stay_in_its_tooltip() -> None:
    with translation.override("en"):
        shown = tags.partial_date(PartialDate.parse("spring 1985"))
    assert "spring 1985" in shown


@pytest.mark.parametrize(("name", "letters"), [("Мадина Шарипова", "МШ"), ("Ada", "A"), ("", ""), ("a b c", "AB")])
def test_initials(name: str, letters: str) -> None:
    assert tags.initials(name) == letters


@time_machine.travel(datetime(2026, 11, 21, 12, 0, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("distance", "english", "russian"),
    [
        (timedelta(minutes=-1), "1 minute ago", "1 минуту назад"),
        (timedelta(days=-8), "1 week ago", "1 неделю назад"),
        (timedelta(hours=3, seconds=1), "in 3 hours", "через 3 часа"),
        (timedelta(days=-800), "2 years ago", "2 года назад"),
        (timedelta(seconds=20), "now", "сейчас"),
    ],
)
def test_each_language_bends_its_words(distance: timedelta, english: str, russian: str) -> None:
    with translation.override("en"):
        assert relative(timezone.now() + distance) == english
    with translation.override("ru"):
        assert relative(timezone.now() + distance) == russian
