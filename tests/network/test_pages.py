"""The pages of the organisation and its contacts, and the field for a place."""

from datetime import date

import pytest
from django import forms
from django.urls import reverse

from payvand.network.fields import PlaceField
from payvand.network.loading import place_name
from payvand.network.models import Contact, Place, Unit
from payvand.network.reference import NameRow


@pytest.fixture
def admin(cast):
    return cast.client_of(cast.node_admin)


def make_place(label, above=None, **names):
    place = Place.objects.create(country_id="TJ", kind="town", label_en=label, label_ru=label, parent=above)
    for language, text in {"en": label, **names}.items():
        place_name(place.pk, NameRow("", text, language)).save()
    return place


@pytest.fixture
def kulob_town(cast):
    country = make_place("Tajikistan")
    khatlon = make_place("Khatlon", country)
    return make_place("Kulob", khatlon, tg="Кӯлоб", ru="Куляб")


CONTACTS_PAGE_QUERIES = 7  # session, user, own roles, units, second factor; then the count and the contacts


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_contacts_costs_the_same_for_one_and_for_three(cast, count, django_assert_num_queries):
    for number in range(count):
        Contact.objects.create(
            organisation=cast.organisation,
            unit=(cast.kulob, cast.sughd, cast.khatlon)[number],
            function=f"Function {number}",
            valid_from=date(2024, 1, 1),
        )
    client = cast.client_of(cast.programme_colleague)
    with django_assert_num_queries(CONTACTS_PAGE_QUERIES):
        page = client.get(reverse("network:contacts")).content.decode()
    assert f"Function {count - 1}" in page


ORGANISATION_PAGE_QUERIES = 6  # session, user, own roles, second factor; then the organisation and its units


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_the_organisation_costs_the_same_for_few_and_many_units(
    cast, admin, count, kulob_town, django_assert_num_queries
):
    for number in range(count):
        Unit.objects.create(
            organisation=cast.organisation,
            parent=cast.khatlon,
            place=kulob_town,
            kind="office",
            name=f"Office {number}",
            code=f"O{number}",
        )
    with django_assert_num_queries(ORGANISATION_PAGE_QUERIES):
        page = admin.get(reverse("network:organisation")).content.decode()
    assert f"Office {count - 1}" in page


def test_a_unit_is_opened_with_a_place_from_the_list(cast, admin, kulob_town):
    form = {"name": "Kulob office", "kind": "office", "code": "TJ-KT-K", "parent": cast.kulob.pk}
    refused = admin.post(reverse("network:new_unit"), form | {"place": "Somewhere"})
    assert "Choose a place from the list" in refused.content.decode()
    admin.post(reverse("network:new_unit"), form | {"place": "Kulob, Khatlon, Tajikistan"})
    assert Unit.objects.get(code="TJ-KT-K").place == kulob_town


def test_the_place_of_a_unit_is_shown_in_its_form(cast, admin, kulob_town):
    Unit.objects.filter(pk=cast.kulob.pk).update(place=kulob_town)
    page = admin.get(reverse("network:unit", args=[cast.kulob.pk])).content.decode()
    assert 'value="Kulob, Khatlon, Tajikistan"' in page


@pytest.mark.parametrize("text", ["Kulob", "кӯлоб", "Куляб", "kul"])
@pytest.mark.usefixtures("kulob_town")
def test_places_are_offered_while_one_writes(cast, text):
    client = cast.client_of(cast.field_volunteer)
    answer = client.post(reverse("network:find_places"), {"field": "birth_place", "birth_place": text})
    assert '<option value="Kulob, Khatlon, Tajikistan">' in answer.content.decode()


class BirthForm(forms.Form):
    place = PlaceField(required=False)


@pytest.mark.django_db
def test_the_field_sends_its_own_text_and_nothing_else_of_the_form():
    page = str(BirthForm()["place"])
    assert 'hx-params="field,place"' in page
    assert 'list="id_place_options"' in page
    assert '<datalist id="id_place_options">' in page


def test_what_the_gazetteer_does_not_know_stays_as_written(kulob_town):
    written = {text: BirthForm({"place": text}) for text in ("деҳаи Ғеш", "Kulob, Khatlon, Tajikistan", "")}
    assert all(form.is_valid() for form in written.values())
    found = {text: form.cleaned_data["place"] for text, form in written.items()}
    assert {text: (choice.text, choice.place) for text, choice in found.items()} == {
        "деҳаи Ғеш": ("деҳаи Ғеш", None),
        "Kulob, Khatlon, Tajikistan": ("Kulob, Khatlon, Tajikistan", kulob_town),
        "": ("", None),
    }


def test_a_label_that_two_places_share_chooses_neither(kulob_town):
    make_place("Kulob", kulob_town.parent)
    form = BirthForm({"place": "Kulob, Khatlon, Tajikistan"})
    assert form.is_valid()
    assert form.cleaned_data["place"].place is None


def test_the_organisation_is_renamed_and_a_stale_page_is_told(cast, admin):
    form = {"name": "Ҳилоли Аҳмар", "local_name": "", "website": "", "version": cast.organisation.version}
    assert admin.post(reverse("network:organisation"), form).status_code == 302
    stale = admin.post(reverse("network:organisation"), form | {"name": "Another"})
    assert "Someone else changed this" in stale.content.decode()
    assert 'value="Another"' in stale.content.decode()
