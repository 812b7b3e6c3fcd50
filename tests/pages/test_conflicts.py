"""Two versions of one thing: every field that differs is shown twice, and what is chosen is what is taken."""

import json

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory
from django.utils import translation
from django_cotton import render_component
from hypothesis import given
from hypothesis import strategies as st

from payvand.pages.conflicts import PREFIX, differences, taken

CHOICES = [("", "not known"), ("female", "Female"), ("male", "Male")]


class Sheet(forms.Form):
    full_name = forms.CharField(label="Name", required=False)
    sex = forms.ChoiceField(label="Sex", choices=CHOICES, required=False)
    languages = forms.MultipleChoiceField(
        label="Languages", choices=[("tg", "Tajik"), ("ru", "Russian")], required=False
    )
    born = forms.DateField(label="Born", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


NOW = {"full_name": "Раҳимов", "sex": "male", "languages": ["tg"], "born": None, "version": 2}


def sent(**more):
    data = QueryDict(mutable=True)
    for name, value in ({"full_name": "Раҳимов", "sex": "male", "languages": ["tg"], "version": "1"} | more).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_only_what_differs_is_asked_and_said_in_words():
    form = Sheet(sent(full_name="Рахимов", sex="", languages=["tg", "ru"]))
    found = [(one.name, one.mine, one.theirs) for one in differences(form, NOW)]
    assert found == [
        ("full_name", "Рахимов", "Раҳимов"),
        ("sex", "", "Male"),
        ("languages", "Tajik, Russian", "Tajik"),
    ]


def test_nothing_differs_where_both_say_the_same():
    assert differences(Sheet(sent()), NOW) == []


def test_the_chosen_version_is_what_is_taken():
    data = sent(full_name="Рахимов", sex="", languages=["ru"])
    data[f"{PREFIX}full_name"] = "theirs"
    data[f"{PREFIX}sex"] = "mine"
    data[f"{PREFIX}languages"] = "theirs"
    form = Sheet(taken(data, Sheet(), NOW))
    assert form.is_valid()
    assert form.cleaned_data == NOW | {"sex": "", "version": 1}
    assert not any(name.startswith(PREFIX) for name in form.data)


def test_without_choices_what_was_sent_stays():
    data = sent()
    assert taken(data, Sheet(), NOW) is data
    assert taken(None, Sheet(), NOW) is None


@given(mine=st.text(max_size=30), theirs=st.text(max_size=30), choice=st.sampled_from(["mine", "theirs"]))
def test_a_choice_settles_a_field_whatever_it_says(mine, theirs, choice):
    data = QueryDict(mutable=True)
    data["full_name"] = mine
    data[f"{PREFIX}full_name"] = choice
    settled = taken(data, Sheet(), {"full_name": theirs})
    assert settled["full_name"] == (mine if choice == "mine" else theirs)


def test_the_component_shows_both_and_escapes_them():
    form = Sheet(sent(full_name="<b>Раҳимов</b>"))
    with translation.override("en"):
        shown = str(
            render_component(RequestFactory().get("/"), "two-versions", {"differences": differences(form, NOW)})
        )
    assert "&lt;b&gt;Раҳимов&lt;/b&gt;" in shown
    assert "<b>Раҳ" not in shown
    assert shown.count('name="choose_full_name"') == 2
    assert "You wrote" in shown
    assert "It now says" in shown


def test_values_for_the_script_are_lists_of_what_a_field_sends():
    (one,) = differences(Sheet(sent(languages=["tg", "ru"])), NOW)
    assert (json.loads(one.mine_values), json.loads(one.theirs_values)) == (["tg", "ru"], ["tg"])


@pytest.mark.parametrize("tampered", ["theirs ", "", "x"])
def test_an_unknown_choice_is_mine(tampered):
    data = sent(full_name="Рахимов")
    data[f"{PREFIX}full_name"] = tampered
    assert taken(data, Sheet(), NOW)["full_name"] == "Рахимов"
