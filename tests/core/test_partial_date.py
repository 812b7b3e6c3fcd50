import datetime as dt

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from payvand.core.partial_date import DateNotUnderstood, PartialDate, PartialDateField, PartialDateFormField

DAY = dt.date.fromisoformat


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest", "shown"),
    [
        ("1985", "year", "1985-01-01", "1985-12-31", "1985"),
        ("1985 г.", "year", "1985-01-01", "1985-12-31", "1985"),
        ("соли 1985", "year", "1985-01-01", "1985-12-31", "1985"),
        ("1985-03", "month", "1985-03-01", "1985-03-31", "03.1985"),
        ("03.1985", "month", "1985-03-01", "1985-03-31", "03.1985"),
        ("1985-03-04", "day", "1985-03-04", "1985-03-04", "04.03.1985"),
        ("14.02.1985", "day", "1985-02-14", "1985-02-14", "14.02.1985"),
        ("14/02/1985", "day", "1985-02-14", "1985-02-14", "14.02.1985"),
        ("29.02.1984", "day", "1984-02-29", "1984-02-29", "29.02.1984"),
        ("14 февраля 1985 г.", "day", "1985-02-14", "1985-02-14", "14.02.1985"),
        ("4th March 1985", "day", "1985-03-04", "1985-03-04", "04.03.1985"),
        ("March 1985", "month", "1985-03-01", "1985-03-31", "03.1985"),
        ("около 1985", "year", "1983-01-01", "1987-12-31", "about 1985"),
        ("about 1985", "year", "1983-01-01", "1987-12-31", "about 1985"),
        ("тахминан 1985", "year", "1983-01-01", "1987-12-31", "about 1985"),
        ("1985?", "year", "1985-01-01", "1985-12-31", "1985 (?)"),
        ("1983-1987", "range", "1983-01-01", "1987-12-31", "1983–1987"),
        ("с 1983 по 1987 г.", "range", "1983-01-01", "1987-12-31", "1983–1987"),
        ("between 1983 and 1987", "range", "1983-01-01", "1987-12-31", "1983–1987"),
        ("1980s", "decade", "1980-01-01", "1989-12-31", "1980s"),
        ("1980-е годы", "decade", "1980-01-01", "1989-12-31", "1980-е годы"),
        ("весна 1985", "season", "1985-03-01", "1985-05-31", "весна 1985"),
        ("winter 1985", "season", "1984-12-01", "1986-02-28", "winter 1985"),
        ("30 лет в 2005 году", "age", "1974-01-02", "1975-12-31", "02.01.1974–31.12.1975"),
        ("age 30 in 2005", "age", "1974-01-02", "1975-12-31", "02.01.1974–31.12.1975"),
        ("1364", "year", "1985-03-21", "1986-03-20", "1364 (solar Hijri)"),
        ("۱۳۶۴", "year", "1985-03-21", "1986-03-20", "1364 (solar Hijri)"),
        ("١٣٦٤", "year", "1985-03-21", "1986-03-20", "1364 (solar Hijri)"),
        ("۱۳۶۴/۱/۱۲", "day", "1985-04-01", "1985-04-01", "12.01.1364 (solar Hijri)"),
        ("۱۲ حمل ۱۳۶۴", "day", "1985-04-01", "1985-04-01", "12.01.1364 (solar Hijri)"),
        ("12 Hamal 1364", "day", "1985-04-01", "1985-04-01", "12.01.1364 (solar Hijri)"),
        ("12 فروردین 1364", "day", "1985-04-01", "1985-04-01", "12.01.1364 (solar Hijri)"),
        ("وری ۱۳۶۴", "month", "1985-03-21", "1985-04-20", "01.1364 (solar Hijri)"),
        ("حوت ۱۳۹۹", "month", "2021-02-19", "2021-03-20", "12.1399 (solar Hijri)"),
        ("دهه ۱۳۶۰", "decade", "1981-03-21", "1991-03-20", "دهه ۱۳۶۰"),
        ("بهار ۱۳۶۴", "season", "1985-03-21", "1985-06-21", "بهار ۱۳۶۴"),
        ("30 ساله در سال ۱۳۸۵", "age", "1975-03-22", "1977-03-20", "22.03.1975–20.03.1977"),
        ("حدود ۱۳۶۴", "year", "1983-03-21", "1988-03-20", "about 1364 (solar Hijri)"),
    ],
)
def test_what_people_and_papers_say(text, precision, earliest, latest, shown):
    date = PartialDate.parse(text)
    assert (date.precision, date.earliest, date.latest) == (precision, DAY(earliest), DAY(latest))
    assert date.display("en") == shown
    assert date.original_text == text


@pytest.mark.parametrize(
    "text",
    ["", "abc", "02/14/1985", "31.02.1985", "00.00.1985", "99.99.1985", "85", "1", "1700", "29.02.1985", "30 Hut 1404",
     "12 Hamal 1985", "12 March 1364", "1987-1983", "1983-1364", "the year of the earthquake", "9" * 300,
     "130 лет в 2005"],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_examples(text):
    with pytest.raises(DateNotUnderstood, match=r"14\.02\.1985, 03\.1985, 1985"):
        PartialDate.parse(text)


@given(st.text())
def test_any_text_is_a_date_or_is_refused(text):
    try:
        date = PartialDate.parse(text)
    except DateNotUnderstood:
        return
    assert date.original_text == text


@given(st.from_regex(r"[~ ]?[0-9۰-۹]{1,4}([-./ ][0-9]{1,4}){0,2}\??", fullmatch=True))
def test_numbers_in_any_order_are_a_date_or_are_refused(text):
    try:
        date = PartialDate.parse(text)
    except DateNotUnderstood:
        return
    assert date.earliest <= date.latest


@given(st.dates(dt.date(1800, 1, 1), dt.date(2190, 1, 1)))
def test_iso_and_dotted_dates_mean_the_same_day(day):
    for text in (day.isoformat(), f"{day:%d.%m.%Y}"):
        assert PartialDate.parse(text).range == (day, day)


@given(st.dates(dt.date(1850, 1, 1), dt.date(2100, 1, 1)), st.sampled_from(["day", "month", "year"]))
def test_what_is_shown_can_be_read_again(day, precision):
    date = PartialDate.of(day.year, None if precision == "year" else day.month, day.day if precision == "day" else None)
    again = PartialDate.parse(date.display("en"))
    assert (again.year, again.month, again.day, again.range) == (date.year, date.month, date.day, date.range)


@given(st.sampled_from(["1985", "حدود ۱۳۶۴", "1983-1987", "14.02.1985?", "30 лет в 2005", "1980s"]))
def test_what_is_stored_comes_back(text):
    date = PartialDate.parse(text)
    field = PartialDateField()
    assert field.from_db_value(field.get_prep_value(date), None, None) == date


def test_nothing_is_stored_as_nothing():
    field = PartialDateField()
    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, None) is None
    assert field.get_prep_value("") is None


@pytest.mark.parametrize(("text", "doubtful"), [("01.01.1970", True), ("01.07.1970", True), ("02.01.1970", False)])
def test_the_first_of_january_is_doubted_and_kept(text, doubtful):
    date = PartialDate.parse(text)
    assert (date.day_doubtful, str(date)) == (doubtful, text)


def test_the_words_of_an_event_are_kept():
    date = PartialDate.unknown("the year of the earthquake")
    assert (date.precision, date.range, str(date)) == ("event", None, "the year of the earthquake")
    assert str(PartialDate.unknown()) == ""


def test_the_year_is_known_only_if_there_is_one():
    assert PartialDate.parse("03.1985").known_year == 1985
    assert PartialDate.parse("1364").known_year is None


class Form(forms.Form):
    born = PartialDateFormField(required=False)


def test_a_form_reads_dates_and_says_what_it_understands():
    assert Form({"born": "۱۳۶۴"}).is_valid()
    form = Form({"born": "02/14/1985"})
    assert form.errors == {"born": ["Write the date as 14.02.1985, 03.1985, 1985, about 1985 or 1983-1987."]}
    assert 'value="02/14/1985"' in str(form["born"])
    empty = Form({"born": ""})
    assert empty.is_valid()
    assert empty.cleaned_data == {"born": None}


def test_a_form_shows_a_date_as_it_was_given_and_sees_no_change():
    date = PartialDate.parse("около 1985")
    form = Form({"born": "около 1985"}, initial={"born": date})
    assert not form.has_changed()
    assert 'value="около 1985"' in str(Form(initial={"born": date})["born"])
